import { csvLine } from '../../../shared/csv.ts'
import { reading } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import type { Import } from './import.ts'
import { refusalsAfter } from './imports.sql.ts'
import { REASON_COLUMNS } from './mending.ts'

const AT_ONCE = 1000
const KIND_WORDS = { refused: 'Refused', skipped: 'Left out', noted: 'Saved, but' } as const

/**
 * Every row that was refused or left out, with its line, the reason, and its cells as they came, so that the file can be
 * mended and sent again; read and written a thousand rows at a time.
 */
export async function* refusalsFile(
  db: Database,
  org: OrgRef,
  { id, layout, mendsId }: Import,
): AsyncGenerator<string> {
  // What is refused a second time keeps the line of the first file, and one set of reasons.
  const ours = mendsId === null ? 0 : REASON_COLUMNS.length
  yield `\ufeff${csvLine([...REASON_COLUMNS, ...layout.columns.slice(ours)])}`
  for (let after = { line: -1, number: -1 }; ;) {
    const from = after
    const rows = await reading(db, org, (tx) => refusalsAfter(tx, id, from.line, from.number, AT_ONCE))
    yield rows
      .map((row) =>
        csvLine([
          ours === 0 ? row.line : (row.cells[0] ?? row.line),
          KIND_WORDS[row.kind],
          row.field,
          row.reason,
          ...row.cells.slice(ours),
        ]),
      )
      .join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_ONCE) return
    after = last
  }
}
