import type { Refusal, RefusalKind } from '../../../platform/errors.ts'
import { fieldNamed, type Field, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { labelOf } from './labels.ts'

/** Our codes in Salesforce's vocabulary, where clients know a name for the same thing. */
const codes: Readonly<Record<string, string>> = {
  not_signed_in: 'INVALID_SESSION_ID',
  invalid_field: 'INVALID_FIELD',
  invalid_type: 'INVALID_TYPE',
  malformed_query: 'MALFORMED_QUERY',
  malformed_id: 'MALFORMED_ID',
  malformed_cursor: 'INVALID_QUERY_LOCATOR',
  malformed_json: 'JSON_PARSER_ERROR',
  json_parser_error: 'JSON_PARSER_ERROR',
  json_too_deep: 'JSON_PARSER_ERROR',
  invalid_utf8: 'JSON_PARSER_ERROR',
  required_field_missing: 'REQUIRED_FIELD_MISSING',
  invalid_field_for_insert_update: 'INVALID_FIELD_FOR_INSERT_UPDATE',
  invalid_cross_reference_key: 'INVALID_CROSS_REFERENCE_KEY',
  invalid_or_null_for_restricted_picklist: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  invalid_email_address: 'INVALID_EMAIL_ADDRESS',
  invalid_value: 'INVALID_TYPE_ON_FIELD_IN_RECORD',
  number_outside_valid_range: 'NUMBER_OUTSIDE_VALID_RANGE',
  string_too_long: 'STRING_TOO_LONG',
  duplicate_value: 'DUPLICATE_VALUE',
  already_a_member: 'DUPLICATE_VALUE',
  duplicates_detected: 'DUPLICATES_DETECTED',
  username_taken: 'DUPLICATE_USERNAME',
  duplicate_id_specified: 'DUPLICATE_VALUE',
  not_in_recycle_bin: 'UNDELETE_FAILED',
  merged_away: 'UNDELETE_FAILED',
  record_locked: 'UNABLE_TO_LOCK_ROW',
  lead_already_converted: 'CANNOT_UPDATE_CONVERTED_LEAD',
  invalid_converted_status: 'INVALID_STATUS',
  circular_dependency: 'CIRCULAR_DEPENDENCY',
  account_in_use: 'DELETE_FAILED',
  campaign_is_a_source: 'DELETE_FAILED',
  users_stay: 'DELETE_FAILED',
  queues_stay: 'DELETE_FAILED',
  too_many_attempts: 'REQUEST_LIMIT_EXCEEDED',
  took_too_long: 'QUERY_TIMEOUT',
}

const codeOfKind: Record<RefusalKind, string> = {
  malformed: 'INVALID_ARGUMENT_TYPE',
  unauthenticated: 'INVALID_SESSION_ID',
  forbidden: 'INSUFFICIENT_ACCESS_OR_READONLY',
  not_found: 'NOT_FOUND',
  wrong_verb: 'METHOD_NOT_ALLOWED',
  conflict: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  stale: 'PRECONDITION_FAILED',
  too_large: 'EXCEEDED_MAX_SIZE_REQUEST',
  address_too_long: 'URI_TOO_LONG',
  unsupported: 'UNSUPPORTED_MEDIA_TYPE',
  rule: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  too_many: 'REQUEST_LIMIT_EXCEEDED',
  unavailable: 'SERVER_UNAVAILABLE',
}

/** Salesforce's code for a refusal. What our rules refuse and Salesforce's do not is a validation of our own. */
export const codeOf = ({ code, kind, details }: Refusal): string =>
  details.facts?.dialect === true
    ? code
    : // A query's refusals bear Salesforce's own codes, in small letters.
      details.facts?.soql === true
      ? code.toUpperCase()
      : (codes[code] ?? codeOfKind[kind])

/** The sentence for several refusals of one code, of those codes Salesforce says once for all fields. */
export const sentenceOfMany = (errorCode: string): ((fields: readonly string[]) => string) | undefined =>
  errorCode === 'REQUIRED_FIELD_MISSING'
    ? (fields) => `Required fields are missing: [${fields.join(', ')}]`
    : errorCode === 'INVALID_FIELD_FOR_INSERT_UPDATE'
      ? (fields) =>
          `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`
      : undefined

/** A refusal as Salesforce words it; where it has no words of its own, our sentence stands. */
export function sentenceOf(refusal: Refusal, definition: ObjectDefinition | undefined): string {
  const { facts, field: name = '' } = refusal.details
  if (facts?.dialect === true || facts?.soql === true) return refusal.message
  const field = definition === undefined ? undefined : fieldNamed(definition, name)
  const word = words[codeOf(refusal)]
  return word?.(refusal, field, definition) ?? refusal.message
}

type Word = (refusal: Refusal, field: Field | undefined, definition: ObjectDefinition | undefined) => string | undefined

function valueIn({ details: { value } }: Refusal): string {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** "Last Name: data value too large: …": the field's label, its words in capitals as on Salesforce's pages. */
const named =
  (sentence: (refusal: Refusal, field: Field) => string): Word =>
  (refusal, field) =>
    field === undefined ? undefined : `${titled(field)}: ${sentence(refusal, field)}`

export const titled = (field: Field): string => {
  const { type, name } = field
  const words = labelOf(field).replace(
    /(^|[\s/(])(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  )
  return type === 'reference' && name.endsWith('Id') && !words.endsWith('ID') ? `${words} ID` : words
}

const words: Readonly<Record<string, Word>> = {
  INVALID_SESSION_ID: () => 'Session expired or invalid',
  NOT_FOUND: () => 'The requested resource does not exist',
  INVALID_FIELD: ({ details }, _, definition) =>
    definition === undefined
      ? undefined
      : `No such column '${details.field ?? ''}' on sobject of type ${definition.name}`,
  MALFORMED_ID: (refusal, field, definition) =>
    definition === undefined
      ? undefined
      : `${field === undefined || field.type === 'id' ? `${definition.label} ID` : titled(field)}: id value of incorrect type: ${valueIn(refusal)}`,
  INVALID_CROSS_REFERENCE_KEY: () => 'invalid cross reference id',
  STRING_TOO_LONG: named(
    (refusal, field) =>
      `data value too large: ${valueIn(refusal)} (max length=${field.length ?? /may be (\d+)/.exec(refusal.message)?.[1] ?? 255})`,
  ),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: named(
    (refusal) => `bad value for restricted picklist field: ${valueIn(refusal)}`,
  ),
  INVALID_EMAIL_ADDRESS: named((refusal) => `invalid email address: ${valueIn(refusal)}`),
  NUMBER_OUTSIDE_VALID_RANGE: named((refusal) => `value outside of valid range on numeric field: ${valueIn(refusal)}`),
  INVALID_TYPE_ON_FIELD_IN_RECORD: named((refusal) => `value not of required type: ${valueIn(refusal)}`),
  UNABLE_TO_LOCK_ROW: () => 'unable to obtain exclusive access to this record',
  CANNOT_UPDATE_CONVERTED_LEAD: () => 'cannot reference converted lead',
  DUPLICATE_VALUE: ({ code, details }) =>
    code === 'already_a_member'
      ? 'Already a campaign member.'
      : code === 'duplicate_value' && typeof details.facts?.id === 'string'
        ? `duplicate value found: ${details.field ?? ''} duplicates value on record with id: ${details.facts.id}`
        : undefined,
}
