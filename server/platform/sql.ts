import { compile, sql, type RawBuilder } from './composing.ts'
import {
  fetched,
  fetchedInTurn,
  isOutdated,
  type Cells,
  type Column,
  type Fetched,
  type StatementOrder,
} from './postgres/statement.ts'
import type { Tx } from './tx.ts'

export { compile, sql, type Cells, type Column, type Fetched, type RawBuilder }

/** Texts already given a name on the connections; PostgreSQL keeps their plans. */
const names = new Map<string, string>()
let named = 0
const MOST_PREPARED = 1000
/** Of these by statements that are composed as somebody asks: others must not be kept from being prepared. */
const MOST_COMPOSED = 200

/**
 * That a column holds one of these ids. One id is asked for by equality: how long a list is PostgreSQL can only guess, and
 * as a short one looks cheaper than its guess it would plan the statement anew each time.
 */
export function isAmong(column: RawBuilder<unknown>, ids: readonly number[]): RawBuilder<boolean> {
  if (ids.length === 0) return sql`false`
  return ids.length === 1 ? sql`${column} = ${ids[0]}` : sql`${column} = any(${ids}::bigint[])`
}

/** The rows of a statement whose text is the same each time: it is prepared once a connection. */
export async function many<Row>(tx: Tx, statement: RawBuilder<unknown>): Promise<Row[]> {
  return rowsFrom(await kept(tx, statement))
}

/** The rows of a statement composed for this one call: planned for its own values, not kept. */
export async function manyOnce<Row>(tx: Tx, statement: RawBuilder<unknown>): Promise<Row[]> {
  return rowsFrom(await once(tx, statement))
}

/** The same, each row as the list of its values: no names are given out, and none are wanted. */
export async function cellsOnce<Cell>(tx: Tx, statement: RawBuilder<unknown>): Promise<Cell[][]> {
  const { columns, rows } = await once(tx, statement)
  return rows.map((cells) => cells.map((cell, at) => valueIn(columns[at], cell) as Cell))
}

/** The rows as PostgreSQL sends them, with what is needed to read them; `kept` says whether the statement is prepared once a connection. */
export const cellsOf = (
  tx: Tx,
  statement: RawBuilder<unknown>,
  { isKept }: { readonly isKept: boolean },
): Promise<Fetched> => (isKept ? kept(tx, statement, MOST_COMPOSED) : once(tx, statement))

/** What a cell says: a number, a moment, a text. */
export const valueIn = (column: Column | undefined, cell: string | null | undefined): unknown =>
  cell === null || cell === undefined ? null : (column?.read(cell) ?? null)

function kept(tx: Tx, statement: RawBuilder<unknown>, most = MOST_PREPARED): Promise<Fetched> {
  const { text, values } = compile(statement)
  return sent(tx, { name: nameOf(text, most), text, values: [...values] })
}

function once(tx: Tx, statement: RawBuilder<unknown>): Promise<Fetched> {
  const { text, values } = compile(statement)
  return sent(tx, { text, values: [...values] })
}

async function sent(tx: Tx, order: StatementOrder): Promise<Fetched> {
  try {
    return await (tx.streams ? fetchedInTurn(tx.connection, order) : fetched(tx.connection, order))
  } catch (error) {
    if (isOutdated(error)) names.delete(order.text)
    // From here the trace leads to who asked, rather than to a socket.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

/** The rows as objects. The statement's author says what comes back; PostgreSQL is the one that knows. */
export function rowsFrom<Row>({ columns, rows }: Fetched): Row[] {
  return rows.map((cells) => {
    const row: Record<string, unknown> = {}
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at]
      if (column !== undefined) row[column.name] = valueIn(column, cells[at])
    }
    return row as Row
  })
}

export async function maybeOne<Row>(tx: Tx, statement: RawBuilder<unknown>): Promise<Row | undefined> {
  const rows = await many<Row>(tx, statement)
  return rows[0]
}

export async function one<Row>(tx: Tx, statement: RawBuilder<unknown>): Promise<Row> {
  const row = await maybeOne<Row>(tx, statement)
  if (row === undefined) throw new Error('A statement that always answers one row answered none.')
  return row
}

/** Runs a statement for its effect; answers how many rows it touched. */
export async function run(tx: Tx, statement: RawBuilder<unknown>): Promise<number> {
  const { touched } = await kept(tx, statement)
  return touched
}

function nameOf(text: string, most: number): string | undefined {
  const known = names.get(text)
  if (known !== undefined || named >= most) return known
  named += 1
  const name = `s${named}`
  names.set(text, name)
  return name
}
