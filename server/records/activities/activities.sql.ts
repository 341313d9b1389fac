import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** The human beings behind leads and contacts, by the lead's or contact's id. */
export async function peopleOf(tx: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await many<{ id: number; personId: number }>(
    tx,
    sql`
    select id, person_id as "personId" from lead where id = any(${ids}::bigint[])
    union all
    select id, person_id from contact where id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map(({ id, personId }) => [id, personId]))
}

/** The accounts behind contacts and opportunities, by the contact's or opportunity's id. */
export async function accountsBehind(tx: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await many<{ id: number; accountId: number }>(
    tx,
    sql`
    select id, account_id as "accountId" from contact where id = any(${ids}::bigint[]) and account_id is not null
    union all
    select id, account_id from opportunity where id = any(${ids}::bigint[]) and account_id is not null`,
  )
  return new Map(rows.map(({ id, accountId }) => [id, accountId]))
}
