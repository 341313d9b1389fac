/** CSV as we write it: commas, CR LF, quotes only where needed (RFC 4180), and nothing a spreadsheet would run. */

const STARTS_FORMULA = /^[=+\-@\t\r]/
const NUMBER_OR_PHONE = /^[+-]?[\d\s().,/-]*\d[\d\s().,/-]*%?$/
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/

/**
 * A cell that a spreadsheet shows as text: what begins like a formula gets an apostrophe before it, unless it is a
 * number or a phone number.
 */
export const harmless = (text: string): string =>
  STARTS_FORMULA.test(text) && !NUMBER_OR_PHONE.test(text) ? `'${text}` : text

export function csvLine(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? harmless(value) : String(value)
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
