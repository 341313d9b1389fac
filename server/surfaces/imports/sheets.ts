import type { Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import type { Workbook } from './import.ts'
import { nothingIn, sheetsToTry } from './reading/workbook/choice.ts'
import { csvOfSheet } from './reading/workbook/sheet.ts'
import { openWorkbook } from './reading/workbook/workbook.ts'
import { forgetFile, storedSource, storeFile, type Stored } from './storage.ts'

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
  for (const sheet of sheetsToTry(workbook, wanted)) {
    const stored = await storeFile(db, org, actor, kept.name, csvOfSheet(workbook, sheet)).catch((error: unknown) => {
      // A sheet without a cell is an empty file; another one may have what is looked for.
      if (error instanceof Refusal && error.code === 'file_empty') return undefined
      throw error
    })
    if (stored !== undefined) return { stored, workbook: { fileId: kept.id, sheets: names, sheet: sheet.name } }
  }
  throw nothingIn(workbook, wanted)
}

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
