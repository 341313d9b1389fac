import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Id } from '../../../shared/ids.ts'
import type { Config } from '../../platform/config.ts'
import { secretKeyOf } from '../../platform/secretKey.ts'
import type { Tx } from '../../platform/tx.ts'
import { identityUrl } from './answers.ts'
import { ALGORITHM, signingKey } from './signingKeys.ts'

type SignedIn = {
  readonly userId: Id
  readonly clientId: string
  readonly accessToken: string
  readonly scopes: readonly string[]
  readonly config: Pick<Config, 'publicUrl' | 'secretKey' | 'dataFolder'>
  /** What the program sent along, by which it knows that this answers it. */
  readonly nonce?: string
}

const LASTS_SECONDS = 120

/** Who signed in, signed so that the program needs not ask (OpenID Connect Core 2); undefined unless `openid` was allowed. */
export async function idTokenFor(tx: Tx, given: SignedIn): Promise<string | undefined> {
  if (!given.scopes.includes('openid')) return undefined
  const { kid, key } = await signingKey(tx, await secretKeyOf(given.config))
  const seconds = Math.floor(tx.now.getTime() / 1000)
  const claims = { at_hash: halfHash(given.accessToken), ...(given.nonce === undefined ? {} : { nonce: given.nonce }) }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
    .setIssuer(given.config.publicUrl)
    .setSubject(identityUrl(given.config.publicUrl, tx.org.id, given.userId))
    .setAudience(given.clientId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + LASTS_SECONDS)
    .sign(key)
}

/** The left half of the token's hash, by which the two belong together (3.1.3.6). */
const halfHash = (token: string): string =>
  createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url')
