import type { Id } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { hashOfToken } from '../users/secrets.ts'
import { identityUrl } from './answers.ts'
import { clientNamed, refuseWrongSecret } from './clients.ts'
import { introspectedAccess, introspectedRefresh, type Introspected } from './introspection.sql.ts'

type Question = {
  readonly clientId: string
  readonly secret: string | undefined
  readonly token: string
  readonly publicUrl: string
}

/** What RFC 7662 tells the app that holds a token; of another app's, or one that opens nothing, only that. */
export async function introspect(tx: Tx, { clientId, secret, token, publicUrl }: Question) {
  const app = await clientNamed(tx, clientId)
  refuseWrongSecret(app, secret, app.needsSecret)
  const hash = hashOfToken(token)
  const found = (await introspectedAccess(tx, hash)) ?? (await introspectedRefresh(tx, hash))
  if (found === undefined || found.appId !== app.id) return { active: false }
  return { active: true, ...present(found, tx.org.id, clientId, publicUrl) }
}

const present = (found: Introspected, orgId: Id, clientId: string, publicUrl: string) => ({
  scope: found.scopes.join(' '),
  client_id: clientId,
  username: found.username,
  sub: identityUrl(publicUrl, orgId, found.userId),
  token_type: found.expiresAt === null ? 'refresh_token' : 'access_token',
  iat: seconds(found.createdAt),
  nbf: seconds(found.createdAt),
  ...(found.expiresAt === null ? {} : { exp: seconds(found.expiresAt) }),
})

const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1000)
