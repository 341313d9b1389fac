import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from './config.ts'

/** What is kept in the database and nobody shall read there is locked with this; it is never in the database itself. */
export type SecretKey = {
  /** By which a text that is locked knows its key. Says nothing of the key. */
  readonly name: string
  /** Locks a text for a purpose, such as `signing key <kid>`: locked for one, it opens for no other. */
  readonly lock: (text: string, purpose: string) => string
  /** The text again. Throws when it was locked with another key, for another purpose, or changed. */
  readonly unlock: (locked: string, purpose: string) => string
}

const FILE = 'secret-key'
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

const opened = new Map<string, Promise<SecretKey>>()

/** The key of `ASSAY_SECRET_KEY`, or else the one in the data folder, which is made when it is first asked for. */
export function secretKeyOf({ secretKey, dataFolder }: Pick<Config, 'secretKey' | 'dataFolder'>): Promise<SecretKey> {
  const place = secretKey === undefined ? dataFolder : hash('sha256', secretKey)
  const known = opened.get(place)
  if (known !== undefined) return known
  const opening = (secretKey === undefined ? textIn(dataFolder) : Promise.resolve(secretKey)).then(keyFrom)
  opened.set(place, opening)
  // A folder that could not be written may be writable the next time.
  opening.catch(() => opened.delete(place))
  return opening
}

async function textIn(dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, FILE)
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`
  await mkdir(dataFolder, { recursive: true })
  await writeFile(unfinished, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  // A link never replaces what is there, so of two programs starting at once one wins and both read its word.
  await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(unfinished)
  return (await readFile(file, 'utf8')).trim()
}

function keyFrom(text: string): SecretKey {
  const derived = (what: string, bytes: number) => Buffer.from(hkdfSync('sha256', text, 'assay', what, bytes))
  const key = derived('locks what the database keeps', 32)
  return {
    name: derived('names the key', 8).toString('hex'),
    lock: (plain, purpose) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(purpose))
      const parts = [nonce, cipher.update(plain, 'utf8'), cipher.final()]
      return Buffer.concat([...parts, cipher.getAuthTag()]).toString('base64url')
    },
    unlock: (locked, purpose) => {
      const bytes = Buffer.from(locked, 'base64url')
      const opening = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      opening.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES))
      return Buffer.concat([opening.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), opening.final()]).toString('utf8')
    },
  }
}
