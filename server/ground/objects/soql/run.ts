import { cellsOnce, sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ObjectDefinition } from '../definition.ts'
import { refusalOf } from './refusals.ts'
import type { Cells, ReadCell, SoqlColumn, SoqlRow, SoqlValue } from './rows.ts'

const CANCELLED = '57014'

/** Runs a statement of a query; one that takes too long is refused as the field's tools know it. */
export async function cellsOf(tx: Tx, statement: RawBuilder<unknown>): Promise<Cells[]> {
  try {
    return await cellsOnce<Cells[number]>(tx, statement)
  } catch (error) {
    throw inTime(error)
  }
}

const AT_ONCE = sql.lit(2000)

/**
 * The rows of a statement, some thousand at a time, inside a transaction that keeps its cursor. While the reader is busy
 * with some, the database looks for the next: never more than those two lots are in memory.
 */
export async function* cellsInTurn(tx: Tx, statement: RawBuilder<unknown>): AsyncGenerator<Cells[], void> {
  await cellsOf(tx, sql`declare soql_rows no scroll cursor for ${statement}`)
  const fetch = (): Promise<Cells[]> => cellsOf(tx, sql`fetch ${AT_ONCE} from soql_rows`)
  let next = fetch()
  try {
    for (;;) {
      const rows = await next
      if (rows.length === 0) break
      next = fetch()
      // Its failure is met when it is waited for, and not before.
      next.catch(() => undefined)
      yield rows
    }
    await cellsOf(tx, sql`close soql_rows`)
  } finally {
    // Who leaves early leaves nothing running behind.
    await next.catch(() => undefined)
  }
}

/** The refusal of a query that was stopped for its length; any other error as it is. */
export const inTime = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && error.code === CANCELLED
    ? refusalOf('query_timeout', 'Your query request was running for too long.')
    : error

/** A row whose sub-queries are still to be filled in. */
export type OpenRow = SoqlRow & { readonly id: number; readonly values: Record<string, SoqlValue> }

/** Makes rows of records: the first cell is the id. */
export function recordsFrom(
  { name }: ObjectDefinition,
  columns: readonly SoqlColumn[],
  reads: readonly ReadCell[],
  rows: readonly Cells[],
): OpenRow[] {
  const names = columns.map((column) => column.name)
  return rows.map((cells) => ({ type: name, id: Number(cells[0]), values: valuesFrom(names, reads, cells) }))
}

export function valuesFrom(
  names: readonly string[],
  reads: readonly ReadCell[],
  cells: Cells,
): Record<string, SoqlValue> {
  const values: Record<string, SoqlValue> = {}
  for (let at = 0; at < reads.length; at++) values[names[at] ?? ''] = reads[at]?.(cells) ?? null
  return values
}
