import { maybeOne, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type Introspected = {
  readonly appId: number | null
  readonly userId: number
  readonly username: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  /** Null: a refresh token, which ends when it is not used for long. */
  readonly expiresAt: Date | null
}

const whose = sql`g.app_id as "appId", u.id as "userId", u.username, g.scopes`

export const introspectedAccess = (tx: Tx, tokenHash: string): Promise<Introspected | undefined> =>
  maybeOne<Introspected>(
    tx,
    sql`
    select ${whose}, t.created_at as "createdAt", t.expires_at as "expiresAt"
    from access_token t
    join oauth_grant g on g.id = t.grant_id
    join app_user u on u.id = g.user_id
    where t.token_hash = ${tokenHash} and t.expires_at > ${tx.now} and g.revoked_at is null and u.deactivated_at is null`,
  )

export const introspectedRefresh = (tx: Tx, refreshHash: string): Promise<Introspected | undefined> =>
  maybeOne<Introspected>(
    tx,
    sql`
    select ${whose}, g.created_at as "createdAt", null as "expiresAt"
    from oauth_grant g
    join app_user u on u.id = g.user_id
    where g.refresh_hash = ${refreshHash} and g.revoked_at is null and u.deactivated_at is null`,
  )
