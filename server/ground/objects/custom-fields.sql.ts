import { createHash } from 'node:crypto'
import { maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { CustomFieldRow } from './custom-rows.sql.ts'

/**
 * Adds the column. A field taken out of use and added again finds its column, and its values, still there.
 * The names were checked to be plain identifiers, and are quoted all the same.
 */
export async function addColumn(
  tx: Tx,
  table: string,
  column: string,
  type: string,
  isBoolean: boolean,
  unique: boolean,
): Promise<void> {
  await run(
    tx,
    sql`alter table ${sql.table(table)} add column if not exists ${sql.ref(column)} ${sql.raw(type)} ${sql.raw(isBoolean ? 'not null default false' : '')}`,
  )
  const index = sql.ref(uniqueIndex(table, column))
  await run(
    tx,
    unique
      ? sql`create unique index if not exists ${index} on ${sql.table(table)} (${sql.ref(column)})`
      : sql`drop index if exists ${index}`,
  )
}

const LONGEST_NAME = 63

/** Its name reads as the rule it keeps; one too long for PostgreSQL is cut, and stays the only one of its name. */
function uniqueIndex(table: string, column: string): string {
  const name = `${table}_${column}_is_unique`
  if (name.length <= LONGEST_NAME) return name
  return `${`${table}_${column}`.slice(0, 44)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}_is_unique`
}

/** The type a column of this table has; undefined when there is no such column. */
export const typeOfColumn = async (tx: Tx, table: string, column: string): Promise<string | undefined> => {
  const row = await maybeOne<{ type: string }>(
    tx,
    sql`
    select t.typname as type
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    where a.attrelid = to_regclass(${table}) and a.attname = ${column} and not a.attisdropped`,
  )
  return row?.type
}

export const insertCustomField = (tx: Tx, actor: Actor, field: CustomFieldRow): Promise<number> =>
  run(
    tx,
    sql`
    insert into custom_field (id, object_name, name, label, type, column_name, length, scale, required, is_unique, external_id, tracked,
      picklist, reference_to, help, created_at, created_by_id)
    values (${field.id}, ${field.objectName}, ${field.name}, ${field.label}, ${field.type}, ${field.columnName}, ${field.length}, ${field.scale},
      ${field.required}, ${field.isUnique}, ${field.externalId}, ${field.tracked}, ${field.picklist === null ? null : JSON.stringify(field.picklist)}::jsonb,
      ${field.referenceTo}, ${field.help}, ${tx.now}, ${actor.userId})
    on conflict on constraint a_custom_field_is_named_once do update
    set id = excluded.id, label = excluded.label, type = excluded.type, length = excluded.length, scale = excluded.scale, required = excluded.required,
      is_unique = excluded.is_unique, external_id = excluded.external_id, picklist = excluded.picklist, reference_to = excluded.reference_to,
      help = excluded.help, removed_at = null`,
  )

export const retireCustomField = (tx: Tx, objectName: string, name: string): Promise<number> =>
  run(
    tx,
    sql`
    update custom_field
    set removed_at = ${tx.now}
    where lower(object_name) = lower(${objectName}) and lower(name) = lower(${name}) and removed_at is null`,
  )
