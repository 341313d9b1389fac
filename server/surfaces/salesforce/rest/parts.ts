import { Refusal } from '../../../platform/errors.ts'
import { inSavepoint } from '../../../platform/tx.ts'
import { dialectErrors, dialectRefusal, noResource, statusOfDialect } from '../dialect/errors.ts'
import { foundInRest } from './found.ts'
import { isObject, NothingKept, type Answer, type Asked, type Here, type Method } from './asked.ts'
import { versionIn } from './versions.ts'

/** One request inside another. */
export type Part = {
  readonly method: Method
  readonly url: string
  readonly body?: unknown
  readonly headers?: unknown
}

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const satisfies readonly Method[]

/** What a part asks for, as a request of its own would. Headers of the whole request hold for its parts. */
export function askedByPart(whole: Asked, { method, url, body, headers }: Part): Asked {
  // A query may hold question marks of its own.
  const [address = '', ...query] = url.split('?')
  const steps = address.split('/').filter(Boolean).map(decoded)
  const from = steps.findIndex((step) => /^v\d+\.0$/i.test(step))
  if (from === -1) throw noResource()
  return {
    method,
    version: versionIn(steps[from] ?? ''),
    path: steps.slice(from + 1),
    query: Object.fromEntries(new URLSearchParams(query.join('?'))),
    headers: { ...whole.headers, 'if-match': undefined, 'if-none-match': undefined, ...ownHeaders(headers) },
    body,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const ownHeaders = (headers: unknown): Record<string, string> =>
  isObject(headers)
    ? Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
    : {}

/** The method of a part, in any letter case. */
export function methodIn(text: unknown): Method {
  const method = METHODS.find((one) => one === String(text).toUpperCase())
  if (method !== undefined) return method
  throw dialectRefusal('METHOD_NOT_ALLOWED', `HTTP Method '${String(text).slice(0, 20)}' not allowed.`)
}

/** Carries out one part so that its failure undoes only itself, and answers as a request of its own would be answered. */
export async function carriedOut(here: Here, asked: Asked): Promise<Answer> {
  try {
    const operation = here.operationOf(asked)
    if (operation === undefined) throw notThere(here, asked)
    refuseBeyondBound(here)
    const answer = await inSavepoint(here.tx, () => operation(here, asked))
    note(here, answer)
    return answer
  } catch (error) {
    return answerTo(error)
  }
}

/** An address with another verb is told the verbs it has, as it would be alone. */
function notThere(here: Here, asked: Asked): Refusal {
  const allowed = METHODS.filter((method) => here.operationOf({ ...asked, method }) !== undefined)
  if (allowed.length === 0) return noResource()
  return dialectRefusal(
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${asked.method}' not allowed. Allowed are ${allowed.join(',')}`,
  )
}

/** All answers of a request are in memory before the first is sent, and a page of a query may have a few megabytes. */
const MOST_LETTERS = 24_000_000
const SHORT_LIST = 50
const lettersSoFar = new WeakMap<Here, number>()

function note(here: Here, { body }: Answer): void {
  const rows = isObject(body) && Array.isArray(body.records) ? body.records : Array.isArray(body) ? body : []
  if (rows.length > SHORT_LIST) lettersSoFar.set(here, (lettersSoFar.get(here) ?? 0) + JSON.stringify(rows).length)
}

function refuseBeyondBound(here: Here): void {
  if ((lettersSoFar.get(here) ?? 0) < MOST_LETTERS) return
  throw dialectRefusal(
    'LIMIT_EXCEEDED',
    'The answers to the parts before this one are as long as one request may be answered. Ask for the rest by a request of its own.',
  )
}

/** How a request that failed is answered. What is no refusal is a fault, and fails the whole. */
export function answerTo(error: unknown): Answer {
  if (error instanceof NothingKept) return error.answer
  const errors = error instanceof Refusal && error.kind === 'unavailable' ? undefined : dialectErrors(error)
  if (errors === undefined) throw error
  return {
    status: statusOfDialect(error),
    body: errors.map(({ errorCode, message, fields, duplicateResult }) => ({
      errorCode,
      message,
      ...(fields.length > 0 ? { fields } : {}),
      ...foundInRest(duplicateResult),
    })),
  }
}

export const isFailure = ({ status }: Answer): boolean => status >= 400

/** The answer to what was undone, or never begun, because another part failed. */
export const halted = (): Answer => ({
  status: 400,
  body: [
    {
      errorCode: 'PROCESSING_HALTED',
      message: 'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ],
})
