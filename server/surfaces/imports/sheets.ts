import type { Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import { inTransaction, type Database, type OrgRef } from '../../platform/tx.ts'
import type { Workbook } from './import.ts'
import type { Dialect } from './reading/dialect.ts'
import { csvOfSheet } from './reading/workbook/sheet.ts'
import { openWorkbook, type OpenWorkbook } from './reading/workbook/workbook.ts'
import { forgetFile, storedSource, storeFile, type Stored } from './storage.ts'

// Each reads the texts of the whole workbook again, whatever it holds itself.
const MOST_SHEETS_TRIED = 20

/** How a sheet is written for the rest of the import, which reads it as any other file. */
export const SHEET_DIALECT: Dialect = { delimiter: ',', quote: '"', escape: '"' }

/** A spreadsheet as it was sent. */
type Kept = { readonly id: number; readonly name: string; readonly byteSize: number }

/**
 * Reads one sheet of a kept spreadsheet out into a file of its own: the one asked for, else the first that holds anything.
 * Throws `sheet_unknown`, `file_empty`, and what a damaged or monstrous workbook throws.
 */
export async function readSheet(
  db: Database,
  org: OrgRef,
  actor: Actor,
  kept: Kept,
  wanted: string | undefined,
): Promise<{ readonly stored: Stored; readonly workbook: Workbook }> {
  const workbook = await openWorkbook(storedSource(db, org, kept.id, kept.name), kept.byteSize)
  const names = workbook.sheets.map(({ name }) => name)
  for (const sheet of chosenSheets(workbook, wanted)) {
    const stored = await storeFile(db, org, actor, kept.name, csvOfSheet(workbook, sheet)).catch((error: unknown) => {
      // A sheet without a cell is an empty file; another one may have what is looked for.
      if (error instanceof Refusal && error.code === 'file_empty') return undefined
      throw error
    })
    if (stored !== undefined) return { stored, workbook: { fileId: kept.id, sheets: names, sheet: sheet.name } }
  }
  throw new Refusal(
    'file_empty',
    wanted === undefined
      ? `'${kept.name}' has no sheet with anything in it${names.length > MOST_SHEETS_TRIED ? ` among its first ${MOST_SHEETS_TRIED}; name the one you mean` : ''}. Send one with a line of column names and at least one row.`
      : `The sheet '${wanted}' of '${kept.name}' is empty. Its sheets are ${listed(names)}.`,
    { kind: 'malformed' },
  )
}

function chosenSheets({ sheets, fileName }: OpenWorkbook, wanted: string | undefined) {
  if (wanted === undefined) return sheets.slice(0, MOST_SHEETS_TRIED)
  const found = sheets.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (found.length > 0) return found
  throw new Refusal(
    'sheet_unknown',
    `'${fileName}' has no sheet called '${wanted}'. Its sheets are ${listed(sheets.map(({ name }) => name))}.`,
    { kind: 'malformed', field: 'sheet', value: wanted },
  )
}

const listed = (names: readonly string[]): string =>
  `${names
    .slice(0, 20)
    .map((name) => `'${name}'`)
    .join(', ')}${names.length > 20 ? ' and more' : ''}`

/** Does something with a file that was just kept; when it fails, the file goes too. */
export async function orForget<Answer>(
  db: Database,
  org: OrgRef,
  fileId: number,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    await inTransaction(db, org, (tx) => forgetFile(tx, fileId)).catch(() => undefined)
    throw error
  }
}
