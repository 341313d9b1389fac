/** A column that is written, and what it holds in rows that do not name it. */
export type CopiedColumn = { readonly name: string; readonly blank: null | false }

const PIECE_BYTES = 64 * 1024
/** Texts up to here are written letter by letter, which takes half the time of asking for it; longer ones in one go. */
const SHORT_TEXT = 512

type Sheet = {
  bytes: Buffer
  at: number
  /** Pieces that are full. */
  full: Buffer[]
  readonly blanks: readonly (null | false)[]
  // Owner, moment and status are the same row after row: once they were for a while, their bytes are taken again.
  readonly before: unknown[]
  readonly times: number[]
  readonly repeated: (Buffer | undefined)[]
}

/**
 * Rows in COPY's text format, as pieces of bytes. A row is its cells in the order of the columns; the next may come in
 * the same array. Written byte by byte: strings of cells and lines were a fifth of what an import left to be collected.
 */
export function* copyText(
  columns: readonly CopiedColumn[],
  rows: Iterable<readonly unknown[]>,
): Generator<Buffer, void, void> {
  const sheet: Sheet = {
    bytes: Buffer.allocUnsafe(PIECE_BYTES),
    at: 0,
    full: [],
    blanks: columns.map(({ blank }) => blank),
    before: columns.map(() => undefined),
    times: columns.map(() => 0),
    repeated: columns.map(() => undefined),
  }
  for (const cells of rows) {
    putRow(sheet, cells)
    if (sheet.full.length > 0) yield* sheet.full.splice(0)
  }
  if (sheet.at > 0) yield sheet.bytes.subarray(0, sheet.at)
}

function putRow(sheet: Sheet, cells: readonly unknown[]): void {
  const { blanks, before, times, repeated } = sheet
  for (let column = 0; column < blanks.length; column++) {
    const given = cells[column]
    const cell = given === undefined ? (blanks[column] ?? null) : given
    if (column > 0) putByte(sheet, TAB)
    if (cell === null) putNull(sheet)
    else if (cell !== before[column]) {
      before[column] = cell
      times[column] = 1
      putValue(sheet, cell)
    } else {
      const seen = (times[column] ?? 0) + 1
      times[column] = seen
      if (seen === KEPT_FROM) repeated[column] = bytesOf(cell)
      const kept = seen < KEPT_FROM ? undefined : repeated[column]
      if (kept === undefined) putValue(sheet, cell)
      else putBytes(sheet, kept)
    }
  }
  putByte(sheet, LINE_FEED)
}

/** By chance a picklist's value comes a few times in a row, and to keep it would not pay. */
const KEPT_FROM = 8

const [TAB, LINE_FEED, RETURN, BACKSLASH, MINUS, ZERO] = [9, 10, 13, 92, 45, 48]

function putValue(sheet: Sheet, value: unknown): void {
  if (typeof value === 'string') putText(sheet, value)
  else if (typeof value === 'number') putNumber(sheet, value)
  else if (typeof value === 'boolean') putByte(sheet, value ? 116 : 102)
  else if (value instanceof Date) putText(sheet, value.toISOString())
  else if (Array.isArray(value)) putNumbers(sheet, value)
  else throw new Error(`COPY was given a ${typeof value}, which has no text form here.`)
}

function bytesOf(value: unknown): Buffer {
  const sheet: Sheet = {
    bytes: Buffer.alloc(SHORT_TEXT),
    at: 0,
    full: [],
    blanks: [],
    before: [],
    times: [],
    repeated: [],
  }
  putValue(sheet, value)
  return Buffer.concat([...sheet.full, sheet.bytes.subarray(0, sheet.at)])
}

/** Makes room for so many bytes; what was written before is a piece of its own. */
function makeRoom(sheet: Sheet, wanted: number): void {
  if (sheet.at + wanted <= sheet.bytes.length) return
  if (sheet.at > 0) sheet.full.push(sheet.bytes.subarray(0, sheet.at))
  sheet.bytes = Buffer.allocUnsafe(Math.max(PIECE_BYTES, wanted))
  sheet.at = 0
}

function putByte(sheet: Sheet, byte: number): void {
  makeRoom(sheet, 1)
  sheet.bytes[sheet.at++] = byte
}

function putNull(sheet: Sheet): void {
  putByte(sheet, BACKSLASH)
  putByte(sheet, 78)
}

function putBytes(sheet: Sheet, given: Buffer): void {
  makeRoom(sheet, given.length)
  const { bytes, at } = sheet
  for (let from = 0; from < given.length; from++) bytes[at + from] = given[from] ?? 0
  sheet.at = at + given.length
}

// The arrays we keep hold numbers.
function putNumbers(sheet: Sheet, numbers: readonly unknown[]): void {
  putByte(sheet, 123)
  for (let place = 0; place < numbers.length; place++) {
    if (place > 0) putByte(sheet, 44)
    putNumber(sheet, Number(numbers[place]))
  }
  putByte(sheet, 125)
}

function putNumber(sheet: Sheet, value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return putText(sheet, String(value))
  makeRoom(sheet, 17)
  if (value < 0) sheet.bytes[sheet.at++] = MINUS
  const size = Math.abs(value)
  const high = Math.floor(size / 1e8)
  // Halves that fit 32 bits are taken apart several times faster than a number of 53.
  if (high > 0) {
    putDigits(sheet, high, 0)
    putDigits(sheet, size - high * 1e8, 8)
  } else putDigits(sheet, size, 0)
}

/** A whole number below 2^31 with at least so many digits. */
function putDigits(sheet: Sheet, value: number, least: number): void {
  let digits = 1
  for (let over = 10; over <= value && digits < 10; over *= 10) digits++
  if (digits < least) digits = least
  let rest = value
  for (let place = sheet.at + digits - 1; place >= sheet.at; place--) {
    const tenth = Math.trunc(rest / 10)
    sheet.bytes[place] = ZERO + rest - tenth * 10
    rest = tenth
  }
  sheet.at += digits
}

function putText(sheet: Sheet, text: string): void {
  if (text.length > SHORT_TEXT) return putLongText(sheet, text)
  makeRoom(sheet, text.length * 2)
  const { bytes } = sheet
  const start = sheet.at
  let at = start
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    if (code > 127) {
      sheet.at = start
      return putLongText(sheet, text)
    }
    if (code === BACKSLASH || (code <= RETURN && code >= TAB && code !== 11 && code !== 12)) {
      bytes[at++] = BACKSLASH
      bytes[at++] = code === BACKSLASH ? code : code === TAB ? 116 : code === LINE_FEED ? 110 : 114
    } else bytes[at++] = code
  }
  sheet.at = at
}

const TO_ESCAPE = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function putLongText(sheet: Sheet, text: string): void {
  const escaped = TO_ESCAPE.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign) : text
  makeRoom(sheet, escaped.length * 3)
  sheet.at += sheet.bytes.write(escaped, sheet.at, 'utf8')
}
