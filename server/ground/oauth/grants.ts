import { type Id, encodeId } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { drawId } from '../objects/ids.ts'
import { has, refuseUnlessInPerson, type Actor } from '../users/actor.ts'
import { hashOfToken } from '../users/secrets.ts'
import { keepSignIn } from '../users/signIns.ts'
import { openAccessToken, revokeGrants } from './accessTokens.ts'
import type { Flow } from './app.ts'
import { closeDoors } from './frontDoors.ts'
import { connectionRows, grantIds, insertGrant, noteGrantUse, refreshHolder, type Connection } from './grants.sql.ts'
import { newOrgSecret } from './orgSecrets.ts'
import type { AppScope } from './scopes.ts'

export type { Connection }

/** A refresh token nobody used for half a year opens nothing any more. */
export const UNUSED_MS = 180 * 86_400_000

export type NewGrant = {
  /** Null: somebody signed in by user name and password, without an app. */
  readonly appId: Id | null
  readonly userId: Id
  readonly flow: Flow
  readonly scopes: readonly AppScope[]
  readonly address?: string
}

/** What a program gets. */
export type Granted = {
  readonly grantId: Id
  readonly userId: Id
  readonly accessToken: string
  readonly refreshToken?: string
  readonly scopes: readonly string[]
}

/** Flows in which a user was there to say that the app may stay signed in. */
const staysSignedIn = (flow: Flow): boolean => flow === 'authorization_code' || flow === 'device'

/** Writes down what was allowed, and gives the tokens for it; only their hashes are kept. */
export async function openGrant(tx: Tx, { appId, userId, flow, scopes, address }: NewGrant): Promise<Granted> {
  const grantId = await drawId(tx, 'OauthGrant')
  const refreshToken =
    staysSignedIn(flow) && scopes.includes('refresh_token') ? newOrgSecret('refresh', tx.org.id) : undefined
  await insertGrant(tx, {
    id: grantId,
    appId,
    userId,
    flow,
    scopes,
    refreshHash: refreshToken === undefined ? null : hashOfToken(refreshToken),
    address: address ?? null,
  })
  await keepSignIn(tx, { userId, way: flow, appId, address })
  return { grantId, userId, accessToken: await openAccessToken(tx, grantId), refreshToken, scopes }
}

/** A new access token for a grant in force. */
export async function refreshGrant(tx: Tx, grantId: Id): Promise<string> {
  await noteGrantUse(tx, grantId)
  return openAccessToken(tx, grantId)
}

/** The grant of a refresh token that still opens something. */
export const grantOfRefreshToken = async (tx: Tx, refreshToken: string): Promise<Id | undefined> =>
  (await refreshHolder(tx, hashOfToken(refreshToken)))?.grantId

/** What is connected now: of an app, of a user, or all. One's own, unless one keeps the users. */
export async function listConnections(
  tx: Tx,
  actor: Actor,
  asked: { readonly appId?: Id; readonly userId?: Id; readonly before?: Id },
): Promise<Connection[]> {
  refuseUnlessInPerson(actor)
  return connectionRows(tx, { ...asked, userId: ownOnly(actor) ?? asked.userId })
}

/** Ends one connection, one's own or, for who keeps the users, anybody's. */
export async function endConnection(tx: Tx, actor: Actor, id: Id): Promise<void> {
  refuseUnlessInPerson(actor)
  const ids = await grantIds(tx, { ids: [id], userId: ownOnly(actor) ?? null })
  if (ids.length === 0) throw notFound('connection', encodeId(id))
  await end(tx, actor, ids)
}

/** Ends every connection of an app; answers how many there were. */
export async function endConnectionsOfApp(tx: Tx, actor: Actor, appId: Id): Promise<number> {
  refuseUnlessInPerson(actor)
  const ids = await grantIds(tx, { appId, userId: ownOnly(actor) ?? null })
  await end(tx, actor, ids)
  return ids.length
}

/** Takes back what users allowed, with every token and every session it opened. Answers which grants were in force. */
export async function endGrants(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  await closeDoors(tx, { ids })
  return revokeGrants(tx, ids)
}

async function end(tx: Tx, actor: Actor, ids: readonly Id[]): Promise<void> {
  const ended = await endGrants(tx, ids)
  announce(tx, { type: 'connection.ended', recordIds: ended, actorId: actor.userId })
}

const ownOnly = (actor: Actor): Id | undefined => (has(actor, 'keep_users') ? undefined : (actor.userId ?? 0))
