import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { encodeId } from '../../../shared/ids.ts'
import { asRefusal } from '../../platform/breach.ts'
import { eachRefusal, Refusal, type RefusalKind } from '../../platform/errors.ts'
import { asUnavailable } from '../../platform/postgres/pools.ts'
import { noteFault, noteTrouble } from './requestLine.ts'
import { readAway } from './readAway.ts'
import { shapeRefusal } from './shapeRefusals.ts'

const statusOf: Record<RefusalKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  wrong_verb: 405,
  conflict: 409,
  stale: 412,
  too_large: 413,
  address_too_long: 414,
  unsupported: 415,
  rule: 422,
  too_many: 429,
  unavailable: 503,
}

const RETRY_AFTER_SECONDS = 5

/** Answers whatever was thrown. A refusal says itself; anything else is our fault, and only its request id leaves the house. */
export async function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const refusal = refusalOf(error)
  if (refusal === undefined) {
    noteFault(request, error)
    return reply.code(500).send({ errors: [faultAnswer(request)] })
  }
  noteTrouble(request, { refused: refusal.code })
  const seconds = retryAfterSeconds(refusal)
  if (seconds !== undefined) reply.header('retry-after', String(seconds))
  if (refusal.kind === 'too_large') await readAway(request.raw)
  return reply.code(statusOf[refusal.kind]).send({ errors: presentRefusal(refusal) })
}

/** The refusal behind anything thrown; undefined for a fault of our own. */
function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (hasZodFastifySchemaValidationErrors(error)) return shapeRefusal(error)
  const other = asUnavailable(asRefusal(error))
  if (other instanceof Refusal) return other
  if (isCutOff(error)) return cutOff()
  return isFastifyError(error) ? refusalOfFastify(error) : undefined
}

/** A refusal and all that stand with it, as the API shows them. */
export const presentRefusal = (refusal: Refusal): Record<string, unknown>[] =>
  eachRefusal(refusal).map(({ code, message, details }) => ({
    code,
    message,
    field: details.field,
    value: details.value,
    rule: details.rule,
    way: details.way,
    facts: details.facts === undefined ? undefined : presentFacts(details.facts),
  }))

/** Ids inside the program are numbers; outside they have 18 characters. */
const presentFacts = (facts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      /id$/i.test(name) && typeof value === 'number' ? encodeId(value) : value,
    ]),
  )

function retryAfterSeconds(refusal: Refusal): number | undefined {
  if (refusal.kind !== 'too_many' && refusal.kind !== 'unavailable') return undefined
  const stated = refusal.details.facts?.retryAfterSeconds
  return typeof stated === 'number' ? Math.max(1, Math.ceil(stated)) : RETRY_AFTER_SECONDS
}

const faultAnswer = (request: FastifyRequest) => ({
  code: 'fault',
  message: `Assay ran into a fault of its own. Nothing was changed. Try again; if it stays, the log has more under the request id ${request.id}.`,
  facts: { requestId: request.id },
})

/** What reads forms with files says in these words that one ended in the middle. */
const isCutOff = (error: unknown): boolean =>
  error instanceof Error && error.message.toLowerCase().includes('unexpected end of multipart data')

const cutOff = (): Refusal =>
  new Refusal('upload_cut_off', 'What you sent ended in the middle, so nothing of it was kept. Send it again.', {
    kind: 'malformed',
  })

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error &&
  'statusCode' in error &&
  typeof error.statusCode === 'number' &&
  error.statusCode >= 400 &&
  error.statusCode < 500

function refusalOfFastify(error: FastifyError): Refusal {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new Refusal(
        'body_too_large',
        'This request is larger than the 10 MB one may have. Send it in parts, or import it as a file.',
        {
          kind: 'too_large',
          rule: 'A request is at most 10 MB.',
        },
      )
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new Refusal(
        'unsupported_content',
        "This kind of content is not understood here. Send JSON, with the header 'content-type: application/json'.",
        {
          kind: 'unsupported',
        },
      )
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Refusal(
        'malformed_json',
        'The request says it holds JSON, and is empty. Send a JSON body, or leave the content-type header out.',
        { kind: 'malformed' },
      )
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Refusal('not_found', 'There is nothing at this address.', { kind: 'not_found' })
    default:
      return new Refusal('malformed_request', `This request cannot be understood: ${error.message}.`, {
        kind: kindOfStatus(error.statusCode),
      })
  }
}

const kindOfStatus = (status = 400): RefusalKind =>
  (Object.keys(statusOf) as RefusalKind[]).find((kind) => statusOf[kind] === status) ?? 'malformed'
