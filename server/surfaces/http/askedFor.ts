import { createHash, type Hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { readAway } from './readAway.ts'

/** What a request asks for, in so few bytes that two can be compared. */
export type AskedFor = {
  /** Known before a body that is left on the wire came in: the address, and what the body says it is. */
  readonly head: string
  /** All of it; undefined when a body ended in the middle. Lets what nobody read of it come in first. */
  readonly whole: () => Promise<string | undefined>
  /** Whether there is nothing of the body left on the wire. */
  readonly isRead: () => boolean
}

/**
 * A file stays on the wire until its room reads it, piece by piece; here its pieces are looked at as they pass, and none is kept.
 * To be called in the turn in which the room could begin to read, or earlier.
 */
export function askedFor(request: FastifyRequest): AskedFor {
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`)
  if (!isOnTheWire(request)) {
    const digest = hash.update(JSON.stringify(request.body) ?? '').digest('hex')
    return { head: digest, whole: () => Promise.resolve(digest), isRead: () => true }
  }
  const { raw } = request
  const { type, boundary } = typeOf(raw.headers['content-type'] ?? '')
  hash.update(`${type}\n`)
  const head = hash.copy().digest('hex')
  const pieces = boundary === '' ? plain(hash) : between(`--${boundary}`, hash)
  // Held, so that listening alone lets nothing pass.
  raw.pause()
  raw.on('data', pieces.pass)
  const isRead = (): boolean => raw.readableEnded
  const whole = async (): Promise<string | undefined> => {
    if (!isRead()) await readAway(raw)
    if (!isRead()) return undefined
    pieces.end()
    return hash.copy().digest('hex')
  }
  return { head, whole, isRead }
}

const isOnTheWire = ({ body, raw }: FastifyRequest): boolean =>
  (body === undefined || body === null) && !raw.readableEnded && raw.headers['content-type'] !== undefined

function typeOf(contentType: string): { readonly type: string; readonly boundary: string } {
  const [, quoted, bare] = /^multipart\/.*?;\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare ?? ''
  return { type: boundary === '' ? contentType : 'multipart', boundary }
}

type Passing = { readonly pass: (piece: Buffer) => void; readonly end: () => void }

const plain = (hash: Hash): Passing => ({ pass: (piece) => void hash.update(piece), end: () => undefined })

/** Programs draw another line between the parts of a form each time they send it: the line says nothing. */
function between(line: string, hash: Hash): Passing {
  let rest = Buffer.alloc(0)
  let isEnded = false
  const pass = (piece: Buffer): void => {
    const bytes = Buffer.concat([rest, piece])
    let from = 0
    for (let at = bytes.indexOf(line); at !== -1; at = bytes.indexOf(line, from)) {
      hash.update(bytes.subarray(from, at)).update('\n')
      from = at + line.length
    }
    // The beginning of a line may have come, and the rest of it not yet.
    const certain = Math.max(from, bytes.length - line.length + 1)
    hash.update(bytes.subarray(from, certain))
    rest = bytes.subarray(certain)
  }
  const end = (): void => {
    if (!isEnded) hash.update(rest)
    isEnded = true
  }
  return { pass, end }
}
