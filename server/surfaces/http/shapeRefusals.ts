import type { FastifySchemaValidationError } from 'fastify'
import { Refusal, together } from '../../platform/errors.ts'

type ShapeError = { readonly validation?: readonly FastifySchemaValidationError[]; readonly validationContext?: string }

const MOST = 20

/** What is wrong with the shape of a request, one refusal a field. What was sent is not repeated: it may be a password. */
export function shapeRefusal({ validation = [], validationContext = 'body' }: ShapeError): Refusal {
  const where = places[validationContext] ?? 'The request'
  const refusals = validation
    .flatMap(meant)
    .slice(0, MOST)
    .map((one) => refusalOfOne(where, one))
  return together(refusals) ?? new Refusal('malformed_request', `${where} cannot be understood.`, { kind: 'malformed' })
}

type Issue = { readonly code: string; readonly path: readonly PropertyKey[]; readonly message: string }

/** Where one of several shapes was possible, what is wrong with the one that was meant: the list when a list was sent. */
function meant(given: FastifySchemaValidationError): FastifySchemaValidationError[] {
  const shapes: unknown = given.keyword === 'invalid_union' ? given.params.errors : undefined
  if (!Array.isArray(shapes)) return [given]
  const issues = shapes.map((shape): readonly Issue[] => (Array.isArray(shape) ? shape : []))
  const chosen = issues.find(
    ([first]) => first !== undefined && !(first.code === 'invalid_type' && first.path.length === 0),
  )
  if (chosen === undefined) return [{ ...given, keyword: 'invalid_type', params: { expected: 'list_or_object' } }]
  return chosen.map(({ code, path, message, ...params }) => ({
    keyword: code,
    instancePath: [given.instancePath, ...path.map(String)].join('/'),
    schemaPath: '',
    message,
    params,
  }))
}

const places: Readonly<Record<string, string>> = {
  body: 'The body',
  querystring: 'The address',
  params: 'The address',
  headers: 'A header',
}

function refusalOfOne(
  where: string,
  { keyword, instancePath, message, params }: FastifySchemaValidationError,
): Refusal {
  const field = short(instancePath.split('/').filter(Boolean).join('.'))
  const named = field === '' ? where : `'${field}'`
  if (keyword === 'unrecognized_keys') {
    const names = listOf(params.keys)
    return new Refusal(
      'invalid_field',
      `${where} has fields that are not known here: ${names.map((name) => `'${name}'`).join(', ')}.`,
      {
        kind: 'malformed',
        field: [field, names[0]].filter(Boolean).join('.'),
        rule: 'Only fields that are known can be sent.',
      },
    )
  }
  const missing = keyword === 'invalid_type' && message?.endsWith('received undefined') === true
  const sentence = missing ? `${named} is missing.` : `${named} ${ruleOf(keyword, params, message)}.`
  return new Refusal(missing ? 'required_field_missing' : 'invalid_value', sentence, {
    kind: 'malformed',
    field: field === '' ? undefined : field,
    rule: missing ? `${named} must be there.` : sentence,
  })
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  list_or_object: 'an object, or a list of them',
}

function ruleOf(keyword: string, params: Readonly<Record<string, unknown>>, message = 'is not as expected'): string {
  const { expected, origin, minimum, maximum, values } = params
  switch (keyword) {
    case 'invalid_type':
      return `must be ${kinds[String(expected)] ?? String(expected)}`
    case 'too_small':
      return origin === 'array'
        ? `must have ${entries('at least', minimum)}`
        : `must be at least ${String(minimum)}${unitOf(origin)}`
    case 'too_big':
      return origin === 'array'
        ? `may have ${entries('at most', maximum)}`
        : `may be at most ${String(maximum)}${unitOf(origin)}`
    case 'invalid_value':
      return `must be one of ${listOf(values).join(', ')}`
    case 'invalid_key':
      return 'is a name that no field has'
    case 'custom':
      return message
    default:
      return `is not right: ${message}`
  }
}

const unitOf = (origin: unknown): string => (origin === 'string' ? ' characters long' : '')

const entries = (bound: string, many: unknown): string => `${bound} ${String(many)} ${many === 1 ? 'entry' : 'entries'}`

const listOf = (raw: unknown): string[] =>
  Array.isArray(raw) ? raw.slice(0, MOST).map((one) => short(String(one))) : []

const LONGEST_SHOWN = 100

const short = (text: string): string => (text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`)
