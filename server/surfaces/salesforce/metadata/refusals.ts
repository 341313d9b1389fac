import { dialectErrors, refusalOf } from '../dialect/errors.ts'
import type { PlainObject } from './plain.ts'

/** The words Metadata API has for what speaks against a component. */
const codes: readonly (readonly [pattern: RegExp, statusCode: string])[] = [
  [/^duplicate_\w+_name$/, 'DUPLICATE_DEVELOPER_NAME'],
  [/^not_found$|^cannot_refer$|_missing$/, 'INVALID_CROSS_REFERENCE_KEY'],
  [/_referred_to$|_in_use$/, 'DEPENDENCY_EXISTS'],
  [/^forbidden$/, 'INSUFFICIENT_ACCESS'],
  [/^too_many/, 'LIMIT_EXCEEDED'],
]

/** Why a component could not be saved; undefined for a fault of our own. */
export function errorsOf(error: unknown): readonly PlainObject[] | undefined {
  const said = dialectErrors(error)
  const refusal = refusalOf(error)
  if (said === undefined || refusal === undefined || refusal.kind === 'unavailable') return undefined
  const statusCode =
    refusal.details.facts?.dialect === true
      ? refusal.code
      : (codes.find(([pattern]) => pattern.test(refusal.code))?.[1] ?? 'FIELD_INTEGRITY_EXCEPTION')
  return [{ message: [refusal.message, ...said.slice(1).map(({ message }) => message)].join(' '), statusCode }]
}
