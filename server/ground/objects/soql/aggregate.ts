import { sql, type RawBuilder } from '../../../platform/sql.ts'
import type { FieldType, ObjectDefinition } from '../definition.ts'
import { compileCondition } from './conditions.ts'
import type { Context } from './context.ts'
import type { Operand } from './operand.ts'
import { isLong, isNumber, operandOf } from './operands.ts'
import { conditionsOf, objectOf, refuseUnsupported, sortTerm } from './plan.ts'
import { malformed } from './refusals.ts'
import type { Cells, ReadCell, SoqlColumn } from './rows.ts'
import { fromClause, openScope, type Scope } from './scope.ts'
import { isShowing, shownBy } from './select.ts'
import type { Call, Path, Query, SelectItem } from './syntax.ts'

/** A query of groups, ready to run. */
export type GroupedPlan = {
  readonly definition: ObjectDefinition
  readonly statement: RawBuilder<unknown>
  readonly columns: readonly SoqlColumn[]
  readonly reads: readonly ReadCell[]
  /** SELECT COUNT(): the one cell is how many there are, and there are no rows. */
  readonly isCount: boolean
}

const AGGREGATES = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max'])

const isAggregate = (value: Path | Call): boolean => 'call' in value && AGGREGATES.has(value.call)

/** Whether the query asks for groups rather than records. */
export const isGrouped = (query: Query): boolean =>
  query.groupBy !== undefined ||
  query.having !== undefined ||
  query.select.some((item) => item.is === 'value' && speaksOfGroups(item.value))

const speaksOfGroups = (value: Path | Call): boolean =>
  'call' in value &&
  (isAggregate(value) || value.call === 'grouping' || value.args.some((one) => !('kind' in one) && speaksOfGroups(one)))

/** Groups and what is counted of them: an inner query names both, so that every clause outside can speak of them. */
type Groups = {
  readonly scope: Scope
  readonly inner: RawBuilder<unknown>[]
  readonly keys: Map<string, Operand>
  readonly aliases: Map<string, Operand>
}

export function planGroups(context: Context, query: Query): GroupedPlan {
  const definition = objectOf(context, query)
  refuseUnsupported(context, query)
  const scope = openScope(context, definition, query)
  const [first] = query.select
  if (first?.is === 'value' && 'call' in first.value && first.value.call === 'count' && first.value.args.length === 0)
    return planCount(scope, query)
  const groups: Groups = { scope, inner: [], keys: new Map(), aliases: new Map() }
  for (const key of query.groupBy?.keys ?? []) addKey(groups, key)
  const excess = query.groupBy?.by === 'plain' ? undefined : query.groupBy?.keys[MOST_TOTALLED]
  if (excess !== undefined)
    throw malformed(context.text, excess.at, `maximum of ${MOST_TOTALLED} fields to ROLLUP or CUBE by`)
  const columns: SoqlColumn[] = []
  const reads: ReadCell[] = []
  const list = query.select.map((item) => addItem(groups, item, { columns, reads }))
  const conditions = conditionsOf(scope, query)
  const having = query.having === undefined ? sql`` : sql`having ${compileCondition(havingOf(groups), query.having)}`
  const order = query.orderBy.map((term) => sortTerm({ ...outer(groups, term.value), neverNull: false }, term))
  const statement = sql`
    select ${sql.join(list)}
    from (select ${sql.join([...groups.inner, sql`true`])} from ${fromClause(scope)} where ${sql.join(conditions, sql` and `)}) as grouped(${sql.join([...groups.inner.keys(), 'row'].map((name) => sql.ref(`c${name}`)))})
    ${groupBy(groups, query)} ${having}
    ${order.length === 0 ? sql`` : sql`order by ${sql.join(order)}`}`
  return { definition, statement: bounded(statement, query), columns, reads, isCount: false }
}

const bounded = (statement: RawBuilder<unknown>, { limit, offset }: Query): RawBuilder<unknown> =>
  sql`${statement} limit ${Math.min(limit ?? MOST_GROUPS + 1, MOST_GROUPS + 1)} offset ${offset ?? 0}`

/** How many groups an answer may hold; it has no further pages. */
export const MOST_GROUPS = 2000

function planCount(scope: Scope, query: Query): GroupedPlan {
  const { text } = scope.context
  const [first, ...more] = query.select
  const alias = first?.is === 'value' ? first.alias : undefined
  if (more.length > 0 || alias !== undefined || query.groupBy !== undefined || query.having !== undefined)
    throw malformed(text, first?.at ?? 0, 'COUNT() must be the only element in the SELECT list, without a GROUP BY')
  if (query.orderBy.length > 0) throw malformed(text, query.orderBy[0]?.at ?? 0, 'COUNT() does not go with ORDER BY')
  const conditions = conditionsOf(scope, query)
  const statement = sql`
    select count(*) from (
      select from ${fromClause(scope)}
      where ${sql.join(conditions, sql` and `)}
      ${query.limit === undefined ? sql`` : sql`limit ${query.limit}`} ${query.offset === undefined ? sql`` : sql`offset ${query.offset}`}) counted`
  return { definition: scope.definition, statement, columns: [], reads: [], isCount: true }
}

const MOST_KEYS = 32
/** Each field more would double the groups of a CUBE. */
const MOST_TOTALLED = 3

function addKey(groups: Groups, value: Path | Call): void {
  const { scope } = groups
  const operand = operandOf(scope, value)
  if (!isGroupable(operand))
    throw malformed(scope.context.text, value.at, `field '${operand.name}' can not be grouped in a query call`)
  if (groups.keys.size >= MOST_KEYS)
    throw malformed(scope.context.text, value.at, `maximum of ${MOST_KEYS} fields to group by`)
  const name = canonical(scope, value)
  if (!groups.keys.has(name))
    groups.keys.set(name, { ...operand, sql: innerColumn(groups, operand.sql), neverNull: false })
}

const NOT_GROUPED = new Set<FieldType>(['datetime', 'multipicklist', 'double', 'currency', 'percent', 'base64'])

const isGroupable = (operand: Operand): boolean =>
  !isLong(operand) && (operand.field === undefined || !NOT_GROUPED.has(operand.type))

/** The same words for the same field, however it was written. */
function canonical(scope: Scope, value: Path | Call): string {
  if ('call' in value)
    return `${value.call}(${value.args.map((one) => ('kind' in one ? '?' : canonical(scope, one))).join()})`
  const [first = '', ...rest] = value.names
  const start = rest.length === 0 ? undefined : scope.prefixes.get(first.toLowerCase())
  return (start === undefined ? value.names : [...start, ...rest]).join('.').toLowerCase()
}

function innerColumn(groups: Groups, value: RawBuilder<unknown>): RawBuilder<unknown> {
  groups.inner.push(value)
  return sql.ref(`c${groups.inner.length - 1}`)
}

function addItem(
  groups: Groups,
  item: SelectItem,
  { columns, reads }: { readonly columns: SoqlColumn[]; readonly reads: ReadCell[] },
): RawBuilder<unknown> {
  const { context } = groups.scope
  if (item.is === 'fields')
    throw malformed(context.text, item.at, 'The SOQL FIELDS function is not supported with GROUP BY')
  if (item.is !== 'value') throw malformed(context.text, item.at, 'a query of groups has no sub-queries and no TYPEOF')
  const { value, alias } = item
  const shown = 'call' in value && isShowing(value) ? value : undefined
  const of = shown === undefined ? value : argumentOf(context, shown)
  const operand = outer(groups, of)
  const name =
    alias ??
    ('names' in of && shown === undefined
      ? operand.name
      : `expr${columns.filter(({ name: taken }) => /^expr\d+$/.test(taken)).length}`)
  if (columns.some((column) => column.name.toLowerCase() === name.toLowerCase()))
    throw malformed(context.text, item.at, `duplicate alias: ${name}`)
  if (alias !== undefined) groups.aliases.set(alias.toLowerCase(), operand)
  const place = columns.length
  const show = shown === undefined ? undefined : shownBy(groups.scope, shown, operand)
  const type = shown === undefined || shown.call === 'convertcurrency' ? operand.type : 'string'
  columns.push({
    name,
    is: 'value',
    type,
    field: 'names' in of ? operand.field : undefined,
    isAggregate: isAggregate(value),
  })
  reads.push((cells: Cells) => (show === undefined ? (cells[place] ?? null) : show(cells[place] ?? null)))
  return operand.sql
}

function argumentOf(context: Context, call: Call): Path | Call {
  const [first, ...rest] = call.args
  if (first === undefined || rest.length > 0 || 'kind' in first)
    throw malformed(context.text, call.at, `unexpected argument of function: '${call.written.slice(0, 60)}'`)
  return 'call' in first && first.call === 'convertcurrency' ? argumentOf(context, first) : first
}

/** What a word means outside: a key of the groups, something counted, or the alias of one. */
function outer(groups: Groups, value: Path | Call): Operand {
  const { scope } = groups
  const key = groups.keys.get(canonical(scope, value))
  if (key !== undefined) return { ...key, at: value.at }
  if ('call' in value) return outerCall(groups, value)
  const alias = value.names.length === 1 ? groups.aliases.get((value.names[0] ?? '').toLowerCase()) : undefined
  if (alias !== undefined) return alias
  // What does not exist is said to be unknown rather than not grouped.
  operandOf(scope, value)
  throw malformed(scope.context.text, value.at, `Field must be grouped or aggregated: ${value.names.join('.')}`)
}

function outerCall(groups: Groups, call: Call): Operand {
  const { text } = groups.scope.context
  if (call.call === 'grouping') return grouping(groups, call)
  if (!isAggregate(call)) {
    operandOf(groups.scope, call)
    throw malformed(text, call.at, `Field must be grouped or aggregated: ${call.written.slice(0, 60)}`)
  }
  const [first, ...rest] = call.args
  if (first === undefined || rest.length > 0 || 'kind' in first)
    throw malformed(text, call.at, `unexpected argument of function: '${call.written.slice(0, 60)}'`)
  const operand = operandOf(groups.scope, first)
  if (!supports(call.call, operand))
    throw malformed(
      text,
      call.at,
      `field ${operand.name} does not support aggregate operator ${call.call.toUpperCase()}`,
    )
  const column = innerColumn(groups, operand.sql)
  const common = { name: call.written, at: call.at, neverNull: false }
  switch (call.call) {
    case 'count':
      return { ...common, sql: sql`count(${column})`, type: 'int' }
    case 'count_distinct':
      return { ...common, sql: sql`count(distinct ${column})`, type: 'int' }
    case 'avg':
      return { ...common, sql: sql`avg(${column})`, type: 'double' }
    default:
      return { ...common, sql: sql`${sql.raw(call.call)}(${column})`, type: operand.type }
  }
}

const supports = (aggregate: string, operand: Operand): boolean => {
  if (isLong(operand) || operand.type === 'boolean' || operand.type === 'multipicklist') return false
  return (aggregate !== 'sum' && aggregate !== 'avg') || isNumber(operand)
}

function grouping(groups: Groups, call: Call): Operand {
  const { text } = groups.scope.context
  const [first, ...rest] = call.args
  const key = first === undefined || 'kind' in first ? undefined : groups.keys.get(canonical(groups.scope, first))
  if (key === undefined || rest.length > 0)
    throw malformed(text, call.at, `GROUPING takes one field of the GROUP BY: '${call.written.slice(0, 60)}'`)
  return { sql: sql`grouping(${key.sql})`, type: 'int', name: call.written, at: call.at, neverNull: true }
}

function groupBy({ keys }: Groups, query: Query): RawBuilder<unknown> {
  if (query.groupBy === undefined) return sql``
  const list = sql.join([...keys.values()].map((key) => key.sql))
  const { by } = query.groupBy
  return by === 'plain' ? sql`group by ${list}` : sql`group by ${sql.raw(by)} (${list})`
}

const havingOf = (groups: Groups) => ({
  context: groups.scope.context,
  operand: (value: Path | Call) => outer(groups, value),
  subSelect: ({ at }: { readonly at: number }): never => {
    throw malformed(groups.scope.context.text, at, 'Semi join sub-selects are not allowed in HAVING')
  },
})
