import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Names of accounts, given themselves or by the contacts that belong to them. */
export async function accountNames(
  tx: Tx,
  accountIds: readonly number[],
  contactIds: readonly number[] = [],
): Promise<Map<number, string>> {
  if (accountIds.length === 0 && contactIds.length === 0) return new Map()
  const rows = await many<{ id: number; name: string }>(
    tx,
    sql`
    select id, name from account where id = any(${accountIds}::bigint[])
    union
    select account.id, account.name
    from account
    join contact on contact.account_id = account.id
    where contact.id = any(${contactIds}::bigint[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export const touchRows = async (tx: Tx, ids: readonly number[], day: string): Promise<number> =>
  ids.length === 0
    ? 0
    : run(
        tx,
        sql`
    update contact
    set last_activity_date = greatest(last_activity_date, ${day}::date)
    where id = any(${ids}::bigint[]) and (last_activity_date is null or last_activity_date < ${day}::date)`,
      )

/** Which of these belong to an account that is in the recycle bin. */
export const withDeletedAccount = async (tx: Tx, ids: readonly number[]): Promise<Set<number>> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select contact.id
    from contact
    join account on account.id = contact.account_id
    where contact.id = any(${ids}::bigint[]) and account.deleted_at is not null`,
  )
  return new Set(rows.map(({ id }) => id))
}
