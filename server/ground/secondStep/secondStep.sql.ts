import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type Authenticator = {
  readonly lockedSecret: string
  /** The name of the secret key it is locked with. */
  readonly lockedBy: string
  readonly confirmedAt: Date | null
  readonly recoveryCodes: number
}

export const authenticatorOf = (tx: Tx, userId: number): Promise<Authenticator | undefined> =>
  maybeOne<Authenticator>(
    tx,
    sql`
    select a.locked_secret as "lockedSecret", a.locked_by as "lockedBy", a.confirmed_at as "confirmedAt",
      (select count(*)::integer from recovery_code r where r.user_id = a.user_id) as "recoveryCodes"
    from authenticator a
    where a.user_id = ${userId}`,
  )

/** An authenticator nobody has confirmed yet; takes the place of an earlier one that nobody confirmed either. */
export const keepUnconfirmed = (tx: Tx, userId: number, lockedSecret: string, lockedBy: string): Promise<number> =>
  run(
    tx,
    sql`
    insert into authenticator (user_id, locked_secret, locked_by, created_at)
    values (${userId}, ${lockedSecret}, ${lockedBy}, ${tx.now})
    on conflict (user_id) do update
    set locked_secret = excluded.locked_secret, locked_by = excluded.locked_by, created_at = excluded.created_at,
      latest_period = 0
    where authenticator.confirmed_at is null`,
  )

export const confirmAuthenticator = (tx: Tx, userId: number): Promise<number> =>
  run(
    tx,
    sql`
    update authenticator
    set confirmed_at = ${tx.now}
    where user_id = ${userId} and confirmed_at is null`,
  )

/** Takes a code's period, unless it or a later one was taken before: of two who show the same code one is refused. */
export const takePeriod = (tx: Tx, userId: number, period: number): Promise<number> =>
  run(
    tx,
    sql`
    update authenticator
    set latest_period = ${period}
    where user_id = ${userId} and latest_period < ${period}`,
  )

export const takeRecoveryCode = (tx: Tx, userId: number, codeHash: string): Promise<number> =>
  run(
    tx,
    sql`
    delete from recovery_code
    where user_id = ${userId} and code_hash = ${codeHash}`,
  )

/** These are the user's recovery codes from now on, and no earlier ones. */
export async function replaceRecoveryCodes(tx: Tx, userId: number, codeHashes: readonly string[]): Promise<void> {
  await run(
    tx,
    sql`
    delete from recovery_code
    where user_id = ${userId}`,
  )
  await run(
    tx,
    sql`
    insert into recovery_code (user_id, code_hash)
    select ${userId}, unnest(${codeHashes}::text[])`,
  )
}

/** Whose authenticators are gone now; those that were never confirmed go unsaid. */
export const deleteAuthenticators = async (tx: Tx, userIds: readonly number[]): Promise<number[]> => {
  const rows = await many<{ userId: number; isConfirmed: boolean }>(
    tx,
    sql`
    delete from authenticator
    where user_id = any(${userIds}::bigint[])
    returning user_id as "userId", confirmed_at is not null as "isConfirmed"`,
  )
  return rows.filter(({ isConfirmed }) => isConfirmed).map(({ userId }) => userId)
}

/** Who of these has one. */
export const confirmedAmong = async (tx: Tx, userIds: readonly number[]): Promise<number[]> => {
  const rows = await many<{ userId: number }>(
    tx,
    sql`
    select user_id as "userId"
    from authenticator
    where user_id = any(${userIds}::bigint[]) and confirmed_at is not null`,
  )
  return rows.map(({ userId }) => userId)
}
