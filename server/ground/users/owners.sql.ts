import { maybeOne, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export const defaultOwnerRow = async (tx: Tx): Promise<number | undefined> => {
  const row = await maybeOne<{ id: number | null }>(
    tx,
    sql`
    select coalesce(
      (select (value #>> '{}')::bigint from setting where name = 'default_lead_owner'),
      (select min(id) from app_user where role = 'administrator' and deactivated_at is null)) as id`,
  )
  return row?.id ?? undefined
}
