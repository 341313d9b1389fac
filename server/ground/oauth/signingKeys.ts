import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'
import { reading, type Database, type Tx } from '../../platform/tx.ts'
import { listOrgs, thePlatform } from '../orgs/orgs.ts'
import { insertSigningKey, publicKeysOf, signingKeySince, type KeyRow } from './signingKeys.sql.ts'

/** What every client of OpenID Connect understands. */
export const ALGORITHM = 'RS256'

const SIGNS_MS = 90 * 86_400_000

/** Whoever holds a token signed by a key has seen the key by then: it is shown no longer. */
export const KEY_KEPT_MS = SIGNS_MS + 7 * 86_400_000

/** The key an org signs with now; a new one is made every quarter. */
export async function signingKey(tx: Tx): Promise<{ readonly kid: string; readonly key: CryptoKey | Uint8Array }> {
  const { kid, privateKey } =
    (await signingKeySince(tx, new Date(tx.now.getTime() - SIGNS_MS))) ?? (await newSigningKey(tx))
  return { kid, key: await importJWK(privateKey, ALGORITHM) }
}

async function newSigningKey(tx: Tx): Promise<KeyRow> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true, modulusLength: 2048 })
  const [publicJwk, privateKey] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)])
  const kid = await calculateJwkThumbprint(publicJwk)
  const row = { kid, publicKey: { kid, use: 'sig', alg: ALGORITHM, ...publicJwk }, privateKey }
  await insertSigningKey(tx, row)
  return row
}

/** The public halves of the keys of every org: a signature says by which it was made, and its address is one for all. */
export async function publicKeys(db: Database): Promise<readonly object[]> {
  const orgs = await listOrgs(db)
  const refs = orgs.map(({ id, schema }) => ({ id, schema }))
  return reading(db, thePlatform, (tx) => publicKeysOf(tx, refs))
}
