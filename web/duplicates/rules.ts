import type { Filter } from '../api/filter.ts'
import type { Role } from '../../shared/roles.ts'
import type { Match, Matchable } from './duplicates.ts'

export const RULES = '/duplicate-rules'

export type Handling = Readonly<{ action: 'allow' | 'block'; alert: boolean; report: boolean }>

/** A duplicate rule as the API tells it. */
export type DuplicateRule = Readonly<{
  Id: string
  object: Matchable
  apiName: string
  label: string
  isActive: boolean
  sortOrder: number
  onCreate: Handling
  onEdit: Handling
  compares: readonly Readonly<{ object: Matchable; atLeast: number }>[]
  conditions: Filter | null
  roles: readonly Role[]
  bypassRoles: readonly Role[]
  enforcesSharing: boolean
  alertText: string | null
  version: number
  explanation: string
}>

export type RuleDraft = Omit<DuplicateRule, 'Id' | 'apiName' | 'sortOrder' | 'version' | 'explanation'>

/** What is edited of a rule. */
export const draftOf = (rule: DuplicateRule): RuleDraft => ({
  object: rule.object,
  ...changeOf(rule),
})

/** What a rule sends when it is changed: everything but the object, which stays. */
export const changeOf = (rule: RuleDraft): Omit<RuleDraft, 'object'> => ({
  label: rule.label,
  isActive: rule.isActive,
  onCreate: rule.onCreate,
  onEdit: rule.onEdit,
  compares: rule.compares,
  conditions: rule.conditions,
  roles: rule.roles,
  bypassRoles: rule.bypassRoles,
  enforcesSharing: rule.enforcesSharing,
  alertText: rule.alertText,
})

export const objects: readonly Readonly<{ value: Matchable; label: string; one: string }>[] = [
  { value: 'Lead', label: 'Leads', one: 'lead' },
  { value: 'Contact', label: 'Contacts', one: 'contact' },
  { value: 'Account', label: 'Accounts', one: 'account' },
]

/** What records of an object may be compared with. */
export const comparableWith: Readonly<Record<Matchable, readonly Matchable[]>> = {
  Lead: ['Lead', 'Contact', 'Account'],
  Contact: ['Contact', 'Lead'],
  Account: ['Account'],
}

export const blank = (object: Matchable): RuleDraft => ({
  object,
  label: '',
  isActive: true,
  onCreate: { action: 'allow', alert: true, report: false },
  onEdit: { action: 'allow', alert: true, report: false },
  compares: comparableWith[object]
    .filter((one) => object !== 'Lead' || one !== 'Account')
    .map((one) => ({ object: one, atLeast: 0.9 })),
  conditions: null,
  roles: [],
  bypassRoles: ['administrator'],
  enforcesSharing: true,
  alertText: null,
})

export type Trial = Readonly<{
  outcome: 'saved' | 'alert' | 'block'
  message: string | null
  rules: readonly Readonly<{
    Id: string
    label: string
    says: 'blocks' | 'alerts' | 'reports' | 'nothing'
    because: 'found' | 'switched_off' | 'for_others' | 'conditions' | 'does_nothing' | 'nothing_alike'
    matches: readonly Match[]
  }>[]
}>
