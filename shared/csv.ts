/** CSV as we write it: commas, CR LF, quotes only where needed (RFC 4180), and nothing a spreadsheet would run or compute. */

// What spreadsheets take for the beginning of a formula, full-width signs included (OWASP, CSV injection), behind blanks and marks without width.
const FORMULA = String.raw`[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]`
const STARTS_FORMULA = new RegExp(`^${FORMULA}`)
// Excel takes the list separator of its country for the delimiter, and then a cell of its own begins within one of ours.
const CELL_ENDS = /([;\t\r\n]+)/
// What has such apostrophes of its own gets another one; a few, so that a long row of them is not read again from each.
const MADE_HARMLESS = new RegExp(`(^|[;\\t\\r\\n])'(?='{0,9}${FORMULA})|^'(?='{0,9}[\\t\\r\\n])`, 'g')
const LOOKS_HARMLESS = new RegExp(`^'{1,9}${FORMULA}`)
const NUMBER_OR_PHONE = /^[+-]?[\d\s().,/-]*\d[\d\s().,/-]*%?$/
// `+1-415-555` is a phone number to us and a subtraction to a spreadsheet.
const SUM = /^[+-]?\s*\(?[\d.,]+\)?(?:\s*[-+*/]\s*\(?[\d.,]+\)?)+%?$/
// What is longer is neither; to find that out of a long row of digits would take a second and more.
const LONGEST_NUMBER = 100
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/

/**
 * A cell that a spreadsheet shows as the text it is, whatever it takes for the delimiter: what begins like a formula gets an
 * apostrophe before it, which our import takes off again. Numbers stay as they are, and so does a phone number a spreadsheet
 * computes nothing from: `+46701234567` is a number to it, and no program.
 */
export function harmless(text: string): string {
  const guarded = text.split(CELL_ENDS).map(guardedPart).join('')
  return /^'{0,9}[\t\r\n]/.test(guarded) ? `'${guarded}` : guarded
}

/** The text as it was before it was made harmless. */
export const asMeant = (text: string): string => (text.includes("'") ? text.replaceAll(MADE_HARMLESS, '$1') : text)

const guardedPart = (part: string): string =>
  LOOKS_HARMLESS.test(part) || (STARTS_FORMULA.test(part) && (!isNumberOrPhone(part.trim()) || SUM.test(part.trim())))
    ? `'${part}`
    : part

const isNumberOrPhone = (text: string): boolean => text.length <= LONGEST_NUMBER && NUMBER_OR_PHONE.test(text)

export function csvLine(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? harmless(value) : String(value)
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
