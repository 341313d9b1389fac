import { many, one, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { CustomFieldRow, CustomObjectRow, GrantRow, ValueSetRow } from './customRows.ts'

/** Changes with every change of objects and fields, and with nothing else. */
export const catalogueMark = async (tx: Tx): Promise<string> =>
  (await one<{ mark: string }>(tx, sql`select mark::text from catalogue_mark`)).mark

/** Until the transaction ends nobody else changes objects or fields. */
export const renewMark = async (tx: Tx): Promise<void> => {
  // A table that somebody reads for minutes would be waited for by us, and then by everybody behind us.
  await many(tx, sql`set local lock_timeout = '4s'`)
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
