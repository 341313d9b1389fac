import { Refusal } from '../../../platform/errors.ts'
import { commonWidth, delimiterNamedByExcel, dialectOf, rowsOfSample, type Dialect } from './dialect.ts'
import { encodingOf, utf8Of, type Encoding } from './encoding.ts'
import { refuseForeignFile } from './foreign.ts'
import { headOf, type ByteSource } from './source.ts'

/** How a file is laid out: what its bytes mean, how cells are marked, which row names the columns. */
export type Layout = {
  readonly encoding: Encoding
  readonly dialect: Dialect
  /** Rows before the first row of values, the column names included. */
  readonly rowsBefore: number
  /** Names of the columns; 'Column 3' where the file names none. Never twice the same. */
  readonly columns: readonly string[]
  readonly hasHeader: boolean
  /** The first rows of values. */
  readonly sample: readonly (readonly string[])[]
}

export type LayoutWishes = {
  readonly encoding?: Encoding
  readonly delimiter?: string
  /** How cells are marked, where that is known. */
  readonly dialect?: Dialect
  readonly hasHeader?: boolean
}

const SAMPLE_BYTES = 512 * 1024
export const SAMPLE_ROWS = 1000
const MOST_COLUMNS = 10_000
const NAME_MAX = 200

/** Reads how a file is laid out. Reads all of it once for its encoding, and its first 512 kB for the rest. */
export async function layoutOf(source: ByteSource, wishes: LayoutWishes = {}): Promise<Layout> {
  const head = await headOf(source, 4096)
  refuseForeignFile(source.name, head.bytes)
  return layoutWith(source, wishes.encoding ?? (await encodingOf(source)), wishes)
}

/** The same, for a file whose encoding is known. */
export async function layoutWith(source: ByteSource, encoding: Encoding, wishes: LayoutWishes = {}): Promise<Layout> {
  const sampleText = await sampleOf(source, encoding)
  if (sampleText.length > SAMPLE_BYTES / 4 && !/[\r\n]/.test(sampleText)) throw endless(source.name)
  if (sampleText.trim() === '')
    throw new Refusal(
      'file_empty',
      `'${source.name}' has no rows. Send a file with a line of column names and at least one row.`,
      { kind: 'malformed' },
    )
  if (isNoText(sampleText)) throw noText(source.name)
  const dialect = wishes.dialect ?? dialectOf(sampleText)
  const found = wishes.delimiter === undefined ? dialect : { ...dialect, delimiter: wishes.delimiter }
  const rows = rowsOfSample(sampleText, found, SAMPLE_ROWS + 20)
  const before = delimiterNamedByExcel(rows[0]?.join('') ?? '') !== undefined || isExcelLine(rows[0]) ? 1 : 0
  const headerAt = headerRow(rows, before)
  const hasHeader = wishes.hasHeader ?? looksLikeHeader(rows[headerAt] ?? [], rows.slice(headerAt + 1))
  const rowsBefore = hasHeader ? headerAt + 1 : headerAt
  const sample = rows.slice(rowsBefore, rowsBefore + SAMPLE_ROWS)
  const width = Math.max(rows[headerAt]?.length ?? 1, commonWidth(sample).width)
  if (width > MOST_COLUMNS) throw tooWide(source.name, width)
  return {
    encoding,
    dialect: found,
    rowsBefore,
    columns: columnNames(hasHeader ? (rows[headerAt] ?? []) : [], width),
    hasHeader,
    sample,
  }
}

async function sampleOf(source: ByteSource, encoding: Encoding): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const piece of utf8Of(source, encoding, 0)) {
    parts.push(piece)
    length += piece.length
    if (length >= SAMPLE_BYTES) break
  }
  const text = Buffer.concat(parts).subarray(0, SAMPLE_BYTES).toString('utf8')
  if (length < SAMPLE_BYTES) return text
  const lastLine = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  return lastLine > 0 ? text.slice(0, lastLine + 1) : text
}

/** Signs that stand in no list: what is compressed, encrypted or a program is full of them, whatever it is called. */
const NO_TEXT = /[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/g
const NO_TEXT_SHARE = 0.01

const isNoText = (text: string): boolean => (text.match(NO_TEXT)?.length ?? 0) > text.length * NO_TEXT_SHARE

const isExcelLine = (row: readonly string[] | undefined): boolean =>
  row?.length === 2 && /^sep=$/i.test(row[0] ?? '') && row[1] === ''

/** The first row as wide as most rows are: titles and notes above a table are narrower. */
function headerRow(rows: readonly (readonly string[])[], from: number): number {
  const { width, share } = commonWidth(rows.slice(from))
  if (width < 2 || share < 0.5) return from
  const at = rows
    .slice(0, from + 20)
    .findIndex((row, index) => index >= from && filled(row) >= Math.min(width, 2) && row.length >= width)
  return at < 0 ? from : at
}

const filled = (row: readonly string[]): number => row.filter((cell) => cell.trim() !== '').length

const VALUE = /^[^@\s]+@[^@\s]+\.\w+$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^https?:\/\/|^(true|false)$/i
const NUMBER = /^[+-]?[\d.,\s]+%?$/

/** Column names are no values, differ from each other, and mostly do not come again below. */
function looksLikeHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const names = first.map((cell) => cell.trim())
  if (names.every((name) => name === '')) return false
  if (names.some((name) => VALUE.test(name))) return false
  // A year or a serial number may name a column, but not most of them.
  if (names.filter((name) => NUMBER.test(name)).length > names.length * 0.3) return false
  if (rest.length === 0) return true
  const distinct = new Set(names.filter(Boolean))
  if (distinct.size < names.filter(Boolean).length * 0.5) return false
  const again = names.filter((name, at) => name !== '' && rest.some((row) => row[at]?.trim() === name)).length
  return again <= names.length * 0.2
}

/** What a column is called that the file gives no name, by its place from 0. */
const nameOfUnnamed = (at: number): string => `Column ${at + 1}`

export const isUnnamed = (name: string, at: number): boolean => name === nameOfUnnamed(at)

function columnNames(header: readonly string[], width: number): readonly string[] {
  const seen = new Map<string, number>()
  return Array.from({ length: width }, (_, at) => {
    const name =
      (header[at] ?? '').replaceAll('\0', '').replace(/\s+/g, ' ').trim().slice(0, NAME_MAX) || nameOfUnnamed(at)
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

const noText = (name: string): Refusal =>
  new Refusal(
    'not_csv',
    `'${name}' is no text: it is full of signs that no list holds. If it is packed or locked, unpack it or take its password off; otherwise export the list again as CSV UTF-8.`,
    { kind: 'unsupported' },
  )

const endless = (name: string): Refusal =>
  new Refusal(
    'line_too_long',
    `The first line of '${name}' has no end within ${SAMPLE_BYTES / 1024} kB, so it names no columns. Export the list again with a row a line, or check how the file is encoded.`,
    { kind: 'malformed' },
  )

const tooWide = (name: string, width: number): Refusal =>
  new Refusal(
    'too_many_columns',
    `'${name}' has ${width} columns; at most ${MOST_COLUMNS} can be read. Leave out those you do not need.`,
    { kind: 'too_large' },
  )
