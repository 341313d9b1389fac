import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { elapsedMs } from '../../platform/clock.ts'
import { refused, type Reach } from './addresses.ts'

/** What is sent, whole. */
export type Letter = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of sending it. A status below 300 is taken; `problem` says why there is none, or why it is a no. */
export type Outcome = {
  readonly taken: boolean
  readonly status: number | null
  readonly answer: string | null
  readonly problem: string | null
  readonly tookMs: number
}

export type Posting = { readonly reach: Reach; readonly timeoutMs?: number }

const TIMEOUT_MS = 10_000
const MOST_ANSWER_BYTES = 65_536

/** Posts a letter once. Redirects are not followed, at most 64 kB of the answer are read, and it never throws. */
export async function post(letter: Letter, { reach, timeoutMs = TIMEOUT_MS }: Posting): Promise<Outcome> {
  const startedAt = elapsedMs()
  const took = (): number => Math.round(elapsedMs() - startedAt)
  try {
    const { status, answer } = await ask(letter, reach, timeoutMs)
    const taken = status >= 200 && status < 300
    return { taken, status, answer, problem: taken ? null : noOf(status), tookMs: took() }
  } catch (error) {
    return { taken: false, status: null, answer: null, problem: problemOf(error, timeoutMs), tookMs: took() }
  }
}

function ask(
  { url, headers, body }: Letter,
  reach: Reach,
  timeoutMs: number,
): Promise<{ readonly status: number; readonly answer: string }> {
  const { hostname, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  // An address instead of a name is connected to without being looked up.
  if (isIP(host) > 0 && !reach.mayReach(host)) return Promise.reject(refused(host))
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; answer: string }>()
  let answered = false
  const request = (protocol === 'https:' ? https : http).request(
    url,
    {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: reach.lookup,
      // A connection kept open would be used again without being checked again.
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
    },
    (response) => {
      answered = true
      readBeginning(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject)
    },
  )
  request.on('error', reject)
  // Who switches to another protocol gives no answer, and the time that is over would not be told any more.
  request.on('upgrade', ({ statusCode = 0 }, socket) => {
    socket.destroy()
    resolve({ status: statusCode, answer: '' })
  })
  request.on('close', () => {
    if (!answered) reject(new Error('The receiver closed the connection without an answer.'))
  })
  request.end(body)
  return promise
}

async function readBeginning(response: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of response) {
    const piece = Buffer.from(part)
    parts.push(piece.subarray(0, MOST_ANSWER_BYTES - bytes))
    bytes += piece.length
    if (bytes >= MOST_ANSWER_BYTES) break
  }
  // PostgreSQL keeps no NUL.
  return Buffer.concat(parts).toString('utf8').replaceAll('\0', '\ufffd')
}

const noOf = (status: number): string =>
  status >= 300 && status < 400
    ? `The receiver answered ${status}, a redirect. Web hooks follow none: give the address it leads to.`
    : `The receiver answered ${status}.`

function problemOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error).slice(0, 500)
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `The receiver did not answer within ${timeoutMs / 1000} seconds.`
  const causes = error instanceof AggregateError ? error.errors.map(String).join(' ') : error.message
  return causes.slice(0, 500)
}
