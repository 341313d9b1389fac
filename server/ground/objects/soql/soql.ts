import { queryOut } from '../../../platform/copy.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Actor } from '../../users/actor.ts'
import type { ObjectDefinition } from '../definition.ts'
import { isGrouped, MOST_GROUPS, planGroups, type GroupedPlan } from './aggregate.ts'
import { planChildren } from './children.ts'
import { contextFor } from './context.ts'
import { idsAt, type Asked } from './cursors.ts'
import { planOfStatement, type QueryPlan } from './explain.ts'
import { parseSoql } from './parse.ts'
import { objectOf, planRecords, refuseUnsupported, type Plan } from './plan.ts'
import { refusalOf } from './refusals.ts'
import type { SoqlColumn, SoqlPage, SoqlRow, SoqlValue } from './rows.ts'
import { keptPage, pageOf } from './pages.ts'
import { withinMs } from './patience.sql.ts'
import { cellsInTurn, cellsOf, inTime, recordsFrom, valuesFrom } from './run.ts'
import { openScope } from './scope.ts'
import { everyRowOfPlan } from './statements.sql.ts'
import type { Purpose, Query } from './syntax.ts'

export type { QueryPlan, SoqlColumn, SoqlPage, SoqlRow, SoqlValue }

/** A query that was understood, for the actor it was prepared for. */
export type PreparedSoql = {
  readonly text: string
  readonly definition: ObjectDefinition
  readonly actor: Actor
  /** Whether records in the recycle bin are among the rows: queryAll, or ALL ROWS. */
  readonly withDeleted: boolean
  /**
   * FOR VIEW, FOR REFERENCE (who shows the rows remembers that they were looked at), and FOR UPDATE, which locks nothing:
   * a request ends with its answer, and a lock with the request.
   */
  readonly purposes: readonly Purpose[]
  /** Whether it answers groups (AggregateResult) or only a count, rather than records. */
  readonly isGrouped: boolean
  readonly isCount: boolean
  readonly query: Query
  /** How many conditions every row is asked. */
  readonly conditions: number
  readonly plan: Plan | undefined
  readonly groups: GroupedPlan | undefined
}

export type PrepareOptions = {
  /** queryAll: records in the recycle bin are among the rows. */
  readonly all?: boolean
}

/**
 * Reads a query, checks it against the org's objects and what the actor may see, and makes it ready to run. Refuses
 * (kind `malformed`, facts `{ soql: true, row, column }`) as malformed_query, invalid_field, invalid_type,
 * invalid_query_filter_operator, number_outside_valid_range or query_too_complicated, in Salesforce's words.
 */
export async function prepareSoql(
  tx: Tx,
  actor: Actor,
  text: string,
  { all = false }: PrepareOptions = {},
): Promise<PreparedSoql> {
  const query = parseSoql(text)
  const withDeleted = all || query.allRows
  const context = await contextFor(tx, actor, text, withDeleted)
  const definition = objectOf(context, query)
  const common = { text, definition, actor, withDeleted, query, purposes: query.purposes }
  if (isGrouped(query)) {
    const groups = planGroups(context, query)
    return {
      ...common,
      conditions: context.conditions.count,
      isGrouped: true,
      isCount: groups.isCount,
      plan: undefined,
      groups,
    }
  }
  refuseUnsupported(context, query)
  const scope = openScope(context, definition, query)
  const plan = planRecords(context, query, scope, (list) => planChildren(context, query, list))
  return {
    ...common,
    conditions: context.conditions.count,
    isGrouped: false,
    isCount: false,
    plan,
    groups: undefined,
  }
}

/** What the names of the answered rows hold, in order. */
export const columnsOf = ({ plan, groups }: PreparedSoql): readonly SoqlColumn[] => (plan ?? groups)?.columns ?? []

const MOST_ROWS_A_PAGE = 2000
const FEWEST_ROWS_A_PAGE = 200

export type PageOptions = {
  /** 200 to 2,000 rows; 2,000 unless said. */
  readonly batchSize?: number
}

/** The first page of the answer. When there are more, the whole result is kept, and `locator` leads to the next page. */
export async function firstPage(
  tx: Tx,
  actor: Actor,
  prepared: PreparedSoql,
  { batchSize = MOST_ROWS_A_PAGE }: PageOptions = {},
): Promise<SoqlPage> {
  refuseOthers(actor, prepared)
  return inPatience(tx, prepared, () => {
    if (prepared.groups !== undefined) return groupedPage(tx, prepared.groups)
    const size = Math.min(Math.max(batchSize, FEWEST_ROWS_A_PAGE), MOST_ROWS_A_PAGE)
    return pageOf(tx, { ...askedOf(prepared), childPath: [] }, planOf(prepared), size)
  })
}

const MANY_CONDITIONS = 50
const LONGEST_OF_MANY_MS = 10_000

/**
 * What asks every row for very many things is given less time than others: no index serves it, and while it goes through a
 * large table somebody else waits for the connection.
 */
const inPatience = <T>(tx: Tx, { conditions }: PreparedSoql, work: () => Promise<T>): Promise<T> =>
  conditions > MANY_CONDITIONS ? withinMs(tx, LONGEST_OF_MANY_MS, work) : work()

/** A page, and what the names of its rows hold. */
export type NextPage = SoqlPage & { readonly columns: readonly SoqlColumn[] }

/**
 * The page a locator leads to, of a query or of one of its sub-queries. Refuses as invalid_query_locator what is
 * somebody else's, older than a day, or none.
 */
export async function nextPage(tx: Tx, actor: Actor, locator: string): Promise<NextPage> {
  const { ids, totalSize, locator: next, ...kept } = await idsAt(tx, actor.userId, locator)
  const prepared = await prepareSoql(tx, actor, kept.text, { all: kept.withDeleted })
  const plan = kept.childPath.reduce<Plan | undefined>((one, at) => one?.children[at]?.plan, planOf(prepared))
  if (plan === undefined) throw new Error('A kept result is of a sub-query its query does not have.')
  const asked = { ...askedOf(prepared), childPath: kept.childPath }
  return { ...(await keptPage(tx, asked, plan, { ids, totalSize, locator: next })), columns: plan.columns }
}

const askedOf = ({ actor, text, withDeleted }: PreparedSoql): Omit<Asked, 'childPath'> => ({
  userId: actor.userId,
  text,
  withDeleted,
})

/**
 * All rows of the answer, some thousand at a time; nothing is read before it is asked for. Needs a transaction
 * (`streaming`), and inside it one query at a time. Sub-queries are refused: what hangs on a record has pages of its own.
 */
export async function* streamSoql(tx: Tx, actor: Actor, prepared: PreparedSoql): AsyncGenerator<SoqlRow[], void> {
  refuseOthers(actor, prepared)
  if (prepared.groups !== undefined) {
    yield (await groupedPage(tx, prepared.groups)).rows
    return
  }
  const plan = planOf(prepared)
  if (plan.children.length > 0)
    throw refusalOf(
      'malformed_query',
      'Nested queries are not supported here: a query for many rows has no sub-queries.',
    )
  for await (const cells of cellsInTurn(tx, everyRowOfPlan(plan)))
    yield recordsFrom(plan.definition, plan.columns, plan.reads, cells)
}

/** The rows of a query in COPY's binary form, for who makes no records of them: the first field is the record's id. */
export async function* copySoql(tx: Tx, actor: Actor, prepared: PreparedSoql): AsyncGenerator<Buffer, void> {
  refuseOthers(actor, prepared)
  try {
    yield* queryOut(tx, everyRowOfPlan(planOf(prepared)))
  } catch (error) {
    throw inTime(error)
  }
}

/** How the query would be run: one plan, the one that would be taken. */
export async function explain(tx: Tx, actor: Actor, prepared: PreparedSoql): Promise<readonly QueryPlan[]> {
  refuseOthers(actor, prepared)
  const statement = prepared.groups?.statement ?? everyRowOfPlan(planOf(prepared))
  return [await planOfStatement(tx, prepared.definition, statement)]
}

function planOf({ plan }: PreparedSoql): Plan {
  if (plan === undefined) throw new Error('A query of groups has no plan of records.')
  return plan
}

/** What was prepared for one user holds what that user may see: it is nobody else's. */
function refuseOthers(actor: Actor, prepared: PreparedSoql): void {
  if (prepared.actor !== actor) throw new Error('A query runs for the actor it was prepared for.')
}

async function groupedPage(tx: Tx, { statement, columns, reads, isCount }: GroupedPlan): Promise<SoqlPage> {
  const cells = await cellsOf(tx, statement)
  if (isCount) return { totalSize: Number(cells[0]?.[0] ?? 0), done: true, locator: null, rows: [] }
  if (cells.length > MOST_GROUPS)
    throw refusalOf(
      'exceeded_id_limit',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    )
  const names = columns.map(({ name }) => name)
  const rows: SoqlRow[] = cells.map((row) => ({
    type: 'AggregateResult',
    id: null,
    values: valuesFrom(names, reads, row),
  }))
  return { totalSize: rows.length, done: true, locator: null, rows }
}
