import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type ApiToken = {
  readonly id: number
  readonly name: string
  readonly userId: number
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedOn: string | null
}

export const insertToken = (
  tx: Tx,
  token: Omit<ApiToken, 'createdAt' | 'lastUsedOn'>,
  tokenHash: string,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into api_token (id, token_hash, name, user_id, scopes, created_at, expires_at)
    values (${token.id}, ${tokenHash}, ${token.name}, ${token.userId}, ${token.scopes}, ${tx.now}, ${token.expiresAt})`,
  )

/** Tokens that still open something: one user's, or everybody's. */
export const tokenRows = (tx: Tx, userId: number | undefined): Promise<ApiToken[]> =>
  many<ApiToken>(
    tx,
    sql`
    select id, name, user_id as "userId", scopes, created_at as "createdAt", expires_at as "expiresAt", last_used_on as "lastUsedOn"
    from api_token
    where revoked_at is null and (${userId ?? null}::bigint is null or user_id = ${userId ?? null}::bigint)
    order by id desc
    limit 1000`,
  )

export const revokeTokenRow = (tx: Tx, id: number, userId: number | undefined): Promise<number> =>
  run(
    tx,
    sql`
    update api_token
    set revoked_at = ${tx.now}
    where id = ${id} and revoked_at is null and (${userId ?? null}::bigint is null or user_id = ${userId ?? null}::bigint)`,
  )

export const noteTokenUse = (tx: Tx, id: number, day: string): Promise<number> =>
  run(
    tx,
    sql`
    update api_token
    set last_used_on = ${day}
    where id = ${id}`,
  )
