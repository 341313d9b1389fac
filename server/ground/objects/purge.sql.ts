import { many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import type { Field, ObjectDefinition } from './definition.ts'
import { visibleOrDeleted } from './visibility.ts'

/** Which of these records are in the recycle bin, within the actor's reach; locked in the order of their ids. */
export const lockDeletedRows = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  ids: readonly number[],
): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select t.id
    from ${sql.table(definition.table)} t
    where t.id = any(${ids}::bigint[]) and t.deleted_at is not null and ${visibleOrDeleted(actor, definition, 't')}
    order by t.id
    for update of t`,
  )
  return rows.map(({ id }) => id)
}

const valueOf = ({ expression, column }: Field): RawBuilder<unknown> => expression?.('t') ?? sql.ref(`t.${column}`)

/** Removes the rows of a table that belong to one of these records by a field of theirs. */
export const purgeBelongings = async (
  tx: Tx,
  { table, leaving }: ObjectDefinition,
  field: Field,
  ids: readonly number[],
): Promise<number> => {
  const going = sql`${valueOf(field)} = any(${ids}::bigint[])`
  await leaving?.(tx, going)
  return run(tx, sql`delete from ${sql.table(table)} t where ${going}`)
}

export const purgeRows = async (
  tx: Tx,
  { table, leaving }: ObjectDefinition,
  ids: readonly number[],
): Promise<number> => {
  const going = sql`t.id = any(${ids}::bigint[])`
  await leaving?.(tx, going)
  return run(tx, sql`delete from ${sql.table(table)} t where ${going}`)
}

export const purgeHistory = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from field_history
    where record_id = any(${ids}::bigint[])`,
  )
