import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** The human beings behind leads just made, by the lead's id. */
export const peopleOfLeads = async (tx: Tx, leadIds: readonly number[]): Promise<Map<number, number>> => {
  const rows = await many<{ id: number; personId: number }>(
    tx,
    sql`
    select id, person_id as "personId"
    from lead
    where id = any(${leadIds}::bigint[])`,
  )
  return new Map(rows.map(({ id, personId }) => [id, personId]))
}
