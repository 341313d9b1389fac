import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { copyIn } from './copy.ts'
import { sql } from './sql.ts'
import type { Tx } from './tx.ts'

/** A column that is written, and what it holds in rows that do not name it. */
export type CopiedColumn = { readonly name: string; readonly blank: null | false }

const CHUNK_CHARACTERS = 64 * 1024

/** Stores rows by COPY: several times faster than an insert for hundreds of rows. Needs a streaming transaction. */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly CopiedColumn[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const names = sql.join(columns.map(({ name }) => sql.ref(name)))
  await pipeline(
    Readable.from(chunksOf(columns, rows), { objectMode: false }),
    copyIn(tx, sql`copy ${sql.table(table)} (${names}) from stdin`),
  )
}

function* chunksOf(
  columns: readonly CopiedColumn[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at]
      if (column === undefined) continue
      if (at > 0) chunk += '\t'
      const value = row[column.name]
      chunk += textOf(value === undefined ? column.blank : value)
    }
    chunk += '\n'
    if (chunk.length > CHUNK_CHARACTERS) {
      yield chunk
      chunk = ''
    }
  }
  yield chunk
}

const TO_ESCAPE = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A value in COPY's text format. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string')
    return TO_ESCAPE.test(value) ? value.replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign) : value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (value instanceof Date) return value.toISOString()
  // The arrays we keep hold numbers.
  if (Array.isArray(value)) return `{${value.join()}}`
  throw new Error(`COPY was given a ${typeof value}, which has no text form here.`)
}
