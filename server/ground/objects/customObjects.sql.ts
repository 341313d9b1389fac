import { many, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { Role } from '../../../shared/roles.ts'
import type { CustomObjectRow } from './customRows.ts'

/** The highest number ever given to an object of the org. */
export const highestNumber = async (tx: Tx): Promise<number | null> =>
  (await one<{ number: number | null }>(tx, sql`select max(number) as number from custom_object`)).number

export const insertCustomObject = (tx: Tx, actor: Actor, object: Omit<CustomObjectRow, 'removedAt'>): Promise<number> =>
  run(
    tx,
    sql`
    insert into custom_object (id, number, name, label, label_plural, description, table_name, name_label, name_format, sharing,
      created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${object.id}, ${object.number}, ${object.name}, ${object.label}, ${object.labelPlural}, ${object.description},
      ${object.tableName}, ${object.nameLabel}, ${object.nameFormat}, ${object.sharing}, ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId})`,
  )

export const updateCustomObject = (tx: Tx, actor: Actor, object: CustomObjectRow): Promise<number> =>
  run(
    tx,
    sql`
    update custom_object
    set name = ${object.name}, label = ${object.label}, label_plural = ${object.labelPlural}, description = ${object.description},
      name_label = ${object.nameLabel}, name_format = ${object.nameFormat}, sharing = ${object.sharing},
      last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where id = ${object.id}`,
  )

/** Takes the object, and with it its fields, out of use; its table stays. */
export const retireCustomObject = async (
  tx: Tx,
  actor: Actor,
  { id, name, number }: CustomObjectRow,
): Promise<void> => {
  await run(
    tx,
    sql`
    update custom_object
    set removed_at = ${tx.now}, removed_by_id = ${actor.userId}
    where id = ${id}`,
  )
  // Another object may take the name meanwhile, and must not take the fields.
  await nameFieldsOf(tx, name, `${name}#${number}`)
}

export const reviveCustomObject = async (tx: Tx, { id, name, number }: CustomObjectRow): Promise<void> => {
  await run(
    tx,
    sql`
    update custom_object
    set removed_at = null, removed_by_id = null
    where id = ${id}`,
  )
  await nameFieldsOf(tx, `${name}#${number}`, name)
}

/** The fields of an object that goes by another name now. */
export const nameFieldsOf = (tx: Tx, from: string, to: string): Promise<number> =>
  run(
    tx,
    sql`
    update custom_field
    set object_name = ${to}
    where object_name = ${from}`,
  )

/** The fields that point to an object that goes by another name now. */
export const nameReferencesTo = (tx: Tx, from: string, to: string): Promise<number> =>
  run(
    tx,
    sql`
    update custom_field
    set reference_to = ${to}
    where reference_to = ${from}`,
  )

export const replaceGrants = async (
  tx: Tx,
  objectId: number,
  grants: readonly { readonly role: Role; readonly may: string }[],
): Promise<void> => {
  await run(
    tx,
    sql`
    delete from object_permission
    where object_id = ${objectId} and role = any(${grants.map(({ role }) => role)}::text[])`,
  )
  await run(
    tx,
    sql`
    insert into object_permission (object_id, role, may)
    select ${objectId}, role, may
    from json_to_recordset(${JSON.stringify(grants)}::json) as g (role text, may text)`,
  )
}

/** Records of tables, counted up to a hundred thousand each: nobody waits for more to see how much there is. */
export const countRows = async (tx: Tx, tables: readonly string[]): Promise<Map<string, number>> => {
  if (tables.length === 0) return new Map()
  const counts = tables.map(
    (name) =>
      sql`select ${name} as name, (select count(*) from (select 1 from ${sql.table(name)} where deleted_at is null limit 100000) t) as count`,
  )
  const rows = await many<{ name: string; count: number }>(tx, sql.join(counts, sql` union all `))
  return new Map(rows.map(({ name, count }) => [name, count]))
}
