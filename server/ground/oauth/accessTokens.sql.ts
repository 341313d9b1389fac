import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Role } from '../../../shared/roles.ts'

/** Who stands behind an access token, as the database knows them now. */
export type AccessTokenHolder = {
  readonly userId: number
  readonly name: string
  readonly role: Role
  readonly privateObjects: readonly string[] | null
  readonly grantId: number
  readonly appId: number | null
  readonly scopes: readonly string[]
  /** What the app may ask for now; null without an app. */
  readonly appScopes: readonly string[] | null
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
}

export const holderRow = (tx: Tx, tokenHash: string): Promise<AccessTokenHolder | undefined> =>
  maybeOne<AccessTokenHolder>(
    tx,
    sql`
    select u.id as "userId", concat_ws(' ', u.first_name, u.last_name) as name, u.role,
      (select value from setting where name = 'private_objects') as "privateObjects",
      g.id as "grantId", g.app_id as "appId", g.scopes, a.scopes as "appScopes",
      t.created_at as "createdAt", t.last_seen_at as "lastSeenAt", t.expires_at as "expiresAt"
    from access_token t
    join oauth_grant g on g.id = t.grant_id
    join app_user u on u.id = g.user_id
    left join connected_app a on a.id = g.app_id
    where t.token_hash = ${tokenHash} and t.expires_at > ${tx.now}
      and g.revoked_at is null and a.disabled_at is null and u.deactivated_at is null`,
  )

export const insertAccessToken = (tx: Tx, tokenHash: string, grantId: number, expiresAt: Date): Promise<number> =>
  run(
    tx,
    sql`
    insert into access_token (token_hash, grant_id, created_at, last_seen_at, expires_at)
    values (${tokenHash}, ${grantId}, ${tx.now}, ${tx.now}, ${expiresAt})`,
  )

/** A token that is used stays; its grant remembers when it was. */
export const renewAccessToken = (tx: Tx, tokenHash: string, expiresAt: Date): Promise<number> =>
  run(
    tx,
    sql`
    with seen as (
      update access_token
      set last_seen_at = ${tx.now}, expires_at = ${expiresAt}
      where token_hash = ${tokenHash}
      returning grant_id)
    update oauth_grant
    set last_used_at = ${tx.now}
    where id in (select grant_id from seen)`,
  )

/** The grant of the token that was ended; undefined when there was none. */
export const deleteAccessToken = async (tx: Tx, tokenHash: string): Promise<number | undefined> => {
  const row = await maybeOne<{ grantId: number }>(
    tx,
    sql`
    delete from access_token
    where token_hash = ${tokenHash}
    returning grant_id as "grantId"`,
  )
  return row?.grantId
}

export const deleteExpiredAccessTokens = (tx: Tx): Promise<number> =>
  run(
    tx,
    sql`
    delete from access_token
    where expires_at <= ${tx.now}`,
  )

/** Revokes grants and takes away every token they gave; answers which were not revoked before. */
export const revokeGrantRows = async (tx: Tx, grantIds: readonly number[]): Promise<number[]> => {
  await run(
    tx,
    sql`
    delete from access_token
    where grant_id = any(${grantIds}::bigint[])`,
  )
  const revoked = await many<{ id: number }>(
    tx,
    sql`
    update oauth_grant
    set revoked_at = ${tx.now}, refresh_hash = null
    where id = any(${grantIds}::bigint[]) and revoked_at is null
    returning id`,
  )
  return revoked.map(({ id }) => id)
}

export const grantIdsOf = async (
  tx: Tx,
  userIds: readonly number[],
  flows: readonly string[] | undefined,
): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select id
    from oauth_grant
    where user_id = any(${userIds}::bigint[]) and revoked_at is null
      and (${flows ?? null}::text[] is null or flow = any(${flows ?? null}::text[]))`,
  )
  return rows.map(({ id }) => id)
}
