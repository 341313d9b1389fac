import { definitionOf } from '../../ground/objects/catalogue.ts'
import { encodeCursor, placeInTime } from '../../ground/objects/cursor.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { undoingsOfLeads } from '../conversion/obstacles.ts'
import { journalRows, type JournalKind, type JournalRow } from './journal.sql.ts'

/** An entry of the journal, and why it can no longer be undone; null while it can. */
export type JournalEntry = JournalRow & { readonly staysBecause: string | null }

export type JournalPage = { readonly entries: readonly JournalEntry[]; readonly next: string | null }

/**
 * What was merged and converted, of one record (as master, as one merged, or as what a lead became) or of all, the
 * newest first, a page at a time; each says whether it can still be undone, and if not, why.
 */
export async function readJournal(
  tx: Tx,
  actor: Actor,
  {
    recordId,
    kind,
    after,
    limit,
  }: {
    readonly recordId: number | null
    readonly kind?: JournalKind
    readonly after?: string
    readonly limit: number
  },
): Promise<JournalPage> {
  const definitions = {
    lead: await definitionOf(tx, 'Lead'),
    contact: await definitionOf(tx, 'Contact'),
    account: await definitionOf(tx, 'Account'),
  }
  const rows = await journalRows(tx, actor, definitions, {
    recordId,
    kind: kind ?? null,
    before: placeInTime(after),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const obstacles = await undoingsOfLeads(
    tx,
    actor,
    page.flatMap(({ kind, recordId: leadId, undoneAt }) => (kind === 'conversion' && undoneAt === null ? leadId : [])),
  )
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    entries: page.map((row) => ({ ...row, staysBecause: row.undoneAt === null ? reasonOf(row, obstacles) : null })),
    next: last === undefined ? null : encodeCursor([last.at, last.id]),
  }
}

function reasonOf(row: JournalRow, obstacles: ReadonlyMap<number, readonly string[]>): string | null {
  if (row.kind === 'conversion') {
    const sentences = obstacles.get(row.recordId)
    if (sentences === undefined) return 'The lead is in the recycle bin. Restore it first.'
    return sentences.length === 0 ? null : `Work was built on it. ${sentences.join(' ')}`
  }
  if (row.fate !== null && row.fate !== 'there') return fates[row.fate]
  return row.comeBack < row.otherIds.length ? 'Some of those merged are no longer in the recycle bin.' : null
}

const fates: Record<Exclude<NonNullable<JournalRow['fate']>, 'there'>, string> = {
  merged: 'The record they were merged into was itself merged since. Undo that merge first.',
  deleted: 'The record they were merged into is in the recycle bin. Restore it first.',
  converted: 'The lead they were merged into was converted since. Undo the conversion first.',
}
