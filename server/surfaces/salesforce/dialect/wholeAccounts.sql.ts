import { many, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

/** A contact or an opportunity, and the account it belongs to. */
export type AccountPart = {
  readonly id: number
  readonly accountId: number
  readonly of: 'Contact' | 'Opportunity'
  /** Of a deal that was won: its name. */
  readonly won: string | null
}

/** What belongs to these accounts and is not deleted. Deals stand before people, whose roles in them they hold. */
export const partsOfAccounts = (tx: Tx, accountIds: readonly number[]): Promise<AccountPart[]> =>
  many<AccountPart>(
    tx,
    sql`
    select id, account_id as "accountId", 'Opportunity' as of, case when won_at is not null then name end as won
    from opportunity
    where account_id = any(${accountIds}::bigint[]) and deleted_at is null
    union all
    select id, account_id, 'Contact', null
    from contact
    where account_id = any(${accountIds}::bigint[]) and deleted_at is null
    order by of desc, id`,
  )

/** What went into the recycle bin together with these accounts. Who was merged away stays there. */
export const partsDeletedWith = (tx: Tx, accountIds: readonly number[]): Promise<AccountPart[]> =>
  many<AccountPart>(
    tx,
    sql`
    select p.id, p.account_id as "accountId", p.of, null as won
    from account a
    join (
      select id, account_id, deleted_at, 'Contact' as of from contact where master_record_id is null
      union all
      select id, account_id, deleted_at, 'Opportunity' from opportunity) p
      on p.account_id = a.id and p.deleted_at = a.deleted_at
    where a.id = any(${accountIds}::bigint[])
    order by p.of, p.id`,
  )

export const accountNamesOf = async (tx: Tx, ids: readonly number[]): Promise<Map<number, string>> => {
  if (ids.length === 0) return new Map()
  const rows = await many<{ id: number; name: string }>(
    tx,
    sql`
    select id, name
    from account
    where id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
