import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Role } from '../../../shared/roles.ts'

export type NewGrant = {
  readonly id: number
  readonly appId: number | null
  readonly userId: number
  readonly flow: string
  readonly scopes: readonly string[]
  readonly refreshHash: string | null
  readonly address: string | null
}

export const insertGrant = (tx: Tx, grant: NewGrant): Promise<number> =>
  run(
    tx,
    sql`
    insert into oauth_grant (id, app_id, user_id, flow, scopes, refresh_hash, address, created_at, last_used_at)
    values (${grant.id}, ${grant.appId}, ${grant.userId}, ${grant.flow}, ${grant.scopes}, ${grant.refreshHash},
      ${grant.address}, ${tx.now}, ${tx.now})`,
  )

export type RefreshHolder = {
  readonly grantId: number
  readonly clientId: string
  readonly userId: number
  readonly isActive: boolean
  readonly scopes: readonly string[]
  readonly lastUsedAt: Date
}

export const refreshHolder = (tx: Tx, refreshHash: string): Promise<RefreshHolder | undefined> =>
  maybeOne<RefreshHolder>(
    tx,
    sql`
    select g.id as "grantId", a.client_id as "clientId", g.user_id as "userId", u.deactivated_at is null as "isActive",
      g.scopes, g.last_used_at as "lastUsedAt"
    from oauth_grant g
    join connected_app a on a.id = g.app_id
    join app_user u on u.id = g.user_id
    where g.refresh_hash = ${refreshHash} and g.revoked_at is null`,
  )

/** Puts another refresh token in the place of the one that was shown; 0 where somebody else was faster with it. */
export const replaceRefreshHash = (
  tx: Tx,
  grantId: number,
  { used, next }: { readonly used: string; readonly next: string },
): Promise<number> =>
  run(
    tx,
    sql`
    with replaced as (
      update oauth_grant
      set refresh_hash = ${next}
      where id = ${grantId} and refresh_hash = ${used} and revoked_at is null
      returning id)
    insert into used_refresh_token (token_hash, grant_id, used_at)
    select ${used}, id, ${tx.now}
    from replaced`,
  )

/** The grant in force whose refresh token this was before. */
export const grantOfUsedRefresh = async (tx: Tx, refreshHash: string): Promise<number | undefined> =>
  (
    await maybeOne<{ id: number }>(
      tx,
      sql`
    select g.id
    from used_refresh_token u
    join oauth_grant g on g.id = u.grant_id
    where u.token_hash = ${refreshHash} and g.revoked_at is null`,
    )
  )?.id

export const deleteUsedRefreshBefore = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from used_refresh_token
    where used_at < ${before}`,
  )

export const noteGrantUse = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    update oauth_grant
    set last_used_at = ${tx.now}
    where id = ${id}`,
  )

/** What a user is allowed to be signed in as, and whether they allowed the app themselves. */
export type Standing = { readonly role: Role; readonly isActive: boolean; readonly hasAllowed: boolean }

export const standingOf = (tx: Tx, userId: number, appId: number): Promise<Standing | undefined> =>
  maybeOne<Standing>(
    tx,
    sql`
    select role, deactivated_at is null as "isActive",
      exists (
        select from oauth_grant g
        where g.app_id = ${appId} and g.user_id = app_user.id and g.revoked_at is null
          and g.flow in ('authorization_code', 'device')) as "hasAllowed"
    from app_user
    where id = ${userId}`,
  )

export type Connection = {
  readonly id: number
  readonly appId: number | null
  readonly appName: string | null
  readonly userId: number
  readonly userName: string
  readonly flow: string
  readonly scopes: readonly string[]
  readonly address: string | null
  readonly createdAt: Date
  readonly lastUsedAt: Date
}

/** Grants that still open something: of an app, of a user, or both. The newest 500 below `before`. */
export const connectionRows = (
  tx: Tx,
  {
    appId = null,
    userId = null,
    before = null,
  }: { readonly appId?: number | null; readonly userId?: number | null; readonly before?: number | null },
): Promise<Connection[]> =>
  many<Connection>(
    tx,
    sql`
    select g.id, g.app_id as "appId", a.name as "appName", g.user_id as "userId",
      concat_ws(' ', u.first_name, u.last_name) as "userName", g.flow, g.scopes, g.address,
      g.created_at as "createdAt", g.last_used_at as "lastUsedAt"
    from oauth_grant g
    join app_user u on u.id = g.user_id
    left join connected_app a on a.id = g.app_id
    where g.revoked_at is null
      and (${appId}::bigint is null or g.app_id = ${appId}::bigint)
      and (${userId}::bigint is null or g.user_id = ${userId}::bigint)
      and (${before}::bigint is null or g.id < ${before}::bigint)
      and (g.refresh_hash is not null or exists (
        select from access_token t where t.grant_id = g.id and t.expires_at > ${tx.now}))
    order by g.id desc
    limit 500`,
  )

export type GrantsAsked = {
  readonly ids?: readonly number[] | null
  readonly appId?: number | null
  readonly userId?: number | null
}

/** Ids of grants in force among those named, or of an app; of one user's only when one is given. */
export const grantIds = async (tx: Tx, { ids = null, appId = null, userId = null }: GrantsAsked): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select id
    from oauth_grant
    where revoked_at is null
      and (${ids}::bigint[] is null or id = any(${ids}::bigint[]))
      and (${appId}::bigint is null or app_id = ${appId}::bigint)
      and (${userId}::bigint is null or user_id = ${userId}::bigint)`,
  )
  return rows.map(({ id }) => id)
}

/** Grants that open nothing any more and are not needed to tell a stolen code: without tokens and sessions, or not used for long. */
export const deleteOldGrants = (tx: Tx, unusedSince: Date, endedBefore: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from oauth_grant g
    where g.last_used_at < ${endedBefore}
      and (g.revoked_at is not null or g.refresh_hash is null or g.last_used_at < ${unusedSince})
      and not exists (select from access_token t where t.grant_id = g.id)
      and not exists (select from front_door d where d.grant_id = g.id)`,
  )
