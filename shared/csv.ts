/** CSV as we write it: commas, CR LF, quotes only where needed (RFC 4180), and nothing a spreadsheet would run or compute. */

// What spreadsheets take for the beginning of a formula, full-width signs included (OWASP, CSV injection).
const STARTS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NUMBER_OR_PHONE = /^[+-]?[\d\s().,/-]*\d[\d\s().,/-]*%?$/
// `+1-415-555` is a phone number to us and a subtraction to a spreadsheet.
const SUM = /^[+-]?\s*\(?[\d.,]+\)?(?:\s*[-+*/]\s*\(?[\d.,]+\)?)+%?$/
// What is longer is neither; to find that out of a long row of digits would take a second and more.
const LONGEST_NUMBER = 100
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/

/**
 * A cell that a spreadsheet shows as the text it is: what begins like a formula gets an apostrophe before it, which our
 * import takes off again. Numbers stay as they are, and so does a phone number a spreadsheet computes nothing from:
 * `+46701234567` is a number to it, and no program.
 */
export const harmless = (text: string): string =>
  STARTS_FORMULA.test(text) && (!isNumberOrPhone(text) || SUM.test(text)) ? `'${text}` : text

const isNumberOrPhone = (text: string): boolean => text.length <= LONGEST_NUMBER && NUMBER_OR_PHONE.test(text)

export function csvLine(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? harmless(value) : String(value)
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
