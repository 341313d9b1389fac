import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { visible } from '../../../ground/objects/visibility.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { manyOnce, one, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

/** Records an import made that are still there, after an id, in the order of their ids. */
export const madeBy = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  importId: number,
  after: number,
  limit: number,
): Promise<{ id: number }[]> =>
  manyOnce<{ id: number }>(
    tx,
    sql`
    select t.id
    from ${sql.table(definition.table)} t
    where t.import_id = ${importId} and t.id > ${after} and ${visible(actor, definition, 't')}
    order by t.id
    limit ${limit}`,
  )

export const forgetKeys = (tx: Tx, importId: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from import_key
    where import_id = ${importId}`,
  )

export const forgetChanges = (tx: Tx, importId: number, recordIds: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from import_change
    where import_id = ${importId} and record_id = any(${recordIds}::bigint[])`,
  )

/** The number of the last remark on the import as a whole. */
export const highestRemark = async (tx: Tx, importId: number): Promise<number> =>
  (
    await one<{ number: number }>(
      tx,
      sql`
    select coalesce(max(number), 0) as number
    from import_refusal
    where import_id = ${importId} and line = 0`,
    )
  ).number
