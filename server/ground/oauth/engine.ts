import OAuth2Server from '@node-oauth/oauth2-server'
import type { Id } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { hashOfToken } from '../users/secrets.ts'
import { keepSignIn } from '../users/signIns.ts'
import {
  authenticationFailure,
  flowNotEnabled,
  inactiveUser,
  oauthRefusal,
  redirectMismatch,
  unknownClient,
  unsupportedGrant,
  wrongSecret,
} from './answers.ts'
import type { ConnectedApp, Flow } from './app.ts'
import { isRegistered } from './callbackUrls.ts'
import { isActiveUser } from './apps.sql.ts'
import { clientNamed, isRightSecret, scopesFor } from './clients.ts'
import { insertCode, lockCode, noteGrantOfCode, useCode, type CodeRow } from './codes.sql.ts'
import { endGrants, openGrant, UNUSED_MS, type Granted } from './grants.ts'
import { refreshHolder } from './grants.sql.ts'
import { newOrgSecret } from './orgSecrets.ts'
import { isVerified } from './pkce.ts'
import { endIfUsedBefore, refreshed } from './refreshing.ts'
import { scopesIn } from './scopes.ts'
import { keepWrongSecret } from './wrongSecrets.ts'

// The library keeps the order of steps and the checks of RFC 6749 and 7636; what things are, and whether they are still
// good by our clock, is asked of the database, in the transaction it is given. It knows neither the device nor the JWT flow.

const CODE_SECONDS = 600

export type TokenRequest = {
  readonly parameters: Readonly<Record<string, string>>
  readonly authorization?: string
  readonly address?: string
  /** Whose password was right; the check itself takes longer than a transaction should. */
  readonly provenUserId?: Id
}

export type Exchanged = Granted & {
  readonly app: ConnectedApp
  readonly secret: string | undefined
  readonly nonce: string | undefined
}

/**
 * Answers one request for tokens by password, client credentials, refresh token or authorization code. A no is returned,
 * not thrown, because what it did must be kept: a code that was tried is used up.
 */
export async function exchange(tx: Tx, request: TokenRequest): Promise<Exchanged | Refusal> {
  const made: Made & { granted?: Granted } = {}
  const server = new OAuth2Server({
    model: {
      ...clientPart(tx, request, made),
      ...codePart(tx, request, made),
      ...refreshPart(tx),
      ...userPart(tx, request),
      saveToken: async (token: OAuth2Server.Token, client: OAuth2Server.Client, user: OAuth2Server.User) => {
        made.granted = await grantFor(tx, request, token, appOf(client), user)
        return { ...token, accessToken: made.granted.accessToken, client, user }
      },
    },
    alwaysIssueNewRefreshToken: false,
    // Which app must show its secret is the app's own matter: the model decides.
    requireClientAuthentication: {
      authorization_code: false,
      refresh_token: false,
      password: false,
      client_credentials: true,
    },
  })
  try {
    await server.token(requestFor(forLibrary(request), request.authorization), new OAuth2Server.Response({}))
  } catch (error) {
    return refusalOf(error, request.parameters)
  }
  const { granted, app, secret, nonce } = made
  if (granted === undefined || app === undefined) throw new Error('Tokens were given for nothing.')
  return { ...granted, app, secret, nonce }
}

/** What was found out on the way. */
type Made = { app?: ConnectedApp; secret?: string; nonce?: string }

/** Without what was looked at already, by rules it does not have. */
function forLibrary({ parameters, provenUserId }: TokenRequest): TokenRequest['parameters'] {
  const { code_verifier: _, ...rest } = parameters
  return provenUserId === undefined ? rest : { ...rest, username: 'proven', password: 'proven' }
}

export type Allowance = {
  readonly userId: Id
  readonly parameters: Readonly<Record<string, string>>
}

/** Writes down a user's yes; answers the address, with the code in it, to which the browser goes. Throws Refusal. */
export async function giveCode(tx: Tx, { userId, parameters }: Allowance): Promise<string> {
  const response = new OAuth2Server.Response({})
  const server = new OAuth2Server({
    model: {
      ...clientPart(tx, { parameters }, {}),
      ...codePart(tx, { parameters }, {}),
      saveToken: () => Promise.resolve(undefined),
      ...userPart(tx, { parameters }),
    },
    authenticateHandler: { handle: () => ({ userId }) },
    allowEmptyState: true,
    authorizationCodeLifetime: CODE_SECONDS,
  })
  try {
    await server.authorize(requestFor(parameters), response)
  } catch (error) {
    throw refusalOf(error, parameters)
  }
  return String(response.headers?.location)
}

const requestFor = (parameters: Readonly<Record<string, string>>, authorization?: string): OAuth2Server.Request =>
  new OAuth2Server.Request({
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '1',
      ...(authorization === undefined ? {} : { authorization }),
    },
    query: {},
    body: parameters,
  })

const appOf = (client: OAuth2Server.Client): ConnectedApp => client.app as ConnectedApp

const clientPart = (tx: Tx, request: TokenRequest, made: Made) => ({
  getClient: async (clientId: string, secret: string | null | undefined) => {
    const app = await clientNamed(tx, clientId)
    const grantType = request.parameters.grant_type
    const isNeeded = app.needsSecret || grantType === 'client_credentials'
    // Asking a user for a yes needs no secret, exchanging it does.
    if (grantType !== undefined && !isRightSecret(app, secret ?? undefined, isNeeded)) {
      await keepWrongSecret(tx, app, request)
      throw wrongSecret()
    }
    made.app = app
    made.secret = secret ?? undefined
    return {
      id: clientId,
      app,
      redirectUris: [...app.callbackUrls],
      // Who stays signed in was allowed that with the scope.
      grants: [...app.flows, 'refresh_token'],
    }
  },
  validateRedirectUri: (uri: string, client: OAuth2Server.Client) =>
    Promise.resolve(isRegistered(appOf(client).callbackUrls, uri)),
  validateScope: (_user: OAuth2Server.User, client: OAuth2Server.Client, scope: string[] | undefined) =>
    Promise.resolve([...scopesFor(appOf(client), scope)]),
  getAccessToken: () => Promise.resolve(undefined),
})

const codePart = (tx: Tx, { parameters }: TokenRequest, made: Made) => ({
  generateAuthorizationCode: () => Promise.resolve(newOrgSecret('code', tx.org.id)),
  saveAuthorizationCode: async (
    code: Pick<OAuth2Server.AuthorizationCode, 'authorizationCode' | 'redirectUri' | 'scope' | 'codeChallenge'>,
    client: OAuth2Server.Client,
    user: OAuth2Server.User,
  ) => {
    await insertCode(tx, {
      codeHash: hashOfToken(code.authorizationCode),
      appId: appOf(client).id,
      userId: Number(user.userId),
      scopes: code.scope ?? [],
      redirectUri: code.redirectUri,
      codeChallenge: code.codeChallenge ?? null,
      nonce: parameters.nonce ?? null,
      expiresAt: new Date(tx.now.getTime() + CODE_SECONDS * 1000),
    })
    return { ...code, expiresAt: NEVER, client, user }
  },
  getAuthorizationCode: async (text: string) => {
    const code = await lockCode(tx, hashOfToken(text))
    if (code === undefined) return undefined
    if (code.usedAt !== null) await endStolen(tx, code)
    if (code.expiresAt <= tx.now) throw oauthRefusal('invalid_grant', 'expired authorization code')
    if (!code.isActive) throw inactiveUser()
    if (code.clientId === made.app?.clientId && !isVerified(code, parameters.code_verifier)) {
      // Used up by the try, so that nobody guesses.
      await useCode(tx, hashOfToken(text))
      throw oauthRefusal('invalid_grant', 'invalid code verifier')
    }
    made.nonce = code.nonce ?? undefined
    return {
      authorizationCode: text,
      // Asked above, by our clock.
      expiresAt: NEVER,
      redirectUri: code.redirectUri,
      scope: [...code.scopes],
      client: { id: code.clientId, grants: [] },
      user: { userId: code.userId },
    }
  },
  revokeAuthorizationCode: async (code: OAuth2Server.AuthorizationCode) =>
    (await useCode(tx, hashOfToken(code.authorizationCode))) === 1,
})

const NEVER = new Date(8.64e15)

/** A code comes once. When it comes again somebody else has it, and nobody knows which of both got the tokens: they end. */
async function endStolen(tx: Tx, { grantId }: CodeRow): Promise<never> {
  if (grantId !== null) await endGrants(tx, [grantId])
  throw oauthRefusal('invalid_grant', 'expired authorization code')
}

const refreshPart = (tx: Tx) => ({
  getRefreshToken: async (refreshToken: string) => {
    const holder = await refreshHolder(tx, hashOfToken(refreshToken))
    if (holder === undefined) await endIfUsedBefore(tx, refreshToken)
    if (holder === undefined || holder.lastUsedAt.getTime() + UNUSED_MS < tx.now.getTime())
      throw oauthRefusal('invalid_grant', 'expired access/refresh token')
    if (!holder.isActive) throw inactiveUser()
    return {
      refreshToken,
      scope: [...holder.scopes],
      client: { id: holder.clientId, grants: [] },
      user: { userId: holder.userId, grantId: holder.grantId, scopes: holder.scopes },
    }
  },
  // Whether another takes its place is the app's matter: the field's own tools keep the one they first got.
  revokeToken: () => Promise.resolve(true),
})

const userPart = (tx: Tx, { provenUserId }: TokenRequest) => ({
  getUser: () => Promise.resolve(provenUserId === undefined ? undefined : { userId: provenUserId }),
  getUserFromClient: async (client: OAuth2Server.Client) => {
    const { runAsId } = appOf(client)
    if (runAsId === null || !(await isActiveUser(tx, runAsId)))
      throw oauthRefusal('invalid_grant', 'no client credentials user enabled')
    return { userId: runAsId }
  },
})

async function grantFor(
  tx: Tx,
  { parameters, address }: TokenRequest,
  token: OAuth2Server.Token,
  app: ConnectedApp,
  user: OAuth2Server.User,
): Promise<Granted> {
  const [userId, grantId] = [Number(user.userId), user.grantId === undefined ? undefined : Number(user.grantId)]
  const scopes = scopesIn(token.scope ?? [])
  if (grantId !== undefined) {
    if (scopes.length !== scopesIn(user.scopes as readonly string[]).length)
      throw oauthRefusal('invalid_scope', 'scope parameter not supported')
    await keepSignIn(tx, { userId, way: 'refresh_token', appId: app.id, address })
    return refreshed(tx, app, { grantId, userId, scopes, used: parameters.refresh_token ?? '' })
  }
  const granted = await openGrant(tx, { appId: app.id, userId, flow: flowOf(parameters), scopes, address })
  const code: unknown = token.authorizationCode
  if (typeof code === 'string') await noteGrantOfCode(tx, hashOfToken(code), granted.grantId)
  return granted
}

const flowOf = ({ grant_type: grantType }: Readonly<Record<string, string>>): Flow =>
  grantType === 'password' || grantType === 'client_credentials' ? grantType : 'authorization_code'

/** The library's no in the field's words; what is none is thrown on, and undoes the transaction. */
function refusalOf(error: unknown, parameters: TokenRequest['parameters']): Refusal {
  if (error instanceof Refusal) return error
  if (!(error instanceof OAuth2Server.OAuthError)) throw error
  const inner: unknown = 'inner' in error ? error.inner : undefined
  if (inner instanceof Refusal) return inner
  if (error.name === 'server_error') throw inner ?? error
  if (error.name === 'invalid_client' && parameters.client_id === undefined) return unknownClient()
  return words[error.name]?.(error.message) ?? oauthRefusal(error.name, error.message)
}

const words: Readonly<Record<string, (message: string) => Refusal>> = {
  unsupported_grant_type: unsupportedGrant,
  unauthorized_client: flowNotEnabled,
  invalid_client: (message) => (message.includes('redirect') ? redirectMismatch() : wrongSecret()),
  invalid_request: (message) =>
    message.includes('`redirect_uri`')
      ? redirectMismatch()
      : message.includes('grant_type')
        ? unsupportedGrant()
        : oauthRefusal('invalid_request', message),
  invalid_grant: (message) =>
    message.includes('user credentials')
      ? authenticationFailure()
      : message.includes('code_verifier') || message.includes('code verifier')
        ? oauthRefusal('invalid_grant', 'invalid code verifier')
        : message.includes('refresh token')
          ? oauthRefusal('invalid_grant', 'expired access/refresh token')
          : oauthRefusal('invalid_grant', 'invalid authorization code'),
}
