import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '../../../../platform/errors.ts'
import type { Dialect } from '../dialect.ts'
import type { ByteSource } from '../source.ts'
import { csvOfSheet } from './sheet.ts'
import { openWorkbook, type OpenWorkbook, type Sheet } from './workbook.ts'

// Each reads the texts of the whole workbook again, whatever it holds itself.
const MOST_SHEETS_TRIED = 20

/** How a sheet is written for whoever reads it on as any other file. */
export const SHEET_DIALECT: Dialect = { delimiter: ',', quote: '"', escape: '"' }

/** The sheet asked for, else those of which the first that holds anything is meant. Throws `sheet_unknown`. */
export function sheetsToTry({ sheets, fileName }: OpenWorkbook, wanted: string | undefined): readonly Sheet[] {
  if (wanted === undefined) return sheets.slice(0, MOST_SHEETS_TRIED)
  const found = sheets.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (found.length > 0) return found
  throw new Refusal(
    'sheet_unknown',
    `'${fileName}' has no sheet called '${wanted}'. Its sheets are ${listed(sheets)}.`,
    { kind: 'malformed', field: 'sheet', value: wanted },
  )
}

/** What to say when none of the sheets to try holds anything. */
export const nothingIn = ({ sheets, fileName }: OpenWorkbook, wanted: string | undefined): Refusal =>
  new Refusal(
    'file_empty',
    wanted === undefined
      ? `'${fileName}' has no sheet with anything in it${sheets.length > MOST_SHEETS_TRIED ? ` among its first ${MOST_SHEETS_TRIED}; name the one you mean` : ''}. Send one with a line of column names and at least one row.`
      : `The sheet '${wanted}' of '${fileName}' is empty. Its sheets are ${listed(sheets)}.`,
    { kind: 'malformed' },
  )

const listed = (sheets: readonly Sheet[]): string =>
  `${sheets
    .slice(0, 20)
    .map(({ name }) => `'${name}'`)
    .join(', ')}${sheets.length > 20 ? ' and more' : ''}`

/**
 * Reads one sheet of a spreadsheet out into a file on disk, in CSV: the one asked for, else the first that holds anything.
 * Answers its name. Throws `sheet_unknown`, `file_empty`, and what a damaged or monstrous workbook throws.
 */
export async function writeSheet(
  source: ByteSource,
  byteSize: number,
  { into, sheet: wanted }: { readonly into: string; readonly sheet?: string | undefined },
): Promise<string> {
  const workbook = await openWorkbook(source, byteSize)
  for (const sheet of sheetsToTry(workbook, wanted)) {
    await pipeline(csvOfSheet(workbook, sheet), createWriteStream(into, { mode: 0o600 }))
    if ((await stat(into)).size > 0) return sheet.name
  }
  throw nothingIn(workbook, wanted)
}
