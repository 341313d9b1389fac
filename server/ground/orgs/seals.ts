import { createHmac, timingSafeEqual } from 'node:crypto'
import { encodeId } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { secretOf } from './seals.sql.ts'

/** What a link may be used for. One sealed for one purpose opens nothing else. */
export type SealPurpose = 'ticket' | 'approval'

const SEAL_BYTES = 24

/** `00D….part.part.seal`: what a stranger may do with nothing but a link. The org is named first, for nobody else knows it. */
export async function sealed(tx: Tx, purpose: SealPurpose, parts: readonly string[]): Promise<string> {
  const text = [encodeId(tx.org.id), ...parts].join('.')
  return `${text}.${sealOf(await secretOf(tx), purpose, text)}`
}

/** The parts of a link sealed here for this purpose; undefined when it was made up, changed, or made for another one. */
export async function unsealed(tx: Tx, purpose: SealPurpose, token: string): Promise<readonly string[] | undefined> {
  const at = token.lastIndexOf('.')
  const [text, seal] = [token.slice(0, Math.max(at, 0)), Buffer.from(token.slice(at + 1))]
  const expected = Buffer.from(sealOf(await secretOf(tx), purpose, text))
  if (seal.length !== expected.length || !timingSafeEqual(seal, expected)) return undefined
  const [org, ...parts] = text.split('.')
  return org === encodeId(tx.org.id) ? parts : undefined
}

const sealOf = (secret: string, purpose: SealPurpose, text: string): string =>
  createHmac('sha256', secret).update(`${purpose}\n${text}`).digest().subarray(0, SEAL_BYTES).toString('base64url')
