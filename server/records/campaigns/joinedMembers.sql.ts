import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** A whole row of a membership as JSON: every column, times to the microsecond. */
export type MemberRow = Readonly<Record<string, unknown>> & { readonly id: number }

/** Memberships as they are now; locked. */
export const membersAsTheyAre = async (tx: Tx, ids: readonly number[]): Promise<MemberRow[]> => {
  const rows = await many<{ row: MemberRow }>(
    tx,
    sql`
    select to_jsonb(m) as row
    from campaign_member m
    where m.id = any(${ids}::bigint[])
    order by m.id
    for update`,
  )
  return rows.map(({ row }) => row)
}
