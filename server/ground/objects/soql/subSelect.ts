import { sql, type RawBuilder } from '../../../platform/sql.ts'
import { compileCondition } from './conditions.ts'
import { readableObject } from './context.ts'
import type { Operand } from './operand.ts'
import { fieldOperand, operandOf } from './operands.ts'
import { malformed, refusalAt, unknownObject } from './refusals.ts'
import { fromClause, openScope, seen, type Scope } from './scope.ts'
import type { Condition, Query } from './syntax.ts'

type SubSelect = Extract<Condition, { query: unknown }>

/** Where a sub-select stands, and how many stood before it. */
type Place = { readonly isTop: boolean; readonly joins: { count: number } }

const MOST_JOINS = 2

/** `Id IN (SELECT AccountId FROM Opportunity …)`, and NOT IN: the records that are, or are not, referred to. */
export function subSelect(scope: Scope, condition: SubSelect, { isTop, joins }: Place): RawBuilder<unknown> {
  const { text } = scope.context
  const { query, operator, at } = condition
  if (operator !== 'in' && operator !== 'notIn')
    throw refusalAt('invalid_query_filter_operator', text, at, 'INCLUDES and EXCLUDES take values, not a sub-select')
  if (!isTop)
    throw malformed(
      text,
      at,
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
    )
  if (++joins.count > MOST_JOINS) throw malformed(text, at, `Maximum ${MOST_JOINS} semi join sub-selects are allowed`)
  const outer = operandOf(scope, condition.left)
  refuseNoReference(scope, outer)
  const { inner, from, conditions } = innerQuery(scope, query)
  const referred = sql`select ${inner.sql} from ${from} where ${sql.join(conditions, sql` and `)}`
  // As a set it may be read once; as an absence it must not stumble over blanks.
  return operator === 'in'
    ? sql`${outer.sql} in (${referred})`
    : sql`not exists (${referred} and ${inner.sql} = ${outer.sql})`
}

function innerQuery(scope: Scope, query: Query) {
  const { context } = scope
  const { text } = context
  const [item, ...more] = query.select
  if (
    item === undefined ||
    more.length > 0 ||
    item.is !== 'value' ||
    !('names' in item.value) ||
    query.groupBy !== undefined
  )
    throw malformed(text, query.at, 'A semi join sub-select must select exactly one field of an id')
  if (query.limit !== undefined || query.offset !== undefined || query.orderBy.length > 0 || query.having !== undefined)
    throw malformed(text, query.at, 'A semi join sub-select takes no ORDER BY, LIMIT, OFFSET or HAVING')
  const definition = query.from.names.length === 1 ? readableObject(context, query.from.names[0] ?? '') : undefined
  if (definition === undefined) throw unknownObject(text, query.from.at, query.from.names.join('.'))
  const inner = openScope(context, definition, query)
  const operand = fieldOperand(inner, item.value)
  refuseNoReference(inner, operand)
  const [target] = inner.root.targets
  if (target === undefined) throw new Error('A scope has a table.')
  const conditions = [seen(context, target)]
  if (query.where !== undefined)
    conditions.push(
      compileCondition(
        {
          context,
          operand: (value) => operandOf(inner, value),
          subSelect: (nested) => {
            throw malformed(text, nested.at, 'Nesting of semi join sub-selects is not supported')
          },
        },
        query.where,
      ),
    )
  return { inner: operand, from: fromClause(inner), conditions }
}

function refuseNoReference({ context }: Scope, operand: Operand): void {
  if (operand.type === 'id' || operand.type === 'reference') return
  throw malformed(
    context.text,
    operand.at,
    `The field '${operand.name}' is not an id: semi join sub-selects compare ids only`,
  )
}
