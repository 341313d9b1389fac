import { isUtf8 } from 'node:buffer'
import { delimiterSign, type Delimiter, type Piece } from '../job.ts'

/** Pieces on their way; returns why the rest cannot be read, if it cannot. */
export type Pieces = AsyncGenerator<Piece, string | undefined, void>

export type CutLimits = { readonly pieceRows?: number; readonly pieceBytes?: number; readonly rowMaxBytes?: number }

/** How many rows are written by one transaction. */
export const PIECE_ROWS = 2000
const PIECE_BYTES = 1024 * 1024
const ROW_MAX_BYTES = 2 * 1024 * 1024

const QUOTE = 0x22
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/**
 * Cuts CSV on its way into pieces of whole rows, holding one piece at most, so that whoever works on it begins and ends
 * between two rows. The first row, the header, is a piece of its own. Blank lines are no rows.
 */
export async function* cutCsv(
  arriving: AsyncIterable<Uint8Array>,
  delimiter: Delimiter,
  { pieceRows = PIECE_ROWS, pieceBytes = PIECE_BYTES, rowMaxBytes = ROW_MAX_BYTES }: CutLimits = {},
): Pieces {
  const scanner = openScanner(delimiterSign[delimiter].charCodeAt(0))
  let parts: Uint8Array[] = []
  let [rows, bytes, rowBytes, rowsBefore, most] = [0, 0, 0, 0, 1]
  const piece = (): Piece => {
    const whole = { rows, bytes: Buffer.concat(parts) }
    rowsBefore += rows
    parts = []
    rows = 0
    bytes = 0
    most = pieceRows
    return whole
  }
  const wrong = (why: string): string => `InvalidBatch : Row ${rowsBefore + rows + 1} ${why}`
  for await (const chunk of arriving) {
    let taken = 0
    for (let from = 0; from < chunk.length;) {
      const end = scanner.scan(chunk, from)
      if (scanner.isStray()) return wrong(STRAY_QUOTE)
      if (end < 0) {
        rowBytes += chunk.length - from
        if (rowBytes > rowMaxBytes) return wrong(tooLong(rowMaxBytes))
        break
      }
      from = end
      rowBytes = 0
      if (scanner.takeRow()) rows++
      if (rows < most && bytes + end - taken < pieceBytes) continue
      parts.push(chunk.subarray(taken, end))
      taken = end
      const whole = piece()
      if (!isUtf8(whole.bytes)) return NOT_UTF8
      if (whole.rows > 0) yield whole
    }
    // The chunk's memory is the sender's; what waits for its row's end is kept apart.
    parts.push(Buffer.from(chunk.subarray(taken)))
    bytes += chunk.length - taken
  }
  if (scanner.isQuoted())
    return wrong('opens a quote that is never closed. Close it, or double every quote that is part of the text.')
  if (scanner.takeRow()) rows++
  if (rows === 0) return undefined
  const last = piece()
  if (!isUtf8(last.bytes)) return NOT_UTF8
  yield last
  return undefined
}

const STRAY_QUOTE = 'has text behind a closing quote. Double every quote that is part of the text.'
const NOT_UTF8 = 'ClientInputError : The data is not valid UTF-8. Write the file anew in that encoding.'
const tooLong = (most: number): string =>
  `is longer than the ${most / 1024 / 1024} MB a row may have, or opens a quote that is never closed.`

type Scanner = {
  /** The place behind the next row's end; -1 when it is not in this chunk. */
  readonly scan: (bytes: Uint8Array, from: number) => number
  /** Whether the row just ended holds anything; begins the next. */
  readonly takeRow: () => boolean
  readonly isQuoted: () => boolean
  readonly isStray: () => boolean
}

const AT_START = 0
const IN_PLAIN = 1
const IN_QUOTES = 2
const AFTER_QUOTE = 3

/** Follows quotes from byte to byte: a line break inside them is text. A quote in the midst of a plain cell is text, too. */
function openScanner(delimiter: number): Scanner {
  let state = AT_START
  let holdsAnything = false
  let stray = false
  const scan = (bytes: Uint8Array, from: number): number => {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at]
      if (state === IN_QUOTES) {
        if (byte === QUOTE) state = AFTER_QUOTE
      } else if (byte === LINE_FEED) {
        state = AT_START
        return at + 1
      } else if (byte === delimiter) {
        state = AT_START
        holdsAnything = true
      } else if (byte === QUOTE && state !== IN_PLAIN) {
        state = IN_QUOTES
        holdsAnything = true
      } else if (byte !== CARRIAGE_RETURN) {
        if (state === AFTER_QUOTE) stray = true
        state = IN_PLAIN
        holdsAnything = true
      }
    }
    return -1
  }
  return {
    scan,
    takeRow: () => {
      const held = holdsAnything
      holdsAnything = false
      state = AT_START
      return held
    },
    isQuoted: () => state === IN_QUOTES,
    isStray: () => stray,
  }
}

/** The place in whole rows of CSV behind the first so many of them. */
export function placeBehind(bytes: Uint8Array, delimiter: Delimiter, rows: number): number {
  const scanner = openScanner(delimiterSign[delimiter].charCodeAt(0))
  let place = 0
  for (let taken = 0; taken < rows;) {
    const end = scanner.scan(bytes, place)
    if (end < 0) return bytes.length
    place = end
    if (scanner.takeRow()) taken++
  }
  return place
}
