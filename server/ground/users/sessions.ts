import { notFound } from '../../platform/errors.ts'
import { now } from '../../platform/clock.ts'
import { reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import type { Caller } from '../http/edge.ts'
import { accessTokenHolder, endGrantsByPassword, keepAccessToken } from '../oauth/accessTokens.ts'
import { mayUseApi, SCOPES_OF_APPS, scopesOfTokens } from '../oauth/scopes.ts'
import { orgById } from '../orgs/orgs.ts'
import { needsSecondStep, settingsOf } from '../orgs/settings.ts'
import { forgetCallers, rememberedCaller, type KnownCaller } from './callers.ts'
import { hashOfToken, newToken, readToken, type TokenKind } from './secrets.ts'
import {
  deleteSession,
  deleteSessionNamed,
  deleteSessionsBut,
  deleteSessionsHashed,
  deleteSessionsOf,
  insertSession,
  renewSession,
  sessionHolder,
  sessionsOf,
  tokenHolder,
  type Holder,
} from './sessions.sql.ts'
import { keepSignIn } from './signIns.ts'
import { noteTokenUse } from './tokens.sql.ts'

const DAY_MS = 86_400_000
const RENEW_AFTER_MS = 5 * 60_000
const IDLE_MS = 7 * DAY_MS

/** However much it is used, a session ends after 30 days. */
export const LONGEST_SESSION_MS = 30 * DAY_MS

/** Where a session was opened from, for the list of one's own. */
export type Visitor = { readonly address?: string; readonly userAgent?: string }

/** Opens a session for who proved who they are; answers the token, which is kept nowhere but by the browser. */
export async function openSession(tx: Tx, userId: number, { address, userAgent }: Visitor): Promise<string> {
  const token = newToken(tx.org.id, 'session')
  await insertSession(tx, {
    tokenHash: hashOfToken(token),
    userId,
    expiresAt: new Date(tx.now.getTime() + IDLE_MS),
    address,
    userAgent,
  })
  await keepSignIn(tx, { userId, way: 'browser', address, userAgent })
  return token
}

export async function closeSession(tx: Tx, token: string): Promise<void> {
  await deleteSession(tx, hashOfToken(token))
  tx.afterCommit.push(forgetCallers)
}

/** Ends the sessions whose tokens have these hashes. */
export async function closeHashedSessions(tx: Tx, tokenHashes: readonly string[]): Promise<void> {
  if (tokenHashes.length === 0) return
  await deleteSessionsHashed(tx, tokenHashes)
  tx.afterCommit.push(forgetCallers)
}

/** Ends every session of these users, wherever they signed in with their password: in a browser or by the API. */
export async function closeSessionsOf(tx: Tx, userIds: readonly number[]): Promise<void> {
  await deleteSessionsOf(tx, userIds)
  await endGrantsByPassword(tx, userIds)
  tx.afterCommit.push(forgetCallers)
}

/** Ends every session of a user but the one with this token, and what they opened for the API with their password. */
export async function closeOtherSessionsOf(tx: Tx, userId: number, token: string | undefined): Promise<void> {
  await deleteSessionsBut(tx, userId, hashOfToken(token ?? ''))
  await endGrantsByPassword(tx, [userId])
  tx.afterCommit.push(forgetCallers)
}

const NAME_LETTERS = 16

/** One's own sessions. Each is named by the beginning of its hash, which opens nothing. */
export async function listSessions(tx: Tx, userId: number, currentToken: string | undefined) {
  const current = currentToken === undefined ? undefined : hashOfToken(currentToken)
  const rows = await sessionsOf(tx, userId)
  return rows.map(({ tokenHash, ...row }) => ({
    id: tokenHash.slice(0, NAME_LETTERS),
    current: tokenHash === current,
    ...row,
  }))
}

export async function closeNamedSession(tx: Tx, userId: number, name: string): Promise<void> {
  const closed = name.length === NAME_LETTERS ? await deleteSessionNamed(tx, userId, name) : 0
  if (closed === 0) throw notFound('session')
  tx.afterCommit.push(forgetCallers)
}

/** Who shows this token; undefined when it opens nothing (any more), or not the API. Called for every request. */
export async function callerOfToken(db: Database, token: string): Promise<Caller | undefined> {
  const holder = await holderOfToken(db, token)
  return holder?.grant === undefined || mayUseApi(holder.grant.scopes) ? holder : undefined
}

/** Whose token this is, also where its scopes do not reach to the API: enough to be told who one is. */
export async function holderOfToken(db: Database, token: string): Promise<Caller | undefined> {
  const claimed = readToken(token)
  if (claimed === undefined || claimed.kind === 'link') return undefined
  const tokenHash = hashOfToken(token)
  return rememberedCaller(tokenHash, now(), async () => {
    const org = await orgById(db, claimed.orgId)
    if (org === undefined) return undefined
    return reading(db, org, (tx) => find[claimed.kind]?.(tx, org, tokenHash) ?? Promise.resolve(undefined))
  })
}

async function sessionCaller(tx: Tx, org: OrgRef, tokenHash: string): Promise<KnownCaller | undefined> {
  const found = await sessionHolder(tx, tokenHash)
  if (found === undefined) return undefined
  if (tx.now.getTime() - found.lastSeenAt.getTime() > RENEW_AFTER_MS)
    await renewSession(tx, tokenHash, IDLE_MS, LONGEST_SESSION_MS)
  // Whoever holds the app's token holds such a session: it acts in person as little as the app does.
  const scopes = found.isByDoor ? SCOPES_OF_APPS : undefined
  const isLackingSecondStep =
    !found.isByDoor && !found.hasSecondStep && needsSecondStep(await settingsOf(tx), found.role)
  const caller: Caller = { org, actor: { ...actorOf(found), scopes }, by: 'session', isLackingSecondStep }
  return { caller, expiresAt: found.expiresAt }
}

async function tokenCaller(tx: Tx, org: OrgRef, tokenHash: string): Promise<KnownCaller | undefined> {
  const found = await tokenHolder(tx, tokenHash)
  if (found === undefined) return undefined
  const today = tx.now.toISOString().slice(0, 10)
  if (found.lastUsedOn !== today) await noteTokenUse(tx, found.id, today)
  return {
    caller: { org, actor: { ...actorOf(found), scopes: found.scopes }, by: 'token' },
    expiresAt: found.expiresAt ?? FAR_AWAY,
  }
}

/** A token a connected app holds: renewed by use, and bound by what the user allowed. */
async function accessCaller(tx: Tx, org: OrgRef, tokenHash: string): Promise<KnownCaller | undefined> {
  const found = await accessTokenHolder(tx, tokenHash)
  if (found === undefined) return undefined
  await keepAccessToken(tx, tokenHash, found)
  const { grantId: id, appId, scopes } = found
  return {
    caller: {
      org,
      actor: { ...actorOf(found), scopes: scopesOfTokens(scopes) },
      by: 'token',
      grant: { id, appId, scopes },
    },
    expiresAt: found.expiresAt,
  }
}

const find: Partial<Record<TokenKind, typeof sessionCaller>> = {
  session: sessionCaller,
  api: tokenCaller,
  access: accessCaller,
}

const FAR_AWAY = new Date(8.64e15)

const actorOf = ({ userId, name, role, privateObjects }: Holder) => ({
  userId,
  name,
  role,
  privateObjects: privateObjects ?? [],
})
