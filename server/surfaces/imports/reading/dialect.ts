import { parse } from 'csv-parse/sync'

/** How a file marks its cells. `escape` stands before a quote inside quotes; most files double the quote. */
export type Dialect = {
  readonly delimiter: string
  readonly quote: '"' | "'" | null
  readonly escape: '"' | "'" | '\\' | null
}

export const DELIMITERS = [',', ';', '\t', '|', '^', '`'] as const
/** What may end a line; the longer first. */
export const LINE_ENDS = ['\r\n', '\n', '\r']

type Reading = { readonly dialect: Dialect; readonly rows: readonly (readonly string[])[]; readonly score: number }

/** `sep=;` alone on the first line is Excel's own way of naming the delimiter. */
const EXCEL_SEPARATOR = /^sep=(.)\r?\n?$/i

export const delimiterNamedByExcel = (firstLine: string): string | undefined => EXCEL_SEPARATOR.exec(firstLine)?.[1]

/** Finds the dialect of which the sample's lines fall most evenly into more than one cell. */
export function dialectOf(sample: string): Dialect {
  const firstLine = sample.slice(0, (sample.search(/[\r\n]/) + 1 || sample.length + 1) - 1)
  const named = delimiterNamedByExcel(firstLine)
  const candidates = named === undefined ? DELIMITERS : [named]
  const readings = candidates
    .flatMap((delimiter) => dialectsWith(delimiter, sample))
    .map((dialect) => read(sample, dialect))
  return readings.reduce((best, one) => (one.score > best.score ? one : best)).dialect
}

/** The rows of a whole sample; never throws, since whatever cannot be read is text. */
export function rowsOfSample(sample: string, dialect: Dialect, mostRows: number): readonly (readonly string[])[] {
  const options = {
    delimiter: dialect.delimiter,
    quote: dialect.quote ?? false,
    escape: dialect.escape ?? '"',
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: mostRows,
  } as const
  for (let text = sample; ;) {
    try {
      return parse(text, options)
    } catch {
      // A quote still open where the sample ends: without its last line that starts one, the rest is readable.
      const cut = text.lastIndexOf(dialect.quote ?? '"')
      const line = Math.max(text.lastIndexOf('\n', cut), text.lastIndexOf('\r', cut))
      if (line <= 0) return parse(sample, { ...options, quote: false })
      text = text.slice(0, line)
    }
  }
}

function dialectsWith(delimiter: string, sample: string): readonly Dialect[] {
  const dialects: Dialect[] = [{ delimiter, quote: '"', escape: '"' }]
  if (sample.includes('\\"')) dialects.push({ delimiter, quote: '"', escape: '\\' })
  if (!sample.includes('"') && isQuotedByApostrophes(sample, delimiter))
    dialects.push({ delimiter, quote: "'", escape: "'" })
  return dialects
}

const MANY = 20

/** Whether apostrophes stand around cells: in more than one line, and each that opens a cell is closed, but for one the sample cuts. */
function isQuotedByApostrophes(sample: string, delimiter: string): boolean {
  const lines = sample.split(/\r\n|[\r\n]/)
  if (lines.filter((line) => line.startsWith("'") || line.includes(`${delimiter}'`)).length < 2) return false
  const cells = lines.flatMap((line) => line.split(delimiter))
  const opened = cells.filter((cell) => cell.startsWith("'")).length
  const closed = cells.filter((cell) => cell.endsWith("'")).length
  return opened - closed <= (opened > MANY ? 1 : 0)
}

function read(sample: string, dialect: Dialect): Reading {
  const rows = rowsOfSample(sample, dialect, 200)
  const { width, share } = commonWidth(rows)
  const clean = 1 - strayQuotes(rows) / Math.max(1, rows.length)
  // One column is what every wrong delimiter gives; more columns are better, but evenness counts most.
  const score = width < 2 ? 0.01 * clean : share * clean * (1 + Math.log2(width) / 10)
  return { dialect, rows, score }
}

/** The width most rows have, and the share of rows that have it. */
export function commonWidth(rows: readonly (readonly string[])[]): { readonly width: number; readonly share: number } {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  const [width, count] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0])
  return { width, share: count / Math.max(1, rows.length) }
}

const strayQuotes = (rows: readonly (readonly string[])[]): number =>
  rows.filter((row) => row.some((cell) => /^"|[^\\]\\"/.test(cell) || /^'.*'$/.test(cell))).length * 0.5
