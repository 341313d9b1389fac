import { one, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** How often an app came with a wrong secret since a moment, as far as it was kept. */
export const wrongSecretsSince = async (tx: Tx, appId: number, since: Date): Promise<number> =>
  (
    await one<{ n: number }>(
      tx,
      sql`
    select count(*) as n
    from sign_in
    where app_id = ${appId} and happened_at > ${since} and refused_because = 'wrong_secret'`,
    )
  ).n
