import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importPKCS8 } from 'jose'
import type { SecretKey } from '../../platform/secretKey.ts'
import { reading } from '../../platform/transactions.ts'
import type { Database, Tx } from '../../platform/tx.ts'
import { listOrgs, thePlatform } from '../orgs/orgs.ts'
import {
  deleteSigningKeysBefore,
  forgetPrivateHalvesBefore,
  insertSigningKey,
  publicKeysOf,
  signingKeySince,
} from './signingKeys.sql.ts'

/** What every client of OpenID Connect understands. */
export const ALGORITHM = 'RS256'

const SIGNS_MS = 90 * 86_400_000

/** Whoever holds a token signed by a key has seen the key by then: it is shown no longer. */
const KEPT_MS = SIGNS_MS + 7 * 86_400_000

/**
 * The key an org signs with now; a new one is made every quarter. Its private half lies locked in the database: a program with another
 * secret key, as after a restore, cannot open it and makes its own, and both are published.
 */
export async function signingKey(
  tx: Tx,
  secretKey: SecretKey,
): Promise<{ readonly kid: string; readonly key: CryptoKey }> {
  const found = await signingKeySince(tx, new Date(tx.now.getTime() - SIGNS_MS), secretKey.name)
  if (found === undefined) return newSigningKey(tx, secretKey)
  const privateKey = secretKey.unlock(found.lockedPrivateKey, purposeOf(found.kid))
  return { kid: found.kid, key: await importPKCS8(privateKey, ALGORITHM) }
}

async function newSigningKey(tx: Tx, secretKey: SecretKey): Promise<{ readonly kid: string; readonly key: CryptoKey }> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true, modulusLength: 2048 })
  const publicJwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicJwk)
  await insertSigningKey(tx, {
    kid,
    publicKey: { kid, use: 'sig', alg: ALGORITHM, ...publicJwk },
    lockedPrivateKey: secretKey.lock(await exportPKCS8(pair.privateKey), purposeOf(kid)),
    lockedBy: secretKey.name,
  })
  return { kid, key: pair.privateKey }
}

const purposeOf = (kid: string): string => `signing key ${kid}`

/** What signs no more loses its private half; what nobody needs to verify by goes. */
export async function forgetOldSigningKeys(tx: Tx): Promise<void> {
  await forgetPrivateHalvesBefore(tx, new Date(tx.now.getTime() - SIGNS_MS))
  await deleteSigningKeysBefore(tx, new Date(tx.now.getTime() - KEPT_MS))
}

/** The public halves of the keys of every org: a signature says by which it was made, and its address is one for all. */
export async function publicKeys(db: Database): Promise<readonly object[]> {
  const orgs = await listOrgs(db)
  const refs = orgs.map(({ id, schema }) => ({ id, schema }))
  return reading(db, thePlatform, (tx) => publicKeysOf(tx, refs))
}
