import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ConnectedApp } from './app.ts'

const columns = sql`
  id, name, description, client_id as "clientId", secret_hash as "secretHash", needs_secret as "needsSecret", certificate,
  rotates_refresh_tokens as "rotatesRefreshTokens",
  callback_urls as "callbackUrls", scopes, flows, run_as_id as "runAsId", approved_roles as "approvedRoles",
  built_in as "builtIn", disabled_at as "disabledAt", version, created_at as "createdAt"`

export const appOfClientId = (tx: Tx, clientId: string): Promise<ConnectedApp | undefined> =>
  maybeOne<ConnectedApp>(
    tx,
    sql`
    select ${columns}
    from connected_app
    where client_id = ${clientId}`,
  )

export const appById = (tx: Tx, id: number): Promise<ConnectedApp | undefined> =>
  maybeOne<ConnectedApp>(
    tx,
    sql`
    select ${columns}
    from connected_app
    where id = ${id}`,
  )

export type ListedApp = ConnectedApp & {
  /** How many users it is connected for now. */
  readonly users: number
  readonly lastUsedAt: Date | null
  readonly runAsName: string | null
}

export const appRows = (tx: Tx): Promise<ListedApp[]> =>
  many<ListedApp>(
    tx,
    sql`
    select ${columns}, coalesce(used.users, 0)::int as users, used.last_used_at as "lastUsedAt",
      (select concat_ws(' ', first_name, last_name) from app_user where id = run_as_id) as "runAsName"
    from connected_app
    left join (
      select app_id, count(distinct user_id) as users, max(last_used_at) as last_used_at
      from oauth_grant
      where revoked_at is null
      group by app_id) used on used.app_id = connected_app.id
    order by built_in, lower(name), id
    limit 500`,
  )

export type AppFields = Pick<
  ConnectedApp,
  | 'name'
  | 'description'
  | 'needsSecret'
  | 'rotatesRefreshTokens'
  | 'certificate'
  | 'callbackUrls'
  | 'scopes'
  | 'flows'
  | 'runAsId'
  | 'approvedRoles'
  | 'disabledAt'
>

export const insertApp = (
  tx: Tx,
  id: number,
  userId: number | null,
  { clientId, secretHash, ...app }: AppFields & Pick<ConnectedApp, 'clientId' | 'secretHash'>,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into connected_app (id, name, description, client_id, secret_hash, needs_secret,
      rotates_refresh_tokens, certificate, callback_urls, scopes, flows, run_as_id, approved_roles, created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${id}, ${app.name}, ${app.description}, ${clientId}, ${secretHash}, ${app.needsSecret},
      ${app.rotatesRefreshTokens}, ${app.certificate},
      ${app.callbackUrls}, ${app.scopes}, ${app.flows}, ${app.runAsId}, ${app.approvedRoles},
      ${tx.now}, ${userId}, ${tx.now}, ${userId})`,
  )

/** Only if nobody saved in between. */
export const updateApp = (
  tx: Tx,
  id: number,
  version: number,
  userId: number | null,
  app: AppFields,
): Promise<number> =>
  run(
    tx,
    sql`
    update connected_app
    set name = ${app.name}, description = ${app.description}, needs_secret = ${app.needsSecret},
      rotates_refresh_tokens = ${app.rotatesRefreshTokens},
      certificate = ${app.certificate}, callback_urls = ${app.callbackUrls}, scopes = ${app.scopes}, flows = ${app.flows},
      run_as_id = ${app.runAsId}, approved_roles = ${app.approvedRoles}, disabled_at = ${app.disabledAt},
      version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${userId}
    where id = ${id} and version = ${version}`,
  )

export const replaceSecret = (tx: Tx, id: number, userId: number | null, secretHash: string): Promise<number> =>
  run(
    tx,
    sql`
    update connected_app
    set secret_hash = ${secretHash}, version = version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${userId}
    where id = ${id} and not built_in`,
  )

export const deleteApp = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from connected_app
    where id = ${id} and not built_in`,
  )

export const isActiveUser = async (tx: Tx, userId: number): Promise<boolean> =>
  (await maybeOne(
    tx,
    sql`
    select id
    from app_user
    where id = ${userId} and deactivated_at is null`,
  )) !== undefined
