import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type CompiledQuery,
  type RawBuilder,
} from 'kysely'
import type { Tx } from './tx.ts'

export { sql, type RawBuilder }

const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Texts already given a name on the connections; PostgreSQL keeps their plans. */
const names = new Map<string, string>()
const MOST_PREPARED = 1000

export const compile = (statement: RawBuilder<unknown>): CompiledQuery => statement.compile(compiler)

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
  const { sql: text, parameters } = compile(statement)
  const result = await tx.connection.query({ name: nameOf(text), text, values: [...parameters] })
  // The statement's author says what comes back; PostgreSQL is the one that knows.
  return result.rows as Row[]
}

/** The rows of a statement composed for this one call: planned for its own values, not kept. */
export async function manyOnce<Row>(tx: Tx, statement: RawBuilder<unknown>): Promise<Row[]> {
  const { sql: text, parameters } = compile(statement)
  const result = await tx.connection.query({ text, values: [...parameters] })
  return result.rows as Row[]
}

/** The same, each row as the list of its values: no names are given out, and none are wanted. */
export async function cellsOnce<Cell>(tx: Tx, statement: RawBuilder<unknown>): Promise<Cell[][]> {
  const { sql: text, parameters } = compile(statement)
  const result = await tx.connection.query({ text, values: [...parameters], rowMode: 'array' })
  return result.rows as Cell[][]
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
  const { sql: text, parameters } = compile(statement)
  const result = await tx.connection.query({ name: nameOf(text), text, values: [...parameters] })
  return result.rowCount ?? 0
}

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_PREPARED) return known
  const name = `s${names.size + 1}`
  names.set(text, name)
  return name
}
