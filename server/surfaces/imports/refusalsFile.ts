import { csvLine } from '../../../shared/csv.ts'
import { reading, type Database, type OrgRef } from '../../platform/tx.ts'
import type { Import } from './import.ts'
import { refusalsAfter } from './imports.sql.ts'

const AT_ONCE = 1000
const KIND_WORDS = { refused: 'Refused', skipped: 'Left out', noted: 'Saved, but' } as const

/**
 * Every row that was refused or left out, with its line, the reason, and its cells as they came, so that the file can be
 * mended and sent again; read and written a thousand rows at a time.
 */
export async function* refusalsFile(db: Database, org: OrgRef, { id, layout }: Import): AsyncGenerator<string> {
  yield `\ufeff${csvLine(['Line', 'What happened', 'Field', 'Reason', ...layout.columns])}`
  for (let after = { line: -1, number: -1 }; ;) {
    const from = after
    const rows = await reading(db, org, (tx) => refusalsAfter(tx, id, from.line, from.number, AT_ONCE))
    yield rows.map((row) => csvLine([row.line, KIND_WORDS[row.kind], row.field, row.reason, ...row.cells])).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_ONCE) return
    after = last
  }
}
