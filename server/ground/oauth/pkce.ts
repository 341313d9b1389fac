import { createHash, timingSafeEqual } from 'node:crypto'
import type { CodeRow } from './codes.sql.ts'

/**
 * PKCE, S256 only (RFC 7636 4.6). The library refuses verifiers of more than the 128 characters the RFC allows; jsforce and
 * the command line send 171, so it is looked at here, and the library never sees one.
 */
export function isVerified({ codeChallenge }: Pick<CodeRow, 'codeChallenge'>, verifier: string | undefined): boolean {
  if (codeChallenge === null || verifier === undefined) return codeChallenge === null && verifier === undefined
  if (!/^[\w.~-]{43,256}$/.test(verifier)) return false
  const [one, other] = [createHash('sha256').update(verifier).digest(), Buffer.from(codeChallenge, 'base64url')]
  return one.length === other.length && timingSafeEqual(one, other)
}
