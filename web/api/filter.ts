import { filterOperators, type FilterOperator } from '../../shared/filterOperators.ts'

/** The filter tree that list views and the API share. */
export type Condition = Readonly<{ field: string; op: FilterOperator; value?: unknown }>
export type Filter = Condition | Readonly<{ and: readonly Filter[] }> | Readonly<{ or: readonly Filter[] }>

export const isCondition = (filter: Filter): filter is Condition => 'field' in filter

/** The branches a filter requires all of: what the filter bar shows as chips. */
export function conditionsOf(filter: Filter | undefined): readonly Filter[] {
  if (filter === undefined) return []
  return 'and' in filter ? filter.and : [filter]
}

/** All of the given filters at once; undefined when there is none. Nested `and`s become one. */
export function allOf(...filters: readonly (Filter | undefined)[]): Filter | undefined {
  const all = filters.flatMap(conditionsOf)
  return all.length === 0 ? undefined : { and: all }
}

const operators = new Set<string>(filterOperators)

/** The filter in an address, which anybody may have typed: undefined unless it is a well-formed tree. */
export function readFilter(raw: unknown): Filter | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  if ('and' in raw) return readBranches(raw.and, (all) => ({ and: all }))
  if ('or' in raw) return readBranches(raw.or, (branches) => ({ or: branches }))
  if (!('field' in raw) || typeof raw.field !== 'string' || !('op' in raw) || !operators.has(String(raw.op)))
    return undefined
  const op = String(raw.op) as FilterOperator
  return 'value' in raw ? { field: raw.field, op, value: raw.value } : { field: raw.field, op }
}

function readBranches(raw: unknown, join: (branches: Filter[]) => Filter): Filter | undefined {
  if (!Array.isArray(raw)) return undefined
  const branches = raw.map(readFilter)
  return branches.length === 0 || branches.includes(undefined) ? undefined : join(branches as Filter[])
}
