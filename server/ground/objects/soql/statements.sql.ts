import { sql, type RawBuilder } from '../../../platform/sql.ts'
import type { ChildPlan, Plan } from './plan.ts'

type Sql = RawBuilder<unknown>

const where = (conditions: readonly Sql[]): Sql => sql`where ${sql.join(conditions, sql` and `)}`

const orderBy = (order: readonly Sql[]): Sql => (order.length === 0 ? sql`` : sql`order by ${sql.join(order)}`)

const bounds = (limit: number | undefined, offset: number | undefined): Sql =>
  sql`${limit === undefined ? sql`` : sql`limit ${limit}`} ${offset === undefined ? sql`` : sql`offset ${offset}`}`

/** The rows of a query, at most so many. */
export const rowsOfPlan = (plan: Plan, atMost: number): Sql => sql`
  select ${sql.join(plan.list)}
  from ${plan.from}
  ${where(plan.conditions)}
  ${orderBy(plan.order)}
  ${bounds(Math.min(plan.limit ?? atMost, atMost), plan.offset)}`

/** All rows of a query, for a cursor. */
export const everyRowOfPlan = (plan: Plan): Sql => sql`
  select ${sql.join(plan.list)}
  from ${plan.from}
  ${where(plan.conditions)}
  ${orderBy(plan.order)}
  ${bounds(plan.limit, plan.offset)}`

/** Rows of a result whose ids are known, in that order; what is out of reach by now is not among them. */
export const rowsByIds = (plan: Plan, ids: readonly number[]): Sql => sql`
  select ${sql.join(plan.list)}
  from ${plan.from}
  join unnest(${ids}::bigint[]) with ordinality as wanted(id, place) on wanted.id = ${sql.ref(`${plan.alias}.id`)}
  where ${plan.reach}
  order by wanted.place`

/** The ids of a query's whole result, in its order: one row of all, with the place 1. */
export const idsOfPlan = (plan: Plan): Sql => sql`
  select 1 as at, array_agg(result.id) as ids
  from (
    select ${sql.ref(`${plan.alias}.id`)} as id
    from ${plan.from}
    ${where(plan.conditions)}
    ${orderBy(plan.order)}
    ${bounds(plan.limit, plan.offset)}) as result`

/** What hangs on each of these records, at most so many each and in all; the last cell is the record's id. */
export const childrenOfPlan = (
  { plan, parent }: ChildPlan,
  parents: readonly number[],
  most: { readonly each: number; readonly all: number },
): Sql => sql`
  select child.*, parents.id
  from unnest(${parents}::bigint[]) as parents(id)
  cross join lateral (
    select ${sql.join(plan.list)}
    from ${plan.from}
    where ${parent} = parents.id and ${sql.join(plan.conditions, sql` and `)}
    ${orderBy(plan.order)}
    ${bounds(Math.min(plan.limit ?? most.each, most.each), plan.offset)}) as child
  limit ${most.all}`

/** The ids of all that hangs on these records, in order: a row for each record, with its place in the list. */
export const childIdsOfPlan = ({ plan, parent }: ChildPlan, parents: readonly number[]): Sql => sql`
  select parents.at, (
    select array_agg(child.id)
    from (
      select ${sql.ref(`${plan.alias}.id`)} as id
      from ${plan.from}
      where ${parent} = parents.id and ${sql.join(plan.conditions, sql` and `)}
      ${orderBy(plan.order)}
      ${bounds(plan.limit, plan.offset)}) as child) as ids
  from unnest(${parents}::bigint[]) with ordinality as parents(id, at)`
