import { shownNumber } from './cellFormats.ts'
import { joined, keepSharedStrings, type SharedStrings } from './sharedStrings.ts'
import type { OpenWorkbook, Sheet } from './workbook.ts'
import { readXml, type XmlReader } from './xml.ts'
import { bomb, damaged } from './zip.ts'

/** As many as a sheet of Excel has. */
const MOST_ROWS = 1_048_576
const MOST_COLUMNS = 16_384
const MOST_CSV_BYTES = 4 * 1024 ** 3
const LONGEST_ROW = 2 * 1024 ** 2
const PIECE_BYTES = 64 * 1024

/**
 * A sheet as CSV in UTF-8, row by row, as it is read: dates as `YYYY-MM-DD`, formulas as what they came to. Every row of the
 * sheet is a row here, blank ones too, so that a line's number is the row's, unless a cell has lines of its own.
 */
export async function* csvOfSheet(workbook: OpenWorkbook, { part }: Sheet): AsyncGenerator<Buffer> {
  const { fileName, zip, textsPart } = workbook
  const hasTexts = textsPart !== undefined && zip.has(textsPart)
  const texts = await keepSharedStrings(fileName, hasTexts ? zip.read(textsPart) : undefined)
  try {
    const lines: string[] = []
    const reading = readXml(
      fileName,
      zip.read(part),
      cellsInto(workbook, texts, (line) => lines.push(line)),
    )
    let written = 0
    for (let next = await reading.next(); ; next = await reading.next()) {
      const length = lines.reduce((sum, line) => sum + line.length, 0)
      if (length < PIECE_BYTES && next.done !== true) continue
      const piece = Buffer.from(lines.splice(0).join(''), 'utf8')
      written += piece.length
      if (written > MOST_CSV_BYTES) throw bomb(fileName, 'its cells hold more than 4 GB of text')
      if (piece.length > 0) yield piece
      if (next.done === true) return
    }
  } finally {
    await texts.close()
  }
}

type Cell = { readonly column: number; readonly type: string; readonly style: number }

/** The text a cell points to. One that is not there was lost with a part of the workbook: its rows would come in without it. */
function textOf(fileName: string, texts: SharedStrings, number: string): string {
  if (number === '') return ''
  const text = texts.at(Number(number))
  if (text !== undefined) return text
  throw damaged(fileName, `a cell of it points to text ${number.slice(0, 20)}, which the workbook does not hold`)
}

/** What is done while a sheet is read: the cells of each row are put into a line. */
function cellsInto(workbook: OpenWorkbook, texts: SharedStrings, take: (line: string) => void): XmlReader {
  const { fileName } = workbook
  const rows = rowsInto(fileName, take)
  let cell: Cell | undefined
  let value = ''
  let isValue = false
  return {
    open(name, { r, t = 'n', s = '0' }) {
      if (name === 'row') rows.start(r)
      if (name === 'c') {
        const column = r === undefined ? rows.width() : columnOf(r)
        if (!(column >= 0 && column < MOST_COLUMNS)) throw bomb(fileName, `its cell ${r?.slice(0, 20)} is out of reach`)
        cell = { column, type: t, style: Number(s) }
        value = ''
      }
      isValue = cell !== undefined && (name === 'v' || (name === 't' && cell.type === 'inlineStr'))
    },
    text(more) {
      if (isValue) value = joined(fileName, value, more)
    },
    close(name) {
      isValue = false
      if (name === 'c' && cell !== undefined) {
        rows.put(cell.column, cell.type === 's' ? textOf(fileName, texts, value) : shownCell(workbook, cell, value))
        cell = undefined
      }
      if (name === 'row') rows.end()
    },
  }
}

function shownCell({ formats, isMacintosh }: OpenWorkbook, { type, style }: Cell, text: string): string {
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  if (type === 'n') return shownNumber(text, formats[style] ?? 'plain', isMacintosh)
  return type === 'd' ? text.replace(/T00:00:00(\.0+)?$/, '') : text
}

/** Gathers cells into rows, and rows into lines in their place. */
function rowsInto(fileName: string, take: (line: string) => void) {
  let row: string[] = []
  let number = 0
  let length = 0
  let blanks = 0
  return {
    width: () => row.length,
    start(given: string | undefined): void {
      const next = given === undefined ? number + 1 : Number(given)
      if (next > MOST_ROWS && given === undefined)
        throw bomb(fileName, `it has more rows than a sheet can have, ${MOST_ROWS.toLocaleString('en')}`)
      if (!(next > number && next <= MOST_ROWS))
        throw bomb(fileName, `its row ${String(given).slice(0, 20)} is not where a row can be`)
      blanks += next - number - 1
      number = next
      row = []
      length = 0
    },
    put(column: number, text: string): void {
      length += text.length
      if (length > LONGEST_ROW) throw bomb(fileName, `its row ${number} holds more than 2 MB of text`)
      if (text !== '') row[column] = text
    },
    end(): void {
      // Blank rows at the end say nothing; those in between keep their place.
      if (row.length === 0) blanks += 1
      else {
        take(`${'\r\n'.repeat(blanks)}${Array.from(row, quoted).join(',')}\r\n`)
        blanks = 0
      }
    },
  }
}

/** 'AB12' stands in column 27, counted from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length && at < 4; at++) {
    const letter = reference.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column - 1
}

/** Quoted where it must be; what the workbook wrote as _x000D_ is the letter it stands for. */
function quoted(cell: string | undefined): string {
  if (cell === undefined) return ''
  const text = cell.includes('_x')
    ? cell.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : cell
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
