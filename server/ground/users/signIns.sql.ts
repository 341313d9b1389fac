import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { SignIn } from './signIn.ts'

export const insertSignIn = (
  tx: Tx,
  id: number,
  { userId, way, appId, address, userAgent, refusedBecause }: SignIn,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into sign_in (id, user_id, happened_at, way, app_id, address, user_agent, refused_because)
    values (${id}, ${userId}, ${tx.now}, ${way}, ${appId ?? null}, ${address ?? null}, ${userAgent?.slice(0, 300) ?? null},
      ${refusedBecause ?? null})`,
  )

export const deleteSignInsBefore = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from sign_in
    where happened_at < ${before}`,
  )
