import { fieldNamed, type Field, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { isText, type Filter } from '../../../ground/objects/filter.ts'

/** What a list view asks, as the query a tool may send for it. */
export type ViewQuestion = {
  readonly fields: readonly string[]
  readonly filter: Filter | undefined
  readonly sort: readonly { readonly name: string; readonly isDescending: boolean }[]
}

/** The query of a list view. The filter is plain: nothing in it is said relative to who asks or when. */
export function soqlOfView(definition: ObjectDefinition, { fields, filter, sort }: ViewQuestion): string {
  const where = filter === undefined ? undefined : conditionOf(definition, filter)
  const order = sort.map(({ name, isDescending }) => `${name} ${isDescending ? 'DESC' : 'ASC'} NULLS LAST`)
  return [
    'SELECT',
    [...new Set(fields)].join(', '),
    'FROM',
    definition.name,
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`]),
  ].join(' ')
}

const NOTHING = 'Id = null'

function conditionOf(definition: ObjectDefinition, filter: Filter): string | undefined {
  if ('not' in filter) return `(NOT ${conditionOf(definition, filter.not) ?? 'Id != null'})`
  if ('and' in filter) return joined(definition, filter.and, 'AND')
  if ('or' in filter) return filter.or.length === 0 ? NOTHING : joined(definition, filter.or, 'OR')
  const field = fieldNamed(definition, filter.field)
  return field === undefined ? NOTHING : comparisonOf(field, filter)
}

function joined(definition: ObjectDefinition, parts: readonly Filter[], by: 'AND' | 'OR'): string | undefined {
  const said = parts.flatMap((one) => conditionOf(definition, one) ?? [])
  const [only] = said
  return said.length > 1 ? `(${said.join(` ${by} `)})` : only
}

type Comparison = Extract<Filter, { readonly field: string }>

const OPERATORS = { eq: '=', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const

function comparisonOf(field: Field, { op, value }: Comparison): string {
  const { name } = field
  if (op === 'isNull') return `${name} = null`
  if (op === 'notNull') return `${name} != null`
  if (op === 'contains') return `${name} LIKE '%${pattern(value)}%'`
  if (op === 'startsWith') return `${name} LIKE '${pattern(value)}%'`
  if (op === 'in' || op === 'notIn') {
    const values = (Array.isArray(value) ? value : []).map((one: unknown) => literal(field, one))
    if (values.length === 0) return op === 'in' ? NOTHING : 'Id != null'
    return `${name} ${op === 'in' ? 'IN' : 'NOT IN'} (${values.join(', ')})`
  }
  return `${name} ${OPERATORS[op]} ${literal(field, value)}`
}

function literal(field: Field, value: unknown): string {
  if (value === null || value === undefined || value === '') return 'null'
  if (value instanceof Date) return value.toISOString()
  const text = textOf(value)
  if (isText(field) || field.type === 'reference' || field.type === 'id') return quoted(text)
  if (field.type === 'datetime') return new Date(text).toISOString()
  return text
}

const quoted = (text: string): string => `'${escaped(text)}'`

const escaped = (text: string): string => text.replace(/[\\']/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)

/** A part of a text, in which no letter stands for others. */
const pattern = (value: unknown): string => escaped(textOf(value)).replace(/[%_]/g, String.raw`\$&`)

/** Conditions compare with texts, numbers and switches. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
