import { asRefusal } from '../../../platform/breach.ts'
import { eachRefusal, Refusal, type RefusalKind } from '../../../platform/errors.ts'
import { asUnavailable } from '../../../platform/postgres/pools.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import { duplicateResultIn, type DuplicateResult } from './duplicates.ts'
import { codeOf, sentenceOf, sentenceOfMany } from './errorWords.ts'

/** Why not, in Salesforce's words: `INVALID_FIELD`, "No such column 'x' on sobject of type Lead", the fields at fault. */
export type DialectError = {
  readonly errorCode: string
  readonly message: string
  readonly fields: readonly string[]
  /** Of DUPLICATES_DETECTED: the records that may be the same one. */
  readonly duplicateResult?: DuplicateResult
}

/** A refusal said in Salesforce's own words from the start. `status` is the HTTP status of a REST answer. */
export const dialectRefusal = (
  errorCode: string,
  message: string,
  { kind = 'malformed', fields = [] }: { readonly kind?: RefusalKind; readonly fields?: readonly string[] } = {},
): Refusal => new Refusal(errorCode, message, { kind, facts: { dialect: true, fields } })

/**
 * Everything an error says, in Salesforce's words; undefined for a fault of our own, of which nothing leaves the house. With
 * the definition of the object that was written, field names and lengths are said as Salesforce says them.
 */
export function dialectErrors(error: unknown, definition?: ObjectDefinition): readonly DialectError[] | undefined {
  const refusal = refusalOf(error)
  if (refusal === undefined) return undefined
  const said = new Map<string, Refusal[]>()
  for (const one of onlyUnknown([...eachRefusal(refusal)])) {
    const code = codeOf(one)
    // Salesforce names all missing fields, and all that cannot be set, in one sentence each.
    const key = sentenceOfMany(code) === undefined ? `${code} ${said.size}` : code
    said.set(key, [...(said.get(key) ?? []), one])
  }
  return [...said.values()].map((together) => dialectError(together, definition))
}

/** A record with a field nobody knows is not read any further, so the first such field is all that is said. */
const onlyUnknown = (refusals: readonly Refusal[]): readonly Refusal[] => {
  const unknown = refusals.find((one) => codeOf(one) === 'INVALID_FIELD')
  return unknown === undefined ? refusals : [unknown]
}

function dialectError(together: readonly Refusal[], definition: ObjectDefinition | undefined): DialectError {
  const [first] = together
  if (first === undefined) throw new Error('An error says at least one thing.')
  const errorCode = codeOf(first)
  const fields = [...new Set(together.flatMap(fieldsOf))]
  const many = sentenceOfMany(errorCode)
  const duplicateResult = duplicateResultIn(first)
  return {
    errorCode,
    message: many === undefined || first.details.facts?.dialect === true ? sentenceOf(first, definition) : many(fields),
    fields,
    ...(duplicateResult === undefined ? {} : { duplicateResult }),
  }
}

function fieldsOf({ details: { field, facts } }: Refusal): readonly string[] {
  const named: unknown = facts?.fields
  if (Array.isArray(named)) return named.map(String)
  return field === undefined ? [] : [field]
}

/** The refusal behind anything thrown, be it PostgreSQL's or the server's; undefined for a fault of our own. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const other = asUnavailable(asRefusal(error))
  if (other instanceof Refusal) return other
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (!(error instanceof Error) || typeof status !== 'number' || status < 400 || status >= 500) return undefined
  return refusalOfServer(status, error.message)
}

function refusalOfServer(status: number, message: string): Refusal {
  if (status === 413)
    return dialectRefusal(
      'EXCEEDED_MAX_SIZE_REQUEST',
      'The request is larger than the 10 MB one may have. Send it in parts.',
      {
        kind: 'too_large',
      },
    )
  if (status === 415)
    return dialectRefusal('UNSUPPORTED_MEDIA_TYPE', 'This kind of content is not understood here. Send JSON.', {
      kind: 'unsupported',
    })
  if (status === 404) return noResource()
  return dialectRefusal('JSON_PARSER_ERROR', message)
}

/** What Salesforce says of an address nothing is at. */
export const noResource = (): Refusal =>
  dialectRefusal('NOT_FOUND', 'The requested resource does not exist', { kind: 'not_found' })

const statusOfKind: Record<RefusalKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  wrong_verb: 405,
  conflict: 400,
  stale: 412,
  too_large: 413,
  address_too_long: 414,
  unsupported: 415,
  rule: 400,
  too_many: 403,
  unavailable: 503,
}

const statusOfCode: Readonly<Record<string, number>> = {
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  INVALID_TYPE: 400,
  INVALID_FIELD: 400,
  ENTITY_IS_DELETED: 404,
  NOT_MODIFIED: 304,
}

/** The HTTP status of a REST answer that says this error; 500 for a fault of our own. */
export function statusOfDialect(error: unknown): number {
  const refusal = refusalOf(error)
  if (refusal === undefined) return 500
  return statusOfCode[codeOf(refusal)] ?? statusOfKind[refusal.kind]
}
