import type { Id } from '../../../../shared/ids.ts'
import type { Tx } from '../../../platform/tx.ts'
import { keepEach, keepResult, type Asked, type KeptResult } from './cursors.ts'
import type { ChildPlan, Plan } from './plan.ts'
import { refusalOf } from './refusals.ts'
import type { Cells, SoqlPage } from './rows.ts'
import { cellsOf, recordsFrom, type OpenRow } from './run.ts'
import { childIdsOfPlan, childrenOfPlan, idsOfPlan, rowsByIds, rowsOfPlan } from './statements.sql.ts'

/** Records with sub-queries come in smaller pages, and so does what hangs on each, as in the field: a page stays a page. */
const MOST_PARENTS_A_PAGE = 500
const CHILDREN_A_PAGE = 200
const MOST_ROWS = 200_000
const LONG_TEXT = 4000
const MANY_LONG_TEXTS = 2
const MOST_WIDE_ROWS_A_PAGE = 200

/** The first page; when there are more rows, the whole result is kept as it is now. */
export async function pageOf(tx: Tx, asked: Asked, plan: Plan, batchSize: number): Promise<SoqlPage> {
  const size = Math.min(batchSize, mostRowsOf(plan))
  const cells = await cellsOf(tx, rowsOfPlan(plan, size + 1))
  if (cells.length <= size) {
    const rows = rowsFrom(plan, cells)
    await fillChildren(tx, asked, plan, rows, { rows: 0 })
    return { totalSize: rows.length, done: true, locator: null, rows }
  }
  return keptPage(tx, asked, plan, await keepResult(tx, asked, size, idsOfPlan(plan)))
}

/** Records with long texts come in smaller pages as well, as they do in the field. */
function mostRowsOf(plan: Plan): number {
  const long = plan.columns.filter(({ field }) => (field?.length ?? 0) > LONG_TEXT)
  if (long.length >= MANY_LONG_TEXTS) return MOST_WIDE_ROWS_A_PAGE
  return plan.children.length === 0 ? Infinity : MOST_PARENTS_A_PAGE
}

/** A page of a result that is kept. */
export async function keptPage(
  tx: Tx,
  asked: Asked,
  plan: Plan,
  { ids, totalSize, locator }: KeptResult,
): Promise<SoqlPage> {
  const rows = rowsFrom(plan, await cellsOf(tx, rowsByIds(plan, ids)))
  await fillChildren(tx, asked, plan, rows, { rows: 0 })
  return { totalSize, done: locator === null, locator, rows }
}

const rowsFrom = (plan: Plan, cells: readonly Cells[]): OpenRow[] =>
  recordsFrom(plan.definition, plan.columns, plan.reads, cells)

/** How many rows of sub-queries a page holds so far. */
type Taken = { rows: number }

/** Puts what hangs on the records into their rows: one statement a sub-query, whatever the number of records. */
async function fillChildren(tx: Tx, asked: Asked, plan: Plan, rows: readonly OpenRow[], taken: Taken): Promise<void> {
  if (rows.length === 0) return
  // One after the other, so that each takes no more than the others left.
  for (const [at, child] of plan.children.entries())
    await fillOne(tx, { ...asked, childPath: [...asked.childPath, at] }, child, rows, taken)
}

async function fillOne(
  tx: Tx,
  asked: Asked,
  child: ChildPlan,
  parents: readonly OpenRow[],
  taken: Taken,
): Promise<void> {
  const { plan, name } = child
  const ids = parents.map(({ id }) => id)
  const left = MOST_ROWS - taken.rows
  const cells = await cellsOf(tx, childrenOfPlan(child, ids, { each: CHILDREN_A_PAGE + 1, all: left + 1 }))
  if (cells.length > left) throw tooManyRows()
  taken.rows += cells.length
  const byParent = Map.groupBy(cells, (row) => Number(row.at(-1)))
  const long = [...byParent].filter(([, own]) => own.length > CHILDREN_A_PAGE).map(([id]) => id)
  const kept = await keptOf(tx, asked, child, long)
  const lists = [...byParent].map(([id, own]) => ({ id, own: kept.get(id)?.cells ?? own }))
  const rows = rowsFrom(
    plan,
    lists.flatMap(({ own }) => own),
  )
  await fillChildren(tx, asked, plan, rows, taken)
  const rowOf = new Map(parents.map((parent) => [parent.id, parent]))
  let at = 0
  for (const { id, own } of lists) {
    const { totalSize, locator } = kept.get(id) ?? { totalSize: own.length, locator: null }
    const page = { totalSize, done: locator === null, locator, rows: rows.slice(at, at + own.length) }
    at += own.length
    const parent = rowOf.get(id)
    if (parent !== undefined) parent.values[name] = page
  }
}

const tooManyRows = () =>
  refusalOf(
    'query_too_complicated',
    `The sub-queries of this query answer more than ${MOST_ROWS} rows for one page. Give them a LIMIT, or ask for fewer records.`,
  )

/** Records with more children than a page holds: their children are kept as a result of their own each. */
async function keptOf(
  tx: Tx,
  asked: Asked,
  child: ChildPlan,
  parents: readonly Id[],
): Promise<Map<Id, KeptResult & { readonly cells: readonly Cells[] }>> {
  if (parents.length === 0) return new Map()
  const results = await keepEach(tx, asked, parents.length, CHILDREN_A_PAGE, childIdsOfPlan(child, parents))
  const cells = await cellsOf(
    tx,
    rowsByIds(
      child.plan,
      results.flatMap(({ ids }) => ids),
    ),
  )
  const byId = new Map(cells.map((row) => [row[0], row]))
  return new Map(
    parents.map((parent, at) => {
      const result = results[at] ?? { totalSize: 0, ids: [], locator: null }
      return [parent, { ...result, cells: result.ids.flatMap((id) => rowsWithId(byId, id)) }]
    }),
  )
}

/** None where it is out of reach by now. */
const rowsWithId = (byId: ReadonlyMap<Cells[number] | undefined, Cells>, id: Id): readonly Cells[] => {
  const row = byId.get(id)
  return row === undefined ? [] : [row]
}
