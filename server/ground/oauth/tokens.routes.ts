import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors.ts'
import { secretKeyOf } from '../../platform/secretKey.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, Tx } from '../../platform/tx.ts'
import type { App } from '../http/edge.ts'
import { listOrgs, orgById, orgOfUsername, type Org } from '../orgs/orgs.ts'
import { countAttempt } from '../users/attempts.ts'
import { readToken } from '../users/secrets.ts'
import { noteSignInOf } from '../users/users.ts'
import { endAccessToken } from './accessTokens.ts'
import {
  authenticationFailure,
  oauthRefusal,
  tokenAnswer,
  unknownClient,
  unsupportedGrant,
  wrongSecret,
} from './answers.ts'
import { proveUserForApi } from './apiSessions.commands.ts'
import type { ConnectedApp } from './app.ts'
import { exchangeAssertion, issuerOf, JWT_BEARER } from './assertions.ts'
import { basicCredentials, hidden, parametersIn, type Parameters } from './requests.routes.ts'
import { clientNamed, isRightSecret, refuseUnlessUses, scopeWordsIn } from './clients.ts'
import { beginDevice, exchangeDevice } from './devices.ts'
import { exchange } from './engine.ts'
import { endGrants, grantOfRefreshToken, type Granted } from './grants.ts'
import { idTokenFor } from './idTokens.ts'
import { introspect } from './introspection.ts'
import { closeDoors } from './frontDoors.ts'
import { orgOfSecret } from './orgSecrets.ts'
import { keepWrongSecret } from './wrongSecrets.ts'

type Given = Granted & { readonly app: ConnectedApp; readonly secret?: string; readonly nonce?: string }

/** Where programs get tokens, ask about them and give them back. */
export function tokenRoutes(app: App): void {
  app.post('/services/oauth2/token', hidden, async (request, reply) => {
    const parameters = parametersIn(request)
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
    if (parameters.response_type === 'device_code') return deviceAnswer(request, parameters)
    return tokensFor(request, parameters)
  })
  const revoke = async (request: FastifyRequest, reply: FastifyReply) => {
    await revokeToken(app.surroundings.db, parametersIn(request).token ?? '')
    return reply.code(200).header('cache-control', 'no-store').send()
  }
  app.post('/services/oauth2/revoke', hidden, revoke)
  // The field answers a GET as well; the token in the address opens nothing any more once it is answered.
  app.get('/services/oauth2/revoke', hidden, revoke)
  app.post('/services/oauth2/introspect', hidden, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const parameters = parametersIn(request)
    const { clientId, secret } = clientIn(request, parameters)
    const org = await orgOfClient(app.surroundings.db, clientId, parameters)
    return reading(app.surroundings.db, org, (tx) =>
      introspect(tx, {
        clientId,
        secret,
        token: parameters.token ?? '',
        publicUrl: app.surroundings.config.publicUrl,
      }),
    )
  })
}

/** One request for tokens, by whatever grant type. */
async function tokensFor(request: FastifyRequest, parameters: Parameters) {
  const { config } = request.server.surroundings
  const { org, given } = await grantedTo(request, parameters)
  return tokenAnswer({
    ...given,
    publicUrl: config.publicUrl,
    orgId: org.id,
    issuedAt: given.issuedAt,
    signatureKey: given.secret ?? given.app.secretHash ?? given.app.clientId,
  })
}

type Issued = { readonly org: Org; readonly given: Given & { readonly issuedAt: Date; readonly idToken?: string } }

async function grantedTo(request: FastifyRequest, parameters: Parameters): Promise<Issued> {
  switch (parameters.grant_type) {
    case 'password':
      return byPassword(request, parameters)
    case 'authorization_code':
    case 'refresh_token':
    case 'client_credentials':
      return byEngine(request, parameters)
    case JWT_BEARER:
      return byAssertion(request, parameters)
    case 'device':
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return byDevice(request, parameters)
    default:
      throw unsupportedGrant()
  }
}

async function byEngine(request: FastifyRequest, parameters: Parameters, provenUserId?: number): Promise<Issued> {
  const { db } = request.server.surroundings
  const org = await orgOfClient(db, clientIn(request, parameters).clientId, parameters)
  return issue(request, org, (tx) =>
    exchange(tx, { parameters, authorization: request.headers.authorization, address: request.ip, provenUserId }),
  )
}

/** The client is looked at first, so that nobody tries passwords without one. */
async function byPassword(request: FastifyRequest, parameters: Parameters): Promise<Issued> {
  const { db, config } = request.server.surroundings
  const { clientId, secret } = clientIn(request, parameters)
  const org = await orgOfClient(db, clientId, parameters)
  const isRight = await inTransaction(db, org, async (tx) => {
    const app = await clientNamed(tx, clientId)
    refuseUnlessUses(app, 'password')
    if (isRightSecret(app, secret, app.needsSecret)) return true
    await keepWrongSecret(tx, app, { parameters, address: request.ip })
    return false
  })
  if (!isRight) throw wrongSecret()
  const { username = '', password = '' } = parameters
  const proof = { username, password, address: request.ip }
  const proven = await proveUserForApi(db, await secretKeyOf(config), proof).catch(asAuthenticationFailure)
  // Another org's users are nobody here.
  if (proven.org.id !== org.id) throw authenticationFailure()
  await inTransaction(db, org, (tx) => noteSignInOf(tx, proven.userId, proven.rehashed))
  return byEngine(request, parameters, proven.userId)
}

function asAuthenticationFailure(error: unknown): never {
  if (error instanceof Refusal && ['code_needed', 'wrong_code', 'other_secret_key'].includes(error.code))
    throw oauthRefusal('invalid_grant', 'authentication failure - the code of the second step is missing or wrong')
  if (error instanceof Refusal && error.code === 'second_step_needed')
    throw oauthRefusal('invalid_grant', 'authentication failure - a second step of sign-in has to be set up')
  if (error instanceof Refusal && error.code === 'wrong_password') throw authenticationFailure()
  if (error instanceof Refusal && error.code === 'password_sign_in_off')
    throw oauthRefusal('invalid_grant', 'authentication failure - username and password sign-in is switched off')
  throw error
}

async function byAssertion(request: FastifyRequest, { assertion = '', scope }: Parameters): Promise<Issued> {
  const { db, config } = request.server.surroundings
  const orgId = orgOfSecret('client', issuerOf(assertion) ?? '')
  const org = orgId === undefined ? undefined : await orgById(db, orgId)
  if (org === undefined) throw unknownClient()
  const asked = { assertion, publicUrl: config.publicUrl, scope: scopeWordsIn(scope), address: request.ip }
  return issue(request, org, (tx) => exchangeAssertion(tx, asked))
}

async function byDevice(request: FastifyRequest, parameters: Parameters): Promise<Issued> {
  const { db } = request.server.surroundings
  const client = clientIn(request, parameters)
  const deviceCode = parameters.code ?? parameters.device_code ?? ''
  const org = await orgOfClient(db, client.clientId, parameters)
  return issue(request, org, (tx) => exchangeDevice(tx, { ...client, deviceCode, address: request.ip }))
}

async function deviceAnswer(request: FastifyRequest, parameters: Parameters) {
  const { db, config } = request.server.surroundings
  const client = clientIn(request, parameters)
  // Anybody may begin; each try is an account of its own, so that only the address counts.
  countAttempt({ account: `device ${request.id}`, address: `device ${request.ip}` })
  const org = await orgOfClient(db, client.clientId, parameters)
  const device = await inTransaction(db, org, (tx) =>
    beginDevice(tx, { ...client, scope: scopeWordsIn(parameters.scope) }),
  )
  return {
    device_code: device.deviceCode,
    user_code: device.userCode,
    verification_uri: `${config.publicUrl}/setup/connect`,
    interval: device.intervalSeconds,
    expires_in: device.expiresInSeconds,
  }
}

/** Runs the work in one transaction and commits it also when the answer is no. */
async function issue(request: FastifyRequest, org: Org, work: (tx: Tx) => Promise<Given | Refusal>): Promise<Issued> {
  const { db, config } = request.server.surroundings
  const { result, at, idToken } = await inTransaction(db, org, async (tx) => {
    const result = await work(tx)
    if (result instanceof Refusal) return { result, at: tx.now, idToken: undefined }
    return {
      result,
      at: tx.now,
      idToken: await idTokenFor(tx, { ...result, clientId: result.app.clientId, config }),
    }
  })
  if (result instanceof Refusal) throw result
  return { org, given: { ...result, issuedAt: at, idToken } }
}

function clientIn(
  request: FastifyRequest,
  { client_id: named, client_secret: secret }: Parameters,
): { readonly clientId: string; readonly secret: string | undefined } {
  const basic = basicCredentials(request.headers.authorization)
  return basic ?? { clientId: named ?? '', secret }
}

/** Our own client ids bear their org; the built-in ones stand in every org, so what comes with them says which. */
async function orgOfClient(db: Database, clientId: string, parameters: Parameters): Promise<Org> {
  const { code = '', refresh_token: refreshToken = '', username, device_code: deviceCode } = parameters
  const orgId =
    orgOfSecret('client', clientId) ??
    orgOfSecret('code', code) ??
    orgOfSecret('refresh', refreshToken) ??
    orgOfSecret('device', deviceCode ?? code)
  if (orgId !== undefined) {
    const org = await orgById(db, orgId)
    if (org !== undefined) return org
    throw unknownClient()
  }
  const named = username === undefined ? undefined : await orgOfUsername(db, username.trim())
  if (named !== undefined) return named
  const [only, another] = await listOrgs(db)
  if (only === undefined || another !== undefined) throw unknownClient()
  return only
}

/** An access token ends, and with it what was opened in the web; a refresh token ends everything. */
async function revokeToken(db: Database, token: string): Promise<void> {
  const access = readToken(token)
  const orgId = access?.kind === 'access' ? access.orgId : orgOfSecret('refresh', token)
  const org = orgId === undefined ? undefined : await orgById(db, orgId)
  if (org === undefined) throw oauthRefusal('unsupported_token_type', 'this token type is not supported')
  const found = await inTransaction(db, org, async (tx) => {
    if (access !== undefined) {
      const ended = await endAccessToken(tx, token)
      // In the field's tools the session of the web is the token's own.
      if (ended !== undefined) await closeDoors(tx, { ids: [ended] })
      return ended !== undefined
    }
    const grantId = await grantOfRefreshToken(tx, token)
    return grantId !== undefined && (await endGrants(tx, [grantId])).length > 0
  })
  if (!found) throw oauthRefusal('invalid_token', 'token is invalid or has been revoked already')
}
