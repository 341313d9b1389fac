import { sql, type RawBuilder } from '../../../platform/sql.ts'
import type { ObjectDefinition } from '../definition.ts'
import { compileCondition, type Meaning } from './conditions.ts'
import { readableObject, type Context } from './context.ts'
import type { Operand } from './operand.ts'
import { folded, isLong, operandOf } from './operands.ts'
import { malformed, refusalAt, refusalOf, unknownObject } from './refusals.ts'
import type { ReadCell, SoqlColumn } from './rows.ts'
import { aliasOf, fromClause, seen, type Scope } from './scope.ts'
import { scopeCondition } from './filterScope.ts'
import { addFieldSet, addPath, addShown, addTypeOf, cell, isShowing, newList, type SelectList } from './select.ts'
import { subSelect } from './subSelect.ts'
import type { Call, Path, Query, SortTerm } from './syntax.ts'

/** A query ready to run: its statement's parts, and how its rows are read. */
export type Plan = {
  readonly definition: ObjectDefinition
  /** The alias of its table. */
  readonly alias: string
  readonly from: RawBuilder<unknown>
  readonly list: readonly RawBuilder<unknown>[]
  /** What every row must be, the actor's reach included. */
  readonly conditions: readonly RawBuilder<unknown>[]
  /** The actor's reach alone, for rows that are known to be of the result. */
  readonly reach: RawBuilder<unknown>
  readonly order: readonly RawBuilder<unknown>[]
  readonly limit?: number
  readonly offset?: number
  readonly columns: readonly SoqlColumn[]
  readonly reads: readonly ReadCell[]
  readonly children: readonly ChildPlan[]
}

/** A sub-query: its plan, the reference to the parent, and the name its rows stand under. */
export type ChildPlan = { readonly name: string; readonly parent: RawBuilder<unknown>; readonly plan: Plan }

export const MOST_OFFSET = 2000
const MOST_FIELDS_ALL = 200
const MOST_SORTED = 32

/** The object a query's FROM names. */
export function objectOf(context: Context, { from }: Query): ObjectDefinition {
  const [name = '', ...more] = from.names
  const definition = more.length === 0 ? readableObject(context, name) : undefined
  if (definition === undefined) throw unknownObject(context.text, from.at, from.names.join('.'))
  if (definition.isEvent === true || definition.onlyBeside === true)
    throw refusalOf('invalid_type_for_operation', `entity type ${definition.name} does not support query`)
  return definition
}

/** Compiles a query of records in a scope that is open; sub-queries are planned by who can. */
export function planRecords(
  context: Context,
  query: Query,
  scope: Scope,
  planChildren: (list: SelectList) => readonly ChildPlan[],
): Plan {
  const list = newList(scope)
  // The first cell is always the record's id.
  cell(list, scope.root.id)
  for (const item of query.select) {
    if (item.is === 'fields') addFieldSet(list, refuseEndlessFields(context, query, item))
    else if (item.is === 'typeof') addTypeOf(list, item)
    else if (item.is === 'value') addValue(list, item.value, item.alias)
  }
  const children = planChildren(list)
  const conditions = conditionsOf(scope, query)
  const order = orderOf(scope, query)
  const [target] = scope.root.targets
  if (target === undefined) throw new Error('A scope has a table.')
  return {
    definition: scope.definition,
    alias: aliasOf(scope),
    from: fromClause(scope),
    list: list.sqls,
    conditions,
    reach: seen(context, target),
    order,
    limit: query.limit,
    offset: query.offset,
    columns: list.root.columns,
    reads: list.root.reads,
    children,
  }
}

function refuseEndlessFields<Item extends { readonly set: string; readonly at: number }>(
  { text }: Context,
  { limit }: Query,
  item: Item,
): Item {
  if (item.set !== 'standard' && (limit === undefined || limit > MOST_FIELDS_ALL))
    throw malformed(text, item.at, `The SOQL FIELDS function must have a LIMIT of at most ${MOST_FIELDS_ALL}`)
  return item
}

function addValue(list: SelectList, value: Path | Call, alias: string | undefined): void {
  const { context } = list.scope
  if ('names' in value) {
    if (alias !== undefined) throw malformed(context.text, value.at, 'only aggregate expressions use field aliasing')
    addPath(list, value)
  } else if (isShowing(value)) addShown(list, value, alias)
  else
    throw malformed(
      context.text,
      value.at,
      `unexpected function in a query without groups: '${value.written.slice(0, 60)}'`,
    )
}

/** Everything a row must be. */
export function conditionsOf(scope: Scope, query: Query): RawBuilder<unknown>[] {
  const { context } = scope
  const [target] = scope.root.targets
  if (target === undefined) throw new Error('A scope has a table.')
  const conditions = [seen(context, target)]
  if (query.scope !== undefined) conditions.push(...scopeCondition(context, target, query.scope))
  if (query.where !== undefined) conditions.push(compileCondition(whereOf(scope), query.where))
  return conditions
}

const whereOf = (scope: Scope): Meaning => {
  const joins = { count: 0 }
  return {
    context: scope.context,
    operand: (value) => operandOf(scope, value),
    subSelect: (condition, isTop) => subSelect(scope, condition, { isTop, joins }),
  }
}

/** Blank values come first unless NULLS LAST is said, in both directions. */
export function orderOf(scope: Scope, { orderBy, offset }: Query): RawBuilder<unknown>[] {
  const { text } = scope.context
  const terms = orderBy.map((term) => sortTerm(sortable(text, operandOf(scope, term.value)), term))
  // Without an order a page of an OFFSET would be any page.
  return terms.length === 0 && offset === undefined ? [] : [...terms, ...idTerm(scope, orderBy)]
}

function sortable(text: string, operand: Operand): Operand {
  if (!isLong(operand) && operand.type !== 'multipicklist') return operand
  throw malformed(text, operand.at, `field '${operand.name}' can not be sorted in a query call`)
}

export const sortTerm = (operand: Operand, { descending, nulls }: SortTerm): RawBuilder<unknown> =>
  // A field that is never blank keeps the plain form an index can serve.
  sql`${notConstant(operand)}${sql.raw(`${descending ? ' desc' : ' asc'}${operand.neverNull ? '' : ` nulls ${nulls}`}`)}`

/** Some fields are the same for every record, and a statement does not take a constant to sort by. */
const notConstant = (operand: Operand): RawBuilder<unknown> =>
  operand.field?.expression === undefined ? folded(operand) : sql`case when true then ${folded(operand)} end`

/** Records alike in all that was sorted by come in the order of their ids, the way the last index goes. */
function idTerm(scope: Scope, orderBy: readonly SortTerm[]): readonly RawBuilder<unknown>[] {
  const last = orderBy.at(-1)
  return [sql`${scope.root.id}${sql.raw(last?.descending === true ? ' desc' : ' asc')}`]
}

/** What can be said in a query, and has no meaning here or is out of bounds. */
export function refuseUnsupported({ text }: Context, query: Query): void {
  if (query.dataCategoryAt !== undefined)
    throw malformed(text, query.dataCategoryAt, 'WITH DATA CATEGORY is only for knowledge articles, and there are none')
  if (query.offset !== undefined && query.offset > MOST_OFFSET)
    throw refusalAt(
      'number_outside_valid_range',
      text,
      query.offsetAt ?? 0,
      `Maximum SOQL offset allowed is ${MOST_OFFSET}`,
    )
  if (query.purposes.includes('update') && query.orderBy.length > 0)
    throw malformed(text, query.limitAt ?? 0, 'The FOR UPDATE clause cannot be used with ORDER BY')
  const excess = query.orderBy[MOST_SORTED]
  if (excess !== undefined) throw malformed(text, excess.at, `maximum of ${MOST_SORTED} fields to order by`)
  if (query.select.length > 1000) throw refusalOf('query_too_complicated', 'A query asks for at most 1,000 fields.')
}
