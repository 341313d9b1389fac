import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { manyOnce, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

export type KeyedRow = { readonly id: number; readonly keys: readonly number[] }

/** Match keys of an object's records, a stretch at a time in the order of their ids. */
export const keysAfter = (tx: Tx, definition: ObjectDefinition, after: number, limit: number): Promise<KeyedRow[]> =>
  manyOnce<KeyedRow>(
    tx,
    sql`
    select t.id, t.match_keys as keys
    from ${sql.table(definition.table)} t
    where t.id > ${after} and t.deleted_at is null
    order by t.id
    limit ${limit}`,
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
