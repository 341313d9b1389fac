import { Refusal } from '../../platform/errors.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import { fieldNamed, type Field, type FieldValue, type ObjectDefinition } from './definition.ts'
import { compared, folded, unknownField } from './filter.ts'

export type SortKey = { readonly field: Field; readonly descending: boolean }

const MOST_KEYS = 4
const LONGEST_SORTED = 255

/** Reads `-CreatedDate,LastName`. The id comes last, so that every record has a place of its own. */
export function readSort(definition: ObjectDefinition, text: string | undefined): SortKey[] {
  const wanted = text === undefined || text === '' ? [`-CreatedDate`] : text.split(',').filter(Boolean)
  if (wanted.length > MOST_KEYS)
    throw new Refusal('malformed_sort', `Sort by at most ${MOST_KEYS} fields.`, { kind: 'malformed', field: 'sort' })
  const keys = wanted.map((part) => ({
    field: fieldOf(definition, part.replace(/^[-+]/, '')),
    descending: part.startsWith('-'),
  }))
  const first = keys[0]
  const id = fieldOf(definition, 'Id')
  return keys.some(({ field }) => field === id)
    ? keys
    : [...keys, { field: id, descending: first?.descending === true }]
}

function fieldOf(definition: ObjectDefinition, name: string): Field {
  const field = fieldNamed(definition, name)
  if (field === undefined) throw unknownField(definition, name)
  // The place a page ends at is a value of this field, and has to fit into an address.
  if (field.type === 'textarea' || (field.length ?? 0) > LONGEST_SORTED) {
    throw new Refusal(
      'malformed_sort',
      `${field.label} holds long texts, and a list is not sorted by those. Sort by another field.`,
      { kind: 'malformed', field: 'sort' },
    )
  }
  return field
}

const neverNull = ({ field }: SortKey): boolean => field.neverNull === true

/** Blank values come last in both directions; a field that has none keeps the plain form an index can serve. */
export const orderBy = (keys: readonly SortKey[], alias: string): RawBuilder<unknown> =>
  sql.join(keys.map((key) => sql`${compared(key.field, alias)} ${sql.raw(direction(key))}`))

const direction = (key: SortKey): string => (key.descending ? (neverNull(key) ? 'desc' : 'desc nulls last') : 'asc')

/** The condition that a record comes after the given key. */
export function keyCondition(
  keys: readonly SortKey[],
  values: readonly FieldValue[],
  alias: string,
): RawBuilder<unknown> {
  const [first] = keys
  if (first !== undefined && keys.every((key) => neverNull(key) && key.descending === first.descending)) {
    const left = sql.join(keys.map(({ field }) => compared(field, alias)))
    const right = sql.join(keys.map(({ field }, at) => folded(field, values[at] ?? null)))
    return sql`(${left}) ${sql.raw(first.descending ? '<' : '>')} (${right})`
  }
  const steps = keys.map((key, at) => {
    const same = keys.slice(0, at).map((before, i) => equal(before, values[i] ?? null, alias))
    return sql`(${sql.join([...same, further(key, values[at] ?? null, alias)], sql` and `)})`
  })
  return sql`(${sql.join(steps, sql` or `)})`
}

const equal = ({ field }: SortKey, value: FieldValue, alias: string): RawBuilder<unknown> =>
  value === null ? sql`${compared(field, alias)} is null` : sql`${compared(field, alias)} = ${folded(field, value)}`

function further(key: SortKey, value: FieldValue, alias: string): RawBuilder<unknown> {
  if (value === null) return sql`false`
  const expression = compared(key.field, alias)
  const beyond = sql`${expression} ${sql.raw(key.descending ? '<' : '>')} ${folded(key.field, value)}`
  return neverNull(key) ? beyond : sql`(${beyond} or ${expression} is null)`
}
