import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Whether the assertion comes for the first time. */
export const useAssertion = async (tx: Tx, appId: number, jti: string, expiresAt: Date): Promise<boolean> =>
  (await run(
    tx,
    sql`
    insert into used_assertion (app_id, jti, expires_at)
    values (${appId}, ${jti}, ${expiresAt})
    on conflict do nothing`,
  )) === 1

export const deleteOldAssertions = (tx: Tx): Promise<number> =>
  run(
    tx,
    sql`
    delete from used_assertion
    where expires_at <= ${tx.now}`,
  )
