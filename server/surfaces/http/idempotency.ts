import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App, Caller } from '../../ground/http/edge.ts'
import { now } from '../../platform/clock.ts'
import { Refusal } from '../../platform/errors.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { askedFor, type AskedFor } from './askedFor.ts'
import { claimKey, freeKey, keepAnswer, keptAnswer, type KeptAnswer, type KeptHeaders } from './idempotency.sql.ts'

const KEPT_MS = 86_400_000
const LONGEST_REQUEST_MS = 120_000
const CHANGES = new Set(['POST', 'PATCH', 'DELETE', 'PUT'])

type Claim = { readonly userId: number; readonly key: string; readonly asked: AskedFor }

const claims = new WeakMap<FastifyRequest, Claim>()

/** A write sent again with the same Idempotency-Key brings the first answer, and changes nothing twice. */
export function keepAnswers(app: App): void {
  // Plain callbacks, so that requests without the header do not even wait for a promise.
  app.addHook('preHandler', (request, reply, done) => {
    const header = request.headers['idempotency-key']
    if (header === undefined || request.caller === undefined) return done()
    claimFor(request, reply, request.caller, String(header)).then((answered) => {
      if (!answered) done()
    }, done)
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const claim = claims.get(request)
    if (claim === undefined || request.caller === undefined) return done(null, payload)
    const answer = isSecret(reply)
      ? shownOnce(reply.statusCode)
      : { status: reply.statusCode, payload, headers: headersOf(reply) }
    void settle(request, request.caller, claim, answer).then(() => done(null, payload))
  })
}

/** True when the request is answered already. */
async function claimFor(
  request: FastifyRequest,
  reply: FastifyReply,
  { org, actor }: Caller,
  key: string,
): Promise<boolean> {
  if (!CHANGES.has(request.method) || request.routeOptions.url?.startsWith('/api/') !== true || actor.userId === null)
    return false
  refuseUnfitKey(key)
  const asked = askedFor(request)
  const claim = { userId: actor.userId, key, asked }
  const kept = await inTransaction(request.server.surroundings.db, org, async (tx) => {
    const freeBefore = new Date(tx.now.getTime() - KEPT_MS)
    return (await claimKey(tx, claim, asked.head, freeBefore)) ? undefined : keptAnswer(tx, claim)
  })
  if (kept !== undefined) {
    await replay(reply, kept, asked)
    return true
  }
  claims.set(request, claim)
  return false
}

async function replay(reply: FastifyReply, kept: KeptAnswer, asked: AskedFor): Promise<void> {
  const now = kept.status === null ? asked.head : await asked.whole()
  if (kept.requestHash !== now) {
    throw new Refusal(
      'idempotency_key_reused',
      'This Idempotency-Key came with another request before. Use a new key for a new request.',
      {
        rule: 'A key belongs to one request.',
      },
    )
  }
  if (kept.status === null) throw stillRunning(kept)
  reply
    .code(kept.status)
    .header('idempotency-replayed', 'true')
    .headers(kept.headers ?? {})
  if (kept.response === null) reply.send()
  else reply.type('application/json; charset=utf-8').serializer(String).send(kept.response)
}

function stillRunning(kept: KeptAnswer): Refusal {
  const lost = now().getTime() - kept.createdAt.getTime() > LONGEST_REQUEST_MS
  const sentence = lost
    ? 'Assay was stopped while it answered this request, so nobody can say whether it was carried out. Look whether its result is there; if not, send it with a new key.'
    : 'The first request with this Idempotency-Key is still being answered. Ask again in a moment.'
  return new Refusal(lost ? 'idempotency_outcome_unknown' : 'idempotency_in_flight', sentence, { kind: 'conflict' })
}

type Answer = { readonly status: number; readonly payload: unknown; readonly headers?: KeptHeaders }

const KEPT_HEADERS = ['etag', 'location']

/** What a client needs beside the body: the version it would change next, and where the new record is. */
const headersOf = (reply: FastifyReply): KeptHeaders =>
  Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name)
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

const isSecret = (reply: FastifyReply): boolean => reply.getHeader('cache-control') === 'no-store'

/** An answer that holds a token is kept nowhere; asked for again, we say that it was carried out. */
function shownOnce(status: number): Answer {
  if (status >= 400) return { status, payload: undefined }
  const message =
    'The first request with this Idempotency-Key was carried out, and its answer held a secret that is shown once and kept nowhere. Revoke what it made, and make another with a new key.'
  return { status: 409, payload: JSON.stringify({ errors: [{ code: 'answer_shown_once', message }] }) }
}

/** Keeps the answer; where trying again may help, the key is free for it. */
async function settle(
  request: FastifyRequest,
  { org }: Caller,
  claim: Claim,
  { status, payload, headers = {} }: Answer,
): Promise<void> {
  claims.delete(request)
  const response = typeof payload === 'string' && payload !== '' ? payload : null
  try {
    const { db } = request.server.surroundings
    if (!isWorthKeeping(claim, status, payload)) return void (await inTransaction(db, org, (tx) => freeKey(tx, claim)))
    const requestHash = await claim.asked.whole()
    // Carried out, and cut off before its end: which request it was nobody can tell any more, so its outcome stays unknown.
    if (requestHash === undefined) return
    await inTransaction(db, org, (tx) => keepAnswer(tx, claim, { requestHash, status, response, headers }))
  } catch (error) {
    // The work is done and must be answered for; the next try with this key hears that the outcome is unknown.
    request.log.error(
      { id: request.id, fault: String(error) },
      'An answer could not be kept under its Idempotency-Key.',
    )
  }
}

/** A file that flows out is kept nowhere, and whoever was refused before their body came in changed nothing: they may ask again. */
function isWorthKeeping({ asked }: Claim, status: number, payload: unknown): boolean {
  const isText = payload === undefined || payload === null || typeof payload === 'string'
  return isText && status < 500 && status !== 401 && status !== 429 && (status < 400 || asked.isRead())
}

function refuseUnfitKey(key: string): void {
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return
  throw new Refusal(
    'malformed_idempotency_key',
    'An Idempotency-Key is 1 to 200 visible ASCII characters, such as a UUID.',
    { kind: 'malformed' },
  )
}
