import { z } from 'zod'
import { filterOperators, type FilterOperator } from '../../../shared/filterOperators.ts'
import { Refusal } from '../../platform/errors.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import { fieldNamed, type Field, type FieldValue, type ObjectDefinition } from './definition.ts'
import { readValue } from './values.ts'

/** One filter tree for list views, exports and queries. */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly field: string; readonly op: FilterOperator; readonly value?: unknown }

const DEEPEST = 8

export const filterSchema: z.ZodType<Filter> = z
  .lazy(() =>
    z.union([
      z.strictObject({ and: z.array(filterSchema).max(100) }),
      z.strictObject({ or: z.array(filterSchema).max(100) }),
      z.strictObject({ not: filterSchema }),
      z.strictObject({ field: z.string().max(200), op: z.enum(filterOperators), value: z.unknown().optional() }),
    ]),
  )
  .meta({ id: 'Filter', description: 'A tree of conditions. Text is compared without regard to letter case.' })

/** Reads a filter out of an address. */
export function parseFilter(text: string): Filter {
  try {
    const filter = filterSchema.parse(JSON.parse(text))
    if (depthOf(filter) <= DEEPEST) return filter
  } catch {
    // Falls through to the one refusal below.
  }
  throw new Refusal(
    'malformed_filter',
    `The filter cannot be understood. It is JSON such as {"and":[{"field":"Status","op":"eq","value":"…"}]}, at most ${DEEPEST} deep.`,
    {
      kind: 'malformed',
      field: 'filter',
    },
  )
}

const depthOf = (filter: Filter): number => {
  if ('and' in filter) return 1 + Math.max(0, ...filter.and.map(depthOf))
  if ('or' in filter) return 1 + Math.max(0, ...filter.or.map(depthOf))
  if ('not' in filter) return 1 + depthOf(filter.not)
  return 1
}

/** The condition as SQL over the object's table; values travel as parameters. */
export function compileFilter(definition: ObjectDefinition, filter: Filter, alias: string): RawBuilder<unknown> {
  if ('and' in filter)
    return joined(
      filter.and.map((part) => compileFilter(definition, part, alias)),
      ' and ',
      'true',
    )
  if ('or' in filter)
    return joined(
      filter.or.map((part) => compileFilter(definition, part, alias)),
      ' or ',
      'false',
    )
  if ('not' in filter) return sql`(${compileFilter(definition, filter.not, alias)}) is not true`
  const field = fieldNamed(definition, filter.field)
  if (field === undefined) throw unknownField(definition, filter.field)
  return condition(field, filter.op, filter.value, alias)
}

const joined = (
  parts: readonly RawBuilder<unknown>[],
  by: ' and ' | ' or ',
  none: 'true' | 'false',
): RawBuilder<unknown> => (parts.length === 0 ? sql.raw(none) : sql`(${sql.join(parts, sql.raw(by))})`)

/** How a field is read in SQL: its column, or the expression it is derived by. */
export const valueOf = (field: Field, alias: string): RawBuilder<unknown> =>
  // In parentheses: an expression may itself be a comparison.
  field.expression === undefined ? sql`${sql.ref(`${alias}.${field.column}`)}` : sql`(${field.expression(alias)})`

export const isText = (field: Field): boolean =>
  ['string', 'textarea', 'picklist', 'multipicklist', 'email', 'phone', 'url'].includes(field.type)

const isFolded = (field: Field): boolean => isText(field) && field.type !== 'picklist'

/** Text is compared and sorted folded, unless every value comes from one short list. */
export const compared = (field: Field, alias: string): RawBuilder<unknown> =>
  isFolded(field) ? sql`lower(${valueOf(field, alias)})` : valueOf(field, alias)

/** A value to compare with. The database folds it exactly as it folds the column: JavaScript knows more letters than some of its locales. */
export const folded = (field: Field, value: FieldValue): RawBuilder<unknown> =>
  isFolded(field) ? sql`lower(${value})` : sql`${value}`

function condition(field: Field, op: FilterOperator, raw: unknown, alias: string): RawBuilder<unknown> {
  if (op === 'isNull') return sql`${valueOf(field, alias)} is null`
  if (op === 'notNull') return sql`${valueOf(field, alias)} is not null`
  if (op === 'in' || op === 'notIn') return oneOf(field, op, raw, alias)
  if (op === 'contains' || op === 'startsWith') return part(field, op, raw, alias)
  const value = comparable(field, raw)
  if (value === null)
    return op === 'ne' ? sql`${valueOf(field, alias)} is not null` : sql`${valueOf(field, alias)} is null`
  if (op === 'eq') return sql`${compared(field, alias)} = ${folded(field, value)}`
  if (op === 'ne') return sql`${compared(field, alias)} is distinct from ${folded(field, value)}`
  return sql`${compared(field, alias)} ${sql.raw(comparisons[op])} ${folded(field, value)}`
}

const comparisons = { lt: '<', le: '<=', gt: '>', ge: '>=' } as const

function oneOf(field: Field, op: 'in' | 'notIn', raw: unknown, alias: string): RawBuilder<unknown> {
  if (!Array.isArray(raw) || raw.length > 1000) {
    throw new Refusal('malformed_filter', `${field.label} is compared with a list of up to 1,000 values here.`, {
      kind: 'malformed',
      field: field.name,
    })
  }
  const values = raw.map((one) => comparable(field, one))
  const present = values.filter((value) => value !== null)
  const among =
    present.length === 0
      ? sql`false`
      : sql`${compared(field, alias)} in (${sql.join(present.map((value) => folded(field, value)))})`
  const blank = values.length > present.length ? sql`${valueOf(field, alias)} is null` : sql`false`
  return op === 'in' ? sql`(${among} or ${blank})` : sql`(${among} or ${blank}) is not true`
}

function part(field: Field, op: 'contains' | 'startsWith', raw: unknown, alias: string): RawBuilder<unknown> {
  if (!isText(field) || typeof raw !== 'string') {
    throw new Refusal('malformed_filter', `Only text can be searched for a part, and ${field.label} is none.`, {
      kind: 'malformed',
      field: field.name,
    })
  }
  if (raw.includes('\u0000') || !raw.isWellFormed())
    throw new Refusal('malformed_filter', `${field.label} is compared with text that no field can hold.`, {
      kind: 'malformed',
      field: field.name,
    })
  const pattern = raw.replace(/[\\%_]/g, '\\$&')
  return sql`lower(${valueOf(field, alias)}) like lower(${op === 'contains' ? `%${pattern}%` : `${pattern}%`})`
}

function comparable(field: Field, raw: unknown): FieldValue {
  // A filter may look for what could no longer be stored, so a picklist's list and a text's length do not bind it.
  const value = readValue(isText(field) ? { ...field, type: 'string', length: 32_000 } : field, raw)
  if (value instanceof Refusal) throw new Refusal(value.code, value.message, { ...value.details, kind: 'malformed' })
  return value
}

export const unknownField = (definition: ObjectDefinition, name: string): Refusal =>
  new Refusal(
    'invalid_field',
    `${definition.label} has no field called '${name}'. GET /api/objects/${definition.name} lists the fields it has.`,
    {
      kind: 'malformed',
      field: name,
    },
  )
