import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { makeCustomColumns, makeCustomTables } from '../../ground/objects/customColumns.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import {
  allowMemoryForIndexes,
  copyTableIn,
  emptyTables,
  foreignKeys,
  plainIndexes,
  runAll,
  setSequences,
  tablesOf,
  type TableRow,
} from './backup.sql.ts'
import type { Frame } from './frames.ts'
import { damaged } from './refusals.ts'

export type Loaded = {
  readonly usernames: readonly string[]
  readonly rows: number
  readonly tables: readonly TableRow[]
}

export type LoadProgress = (bytes: number, rows: number, table: string) => void

const noteSchema = z.union([
  z.strictObject({ usernames: z.array(z.string()) }),
  z.strictObject({ table: z.string(), columns: z.array(z.string()) }),
  z.strictObject({ rows: z.number().int() }),
  z.strictObject({ sequences: z.array(z.strictObject({ name: z.string(), lastValue: z.string().nullable() })) }),
])

type ReadNote = z.infer<typeof noteSchema>

/**
 * Fills the tables of a schema that has nothing in it but what its migrations put there. Rules between tables are taken
 * away before and kept again after, so that tables may come in any order, and every row is checked all the same.
 */
export async function loadFrames(
  tx: Tx,
  frames: AsyncGenerator<Frame, void>,
  wantedTables: number,
  onProgress: LoadProgress,
): Promise<Loaded> {
  const rules = await foreignKeys(tx)
  const indexes = await plainIndexes(tx)
  await runAll(tx, [...rules.away, ...indexes.away])
  await emptyTables(tx, await tablesOf(tx))
  const reader = { frames, bytes: 0, rows: 0, onProgress }
  const usernames = expected(await nextNote(frames), 'usernames')
  const loaded = await loadTables(tx, reader)
  if (loaded.tables !== wantedTables) throw damaged(`It holds ${loaded.tables} of ${wantedTables} tables.`)
  await setSequences(tx, loaded.sequences)
  await allowMemoryForIndexes(tx)
  await runAll(tx, indexes.back)
  await keepRules(tx, rules.back)
  return { usernames, rows: reader.rows, tables: await tablesOf(tx) }
}

type Reader = {
  readonly frames: AsyncGenerator<Frame, void>
  readonly onProgress: LoadProgress
  bytes: number
  rows: number
}

type Sequences = Extract<ReadNote, { sequences: unknown }>['sequences']

async function loadTables(tx: Tx, reader: Reader): Promise<{ readonly tables: number; readonly sequences: Sequences }> {
  let there = await tablesOf(tx)
  const seen = new Set<string>()
  // One after the other, as they come: a file is read in one direction.
  for (;;) {
    const note = await nextNote(reader.frames)
    if ('sequences' in note) return { tables: seen.size, sequences: note.sequences }
    if (!('table' in note) || seen.has(note.table))
      throw damaged('Its parts are not in the order in which they were written.')
    const { name } = refuseUnlessThere(there, note)
    seen.add(name)
    await loadTable(tx, reader, name, note.columns)
    if (name === 'custom_object') await makeCustomTables(tx)
    else if (name === 'custom_field') await makeCustomColumns(tx, seen.has('custom_object'))
    else continue
    there = await tablesOf(tx)
  }
}

async function loadTable(tx: Tx, reader: Reader, table: string, columns: readonly string[]): Promise<void> {
  const ended: { rows?: number } = {}
  const sink = copyTableIn(tx, table, columns)
  await pipeline(Readable.from(rowsUntilNote(reader, table, ended), { objectMode: false }), sink)
  if (ended.rows !== sink.rowCount)
    throw damaged(`The table ${table} should have ${ended.rows} rows, and has ${sink.rowCount}.`)
  reader.rows += sink.rowCount
}

async function* rowsUntilNote(reader: Reader, table: string, ended: { rows?: number }): AsyncGenerator<Buffer, void> {
  for (;;) {
    const frame = await nextFrame(reader.frames)
    if (frame.kind === 'note') {
      ended.rows = expected(asNote(frame), 'rows')
      return
    }
    reader.bytes += frame.bytes.length
    reader.onProgress(reader.bytes, reader.rows, table)
    yield frame.bytes
  }
}

/** The names go into statements, so they must be among those the catalogue knows. */
function refuseUnlessThere(
  there: readonly TableRow[],
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
): TableRow {
  const found = there.find(({ name }) => name === table)
  const stranger = columns.find((column) => found?.columns.includes(column) !== true)
  if (found === undefined || stranger !== undefined || columns.length === 0)
    throw damaged(
      `It speaks of ${table}${stranger === undefined ? '' : `.${stranger}`}, which no migration of its makes.`,
    )
  return found
}

async function keepRules(tx: Tx, statements: readonly string[]): Promise<void> {
  try {
    await runAll(tx, statements)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '23503')) throw error
    throw Object.assign(damaged(`Some of its rows refer to what is not in it: ${error.message}.`), { cause: error })
  }
}

async function nextFrame(frames: AsyncGenerator<Frame, void>): Promise<Frame> {
  const { value, done } = await frames.next().catch((error: unknown) => {
    throw error instanceof Refusal ? error : Object.assign(damaged('It cannot be unpacked.'), { cause: error })
  })
  if (done) throw damaged('It ends in the middle.')
  return value
}

async function nextNote(frames: AsyncGenerator<Frame, void>): Promise<ReadNote> {
  return asNote(await nextFrame(frames))
}

function asNote(frame: Frame): ReadNote {
  const note = frame.kind === 'note' ? noteSchema.safeParse(frame.note) : undefined
  if (note?.success !== true) throw damaged('It holds rows of no table.')
  return note.data
}

function expected(note: ReadNote, name: 'usernames'): readonly string[]
function expected(note: ReadNote, name: 'rows'): number
function expected(note: ReadNote, name: 'usernames' | 'rows'): readonly string[] | number {
  if (name === 'usernames' && 'usernames' in note) return note.usernames
  if (name === 'rows' && 'rows' in note) return note.rows
  throw damaged('Its parts are not in the order in which they were written.')
}
