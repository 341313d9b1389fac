import { isGrouped } from './aggregate.ts'
import { valueOf } from '../filter.ts'
import { readableObject, type Context } from './context.ts'
import { planRecords, refuseUnsupported, type ChildPlan } from './plan.ts'
import { malformed, unknownChildren } from './refusals.ts'
import { childRelationshipsIn } from './relationships.ts'
import { aliasOf, openScope, type Scope } from './scope.ts'
import { addColumn, type SelectList } from './select.ts'
import type { Query } from './syntax.ts'

const DEEPEST_LEVEL = 5
const MOST_CHILDREN = 20

/** Plans the sub-queries of a list: what hangs on each record, with conditions, an order and a limit of its own. */
export function planChildren(context: Context, query: Query, list: SelectList, level = 1): readonly ChildPlan[] {
  const queries = query.select.flatMap((item) => (item.is === 'children' ? [item] : []))
  const excess = queries[MOST_CHILDREN]
  if (excess !== undefined)
    throw malformed(context.text, excess.at, `maximum number of child relationships (${MOST_CHILDREN}) exceeded`)
  return queries.map((item) => planChild(context, item.query, list, level + 1))
}

function planChild(context: Context, query: Query, list: SelectList, level: number): ChildPlan {
  const { text } = context
  const { name, definition, field } = relationshipOf(list.scope, query)
  if (level > DEEPEST_LEVEL)
    throw malformed(
      text,
      query.at,
      `SOQL statements cannot query aggregate relationships more than ${DEEPEST_LEVEL - 1} levels away from the root entity object.`,
    )
  if (isGrouped(query)) throw malformed(text, query.at, 'only root queries support aggregate expressions')
  if (query.purposes.length > 0 || query.allRows)
    throw malformed(text, query.at, 'FOR and ALL ROWS belong to the root query')
  refuseUnsupported(context, query)
  const scope = openScope(context, definition, query, field.aboutTheSame === true ? list.scope.about : undefined)
  const plan = planRecords(context, query, scope, (inner) => planChildren(context, query, inner, level))
  // The rows come by a statement of their own; here their place is kept.
  addColumn(list, list.root, { name, is: 'children', columns: plan.columns }, () => null, query.at)
  return { name, parent: valueOf(field, aliasOf(scope)), plan }
}

/** The relationship a sub-query's FROM names: `Contacts`, or `Account.Contacts`. */
function relationshipOf({ context, definition, prefixes }: Scope, { from }: Query) {
  const [name = '', ...before] = from.names.toReversed()
  const isOfParent =
    before.length === 0 || (before.length === 1 && prefixes.get((before[0] ?? '').toLowerCase())?.length === 0)
  const found = childRelationshipsIn(context.catalogue, definition).find(
    (one) =>
      one.name.toLowerCase() === name.toLowerCase() && readableObject(context, one.definition.name) !== undefined,
  )
  if (!isOfParent || found === undefined) throw unknownChildren(context.text, from.at, from.names.join('.'))
  return found
}
