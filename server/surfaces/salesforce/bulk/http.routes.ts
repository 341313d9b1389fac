import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { arrivingBytes } from '../../../ground/http/arriving.ts'
import { noteFault } from '../../http/requestLine.ts'
import { readAway } from '../../http/readAway.ts'
import { dialectErrors, refusalOf, statusOfDialect } from '../dialect/errors.ts'
import { isOn, settingsIn } from '../rest/asked.ts'
import type { JobOptions } from './job.ts'
import { isBulkRefusal } from './refusals.ts'

/** The character set a body's header names; undefined where it names none. */
const charsetOf = ({ headers }: FastifyRequest): string | undefined =>
  /;\s*charset="?([\w.:-]{1,40})"?/i.exec(headers['content-type'] ?? '')?.[1]

/** Results are long and leave as fast as they can be read: packed for who asks, and not for size at any price. */
export const RESULTS: Pick<RouteShorthandOptions, 'schema' | 'compress'> = {
  schema: { hide: true },
  compress: { encodings: ['gzip'], zlibOptions: { level: 1 } },
}

/** A body left on the wire, with what its headers say of it. */
export const bodyOf = (request: FastifyRequest) => ({
  arriving: arrivingBytes(request),
  encoding: request.headers['content-encoding'],
  charset: charsetOf(request),
  announcedBytes: Number(request.headers['content-length'] ?? 0),
})

/** `Sforce-Duplicate-Rule-Header: allowSave=false` has likely duplicates refused. */
export function duplicatesAsked({ headers }: FastifyRequest): JobOptions {
  const header = headers['sforce-duplicate-rule-header']
  const word = settingsIn(typeof header === 'string' ? header : undefined).get('allowsave')
  return word === undefined ? {} : { allowDuplicates: isOn(word) }
}

/** Answers whatever was thrown as 2.0 does: a JSON list of `errorCode` and `message`. */
export async function answerBulk2(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await dropRest(error, request)
  const refusal = refusalOf(error)
  if (refusal !== undefined && isBulkRefusal(refusal)) {
    const gone = refusal.kind === 'not_found'
    return reply.code(statusOfDialect(refusal)).send([
      {
        errorCode: gone ? 'NOT_FOUND' : refusal.code.toUpperCase(),
        message: gone ? refusal.message : `${refusal.code} : ${refusal.message}`,
      },
    ])
  }
  if (refusal?.kind === 'unavailable' || refusal?.kind === 'too_many') reply.header('retry-after', '5')
  const errors = dialectErrors(error)
  if (errors !== undefined)
    return reply.code(statusOfDialect(error)).send(errors.map(({ errorCode, message }) => ({ errorCode, message })))
  noteFault(request, error)
  return reply.code(500).send([
    {
      errorCode: 'UNKNOWN_EXCEPTION',
      message: `Assay ran into a fault of its own. The log has more under the request id ${request.id}.`,
    },
  ])
}

/** A client that is still sending reads the answer only after it sent everything. */
export async function dropRest(error: unknown, { raw, method }: FastifyRequest): Promise<void> {
  if (method !== 'GET' && refusalOf(error) !== undefined) await readAway(raw)
}
