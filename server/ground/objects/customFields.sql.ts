import { maybeOne, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { CustomFieldRow } from './customRows.ts'

const json = (value: unknown): RawBuilder<unknown> =>
  value === null ? sql`null::jsonb` : sql`${JSON.stringify(value)}::jsonb`

export const insertCustomField = (tx: Tx, actor: Actor, field: CustomFieldRow): Promise<number> =>
  run(
    tx,
    sql`
    insert into custom_field (id, object_name, name, label, type, column_name, length, precision, scale, required, is_unique,
      case_sensitive, external_id, tracked, picklist, restricted, value_set, reference_to, relationship_name,
      child_relationship_name, child_relationship_label, master_detail, default_value, format, help, description,
      created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${field.id}, ${field.objectName}, ${field.name}, ${field.label}, ${field.type}, ${field.columnName}, ${field.length},
      ${field.precision}, ${field.scale}, ${field.required}, ${field.isUnique}, ${field.caseSensitive}, ${field.externalId},
      ${field.tracked}, ${json(field.picklist)}, ${field.restricted}, ${field.valueSet}, ${field.referenceTo},
      ${field.relationshipName}, ${field.childRelationshipName}, ${field.childRelationshipLabel}, ${field.masterDetail},
      ${json(field.defaultValue)}, ${field.format}, ${field.help}, ${field.description},
      ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId})
    on conflict on constraint a_custom_field_is_named_once do update
    set id = excluded.id, label = excluded.label, type = excluded.type, column_name = excluded.column_name, length = excluded.length,
      precision = excluded.precision, scale = excluded.scale, required = excluded.required, is_unique = excluded.is_unique,
      case_sensitive = excluded.case_sensitive, external_id = excluded.external_id, tracked = excluded.tracked,
      picklist = excluded.picklist, restricted = excluded.restricted, value_set = excluded.value_set,
      reference_to = excluded.reference_to, relationship_name = excluded.relationship_name,
      child_relationship_name = excluded.child_relationship_name, child_relationship_label = excluded.child_relationship_label,
      master_detail = excluded.master_detail, default_value = excluded.default_value, format = excluded.format,
      help = excluded.help, description = excluded.description, last_modified_at = excluded.last_modified_at,
      last_modified_by_id = excluded.last_modified_by_id, removed_at = null`,
  )

export const updateCustomField = (tx: Tx, actor: Actor, field: CustomFieldRow): Promise<number> =>
  run(
    tx,
    sql`
    update custom_field
    set label = ${field.label}, length = ${field.length}, precision = ${field.precision}, scale = ${field.scale},
      required = ${field.required}, is_unique = ${field.isUnique}, case_sensitive = ${field.caseSensitive},
      external_id = ${field.externalId}, picklist = ${json(field.picklist)}, restricted = ${field.restricted},
      value_set = ${field.valueSet}, child_relationship_name = ${field.childRelationshipName},
      child_relationship_label = ${field.childRelationshipLabel}, default_value = ${json(field.defaultValue)},
      format = ${field.format}, help = ${field.help}, description = ${field.description},
      last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where id = ${field.id}`,
  )

export const retireCustomField = (tx: Tx, objectName: string, name: string): Promise<number> =>
  run(
    tx,
    sql`
    update custom_field
    set removed_at = ${tx.now}
    where lower(object_name) = lower(${objectName}) and lower(name) = lower(${name}) and removed_at is null`,
  )

/** The object the values of a column point to that is out of use; null when they are no references. */
export const keptReference = async (tx: Tx, objectName: string, column: string): Promise<string | null> => {
  const row = await maybeOne<{ referenceTo: string | null }>(
    tx,
    sql`
    select reference_to as "referenceTo"
    from custom_field
    where object_name = ${objectName} and column_name = ${column} and removed_at is not null
    order by removed_at desc
    limit 1`,
  )
  return row?.referenceTo ?? null
}

/** Brings back the field of this name that was last taken out of use. */
export const reviveCustomField = (tx: Tx, objectName: string, name: string): Promise<number> =>
  run(
    tx,
    sql`
    update custom_field
    set removed_at = null
    where id = (
      select id from custom_field
      where lower(object_name) = lower(${objectName}) and lower(name) = lower(${name}) and removed_at is not null
      order by removed_at desc
      limit 1)`,
  )
