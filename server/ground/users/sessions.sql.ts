import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Role } from '../../../shared/roles.ts'

/** A token's holder as the database knows them now. */
export type Holder = {
  readonly userId: number
  readonly name: string
  readonly role: Role
  readonly privateObjects: readonly string[] | null
}

export type SessionHolder = Holder & {
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  /** Whether an app let the browser in. */
  readonly isByDoor: boolean
  /** Whether a code stands behind the user's password. */
  readonly hasSecondStep: boolean
}

const holder = sql`
  u.id as "userId", concat_ws(' ', u.first_name, u.last_name) as name, u.role,
  (select value from setting where name = 'private_objects') as "privateObjects"`

export const sessionHolder = (tx: Tx, tokenHash: string): Promise<SessionHolder | undefined> =>
  maybeOne<SessionHolder>(
    tx,
    sql`
    select ${holder}, s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt",
      exists (select from front_door d where d.door_hash = s.token_hash) as "isByDoor",
      exists (select from authenticator a where a.user_id = u.id and a.confirmed_at is not null) as "hasSecondStep"
    from session s
    join app_user u on u.id = s.user_id
    where s.token_hash = ${tokenHash} and s.expires_at > ${tx.now} and u.deactivated_at is null`,
  )

export type TokenHolder = Holder & {
  readonly id: number
  readonly scopes: readonly string[]
  readonly expiresAt: Date | null
  readonly lastUsedOn: string | null
}

export const tokenHolder = (tx: Tx, tokenHash: string): Promise<TokenHolder | undefined> =>
  maybeOne<TokenHolder>(
    tx,
    sql`
    select ${holder}, t.id, t.scopes, t.expires_at as "expiresAt", t.last_used_on as "lastUsedOn"
    from api_token t
    join app_user u on u.id = t.user_id
    where t.token_hash = ${tokenHash} and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > ${tx.now}) and u.deactivated_at is null`,
  )

export const renewSession = (tx: Tx, tokenHash: string, idleMs: number, longestMs: number): Promise<number> =>
  run(
    tx,
    sql`
    update session
    set last_seen_at = ${tx.now},
      expires_at = least(created_at + make_interval(secs => ${longestMs / 1000}), ${new Date(tx.now.getTime() + idleMs)})
    where token_hash = ${tokenHash}`,
  )

export type NewSession = {
  readonly tokenHash: string
  readonly userId: number
  readonly expiresAt: Date
  readonly address: string | undefined
  readonly userAgent: string | undefined
}

export const insertSession = (
  tx: Tx,
  { tokenHash, userId, expiresAt, address, userAgent }: NewSession,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into session (token_hash, user_id, created_at, last_seen_at, expires_at, address, user_agent)
    values (${tokenHash}, ${userId}, ${tx.now}, ${tx.now}, ${expiresAt}, ${address ?? null}, ${userAgent?.slice(0, 300) ?? null})`,
  )

export const deleteSession = (tx: Tx, tokenHash: string): Promise<number> =>
  run(
    tx,
    sql`
    delete from session
    where token_hash = ${tokenHash}`,
  )

export const deleteSessionsHashed = (tx: Tx, tokenHashes: readonly string[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from session
    where token_hash = any(${tokenHashes}::text[])`,
  )

export const deleteSessionsOf = (tx: Tx, userIds: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    delete from session
    where user_id = any(${userIds}::bigint[])`,
  )

export const deleteSessionsBut = (tx: Tx, userId: number, tokenHash: string): Promise<number> =>
  run(
    tx,
    sql`
    delete from session
    where user_id = ${userId} and token_hash <> ${tokenHash}`,
  )

export const deleteExpiredSessions = (tx: Tx): Promise<number> =>
  run(
    tx,
    sql`
    delete from session
    where expires_at <= ${tx.now}`,
  )

export type SessionRow = {
  readonly tokenHash: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  readonly address: string | null
  readonly userAgent: string | null
}

export const sessionsOf = (tx: Tx, userId: number): Promise<SessionRow[]> =>
  many<SessionRow>(
    tx,
    sql`
    select token_hash as "tokenHash", created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", address, user_agent as "userAgent"
    from session
    where user_id = ${userId} and expires_at > ${tx.now}
    order by last_seen_at desc
    limit 200`,
  )

/** Ends one of a user's own sessions, named by the beginning of its hash. */
export const deleteSessionNamed = (tx: Tx, userId: number, name: string): Promise<number> =>
  run(
    tx,
    sql`
    delete from session
    where user_id = ${userId} and left(token_hash, ${name.length}) = ${name}`,
  )
