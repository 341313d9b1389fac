import type { Id } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { hashOfToken } from '../users/secrets.ts'
import { oauthRefusal } from './answers.ts'
import type { ConnectedApp } from './app.ts'
import { endGrants, refreshGrant, type Granted } from './grants.ts'
import { grantOfUsedRefresh, replaceRefreshHash } from './grants.sql.ts'
import { newOrgSecret } from './orgSecrets.ts'

type Refreshing = Pick<Granted, 'grantId' | 'userId' | 'scopes'> & {
  /** The refresh token that was shown. */
  readonly used: string
}

/** A new access token for a refresh token in force, and with it the next refresh token where the app's are good for one use. */
export async function refreshed(tx: Tx, app: ConnectedApp, { used, ...grant }: Refreshing): Promise<Granted> {
  const refreshToken = app.rotatesRefreshTokens ? await nextRefreshToken(tx, grant.grantId, used) : undefined
  return { ...grant, accessToken: await refreshGrant(tx, grant.grantId), refreshToken }
}

/**
 * A refresh token that comes again is in two hands, and nobody knows which of both is the user's: what it opens ends (RFC 9700,
 * 4.14.2).
 */
export async function endIfUsedBefore(tx: Tx, refreshToken: string): Promise<void> {
  const grantId = await grantOfUsedRefresh(tx, hashOfToken(refreshToken))
  if (grantId !== undefined) await endGrants(tx, [grantId])
}

async function nextRefreshToken(tx: Tx, grantId: Id, used: string): Promise<string> {
  const next = newOrgSecret('refresh', tx.org.id)
  const replaced = await replaceRefreshHash(tx, grantId, { used: hashOfToken(used), next: hashOfToken(next) })
  if (replaced === 1) return next
  // Somebody else was faster with it, this moment.
  await endIfUsedBefore(tx, used)
  throw oauthRefusal('invalid_grant', 'expired access/refresh token')
}
