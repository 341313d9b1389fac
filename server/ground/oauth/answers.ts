import { createHmac } from 'node:crypto'
import { encodeId, type Id } from '../../../shared/ids.ts'
import { Refusal, type RefusalKind } from '../../platform/errors.ts'

/** A no as OAuth says it: `code` is its `error`, the sentence its `error_description`, both in the field's own words. */
export const oauthRefusal = (error: string, description: string, kind: RefusalKind = 'malformed'): Refusal =>
  new Refusal(error, description, { kind })

export const authenticationFailure = (): Refusal => oauthRefusal('invalid_grant', 'authentication failure')
export const unknownClient = (): Refusal => oauthRefusal('invalid_client_id', 'client identifier invalid')
export const wrongSecret = (): Refusal => oauthRefusal('invalid_client', 'invalid client credentials')
export const disabledApp = (): Refusal => oauthRefusal('invalid_client', 'app disabled by your administrator')
export const redirectMismatch = (): Refusal =>
  oauthRefusal('redirect_uri_mismatch', 'redirect_uri must match configuration')
export const scopeNotAllowed = (): Refusal => oauthRefusal('invalid_scope', 'the requested scope is not allowed')
export const unsupportedGrant = (): Refusal => oauthRefusal('unsupported_grant_type', 'grant type not supported')
export const flowNotEnabled = (): Refusal =>
  oauthRefusal('unauthorized_client', 'this flow is not enabled for the connected app')
export const inactiveUser = (): Refusal => oauthRefusal('inactive_user', 'user is inactive')

/** Where a user is found by whoever holds a token: clients read the org and the user from its last two parts. */
export const identityUrl = (publicUrl: string, orgId: Id, userId: Id): string =>
  `${publicUrl}/id/${encodeId(orgId)}/${encodeId(userId)}`

type Answered = {
  readonly publicUrl: string
  readonly orgId: Id
  readonly userId: Id
  readonly accessToken: string
  readonly refreshToken?: string
  readonly idToken?: string
  readonly scopes: readonly string[]
  readonly issuedAt: Date
  /**
   * The secret the client showed, with which it can verify the signature. We keep only its hash, so for a client that
   * showed none the hash is the key: such a client keeps no secret and verifies nothing.
   */
  readonly signatureKey: string
}

/** The answer of the token endpoint. */
export function tokenAnswer({ publicUrl, orgId, userId, issuedAt, ...given }: Answered) {
  const id = identityUrl(publicUrl, orgId, userId)
  const issued = String(issuedAt.getTime())
  return {
    access_token: given.accessToken,
    refresh_token: given.refreshToken,
    signature: createHmac('sha256', given.signatureKey).update(`${id}${issued}`).digest('base64'),
    scope: given.scopes.join(' '),
    id_token: given.idToken,
    instance_url: publicUrl,
    id,
    token_type: 'Bearer',
    issued_at: issued,
  }
}
