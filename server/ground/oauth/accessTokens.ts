import type { Tx } from '../../platform/tx.ts'
import { forgetCallers } from '../users/callers.ts'
import { hashOfToken, newToken } from '../users/secrets.ts'
import {
  deleteAccessToken,
  grantIdsOf,
  holderRow,
  insertAccessToken,
  renewAccessToken,
  revokeGrantRows,
  type AccessTokenHolder,
} from './accessTokens.sql.ts'
import { mayAskFor, scopesIn } from './scopes.ts'

export type { AccessTokenHolder }

const IDLE_MS = 2 * 3_600_000
const LONGEST_MS = 24 * 3_600_000
const RENEW_AFTER_MS = 5 * 60_000

/** An access token that nobody uses ends after two hours, as the field's sessions do; one that is used, after a day. */
export const idleSeconds = IDLE_MS / 1000

/** A new access token for a grant; it is kept nowhere but by who gets it. */
export async function openAccessToken(tx: Tx, grantId: number): Promise<string> {
  const token = newToken(tx.org.id, 'access')
  await insertAccessToken(tx, hashOfToken(token), grantId, new Date(tx.now.getTime() + IDLE_MS))
  return token
}

/** Who stands behind the token's hash; undefined when it, its grant, its app or its user opens nothing any more. */
export async function accessTokenHolder(tx: Tx, tokenHash: string): Promise<AccessTokenHolder | undefined> {
  const holder = await holderRow(tx, tokenHash)
  if (holder === undefined || holder.appScopes === null) return holder
  // What an administrator takes from the app, its tokens lose at once.
  const { appScopes } = holder
  return { ...holder, scopes: scopesIn(holder.scopes).filter((scope) => mayAskFor(appScopes, [scope])) }
}

/** Notes that a token is in use, so that it stays; at most every five minutes. */
export async function keepAccessToken(
  tx: Tx,
  tokenHash: string,
  { createdAt, lastSeenAt }: AccessTokenHolder,
): Promise<void> {
  if (tx.now.getTime() - lastSeenAt.getTime() <= RENEW_AFTER_MS) return
  const end = Math.min(createdAt.getTime() + LONGEST_MS, tx.now.getTime() + IDLE_MS)
  await renewAccessToken(tx, tokenHash, new Date(end))
}

/** Ends one access token; answers its grant, or undefined when the token opened nothing. */
export async function endAccessToken(tx: Tx, token: string): Promise<number | undefined> {
  tx.afterCommit.push(forgetCallers)
  return deleteAccessToken(tx, hashOfToken(token))
}

/** Takes back what users allowed: every token of these grants ends at once. Answers which grants were in force. */
export async function revokeGrants(tx: Tx, grantIds: readonly number[]): Promise<number[]> {
  tx.afterCommit.push(forgetCallers)
  return revokeGrantRows(tx, grantIds)
}

/** Ends what was opened with these users' passwords, when they change. */
export const endGrantsByPassword = async (tx: Tx, userIds: readonly number[]): Promise<unknown> =>
  revokeGrants(tx, await grantIdsOf(tx, userIds, ['password']))

/** Ends everything these users allowed, when they leave. */
export const endGrantsOf = async (tx: Tx, userIds: readonly number[]): Promise<unknown> =>
  revokeGrants(tx, await grantIdsOf(tx, userIds, undefined))
