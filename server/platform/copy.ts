import type { Readable, Writable } from 'node:stream'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import type { Connection } from './postgres/pools.ts'
import { compile, type RawBuilder } from './sql.ts'
import type { Tx } from './tx.ts'

// COPY takes no parameters: its statement holds names and literals only. It needs a transaction on a streaming connection.

export type CopiedIn = Writable & { readonly rowCount: number }

/** The bytes of a `copy … to stdout`; nothing is read ahead of who takes them. */
export const copyOut = (tx: Tx, statement: RawBuilder<unknown>): Readable => sentOut(tx, compile(statement).text)

/** Takes the bytes of a `copy … from stdin`. */
export const copyIn = (tx: Tx, statement: RawBuilder<unknown>): CopiedIn =>
  tx.connection.query(from(compile(statement).text))

/** The rows of a query in COPY's binary form, to be read by `copiedRows.ts`. What would be its parameters are literals. */
export const queryOut = (tx: Tx, query: RawBuilder<unknown>): Readable =>
  sentOut(tx, `copy (${withLiterals(query)}) to stdout (format binary)`)

const copying = new WeakSet<Connection>()

/** Whether a copy is still on its way over the connection: whoever left it before its end can use the connection for nothing else. */
export const isCopyingOut = (connection: Connection): boolean => copying.has(connection)

function sentOut({ connection }: Tx, text: string): Readable {
  const copied = connection.query(to(text))
  copying.add(connection)
  const through = (): void => void copying.delete(connection)
  // Of a copy that was left, nobody is there to hear that it broke off.
  return copied.once('end', through).on('error', through)
}

/** Quoted texts and names are left alone: what looks like a parameter in them is none. */
const PARAMETER = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g

/** A statement with its parameters written into it, as texts whose type PostgreSQL finds out, just as it does of parameters. */
export function withLiterals(statement: RawBuilder<unknown>): string {
  const { text, values } = compile(statement)
  return text.replace(PARAMETER, (whole, place: string | undefined) =>
    place === undefined ? whole : literal(values[Number(place) - 1]),
  )
}

function literal(value: unknown): string {
  const text = textOf(value)
  return text === null ? 'null' : pg.escapeLiteral(text)
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return `{${value.map(elementOf).join(',')}}`
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return JSON.stringify(value)
}

const elementOf = (value: unknown): string => {
  const text = textOf(value)
  return text === null ? 'null' : `"${text.replace(/["\\]/g, '\\$&')}"`
}
