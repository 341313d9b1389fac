import type { Role } from '../../../shared/roles.ts'
import type { FieldType, FieldValue, PicklistValue } from './definition.ts'

/** How an org's own objects and fields are kept. */

/** Who sees a record: everybody whose role may read it, its owner alone, or who sees the record it belongs to. */
export type Sharing = 'public' | 'private' | 'parent'

export type CustomObjectRow = {
  readonly id: number
  /** The number its ids begin with. */
  readonly number: number
  /** `Invoice__c` */
  readonly name: string
  readonly label: string
  readonly labelPlural: string
  readonly description: string | null
  readonly tableName: string
  readonly nameLabel: string
  /** `INV-{0000}`; null: people name the records. */
  readonly nameFormat: string | null
  readonly sharing: Sharing
  readonly removedAt: Date | null
}

/** A value of a picklist that was added; one out of use stays with the records that have it. */
export type CustomPicklistValue = PicklistValue & { readonly isActive?: boolean }

export type CustomFieldRow = {
  readonly id: number
  readonly objectName: string
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly columnName: string
  readonly length: number | null
  readonly precision: number | null
  readonly scale: number | null
  readonly required: boolean
  readonly isUnique: boolean
  readonly caseSensitive: boolean
  readonly externalId: boolean
  readonly tracked: boolean
  readonly picklist: readonly CustomPicklistValue[] | null
  readonly restricted: boolean
  /** The global value set its values come from. */
  readonly valueSet: string | null
  readonly referenceTo: string | null
  /** What the record it points to is called here (`Account__r`), and what that record calls these (`Invoices`, in queries `Invoices__r`). */
  readonly relationshipName: string | null
  readonly childRelationshipName: string | null
  readonly childRelationshipLabel: string | null
  readonly masterDetail: boolean
  readonly defaultValue: FieldValue
  /** Its records number themselves by this format. */
  readonly format: string | null
  readonly help: string | null
  readonly description: string | null
}

export type GrantRow = { readonly objectId: number; readonly role: Role; readonly may: string }

export type ValueSetRow = {
  readonly id: number
  readonly name: string
  readonly label: string
  readonly description: string | null
  readonly values: readonly CustomPicklistValue[]
}
