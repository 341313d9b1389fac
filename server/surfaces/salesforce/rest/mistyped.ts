import { fieldNamed, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { DialectError } from '../dialect/errors.ts'
import type { SentRecord } from '../dialect/records.ts'
import type { WriteResult } from '../dialect/writing.ts'
import { placeOfValue } from './json.ts'

/**
 * A value no field of its type could be read from is a mistake of the JSON to Salesforce, whose words clients look for:
 * `Cannot deserialize instance of date from VALUE_STRING value soon or request may be missing a required field at [line:1, column:8]`.
 */
export const inParserWords = <Result extends WriteResult | undefined>(
  definition: ObjectDefinition,
  sent: SentRecord,
  result: Result,
): Result =>
  result === undefined || result.success
    ? result
    : { ...result, errors: result.errors.map((error) => reworded(definition, sent, error)) }

function reworded(definition: ObjectDefinition, sent: SentRecord, error: DialectError): DialectError {
  const [name, ...others] = error.fields
  if (name === undefined || others.length > 0 || !MISTYPED.has(error.errorCode)) return error
  const field = fieldNamed(definition, name)
  const [, value] = Object.entries(sent).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? []
  if (field === undefined || value === undefined) return error
  const place = placeOfValue(sent, name)
  return {
    ...error,
    errorCode: 'JSON_PARSER_ERROR',
    message: `Cannot deserialize instance of ${field.type} from ${tokenOf(value)} or request may be missing a required field${place === undefined ? '' : ` at ${place}`}`,
  }
}

const MISTYPED: ReadonlySet<string> = new Set(['INVALID_TYPE_ON_FIELD_IN_RECORD', 'JSON_PARSER_ERROR'])

const LONGEST_SHOWN = 80

function tokenOf(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY value ['
  if (typeof value === 'object') return 'START_OBJECT value {'
  if (typeof value === 'number') return `VALUE_NUMBER_${Number.isInteger(value) ? 'INT' : 'FLOAT'} value ${value}`
  if (typeof value === 'boolean') return value ? 'VALUE_TRUE value true' : 'VALUE_FALSE value false'
  return `VALUE_STRING value ${typeof value === 'string' ? value.slice(0, LONGEST_SHOWN) : ''}`
}
