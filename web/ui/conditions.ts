import { isPeriod, ME, periodWords } from '../../shared/relativeFilter.ts'
import type { Field } from '../api/describe.ts'
import type { FilterOperator } from '../../shared/filterOperators.ts'
import type { Condition } from '../api/filter.ts'
import { momentOf, nearDate } from './dates.ts'
import { formatNumber } from './Money.tsx'
import { textOf } from './textOf.ts'

export type Comparison = Readonly<{ op: FilterOperator; words: string }>

const blank: readonly Comparison[] = [
  { op: 'isNull', words: 'is empty' },
  { op: 'notNull', words: 'is filled' },
]
const text: readonly Comparison[] = [
  { op: 'contains', words: 'contains' },
  { op: 'startsWith', words: 'starts with' },
  { op: 'eq', words: 'is' },
  { op: 'ne', words: 'is not' },
  ...blank,
]
const amount: readonly Comparison[] = [
  { op: 'ge', words: 'is at least' },
  { op: 'le', words: 'is at most' },
  { op: 'eq', words: 'is' },
  { op: 'ne', words: 'is not' },
  ...blank,
]
const moment: readonly Comparison[] = [
  { op: 'ge', words: 'is on or after' },
  { op: 'lt', words: 'is before' },
  ...blank,
]
const choice: readonly Comparison[] = [{ op: 'in', words: 'is one of' }, { op: 'notIn', words: 'is none of' }, ...blank]
const pointer: readonly Comparison[] = [{ op: 'eq', words: 'is' }, { op: 'ne', words: 'is not' }, ...blank]

/** The ways a field of each type can be compared, the usual one first. */
export const comparisonsOf: Readonly<Record<Field['type'], readonly Comparison[]>> = {
  id: pointer,
  string: text,
  textarea: [{ op: 'contains', words: 'contains' }, ...blank],
  email: text,
  phone: text,
  url: text,
  picklist: choice,
  multipicklist: [{ op: 'contains', words: 'includes' }, ...blank],
  boolean: [{ op: 'eq', words: 'is' }],
  int: amount,
  double: amount,
  currency: amount,
  percent: amount,
  date: [{ op: 'eq', words: 'is on' }, ...moment],
  datetime: [{ op: 'eq', words: 'is' }, ...moment],
  reference: pointer,
}

export const needsValue = (op: FilterOperator): boolean => op !== 'isNull' && op !== 'notNull'
export const takesMany = (op: FilterOperator): boolean => op === 'in' || op === 'notIn'

/** The condition in words, for its chip: ['Close date', 'is before', '14 Aug']. */
export function conditionWords(
  field: Field | undefined,
  condition: Condition,
  name?: string,
): readonly [string, string, string] {
  const words =
    field === undefined
      ? condition.op
      : ((isPeriod(condition.value)
          ? wordsOfPeriod[condition.op]
          : comparisonsOf[field.type].find((one) => one.op === condition.op)?.words) ?? condition.op)
  return [
    field?.label ?? condition.field,
    words,
    needsValue(condition.op) ? (name ?? valueWords(field, condition.value)) : '',
  ]
}

const wordsOfPeriod: Readonly<Partial<Record<FilterOperator, string>>> = {
  eq: 'is in',
  ge: 'is since the beginning of',
  gt: 'is after',
  lt: 'is before',
  le: 'is up to the end of',
}

function valueWords(field: Field | undefined, value: unknown): string {
  if (Array.isArray(value))
    return value.length <= 2 ? value.map((one) => valueWords(field, one)).join(' or ') : `${value.length} values`
  if (value === ME) return 'me'
  if (isPeriod(value)) return periodWords(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return formatNumber(value)
  if (field?.type === 'date' || field?.type === 'datetime') return nearDate(String(value))
  return field?.picklist.find((one) => one.value === value)?.label ?? textOf(value)
}

/** The value as the API takes it: a day typed for a moment means that day's beginning here. */
export const valueForApi = (field: Field, value: unknown): unknown =>
  field.type === 'datetime' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? momentOf(value) : value
