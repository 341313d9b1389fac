import { parse, CsvError, type Parser } from 'csv-parse'
import { Refusal } from '../../../platform/errors.ts'
import { type Dialect, LINE_ENDS } from './dialect.ts'
import { utf8Of, type Encoding } from './encoding.ts'
import { plainReader } from './plainRows.ts'
import type { ByteSource } from './source.ts'
import type { Place, Row } from './row.ts'

export type RowLimits = {
  readonly batchRows?: number
  readonly rowMaxBytes?: number
  readonly mostFaults?: number
}

export const START: Place = { byte: 0, line: 1 }
const ROW_MAX_BYTES = 2 * 1024 * 1024
const MOST_FAULTS = 100
const BATCH_ROWS = 2000

type RecordWithPlace = {
  readonly record: string[]
  readonly info: { readonly bytes: number; readonly lines: number; readonly empty_lines: number }
}

/**
 * Reads a file's rows in batches from a place in it, holding one batch and one row's bytes at most. A quote
 * that never closes, or a row beyond `rowMaxBytes`, costs that line only: it comes with a `fault` and reading goes on at
 * the next line. More than `mostFaults` of them throw `file_unreadable`. `mostFaults` counts from the place.
 */
export async function* readRows(
  source: ByteSource,
  encoding: Encoding,
  dialect: Dialect,
  from: Place = START,
  limits: RowLimits = {},
): AsyncGenerator<readonly Row[]> {
  let place = from
  for (let faults = 0; ;) {
    const failed = yield* readUntilFault(source, encoding, dialect, place, limits)
    if (failed === undefined) return
    faults += 1
    if (faults > (limits.mostFaults ?? MOST_FAULTS)) throw unreadable(source.name, failed.row.line, faults)
    yield [failed.row]
    place = failed.next
  }
}

type Fault = { readonly row: Row; readonly next: Place }

async function* readUntilFault(
  source: ByteSource,
  encoding: Encoding,
  dialect: Dialect,
  from: Place,
  limits: RowLimits,
): AsyncGenerator<readonly Row[], Fault | undefined> {
  const rowMaxBytes = limits.rowMaxBytes ?? ROW_MAX_BYTES
  const batchRows = limits.batchRows ?? BATCH_ROWS
  const unread = yield* readPlainly(source, encoding, dialect, from, { rowMaxBytes, batchRows })
  return unread && (yield* readParsing(source, encoding, dialect, unread, { rowMaxBytes, batchRows }))
}

/** Reads rows as long as they can be read in one way only; answers where the parser has to go on. */
async function* readPlainly(
  source: ByteSource,
  encoding: Encoding,
  dialect: Dialect,
  from: Place,
  { rowMaxBytes, batchRows }: Limits,
): AsyncGenerator<readonly Row[], Place | undefined> {
  const reader = plainReader(dialect, from, rowMaxBytes)
  if (reader === undefined) return from
  let batch: Row[] = []
  const give = (row: Row): void => void batch.push(row)
  let goesOn = true
  for await (const piece of utf8Of(source, encoding, from.byte)) {
    goesOn = reader.take(piece, give)
    for (; batch.length >= batchRows; batch = batch.slice(batchRows)) yield batch.slice(0, batchRows)
    if (!goesOn) break
  }
  const isThrough = goesOn && reader.end(give)
  if (batch.length > 0) yield batch
  return isThrough ? undefined : reader.place()
}

type Limits = { readonly rowMaxBytes: number; readonly batchRows: number }

async function* readParsing(
  source: ByteSource,
  encoding: Encoding,
  dialect: Dialect,
  from: Place,
  { rowMaxBytes, batchRows }: Limits,
): AsyncGenerator<readonly Row[], Fault | undefined> {
  const lines = countLines(from, dialect)
  let batch: Row[] = []
  // Rows are taken as they are recognised: the stream would throw away those it still holds when a later one fails.
  const parser = parserFor(dialect, rowMaxBytes, (one) => batch.push(lines.place(one)))
  try {
    for await (const piece of utf8Of(source, encoding, from.byte)) {
      const error = await given(parser, piece)
      for (; batch.length >= batchRows; batch = batch.slice(batchRows)) yield batch.slice(0, batchRows)
      if (error !== undefined) return yield* stoppedBy(error)
    }
    const error = await ended(parser)
    if (error !== undefined) return yield* stoppedBy(error)
    if (batch.length > 0) yield batch
    return undefined
  } finally {
    parser.destroy()
  }

  async function* stoppedBy(error: Error): AsyncGenerator<readonly Row[], Fault | undefined> {
    if (!(error instanceof CsvError || error instanceof OpenQuote)) throw error
    if (batch.length > 0) yield batch
    return faultAt(source, encoding, lines.next(), faultSentence(error, rowMaxBytes))
  }
}

const parserFor = (dialect: Dialect, rowMaxBytes: number, take: (one: RecordWithPlace) => void): Parser => {
  const parser = parse({
    delimiter: dialect.delimiter,
    quote: dialect.quote ?? false,
    escape: dialect.escape ?? '"',
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: rowMaxBytes,
    on_record(record: string[], info) {
      take({ record, info })
      return null
    },
  })
  // Errors come back with the piece that caused them.
  parser.on('error', () => undefined)
  return parser
}

const given = (parser: Parser, piece: Buffer): Promise<Error | undefined> =>
  new Promise((go) => parser.write(piece, (error) => go(error ?? undefined)))

const ended = (parser: Parser): Promise<Error | undefined> =>
  new Promise((go) => {
    parser.once('error', go).once('finish', () => go(undefined))
    parser.end()
  })

function countLines(from: Place, dialect: Dialect): { place(one: RecordWithPlace): Row; next(): Place } {
  let next = from.line
  let endByte = from.byte
  let emptyBefore = 0
  let linesBefore = 0
  return {
    place({ record, info }) {
      const empty = info.empty_lines - emptyBefore
      // The parser counts CR LF inside quotes twice, so rows of several lines are counted here.
      const several = info.lines - linesBefore > 1 + empty
      if (several && record.some((cell) => swallowsLines(cell, dialect))) throw new OpenQuote()
      const line = next + empty
      next = line + 1 + (several ? breaksIn(record) : 0)
      emptyBefore = info.empty_lines
      linesBefore = info.lines
      endByte = from.byte + info.bytes
      return { line, nextLine: next, endByte, cells: record }
    },
    next: () => ({ byte: endByte, line: next }),
  }
}

/** A quote that was meant as text opens a cell, and the next such quote, lines later, ends it in the middle of a word. */
const swallowsLines = (cell: string, { quote }: Dialect): boolean =>
  quote !== null && cell.startsWith(quote) && /[\r\n]/.test(cell)

class OpenQuote extends Error {}

const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)

/** The faulty row is the line that starts at the place; the next begins after its line break. */
async function faultAt(source: ByteSource, encoding: Encoding, at: Place, fault: string): Promise<Fault | undefined> {
  let byte = at.byte
  let line = at.line
  let started = false
  for await (const piece of withWholeBreaks(utf8Of(source, encoding, at.byte))) {
    for (let i = 0; i < piece.length; i++) {
      const isBreak = piece[i] === 10 || piece[i] === 13
      if (!isBreak) {
        started = true
        continue
      }
      const isPair = piece[i] === 13 && piece[i + 1] === 10
      const end = byte + i + (isPair ? 2 : 1)
      if (started)
        return {
          row: { line, nextLine: line + 1, endByte: end, cells: [], fault },
          next: { byte: end, line: line + 1 },
        }
      if (isPair) i++
      line += 1
    }
    byte += piece.length
  }
  return { row: { line, nextLine: line + 1, endByte: byte, cells: [], fault }, next: { byte, line: line + 1 } }
}

/** The same bytes with no CR parted from the LF behind it: that would be two lines. */
async function* withWholeBreaks(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const bytes = held.length === 0 ? piece : Buffer.concat([held, piece])
    const whole = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length
    held = Buffer.from(bytes.subarray(whole))
    if (whole > 0) yield bytes.subarray(0, whole)
  }
  if (held.length > 0) yield held
}

const faultSentence = (error: CsvError | OpenQuote, rowMaxBytes: number): string =>
  error instanceof OpenQuote || error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'This line opens a quote that is never closed. Close it, or double every quote that is part of the text.'
    : error.code === 'CSV_MAX_RECORD_SIZE'
      ? `A row may have at most ${Math.round(rowMaxBytes / 1024)} kB. This one has more, or opens a quote that is not closed.`
      : `This line cannot be read: ${error.message}.`

const unreadable = (name: string, line: number, faults: number): Refusal =>
  new Refusal(
    'file_unreadable',
    `'${name}' has ${faults} lines that cannot be read, the last one at line ${line}. It may not be a CSV file, or its quotes are broken; export it again with quotes doubled inside text.`,
    { kind: 'malformed' },
  )
