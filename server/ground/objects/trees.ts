import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ObjectDefinition } from './definition.ts'

/** The first half of the lock's key; the second is the table of the org. Nobody else's. */
const TREES = 4153902
/** Trees are kept free of rings; should one be there all the same, nobody walks it for ever. */
const MOST_STEPS = 100

/**
 * For each record of an object with a `parent_id`: itself and all that stand above it. Until the transaction ends nobody
 * else moves a record of this object, so that two moves cannot close a ring between them.
 */
export async function standingAbove(
  tx: Tx,
  { table }: ObjectDefinition,
  ids: readonly number[],
): Promise<Map<number, readonly number[]>> {
  if (ids.length === 0) return new Map()
  await run(tx, sql`select pg_advisory_xact_lock(${TREES}, hashtext(${`${tx.org.schema}.${table}`}))`)
  const rows = await many<{ id: number; above: number[] }>(
    tx,
    sql`
    with recursive above (id, ancestor, steps) as (
      select id, id, 0 from ${sql.table(table)} where id = any(${ids}::bigint[])
      union all
      select above.id, one.parent_id, steps + 1
      from above
      join ${sql.table(table)} one on one.id = above.ancestor
      where one.parent_id is not null and steps < ${MOST_STEPS}
    )
    select id, array_agg(ancestor) as above
    from above
    group by id`,
  )
  return new Map(rows.map(({ id, above }) => [id, above]))
}
