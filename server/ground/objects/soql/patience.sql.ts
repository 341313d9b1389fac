import { one, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

/** Does work whose statements are each given only so long; afterwards there is as much time as before. */
export async function withinMs<T>(tx: Tx, longestMs: number, work: () => Promise<T>): Promise<T> {
  const { before } = await one<{ before: string }>(
    tx,
    sql`
    select earlier.setting as before, set_config('statement_timeout', ${String(longestMs)}, true)
    from (select current_setting('statement_timeout') as setting offset 0) as earlier`,
  )
  const result = await work()
  await one(tx, sql`select set_config('statement_timeout', ${before}, true)`)
  return result
}
