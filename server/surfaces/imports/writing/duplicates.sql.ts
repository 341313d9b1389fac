import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { manyOnce, one, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

export type KeyStretch = {
  /** The last record's id; null behind the last record. */
  readonly lastId: number | null
  /** All keys, each array as PostgreSQL sends it in binary: read as text they took fifteen times as long. */
  readonly packed: Buffer | null
}

/** Match keys of an object's records, a stretch at a time in the order of their ids. */
export const keysAfter = (tx: Tx, definition: ObjectDefinition, after: number, limit: number): Promise<KeyStretch> =>
  one<KeyStretch>(
    tx,
    sql`
    select max(id) as "lastId", string_agg(array_send(keys), ''::bytea) as packed
    from (
      select t.id, t.match_keys as keys
      from ${sql.table(definition.table)} t
      where t.id > ${after} and t.deleted_at is null
      order by t.id
      limit ${limit}) stretch`,
  )

/** Match keys of records made since a moment by anybody but this import. */
export const keysSince = (
  tx: Tx,
  definition: ObjectDefinition,
  since: Date,
  importId: number,
): Promise<{ keys: readonly number[] }[]> =>
  manyOnce<{ keys: readonly number[] }>(
    tx,
    sql`
    select t.match_keys as keys
    from ${sql.table(definition.table)} t
    where t.created_at >= ${since} and t.import_id is distinct from ${importId}`,
  )
