import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from '../../platform/errors.ts'
import { isCommonPassword } from './commonPasswords.ts'

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number }

// What OWASP recommends for argon2id: 19 MiB and two passes; about 30 ms on the machines this runs on.
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const HASH_BYTES = 32
const SHORTEST = 10
const LONGEST = 200

const derive = promisify(argon2)

/** The password as it is kept: PHC form, argon2id. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await hashed(password, salt, COST)
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(salt)}$${unpadded(hash)}`
}

/** Whether the password is the one kept. Where none is kept it takes as long as any, so that nobody learns who is a user. */
export async function isPassword(kept: string | null | undefined, password: string): Promise<boolean> {
  const known = typeof kept === 'string' ? readHash(kept) : undefined
  const { cost, salt, hash } = known ?? { cost: COST, salt: Buffer.alloc(16), hash: Buffer.alloc(HASH_BYTES) }
  const same = timingSafeEqual(await hashed(password, salt, cost, hash.length), hash)
  return known !== undefined && same
}

/** Whether it was kept at another cost than today's; the next sign-in keeps it anew. */
export const needsRehash = (kept: string): boolean =>
  !kept.startsWith(`$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$`)

/** Refuses what is guessed first. The rules are those of NIST 800-63B: length, and no known password; no mix of signs is asked for. */
export function refuseWeakPassword(password: string, email: string): void {
  if (password.length < SHORTEST)
    throw weak(`A password has at least ${SHORTEST} characters. A few words in a row are easy to remember.`)
  if (password.length > LONGEST) throw weak(`A password has at most ${LONGEST} characters.`)
  const lower = password.toLowerCase()
  const [local = ''] = email.toLowerCase().split('@')
  if (
    lower === email.toLowerCase() ||
    (local.length > 3 && lower.replaceAll(/[^a-z]+/g, '') === local.replaceAll(/[^a-z]+/g, ''))
  ) {
    throw weak('A password must not be the e-mail address: it is what is tried first.')
  }
  if (isCommonPassword(lower))
    throw weak('This password is one of the commonest there are, and is tried first. Choose another.')
}

const weak = (sentence: string): Refusal =>
  new Refusal('password_too_weak', sentence, { field: 'password', rule: sentence })

const hashed = (password: string, salt: Buffer, cost: Cost, bytes = HASH_BYTES): Promise<Buffer> =>
  derive('argon2id', { message: password.normalize('NFKC'), nonce: salt, ...cost, tagLength: bytes })

function readHash(text: string): { readonly cost: Cost; readonly salt: Buffer; readonly hash: Buffer } | undefined {
  const [, memory, passes, parallelism, salt = '', hash = ''] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(text) ?? []
  if (memory === undefined) return undefined
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
