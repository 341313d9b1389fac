import type { Filter } from '../../../ground/objects/filter.ts'
import type { Role } from '../../../../shared/roles.ts'
import { comparedFields, type Matchable } from '../duplicate.ts'

/** What a rule does when a record is created, or changed: it lets it be saved, or it does not. */
export type Handling = {
  readonly action: 'allow' | 'block'
  /** Says what looks the same; who saves may then save anyway. A block always says so. */
  readonly alert: boolean
  /** Puts the records together where somebody looks at them later. */
  readonly report: boolean
}

/** Records of an object that are compared, and how likely the same they must be at least, 0 to 1. */
export type Compared = { readonly object: Matchable; readonly atLeast: number }

/** What an org wants done when a record that is saved looks like one it has. */
export type DuplicateRule = {
  readonly id: number
  readonly object: Matchable
  /** As tools call it: `Standard_Lead_Duplicate_Rule`. */
  readonly apiName: string
  readonly label: string
  readonly isActive: boolean
  readonly sortOrder: number
  readonly onCreate: Handling
  readonly onEdit: Handling
  readonly compares: readonly Compared[]
  /** The saved record must fit it. */
  readonly conditions: Filter | null
  /** Whom the rule is for; none named: everybody. */
  readonly roles: readonly Role[]
  /** Who may save in spite of a block. */
  readonly bypassRoles: readonly Role[]
  /** Whether only records are compared that who saves may see. */
  readonly enforcesSharing: boolean
  /** The org's own words for an alert or a block. */
  readonly alertText: string | null
  readonly version: number
}

export type Occasion = 'create' | 'edit'

export const handlingOn = (rule: DuplicateRule, on: Occasion): Handling =>
  on === 'create' ? rule.onCreate : rule.onEdit

/** As in Salesforce: five rules an object are enough, and more would contradict each other. */
export const MOST_ACTIVE = 5

/** What records of an object may be compared with; a lead's company may be an account we have. */
export const comparableWith: Readonly<Record<Matchable, readonly Matchable[]>> = {
  Lead: ['Lead', 'Contact', 'Account'],
  Contact: ['Contact', 'Lead'],
  Account: ['Account'],
}

/** A change that touches none of the fields records are compared by is not looked at. */
export const comparedBy: Readonly<Record<Matchable, ReadonlySet<string>>> = {
  Lead: new Set(comparedFields.Lead),
  Contact: new Set(comparedFields.Contact),
  Account: new Set(comparedFields.Account),
}
