import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { nextNumbers } from './customColumns.sql.ts'
import type { FieldValues, ObjectDefinition } from './definition.ts'

const DIGITS = /\{(0{1,10})\}/g
const LONGEST = 30

/** A format such as `INV-{0000}` or `{YYYY}-{MM}-{00}`: one number, and the day it was given where wanted. */
export function checkedFormat(format: string): string {
  const text = format.trim()
  const left = text.replace(DIGITS, '').replace(/\{(?:YYYY|YY|MM|DD)\}/g, '')
  if (text.length <= LONGEST && [...text.matchAll(DIGITS)].length === 1 && !/[{}]/.test(left)) return text
  throw new Refusal(
    'invalid_format',
    `'${text.slice(0, 60)}' cannot number records. Write the text around one number in braces, such as INV-{0000}; {YYYY}, {MM} and {DD} stand for the day. At most ${LONGEST} characters.`,
    { field: 'format', value: text.slice(0, 60) },
  )
}

/** The number of a record in its format: 7 in `INV-{0000}` is INV-0007, and 12345 is INV-12345. */
export function inFormat(format: string, number: number, day: Date): string {
  const [year, month, date] = day.toISOString().slice(0, 10).split('-')
  return format
    .replace(DIGITS, (_, zeros: string) => String(number).padStart(zeros.length, '0'))
    .replaceAll('{YYYY}', year ?? '')
    .replaceAll('{YY}', year?.slice(2) ?? '')
    .replaceAll('{MM}', month ?? '')
    .replaceAll('{DD}', date ?? '')
}

/** Values with the numbers that new records give themselves; one round trip a field, however many records. */
export async function numberedValues(
  tx: Tx,
  definition: ObjectDefinition,
  all: readonly FieldValues[],
): Promise<readonly FieldValues[]> {
  const fields = definition.fields.filter(({ autoNumber }) => autoNumber !== undefined)
  if (fields.length === 0 || all.length === 0) return all
  const drawn = await Promise.all(fields.map(({ column }) => nextNumbers(tx, definition.table, column, all.length)))
  return all.map((values, at) => ({
    ...values,
    // What an import or a migration brings keeps the number it had.
    ...Object.fromEntries(
      fields.map(({ name, autoNumber = '' }, place) => [
        name,
        values[name] ?? inFormat(autoNumber, drawn[place]?.[at] ?? 0, tx.now),
      ]),
    ),
  }))
}
