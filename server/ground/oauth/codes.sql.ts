import { maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type CodeRow = {
  readonly clientId: string
  readonly userId: number
  readonly isActive: boolean
  readonly scopes: readonly string[]
  readonly redirectUri: string
  readonly codeChallenge: string | null
  readonly nonce: string | null
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly grantId: number | null
}

/** Locked until the transaction ends, so that of two who bring it at once the second sees what the first made. */
export const lockCode = (tx: Tx, codeHash: string): Promise<CodeRow | undefined> =>
  maybeOne<CodeRow>(
    tx,
    sql`
    select a.client_id as "clientId", c.user_id as "userId", u.deactivated_at is null as "isActive", c.scopes,
      c.redirect_uri as "redirectUri", c.code_challenge as "codeChallenge", c.nonce, c.expires_at as "expiresAt",
      c.used_at as "usedAt", c.grant_id as "grantId"
    from oauth_code c
    join connected_app a on a.id = c.app_id
    join app_user u on u.id = c.user_id
    where c.code_hash = ${codeHash}
    for update of c`,
  )

export type NewCode = {
  readonly codeHash: string
  readonly appId: number
  readonly userId: number
  readonly scopes: readonly string[]
  readonly redirectUri: string
  readonly codeChallenge: string | null
  readonly nonce: string | null
  readonly expiresAt: Date
}

export const insertCode = (tx: Tx, code: NewCode): Promise<number> =>
  run(
    tx,
    sql`
    insert into oauth_code (code_hash, app_id, user_id, scopes, redirect_uri, code_challenge, nonce, created_at, expires_at)
    values (${code.codeHash}, ${code.appId}, ${code.userId}, ${code.scopes}, ${code.redirectUri}, ${code.codeChallenge},
      ${code.nonce}, ${tx.now}, ${code.expiresAt})`,
  )

export const useCode = (tx: Tx, codeHash: string): Promise<number> =>
  run(
    tx,
    sql`
    update oauth_code
    set used_at = ${tx.now}
    where code_hash = ${codeHash} and used_at is null`,
  )

export const noteGrantOfCode = (tx: Tx, codeHash: string, grantId: number): Promise<number> =>
  run(
    tx,
    sql`
    update oauth_code
    set grant_id = ${grantId}
    where code_hash = ${codeHash}`,
  )

/** Codes are kept a while after their end, so that one that was stolen is still recognised. */
export const deleteOldCodes = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from oauth_code
    where expires_at < ${before}`,
  )
