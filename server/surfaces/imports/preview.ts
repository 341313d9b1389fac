import type { Actor } from '../../ground/users/actor.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { OrgRef } from '../../platform/tx.ts'
import { encodeId } from '../../../shared/ids.ts'
import type { Import, ImportCounts } from './import.ts'
import { getImport } from './imports.ts'
import { sameFileBefore } from './sameFiles.sql.ts'
import { wordsOf, type ColumnWord } from './previewWords.ts'
import { isFault } from './reading/field.ts'
import { layoutWith } from './reading/layout.ts'
import { storedSource } from './storage.ts'
import type { Batch } from './writing/terms.ts'
import { importBatch } from './writing/batch.ts'
import type { Outcome } from './writing/outcome.ts'
import { firstRows, prepare, type Workshop } from './writing/run.ts'

export type ColumnPreview = {
  readonly column: string
  readonly field: string | null
  readonly label: string | null
  readonly type: string | null
  readonly by: string | null
  readonly confidence: number
  readonly reason: string
  /** How its cells are read, where there was something to decide. */
  readonly decided: string | null
  readonly unsure: boolean
  readonly examples: readonly string[]
  /** How many of the first rows cannot be read in this column. */
  readonly unreadable: number
  /** Of a picklist's column: words that are not the list's own. */
  readonly words: readonly ColumnWord[]
}

export type Problem = {
  readonly kind: string
  readonly field: string | null
  readonly reason: string
  readonly rows: number
  readonly firstLine: number
}

export type Preview = {
  readonly columns: readonly ColumnPreview[]
  /** Where columns may go. */
  readonly fields: readonly { readonly name: string; readonly label: string; readonly references: readonly string[] }[]
  /** Rows that were tried, from the first. */
  readonly tried: number
  readonly isWholeFile: boolean
  readonly counts: ImportCounts | null
  readonly notes: readonly { readonly sentence: string; readonly rows: number }[]
  readonly problems: readonly Problem[]
  /** The same bytes were imported before. */
  readonly importedBefore: { readonly Id: string; readonly finishedAt: Date | null } | null
}

/**
 * What an import would do: how each column is understood, and the first 1,000 rows carried out to the last rule,
 * duplicates included, and taken back.
 */
export async function previewImport(workshop: Workshop, org: OrgRef, actor: Actor, id: number): Promise<Preview> {
  const { db } = workshop
  const imported = await reading(db, org, (tx) => getImport(tx, actor, id))
  const before = await reading(db, org, (tx) => sameFileBefore(tx, imported.fileId))
  const sample = await sampleOf(workshop, org, imported)
  const importedBefore = before === undefined ? null : { Id: encodeId(before.id), finishedAt: before.finishedAt }
  if (imported.objectName === null) {
    return {
      columns: columnsOf(imported, sample, undefined),
      fields: [],
      tried: 0,
      isWholeFile: false,
      counts: null,
      notes: [],
      problems: [],
      importedBefore,
    }
  }
  const batch = await prepare(workshop, org, imported)
  const { rows, isWholeFile } = await firstRows(db, org, imported, batch)
  const outcome = await tryBatch(workshop, org, actor, batch, rows)
  return {
    columns: columnsOf(imported, sample, batch),
    fields: batch.plan.target.fields.map(({ name, label, references = [] }) => ({ name, label, references })),
    tried: outcome.counts.read,
    isWholeFile,
    counts: outcome.counts,
    notes: Object.values(outcome.notesWith({})).toSorted((a, b) => b.rows - a.rows),
    problems: problemsOf(outcome),
    importedBefore,
  }
}

/** Thrown to take back what was only tried. */
class Tried extends Error {}

async function tryBatch(
  { db }: Workshop,
  org: OrgRef,
  actor: Actor,
  batch: Batch,
  rows: Parameters<typeof importBatch>[3],
): Promise<Outcome> {
  let outcome: Outcome | undefined
  // Row by row where a part fails as a whole, so that one row's fault does not hide the others.
  for (const careful of [false, true]) {
    try {
      await inTransaction(db, org, async (tx) => {
        outcome = await importBatch(tx, actor, { ...batch, careful }, rows)
        throw new Tried()
      })
    } catch (error) {
      if (error instanceof Tried && outcome !== undefined) return outcome
      if (careful) throw error
      batch.book.forget()
    }
  }
  throw new Error('A batch that is tried ends one way or the other.')
}

async function sampleOf(
  { db }: Workshop,
  org: OrgRef,
  { fileId, fileName, layout }: Import,
): Promise<readonly (readonly string[])[]> {
  const { sample } = await layoutWith(storedSource(db, org, fileId, fileName), layout.encoding, {
    dialect: layout.dialect,
    hasHeader: layout.hasHeader,
  })
  return sample
}

function columnsOf(
  { mapping, layout }: Import,
  sample: readonly (readonly string[])[],
  batch: Batch | undefined,
): readonly ColumnPreview[] {
  return mapping.map((one) => {
    const at = layout.columns.indexOf(one.column)
    const cells = sample.map((row) => row[at] ?? '').filter((cell) => cell.trim() !== '')
    const planned = batch?.plan.columns.find(({ column }) => column === one.column)
    return {
      column: one.column,
      field: one.field,
      label: planned?.field.label ?? null,
      type: planned?.field.type ?? null,
      by: one.by ?? null,
      confidence: one.confidence,
      reason: one.reason,
      decided: planned?.reading.decided ?? null,
      unsure: planned?.reading.unsure ?? false,
      examples: [...new Set(cells)].slice(0, 3).map((cell) => cell.slice(0, 80)),
      unreadable: planned === undefined ? 0 : cells.filter((cell) => isFault(planned.reading.read(cell))).length,
      words: wordsOf(planned, cells),
    }
  })
}

/** Alike reasons together: the words of the file in them differ, the rule is one. */
function problemsOf({ refusals }: Outcome): readonly Problem[] {
  const groups = Map.groupBy(
    refusals,
    ({ kind, field, reason }) => `${kind} ${field} ${reason.replace(/'[^']*'|\d+|\b[0-9a-zA-Z]{18}\b/g, '')}`,
  )
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group
      return first === undefined
        ? []
        : [{ kind: first.kind, field: first.field, reason: first.reason, rows: group.length, firstLine: first.line }]
    })
    .toSorted((a, b) => b.rows - a.rows)
    .slice(0, 50)
}
