import { asMeant } from '../../../../shared/csv.ts'
import type { CellReading, ColumnReading, FieldType, TargetField } from './field.ts'

const MISSING = /^(?:\\N|#N\/A|#REF!|#VALUE!|#NAME\?|#DIV\/0!)$/
const QUOTED = /^"(?:[^"]|"")*"$/
const SHORTENED = /^\d(?:\.\d+)?e\+\d+$/i

/** Text as it is meant: no spaces around, no NUL, no quotes that a stray space kept. */
export function cleanText(cell: string): string {
  const whole = cell.includes('\0') ? cell.replaceAll('\0', '') : cell
  let text = whole.trim()
  // Without a space beside them they are the text's own.
  if (text !== whole && QUOTED.test(text)) text = text.slice(1, -1).replaceAll('""', '"').trim()
  // Spreadsheets, and our own export, put an apostrophe before what must not be a formula.
  text = asMeant(text)
  return MISSING.test(text) ? '' : text
}

const shapes: Partial<Record<FieldType, (text: string) => CellReading>> = {
  email: (text) => /<([^<>]+@[^<>]+)>\s*$/.exec(text)?.[1]?.trim() ?? text.replace(/^mailto:/i, ''),
  phone: (text) =>
    SHORTENED.test(text)
      ? {
          fault:
            'was shortened by a spreadsheet, so its digits are lost. Format the column as text and export it again',
        }
      : text.replace(/^tel:/i, '').replace(/^(\d{7,})\.0$/, '$1'),
}

export function textColumn(field: TargetField): ColumnReading {
  const shape = shapes[field.type]
  const most = field.length ?? Infinity
  return {
    read: (cell) => {
      const text = cleanText(cell)
      if (text === '') return null
      const reading = shape === undefined ? text : shape(text)
      if (typeof reading === 'string' && reading.length > most) {
        return { fault: `has ${reading.length} characters; ${field.label} holds ${most}` }
      }
      return reading
    },
  }
}
