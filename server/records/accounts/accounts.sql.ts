import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'

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

/** Which of these contacts or opportunities belong to an account that is in the recycle bin. */
export const withDeletedAccount = async (
  tx: Tx,
  { table }: ObjectDefinition,
  ids: readonly number[],
): Promise<Set<number>> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select t.id
    from ${sql.table(table)} t
    join account on account.id = t.account_id
    where t.id = any(${ids}::bigint[]) and account.deleted_at is not null`,
  )
  return new Set(rows.map(({ id }) => id))
}
