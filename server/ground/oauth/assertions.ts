import { X509Certificate } from 'node:crypto'
import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose'
import type { Tx } from '../../platform/tx.ts'
import { findActiveUser } from '../users/credentials.ts'
import { oauthRefusal, unknownClient } from './answers.ts'
import type { ConnectedApp } from './app.ts'
import { useAssertion } from './assertions.sql.ts'
import { clientNamed, refuseUnlessUses, scopesFor } from './clients.ts'
import { openGrant, type Granted } from './grants.ts'
import { standingOf } from './grants.sql.ts'

/** The grant type of RFC 7523. */
export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const LONGEST_MS = 3 * 60_000
// Two machines seldom agree on the second.
const SKEW_MS = 2 * 60_000
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']
// What the field's tools write as audience when nobody told them better.
const USUAL_AUDIENCES = ['https://login.salesforce.com', 'https://test.salesforce.com']

/** The client id that wrote an assertion, as it claims; undefined when it is none. */
export function issuerOf(assertion: string): string | undefined {
  try {
    const { iss } = decodeJwt(assertion)
    return typeof iss === 'string' ? iss : undefined
  } catch {
    return undefined
  }
}

type Assertion = {
  readonly assertion: string
  readonly publicUrl: string
  readonly scope: readonly string[] | undefined
  readonly address?: string
}

/**
 * Signs in the user an app speaks for, by an assertion signed with the key of the app's certificate: `iss` the client id,
 * `sub` the user name, `aud` our address, `exp` at most three minutes ahead; `jti` counts once. The user must have
 * allowed the app, or have a role the administrator approved for it. Throws Refusals in OAuth's words.
 */
export async function exchangeAssertion(
  tx: Tx,
  { assertion, publicUrl, scope, address }: Assertion,
): Promise<Granted & { readonly app: ConnectedApp }> {
  const app = await clientNamed(tx, issuerOf(assertion) ?? '')
  refuseUnlessUses(app, 'jwt_bearer')
  if (app.certificate === null) throw unknownClient()
  const claims = await verified(tx, assertion, app.certificate, [publicUrl, `${publicUrl}/services/oauth2/token`])
  const expiresAt = refuseUnfitEnd(tx, claims)
  const userId = await userMeant(tx, app, claims)
  if (claims.jti !== undefined && !(await useAssertion(tx, app.id, claims.jti, new Date(expiresAt + SKEW_MS))))
    throw oauthRefusal('invalid_grant', 'assertion has been used already')
  const scopes = scopesFor(app, scope)
  return { ...(await openGrant(tx, { appId: app.id, userId, flow: 'jwt_bearer', scopes, address })), app }
}

async function verified(
  tx: Tx,
  assertion: string,
  certificate: string,
  ownAudiences: readonly string[],
): Promise<JWTPayload> {
  const { publicKey, validToDate } = new X509Certificate(certificate)
  // It was valid when it was registered; a key that is to be used no more must not sign for ever.
  if (validToDate <= tx.now) throw oauthRefusal('invalid_grant', 'certificate has expired')
  try {
    const { payload } = await jwtVerify(assertion, publicKey, {
      algorithms: ALGORITHMS,
      audience: [...ownAudiences, ...USUAL_AUDIENCES].flatMap((one) => [one, `${one}/`]),
      currentDate: tx.now,
      clockTolerance: SKEW_MS / 1000,
      requiredClaims: ['iss', 'sub', 'aud', 'exp'],
    })
    return payload
  } catch (error) {
    throw refusalOfClaim(error)
  }
}

function refusalOfClaim(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return oauthRefusal('invalid_grant', 'expired authorization code')
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
    return oauthRefusal('invalid_grant', 'audience is invalid')
  if (error instanceof errors.JOSEError || error instanceof TypeError)
    return oauthRefusal('invalid_grant', 'invalid assertion')
  return error
}

/** When the assertion ends, in milliseconds. The field's own command line writes milliseconds where seconds belong. */
function refuseUnfitEnd(tx: Tx, { exp = 0, jti }: JWTPayload): number {
  const now = tx.now.getTime()
  const expiresAt = exp > 1e11 ? exp : exp * 1000
  if (expiresAt + SKEW_MS <= now) throw oauthRefusal('invalid_grant', 'expired authorization code')
  if (expiresAt > now + LONGEST_MS + SKEW_MS)
    throw oauthRefusal('invalid_grant', 'assertion may expire at most 3 minutes ahead')
  if (jti !== undefined && (jti.length > 200 || jti.includes('\u0000')))
    throw oauthRefusal('invalid_grant', 'invalid assertion')
  return expiresAt
}

async function userMeant(tx: Tx, app: ConnectedApp, { sub = '' }: JWTPayload): Promise<number> {
  const userId = await findActiveUser(tx, sub)
  const standing = userId === undefined ? undefined : await standingOf(tx, userId, app.id)
  // Whoever nobody approved and whoever is not there get the same answer.
  if (
    userId === undefined ||
    standing === undefined ||
    !(standing.hasAllowed || app.approvedRoles.includes(standing.role))
  )
    throw oauthRefusal('invalid_grant', "user hasn't approved this consumer")
  return userId
}
