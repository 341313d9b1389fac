import { many, sql } from '../../platform/sql.ts'
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
