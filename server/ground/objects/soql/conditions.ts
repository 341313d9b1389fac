import { compile, sql, type RawBuilder } from '../../../platform/sql.ts'
import { type Context, valuesOf } from './context.ts'
import { gathered } from './gathered.ts'
import { comparandOf, patternOf, unescaped, type Comparand } from './literals.ts'
import type { Operand } from './operand.ts'
import { folded, isLong, isTextType } from './operands.ts'
import { malformed, refusalAt, refusalOf } from './refusals.ts'
import type { Call, Comparison, Condition, Literal, Path } from './syntax.ts'

type Sql = RawBuilder<unknown>

type SubSelect = Extract<Condition, { query: unknown }>

type Listed = Extract<Condition, { values: unknown }>

/** How the words of a condition are understood: in WHERE and in HAVING they mean different things. */
export type Meaning = {
  readonly context: Context
  readonly operand: (value: Path | Call) => Operand
  /** A condition on what another query answers; only where `isTop` every condition must hold. */
  readonly subSelect: (condition: SubSelect, isTop: boolean) => Sql
}

/** What every row would be asked: more takes minutes where there are many. */
const MOST_CONDITIONS = 500

/** A condition as SQL: true or not true, and never depending on which of the two "not" a null makes. */
export const compileCondition = (meaning: Meaning, condition: Condition): Sql =>
  compilePart(meaning, gathered(condition), true)

function compilePart(meaning: Meaning, condition: Condition, isTop: boolean): Sql {
  if ('and' in condition) {
    const parts = condition.and.map((part) => compilePart(meaning, part, isTop))
    return sql`(${sql.join(parts, sql` and `)})`
  }
  if ('or' in condition) {
    const parts = condition.or.map((part) => compilePart(meaning, part, false))
    return sql`(${sql.join(parts, sql` or `)})`
  }
  if ('not' in condition) return sql`(${compilePart(meaning, condition.not, false)}) is not true`
  if (++meaning.context.conditions.count > MOST_CONDITIONS)
    throw refusalOf('query_too_complicated', `A query has at most ${MOST_CONDITIONS} conditions.`)
  if ('query' in condition) return meaning.subSelect(condition, isTop)
  const operand = filterable(meaning, condition.left)
  return 'values' in condition
    ? amongst(meaning.context, operand, condition)
    : comparison(meaning.context, operand, condition.operator, condition.value)
}

function filterable({ context, operand }: Meaning, left: Path | Call): Operand {
  const found = operand(left)
  if (isLong(found))
    throw refusalAt('invalid_field', context.text, left.at, `field '${found.name}' can not be filtered in a query call`)
  return found
}

const invalidOperator = ({ text }: Context, { type, at }: Operand) =>
  refusalAt('invalid_query_filter_operator', text, at, `invalid operator on ${type} field`)

function comparison(context: Context, operand: Operand, operator: Comparison, literal: Literal): Sql {
  if (operator === 'like') return like(context, operand, literal)
  if (operand.type === 'boolean' && operator !== '=' && operator !== '!=') throw invalidOperator(context, operand)
  if (operand.type === 'multipicklist' && operator !== '=' && operator !== '!=') throw invalidOperator(context, operand)
  const comparand = comparandOf(context, operand, literal)
  if (comparand.is === 'null') return nullComparison(context, operand, operator)
  if (comparand.is === 'span') return spanComparison(operand, operator, comparand)
  if (operand.type === 'boolean') {
    return booleanIs(operand, (operator === '=') === comparand.value)
  }
  if (operator === '=') return equals(context, operand, [comparand])
  if (operator === '!=') return sql`(${equals(context, operand, [comparand])}) is not true`
  return sql`${sortable(operand)} ${sql.raw(operator)} ${foldedValue(operand, comparand)}`
}

function booleanIs({ sql: value, neverNull }: Operand, isWanted: boolean): Sql {
  // An index on what is still open serves `completed_at is null`, which "is not true" hides from the planner.
  if (neverNull || isPresence(value)) return isWanted ? sql`(${value})` : sql`(not ${value})`
  return isWanted ? sql`(${value}) is true` : sql`(${value}) is not true`
}

/** Whether it only says if a column holds anything, and so is never blank itself. */
const isPresence = (value: Sql): boolean => /^\(?"\w+"\."\w+" is (?:not )?null\)?$/.test(compile(value).text)

function nullComparison(context: Context, operand: Operand, operator: Comparison): Sql {
  if (operator === '=') return sql`${operand.sql} is null`
  if (operator === '!=') return sql`${operand.sql} is not null`
  throw malformed(context.text, operand.at, `unexpected token: 'null'`)
}

function spanComparison(
  operand: Operand,
  operator: Comparison,
  { from, until, reachesNow }: Extract<Comparand, { is: 'span' }>,
): Sql {
  const value = operand.sql
  switch (operator) {
    case '=':
      return sql`(${value} >= ${from} and ${value} < ${until})`
    case '!=':
      return sql`(${value} >= ${from} and ${value} < ${until}) is not true`
    case '<':
      return sql`${value} < ${from}`
    case '<=':
      return sql`${value} < ${until}`
    case '>':
      return reachesNow === true ? sql`${value} > ${from}` : sql`${value} >= ${until}`
    case '>=':
      return sql`${value} >= ${from}`
    case 'like':
      return sql`false`
  }
}

type Value = Extract<Comparand, { is: 'value' }>

/** That a value is one of the given ones. */
function equals(context: Context, operand: Operand, comparands: readonly Value[]): Sql {
  if (comparands.length === 0) return sql`false`
  if (operand.type === 'picklist') return picked(context, operand, comparands)
  const values = comparands.map((one) => foldedValue(operand, one))
  const [only] = values
  const among =
    values.length === 1 && only !== undefined
      ? sql`${folded(operand)} = ${only}`
      : sql`${folded(operand)} in (${sql.join(values)})`
  return operand.lastName === undefined ? among : sql`(${among} and ${endsWithLastName(operand.lastName, comparands)})`
}

/** A whole name ends with the last name, which an index finds: it is the name itself, or what follows one of its spaces. */
function endsWithLastName(lastName: Sql, comparands: readonly Value[]): Sql {
  const names = comparands.map(({ value }) => String(value).split(' '))
  if (names.flat().length > MOST_ENDINGS) return sql`true`
  const endings = new Set(names.flatMap((words) => words.map((_, at) => words.slice(at).join(' '))))
  return sql`lower(${lastName}) in (${sql.join([...endings].map((ending) => sql`lower(${ending})`))})`
}

const MOST_ENDINGS = 200

/**
 * Picklists are indexed as they are written. Where every stored value is one of the list, its own spelling is looked
 * for; elsewhere the text is folded.
 */
function picked(context: Context, operand: Operand, comparands: readonly Value[]): Sql {
  const wanted = new Set(comparands.map(({ value }) => String(value).toLowerCase()))
  const list = operand.field === undefined ? [] : valuesOf(context, operand.field)
  const isClosed = operand.field?.restricted === true || typeof operand.field?.picklist === 'function'
  if (!isClosed && operand.byLabel !== true) {
    const values = comparands.map(({ value }) => sql`lower(${String(value)})`)
    return sql`lower(${operand.sql}) in (${sql.join(values)})`
  }
  const known = list.filter(({ value, label }) => wanted.has((operand.byLabel === true ? label : value).toLowerCase()))
  const values = new Set([...known.map(({ value }) => value), ...comparands.map(({ value }) => String(value))])
  return sql`${operand.sql} in (${sql.join([...values].map((value) => sql`${value}`))})`
}

const foldedValue = (operand: Operand, { sql: value }: Value): Sql =>
  isTextType(operand.type) ? sql`lower(${value})` : value

/** Picklists are equal as they are written, but come after one another without regard to letter case. */
const sortable = (operand: Operand): Sql => (operand.type === 'picklist' ? sql`lower(${operand.sql})` : folded(operand))

function like(context: Context, operand: Operand, literal: Literal): Sql {
  if (!isTextType(operand.type)) throw invalidOperator(context, operand)
  if (literal.kind !== 'string') {
    comparandOf(context, operand, literal)
    throw malformed(context.text, literal.at, `unexpected token: 'null'`)
  }
  return sql`lower(${operand.sql}) like ${foldedPattern(context, literal)}`
}

const foldedPattern = ({ text }: Context, { raw, at }: Extract<Literal, { kind: 'string' }>): Sql =>
  sql`lower(${patternOf(text, raw, at)})`

/** The field is folded once for all patterns. */
function likeAny(context: Context, operand: Operand, literals: readonly Literal[]): Sql {
  if (!isTextType(operand.type)) throw invalidOperator(context, operand)
  const patterns = literals.flatMap((one) => (one.kind === 'string' ? [foldedPattern(context, one)] : []))
  return sql`lower(${operand.sql}) like any (array[${sql.join(patterns)}])`
}

function amongst(context: Context, operand: Operand, { operator, values, places, at }: Listed): Sql {
  if (operator === 'includes' || operator === 'excludes') return including(context, operand, operator, values, at)
  if (operator === 'likeAny') return likeAny(context, operand, values)
  if (operand.type === 'multipicklist' && places === undefined) throw invalidOperator(context, operand)
  const comparands = values.map((value, nth) =>
    comparandOf(context, { ...operand, at: places?.[nth] ?? operand.at }, value),
  )
  const parts = [
    ...(comparands.some(({ is }) => is === 'null') ? [sql`${operand.sql} is null`] : []),
    ...comparands.flatMap((one) => (one.is === 'span' ? [spanComparison(operand, '=', one)] : [])),
  ]
  const plain = comparands.filter((one) => one.is === 'value')
  if (plain.length > 0)
    parts.unshift(
      operand.type === 'boolean'
        ? sql`${operand.sql} in (${sql.join(plain.map((one) => one.sql))})`
        : equals(context, operand, plain),
    )
  const among = sql`(${sql.join(parts, sql` or `)})`
  return operator === 'in' ? among : sql`${among} is not true`
}

/** INCLUDES ('a;b', 'c'): both a and b are chosen, or c is. */
function including(
  context: Context,
  operand: Operand,
  operator: 'includes' | 'excludes',
  values: readonly Literal[],
  at: number,
): Sql {
  if (operand.type !== 'multipicklist')
    throw refusalAt('invalid_query_filter_operator', context.text, at, `invalid operator on ${operand.type} field`)
  const chosen = sql`string_to_array(lower(${operand.sql}), ';')`
  const parts = values.map((literal) => {
    if (literal.kind === 'null') return sql`${operand.sql} is null`
    const comparand = comparandOf(context, operand, literal)
    if (literal.kind !== 'string' || comparand.is !== 'value') return sql`${operand.sql} is null`
    const wanted = unescaped(context.text, literal.raw, literal.at)
    return sql`${chosen} @> string_to_array(lower(${wanted}), ';')`
  })
  const any = sql`(${sql.join(parts, sql` or `)})`
  return operator === 'includes' ? any : sql`${any} is not true`
}
