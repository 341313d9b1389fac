import pg from 'pg'
import type { Connection } from './pools.ts'

/** Cells of a row as PostgreSQL sends them: text, or null. */
export type Cells = readonly (string | null)[]

export type Column = {
  readonly name: string
  /** What its values are once they are read. */
  readonly kind: 'text' | 'number' | 'boolean' | 'moment' | 'other'
  readonly read: (text: string) => unknown
}

export type Fetched = { readonly columns: readonly Column[]; readonly rows: readonly Cells[]; readonly touched: number }

export type StatementOrder = { readonly name?: string; readonly text: string; readonly values: unknown[] }

/**
 * Runs a statement. A named one is prepared once a connection.
 *
 * pg asks at each execution what the columns are and lays every row out anew by the answer; of a lead's sixty columns that
 * was a third of reading one. What a prepared statement answers never changes (PostgreSQL refuses it rather), so here it is
 * asked once, and rows stay the texts that came.
 */
export function fetched(connection: Connection, { name, text, values }: StatementOrder): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    let columns: readonly Column[] = []
    const rows: Cells[] = []
    let on: pg.Connection | undefined
    const query = new pg.Query(text, values, (error: Error | null | undefined, result: pg.QueryResult) => {
      if (error) reject(error)
      else resolve({ columns, rows, touched: result.rowCount ?? 0 })
    })
    const { prepare } = query
    // The name is said afterwards: of an order with a name pg makes a copy, property by property. The functions are not written
    // down as `query.prepare = …`: V8 makes such ones among what is old, and all rows would stay until its next full collection.
    Object.assign(query, {
      name,
      prepare(wire: pg.Connection): void {
        on = wire
        const known = name === undefined ? undefined : knownOn(wire).get(name)
        if (known !== undefined) columns = known
        prepare.call(query, known === undefined ? wire : unasked(wire))
      },
      handleRowDescription({ fields }: { readonly fields: readonly pg.FieldDef[] }): void {
        columns = fields.map(columnOf)
        if (on !== undefined && name !== undefined) knownOn(on).set(name, columns)
      },
      handleDataRow({ fields }: { readonly fields: Cells }): void {
        rows.push(fields)
      },
    })
    connection.query(query)
  })
}

/** Says something that answers no rows, such as `begin`. */
export const said = (connection: Connection, text: string): Promise<unknown> =>
  fetched(connection, { text, values: [] })

const lastOn = new WeakMap<Connection, Promise<unknown>>()

/** The same where statements are not pipelined: each is sent when the one before is answered, for pg will soon take no other. */
export function fetchedInTurn(connection: Connection, order: StatementOrder): Promise<Fetched> {
  const turn = (lastOn.get(connection) ?? Promise.resolve()).then(() => fetched(connection, order))
  lastOn.set(
    connection,
    turn.catch(() => undefined),
  )
  return turn
}

const columnOf = ({ name, dataTypeID }: pg.FieldDef): Column => ({
  name,
  kind: kinds.get(dataTypeID) ?? 'other',
  read: byOid.getTypeParser(dataTypeID),
})

/** Whether somebody changed columns since the statement was prepared; under another name it can be prepared again. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '0A000' && /cached plan/.test(error.message)

declare module 'pg' {
  // The library's types leave out what its own queries are made of.
  interface Query {
    prepare: (wire: pg.Connection) => void
  }
}

// The library's types name the types it knows, and takes any oid.
const byOid: { getTypeParser(oid: number): (text: string) => unknown } = pg.types
const { BOOL, DATE, FLOAT8, INT2, INT4, INT8, NUMERIC, TEXT, TIMESTAMPTZ, VARCHAR } = pg.types.builtins

// As they are read by pools.ts: a date stays a text, and a bigint becomes a number.
const kinds = new Map<number, Column['kind']>([
  ...[TEXT, VARCHAR, DATE].map((type) => [type, 'text'] as const),
  ...[INT2, INT4, INT8, FLOAT8, NUMERIC].map((type) => [type, 'number'] as const),
  [BOOL, 'boolean'],
  [TIMESTAMPTZ, 'moment'],
])

const known = new WeakMap<pg.Connection, Map<string, readonly Column[]>>()

function knownOn(wire: pg.Connection): Map<string, readonly Column[]> {
  const columns = known.get(wire) ?? new Map<string, readonly Column[]>()
  known.set(wire, columns)
  return columns
}

const withoutAsking = new WeakMap<pg.Connection, pg.Connection>()

/** The same connection, but that no columns are asked for. */
function unasked(wire: pg.Connection): pg.Connection {
  const made: pg.Connection = withoutAsking.get(wire) ?? Object.create(wire, { describe: { value: () => undefined } })
  withoutAsking.set(wire, made)
  return made
}
