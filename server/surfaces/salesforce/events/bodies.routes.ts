import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../../ground/http/edge.ts'
import { Refusal } from '../../../platform/errors.ts'
import { readAway } from '../../http/readAway.ts'
import { noteFault, noteTrouble } from '../../http/requestLine.ts'
import { refusalOf, statusOfDialect } from '../dialect/errors.ts'
import { isObject } from '../rest/asked.ts'
import { parseJson } from '../rest/json.ts'
import type { Bayeux } from './bayeux.ts'

export const MOST_BYTES = 256_000
const MOST_MESSAGES = 50

/** Bodies are JSON or, as browsers send them from other sites, forms whose `message` parameters are JSON; every no is a message of Bayeux. */
export function speakBayeux(scope: App): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => {
    try {
      done(null, readBody(Buffer.isBuffer(body) ? body : Buffer.from(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
  scope.setErrorHandler(answerFailure)
}

/** Clients name a form's type, text/plain or nothing: what a form begins with tells it from JSON. */
function readBody(bytes: Buffer): unknown {
  if (!bytes.subarray(0, FORM.length).equals(FORM)) return parseJson(bytes)
  const parts = new URLSearchParams(bytes.toString('utf8')).getAll('message').slice(0, MOST_MESSAGES + 1)
  return parts.flatMap((part) => parseJson(Buffer.from(part)))
}

const FORM = Buffer.from('message=')

/** The messages of a body: one or a list. Refuses what holds none, or too many. */
export function messagesIn(body: unknown): readonly Bayeux[] {
  const messages = Array.isArray(body) ? body : [body]
  if (messages.length === 0 || !messages.every(isMessage))
    throw new Refusal(
      'malformed_message',
      'A request holds a message, or a list of messages. Each is an object whose channel is a text.',
      { kind: 'malformed' },
    )
  if (messages.length > MOST_MESSAGES)
    throw new Refusal('too_many_messages', `A request holds at most ${MOST_MESSAGES} messages. Send them in parts.`, {
      kind: 'malformed',
    })
  return messages
}

const isMessage = (value: unknown): value is Bayeux => isObject(value) && typeof value['channel'] === 'string'

const UNREADABLE: Bayeux = { channel: '/meta/unsuccessful' }

/** Answers each message that could be read, else the request as a whole: what went wrong, and whether to come again. */
async function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const refusal = refusalOf(error)
  const status = statusOfDialect(error)
  if (refusal === undefined) noteFault(request, error)
  else noteTrouble(request, { refused: refusal.code })
  if (status === 413) await readAway(request.raw)
  const sent: readonly unknown[] = Array.isArray(request.body) ? request.body : [request.body]
  const messages = sent.length > 0 && sent.length <= MOST_MESSAGES && sent.every(isMessage) ? sent : [UNREADABLE]
  return reply.code(status).send(
    messages.map(({ channel, id, clientId, subscription }) => ({
      channel,
      id,
      clientId,
      subscription,
      successful: false,
      error: `${status}::${refusal === undefined ? `Something went wrong here. Its number is ${request.id}.` : sentenceOf(refusal, status)}`,
      advice: status >= 500 ? { reconnect: 'retry', interval: RETRY_MS } : { reconnect: 'none' },
    })),
  )
}

const RETRY_MS = 5000

const sentenceOf = ({ message }: Refusal, status: number): string =>
  status === 413 ? `A request has at most ${MOST_BYTES} bytes. Send its messages in parts.` : message
