import { Refusal } from '../../platform/errors.ts'
import { fieldNamed, isDerived, type FieldValue, type FieldValues, type ObjectDefinition } from './definition.ts'
import { compileFilter, isText, unknownField, type Filter } from './filter.ts'
import { readValue } from './values.ts'

/**
 * Whether a record that is not stored yet fits a filter: the same tree a list understands, with the same meaning of blanks and
 * of letter case. Fields worked out by the database say nothing here; `refuseUnlessFitting` keeps them out.
 */
export function fits(definition: ObjectDefinition, filter: Filter, values: FieldValues): boolean {
  if ('and' in filter) return filter.and.every((part) => fits(definition, part, values))
  if ('or' in filter) return filter.or.some((part) => fits(definition, part, values))
  if ('not' in filter) return !fits(definition, filter.not, values)
  const field = fieldNamed(definition, filter.field)
  if (field === undefined) return false
  const own = comparable(values[field.name] ?? null)
  const read = (raw: unknown): string | number | boolean | null => {
    const value = readValue(isText(field) ? { ...field, type: 'string', length: 32_000 } : field, raw)
    return value instanceof Refusal ? null : comparable(value)
  }
  switch (filter.op) {
    case 'isNull':
      return own === null
    case 'notNull':
      return own !== null
    case 'in':
      return Array.isArray(filter.value) && filter.value.some((one) => read(one) === own)
    case 'notIn':
      return Array.isArray(filter.value) && !filter.value.some((one) => read(one) === own)
    case 'contains':
      return typeof own === 'string' && own.includes(String(filter.value).toLowerCase())
    case 'startsWith':
      return typeof own === 'string' && own.startsWith(String(filter.value).toLowerCase())
    case 'eq':
      return own === read(filter.value)
    case 'ne':
      return own !== read(filter.value)
    default:
      return isInOrder(own, read(filter.value), filter.op)
  }
}

/** Throws where a filter names a field that is not there, or one that only the database can work out. */
export function refuseUnlessFitting(definition: ObjectDefinition, filter: Filter): void {
  // Also says what is wrong with its values.
  compileFilter(definition, filter, 't')
  for (const name of fieldsIn(filter)) {
    const field = fieldNamed(definition, name)
    if (field === undefined) throw unknownField(definition, name)
    if (isDerived(field))
      throw new Refusal(
        'field_is_worked_out',
        `${field.label} is worked out after a record is saved, so nothing can depend on it while it is being saved. Choose another field.`,
        { kind: 'malformed', field: field.name },
      )
  }
}

function fieldsIn(filter: Filter): readonly string[] {
  if ('and' in filter) return filter.and.flatMap(fieldsIn)
  if ('or' in filter) return filter.or.flatMap(fieldsIn)
  return 'not' in filter ? fieldsIn(filter.not) : [filter.field]
}

const comparable = (value: FieldValue): string | number | boolean | null =>
  value instanceof Date ? value.getTime() : typeof value === 'string' ? value.toLowerCase() : value

type Comparable = string | number | boolean | null

function isInOrder(own: Comparable, other: Comparable, op: 'lt' | 'le' | 'gt' | 'ge'): boolean {
  if (own === null || other === null) return false
  if (op === 'lt') return own < other
  if (op === 'le') return own <= other
  return op === 'gt' ? own > other : own >= other
}
