import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Which of these accounts contacts or opportunities belong to that are not deleted themselves. */
export const accountsInUse = async (tx: Tx, ids: readonly number[]): Promise<Set<number>> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select account_id as id from contact where account_id = any(${ids}::bigint[]) and deleted_at is null
    union
    select account_id from opportunity where account_id = any(${ids}::bigint[]) and deleted_at is null`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** For each account: itself and all that stand above it. Until the transaction ends nobody else moves an account. */
export async function ancestorsOf(tx: Tx, ids: readonly number[]): Promise<Map<number, readonly number[]>> {
  if (ids.length === 0) return new Map()
  await run(tx, sql`select pg_advisory_xact_lock(4153902, hashtext(${tx.org.schema}))`)
  const rows = await many<{ id: number; above: number[] }>(
    tx,
    sql`
    with recursive above (id, ancestor, steps) as (
      select id, id, 0 from account where id = any(${ids}::bigint[])
      union all
      select above.id, account.parent_id, steps + 1
      from above
      join account on account.id = above.ancestor
      where account.parent_id is not null and steps < 100
    )
    select id, array_agg(ancestor) as above
    from above
    group by id`,
  )
  return new Map(rows.map(({ id, above }) => [id, above]))
}

export const touchRows = async (tx: Tx, ids: readonly number[], day: string): Promise<number> =>
  ids.length === 0
    ? 0
    : run(
        tx,
        sql`
    update account
    set last_activity_date = greatest(last_activity_date, ${day}::date)
    where id = any(${ids}::bigint[]) and (last_activity_date is null or last_activity_date < ${day}::date)`,
      )
