import { isAscii } from 'node:buffer'
import type { Dialect } from './dialect.ts'
import type { Place, Row } from './row.ts'

// Most rows of most files say the same to everybody: no quotes, or whole cells in quotes. Those are read here, in a
// tenth of the time the parser takes. At the first that needs a closer look reading stops, and the parser goes on.

export type PlainReader = {
  /** Takes the next bytes; answers whether all rows in them could be read. */
  readonly take: (piece: Buffer, give: (row: Row) => void) => boolean
  /** Says that there are no more bytes; answers whether what was left could be read. */
  readonly end: (give: (row: Row) => void) => boolean
  /** Where the parser has to go on. */
  readonly place: () => Place
}

const LINE_FEED = 10
const RETURN = 13

/** A reader of rows from a place on; undefined for dialects that only the parser knows. */
export function plainReader(dialect: Dialect, from: Place, rowMaxBytes: number): PlainReader | undefined {
  if (!isAscii(Buffer.from(dialect.delimiter)) || dialect.delimiter.length !== 1) return undefined
  let { byte, line } = from
  let rest: Buffer = Buffer.alloc(0)

  const take: PlainReader['take'] = (piece, give) => {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const encoding = isAscii(bytes) ? 'latin1' : 'utf8'
    let at = 0
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, at)) {
      const text = bytes.toString(encoding, at, bytes[end - 1] === RETURN && end > at ? end - 1 : end)
      if (text.length === 0) line += 1
      else {
        const cells = end - at > rowMaxBytes ? undefined : cellsOfLine(text, dialect)
        if (cells === undefined) return false
        give({ line, nextLine: line + 1, endByte: byte + end + 1 - at, cells })
        line += 1
      }
      byte += end + 1 - at
      at = end + 1
    }
    rest = bytes.subarray(at)
    // A line without an end is the parser's to refuse.
    return rest.length <= rowMaxBytes
  }

  return {
    take,
    end: (give) => {
      if (rest.length === 0) return true
      const cells = rest.at(-1) === RETURN ? undefined : cellsOfLine(rest.toString('utf8'), dialect)
      if (cells === undefined) return false
      give({ line, nextLine: line + 1, endByte: byte + rest.length, cells })
      return true
    },
    place: () => ({ byte, line }),
  }
}

/** The cells of all rows of a text without blank lines; undefined where it takes the parser to say. */
export function plainCells(bytes: Buffer, dialect: Dialect): (readonly string[])[] | undefined {
  const rows: (readonly string[])[] = []
  const reader = plainReader(dialect, { byte: 0, line: 1 }, bytes.length)
  const give = ({ cells }: Row): void => void rows.push(cells)
  return reader?.take(bytes, give) === true && reader.end(give) ? rows : undefined
}

/** The cells of a line that can be read in one way only; undefined where it takes the parser to say. */
function cellsOfLine(line: string, { delimiter, quote, escape }: Dialect): string[] | undefined {
  if (line.includes('\r')) return undefined
  if (quote === null || !line.includes(quote))
    return escape !== null && escape !== quote && line.includes(escape) ? undefined : line.split(delimiter)
  if (escape !== quote) return undefined
  const cells: string[] = []
  for (let at = 0; ;) {
    const isQuoted = line.startsWith(quote, at)
    const end = isQuoted ? behindQuotes(line, quote, at) : line.indexOf(delimiter, at)
    if (isQuoted && (end < 0 || (end < line.length && line[end] !== delimiter))) return undefined
    const cell = line.slice(at, end < 0 ? line.length : end)
    if (!isQuoted && cell.includes(quote)) return undefined
    cells.push(isQuoted ? cell.slice(1, -1).replaceAll(quote + quote, quote) : cell)
    if (end < 0 || end === line.length) return cells
    at = end + 1
  }
}

/** The place behind the quote that closes the cell which opens here; -1 where none does. */
function behindQuotes(line: string, quote: string, at: number): number {
  for (let close = line.indexOf(quote, at + 1); close >= 0; close = line.indexOf(quote, close + 2))
    if (line[close + 1] !== quote) return close + 1
  return -1
}
