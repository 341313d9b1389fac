import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { encodeId } from '../../../shared/ids.ts'
import type { App } from '../../ground/http/edge.ts'
import type { Logger } from '../../platform/log.ts'
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

/** A fault of our own stands there too: its message and where it happened, never the rows or values PostgreSQL adds to its errors. */
export function noteFault(request: FastifyRequest, error: unknown): void {
  noteTrouble(request, { fault: faultOf(error) })
}

function faultOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) }
  return { message: error.message, code: 'code' in error ? error.code : undefined, stack: error.stack }
}

/** One line a request. The route, not the address: addresses may hold what people searched for. */
export function logRequests(app: App, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const { statusCode: status, elapsedTime } = reply
    countRequest(request.method, route, status, elapsedTime)
    if (status >= 500) log.error(lineOf(request, reply, route), 'request')
    else if (log.isLevelEnabled('info')) log.info(lineOf(request, reply, route), 'request')
    done()
  })
}

function lineOf(request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply, route: string) {
  const actorId = request.caller?.actor.userId
  return {
    id: request.id,
    method: request.method,
    route,
    status: statusCode,
    ms: Math.round(elapsedTime * 10) / 10,
    actor: typeof actorId === 'number' ? encodeId(actorId) : undefined,
    ...(statusCode >= 400 ? troubles.get(request) : undefined),
  }
}
