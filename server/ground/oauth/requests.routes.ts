import type { FastifyReply, FastifyRequest } from 'fastify'
import { asRefusal } from '../../platform/breach.ts'
import { Refusal, type RefusalKind } from '../../platform/errors.ts'
import { asUnavailable } from '../../platform/postgres/pools.ts'
import type { App } from '../http/edge.ts'
import { oauthRefusal } from './answers.ts'

/** What a client sent, each name once. */
export type Parameters = Readonly<Record<string, string>>

export const hidden = { schema: { hide: true } } as const

const BODY_MAX_BYTES = 64 * 1024
const PARAMETER_MAX_CHARACTERS = 16_000

/** How the routes of OAuth read requests and say no, in a scope of their own. */
export function speakOauth(app: App): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: BODY_MAX_BYTES },
    (_request, body, done) => done(null, String(body)),
  )
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_MAX_BYTES }, (_request, body, done) =>
    done(
      body === '' ? null : oauthRefusal('invalid_request', 'content type must be application/x-www-form-urlencoded'),
    ),
  )
  app.setErrorHandler(answerRefusal)
}

/** The parameters of a form, or of the address of a GET. Refuses a name that comes twice, as RFC 6749 3.2 asks. */
export function parametersIn(request: FastifyRequest): Parameters {
  const { url } = request
  const text =
    request.method === 'GET'
      ? url.includes('?')
        ? url.slice(url.indexOf('?') + 1)
        : ''
      : typeof request.body === 'string'
        ? request.body
        : ''
  // No prototype: a parameter may be called anything.
  const found: Record<string, string> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in found) throw oauthRefusal('invalid_request', `parameter sent more than once: ${name.slice(0, 40)}`)
    if (value.length > PARAMETER_MAX_CHARACTERS || value.includes('\u0000'))
      throw oauthRefusal('invalid_request', `parameter cannot be read: ${name.slice(0, 40)}`)
    // RFC 6749 3.1: one without a value is as if it were left out.
    if (value !== '') found[name] = value
  }
  return found
}

/** The client's id and secret from a Basic authorization header. Ours have no sign that RFC 6749 2.3.1 would encode. */
export function basicCredentials(
  authorization: string | undefined,
): { readonly clientId: string; readonly secret: string } | undefined {
  const [, encoded] = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const at = text.indexOf(':')
  return at < 0 ? undefined : { clientId: text.slice(0, at), secret: text.slice(at + 1) }
}

const statusOf: Partial<Record<RefusalKind, number>> = { too_many: 429, unavailable: 503, too_large: 413 }

function answerRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = oauthRefusalOf(error)
  if (refusal === undefined) {
    request.log.error(
      {
        id: request.id,
        fault: error instanceof Error ? { message: error.message, stack: error.stack } : String(error),
      },
      'OAuth ran into a fault of its own.',
    )
    return say(reply.code(500), 'server_error', `unexpected error; the log has more under ${request.id}`)
  }
  if (refusal.kind === 'too_many') {
    const { retryAfterSeconds } = refusal.details.facts ?? {}
    if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(Math.ceil(retryAfterSeconds)))
    return say(reply.code(429), 'rate_limit_exceeded', refusal.message)
  }
  if (refusal.kind === 'unavailable') return say(reply.code(503), 'temporarily_unavailable', refusal.message)
  const basic = refusal.code === 'invalid_client' && request.headers.authorization !== undefined
  if (basic) reply.header('www-authenticate', 'Basic realm="Assay"')
  return say(reply.code(basic ? 401 : (statusOf[refusal.kind] ?? 400)), refusal.code, refusal.message)
}

const say = (reply: FastifyReply, error: string, description: string): FastifyReply =>
  reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send({ error, error_description: description })

function oauthRefusalOf(error: unknown): Refusal | undefined {
  const known = asUnavailable(asRefusal(error))
  if (known instanceof Refusal) return known
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 413) return oauthRefusal('invalid_request', 'request is too large', 'too_large')
  return status < 500 ? oauthRefusal('invalid_request', 'request cannot be read') : undefined
}
