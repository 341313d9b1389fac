import type { App } from '../http/edge.ts'
import { hidden } from './requests.routes.ts'
import { appScopes } from './scopes.ts'
import { ALGORITHM, publicKeys } from './signingKeys.ts'

/** What programs read before they sign anybody in by OpenID Connect: where everything is, and the keys. */
export function openIdRoutes(app: App): void {
  const { config } = app.surroundings
  app.get('/.well-known/openid-configuration', hidden, (_request, reply) => {
    reply.header('cache-control', 'public, max-age=3600')
    return discovery(config.publicUrl)
  })
  app.get('/id/keys', hidden, async (_request, reply) => {
    // Shorter than a new key waits for its first reader: who does not know a key asks again.
    reply.header('cache-control', 'public, max-age=300')
    return { keys: await publicKeys(app.surroundings.db) }
  })
}

const discovery = (publicUrl: string) => ({
  issuer: publicUrl,
  authorization_endpoint: `${publicUrl}/services/oauth2/authorize`,
  token_endpoint: `${publicUrl}/services/oauth2/token`,
  device_authorization_endpoint: `${publicUrl}/services/oauth2/token`,
  revocation_endpoint: `${publicUrl}/services/oauth2/revoke`,
  introspection_endpoint: `${publicUrl}/services/oauth2/introspect`,
  userinfo_endpoint: `${publicUrl}/services/oauth2/userinfo`,
  jwks_uri: `${publicUrl}/id/keys`,
  scopes_supported: appScopes,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: [
    'authorization_code',
    'refresh_token',
    'password',
    'client_credentials',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:device_code',
  ],
  code_challenge_methods_supported: ['S256'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [ALGORITHM],
  display_values_supported: ['page'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  claims_supported: CLAIMS,
})

const CLAIMS = [
  'active',
  'email',
  'email_verified',
  'family_name',
  'given_name',
  'is_app_installed',
  'language',
  'locale',
  'name',
  'nickname',
  'organization_id',
  'photos',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'urls',
  'user_id',
  'user_type',
  'utcOffset',
  'zoneinfo',
]
