import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { ObjectDefinition } from './definition.ts'

/** Puts the records that belong to these into the recycle bin with them. */
export const deleteBelonging = async (
  tx: Tx,
  actor: Actor,
  { table }: ObjectDefinition,
  column: string,
  masters: readonly number[],
): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    update ${sql.table(table)}
    set deleted_at = ${tx.now}, deleted_by_id = ${actor.userId}, version = version + 1, last_modified_at = ${tx.now}
    where ${sql.ref(column)} = any(${masters}::bigint[]) and deleted_at is null
    returning id`,
  )
  return rows.map(({ id }) => id)
}

/** Removes for good what belongs to these records. */
export const purgeBelonging = async (
  tx: Tx,
  { table }: ObjectDefinition,
  column: string,
  masters: readonly number[],
): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    delete from ${sql.table(table)}
    where ${sql.ref(column)} = any(${masters}::bigint[])
    returning id`,
  )
  return rows.map(({ id }) => id)
}

/** Lets nothing point to records that are gone for good. */
export const clearReferences = (
  tx: Tx,
  { table }: ObjectDefinition,
  column: string,
  ids: readonly number[],
): Promise<number> =>
  run(
    tx,
    sql`
    update ${sql.table(table)}
    set ${sql.ref(column)} = null
    where ${sql.ref(column)} = any(${ids}::bigint[])`,
  )

export type Deletion = { readonly id: number; readonly at: Date }

/** When these records went into the recycle bin; those that are not in it are missing. */
export const deletionsOf = (tx: Tx, { table }: ObjectDefinition, ids: readonly number[]): Promise<Deletion[]> =>
  many<Deletion>(
    tx,
    sql`
    select id, deleted_at as at
    from ${sql.table(table)}
    where id = any(${ids}::bigint[]) and deleted_at is not null`,
  )

/** Takes out of the recycle bin what went into it together with these. */
export const restoreBelonging = (
  tx: Tx,
  { table }: ObjectDefinition,
  column: string,
  masters: readonly Deletion[],
): Promise<Deletion[]> =>
  many<Deletion>(
    tx,
    sql`
    update ${sql.table(table)} d
    set deleted_at = null, deleted_by_id = null, version = version + 1, last_modified_at = ${tx.now}
    from json_to_recordset(${JSON.stringify(masters)}::json) as m (id bigint, at timestamptz)
    where d.${sql.ref(column)} = m.id and d.deleted_at = m.at
    returning d.id, m.at`,
  )
