import { many, one, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Role } from '../users/roles.ts'
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

/** Changes with every change of objects and fields, and with nothing else. */
export const catalogueMark = async (tx: Tx): Promise<string> =>
  (await one<{ mark: string }>(tx, sql`select mark::text from catalogue_mark`)).mark

/** Until the transaction ends nobody else changes objects or fields. */
export const renewMark = async (tx: Tx): Promise<void> => {
  await many(tx, sql`update catalogue_mark set mark = gen_random_uuid()`)
}

export const customObjectRows = (tx: Tx): Promise<CustomObjectRow[]> =>
  many<CustomObjectRow>(
    tx,
    sql`
    select id, number, name, label, label_plural as "labelPlural", description, table_name as "tableName",
      name_label as "nameLabel", name_format as "nameFormat", sharing, removed_at as "removedAt"
    from custom_object
    order by number`,
  )

export const customFieldRows = (tx: Tx): Promise<CustomFieldRow[]> =>
  many<CustomFieldRow>(
    tx,
    sql`
    select id, object_name as "objectName", name, label, type, column_name as "columnName", length, precision, scale, required,
      is_unique as "isUnique", case_sensitive as "caseSensitive", external_id as "externalId", tracked, picklist, restricted,
      value_set as "valueSet", reference_to as "referenceTo", relationship_name as "relationshipName",
      child_relationship_name as "childRelationshipName", child_relationship_label as "childRelationshipLabel",
      master_detail as "masterDetail", default_value as "defaultValue", format, help, description
    from custom_field
    where removed_at is null
    order by id`,
  )

export const grantRows = (tx: Tx): Promise<GrantRow[]> =>
  many<GrantRow>(tx, sql`select object_id as "objectId", role, may from object_permission`)

export const valueSetRows = (tx: Tx): Promise<ValueSetRow[]> =>
  many<ValueSetRow>(
    tx,
    sql`
    select id, name, label, description, values
    from global_value_set
    order by id`,
  )
