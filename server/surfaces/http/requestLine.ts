import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { encodeId } from '../../../shared/ids.ts'
import type { App } from '../../ground/http/edge.ts'
import { countRequest } from './metrics.ts'

const start = randomBytes(6).toString('hex')
let counted = 0

/** The caller's own x-request-id when it is fit for a log, else one of ours. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  if (typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given)) return given
  counted += 1
  return `${start}-${counted.toString(36)}`
}

const troubles = new WeakMap<FastifyRequest, Readonly<Record<string, unknown>>>()

/** What went wrong with a request; it stands in the request's one line. */
export const noteTrouble = (request: FastifyRequest, trouble: Readonly<Record<string, unknown>>): unknown =>
  troubles.set(request, trouble)

/** One line a request. The route, not the address: addresses may hold what people searched for. */
export function logRequests(app: App): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id)
    done(null, payload)
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const ms = Math.round(reply.elapsedTime * 10) / 10
    countRequest(request.method, route, reply.statusCode, reply.elapsedTime)
    const actorId = request.caller?.actor.userId
    const actor = typeof actorId === 'number' ? encodeId(actorId) : undefined
    const line = {
      id: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms,
      actor,
      ...(reply.statusCode >= 400 ? troubles.get(request) : undefined),
    }
    if (reply.statusCode >= 500) request.log.error(line, 'request')
    else request.log.info(line, 'request')
    done()
  })
}
