import { today } from '../../../platform/clock.ts'
import { Refusal } from '../../../platform/errors.ts'
import { isDatabaseAway } from '../../../platform/postgres/pools.ts'
import { inTransaction, reading, type Database, type OrgRef, type Tx } from '../../../platform/tx.ts'
import { decodeId } from '../../../../shared/ids.ts'
import { type DuplicateRule, type Import } from '../import.ts'
import { importerOf } from '../importer.ts'
import {
  advance,
  importById,
  insertRefusals,
  keepMapping,
  lockedImport,
  markPendingDone,
  updateState,
} from '../imports.sql.ts'
import { readRows, START, type Place } from '../reading/rows.ts'
import { layoutWith, SAMPLE_ROWS } from '../reading/layout.ts'
import { storedSource } from '../storage.ts'
import { doorFor, targetOf, withOwnDoors, type Doors } from '../targets.ts'
import { importBatch, type Batch } from './batch.ts'
import { gatherWords, refreshStatistics, settleWords } from '../../../ground/objects/indexes.ts'
import { openKeyFilter } from './keyFilter.ts'
import { isMatchable, lookedForIn } from './known.ts'
import { tieLinks } from './links.ts'
import type { Outcome } from './outcome.ts'
import type { PeopleVerbs } from './people.ts'
import { planColumns, readRow, type ReadRow } from './plan.ts'
import { openReferenceBook } from './references.ts'

/** What stands around every import. */
export type Workshop = {
  readonly db: Database
  readonly doors: Doors
  readonly people: PeopleVerbs
  /** Stops between two batches when the program ends; the import goes on with the next worker. */
  readonly signal?: AbortSignal
  /** Told after every batch. */
  readonly onProgress?: (imported: Import) => void
}

const BATCH_ROWS = 1000

/**
 * Carries an import as far as it goes: until the file ends, or somebody pauses or cancels it. Killed at any moment
 * and called again it goes on where the last committed batch ended: each batch's rows, their record of what became
 * of them, and the place in the file are one transaction. A database that goes away throws, and the next call goes on.
 */
export async function workImport(workshop: Workshop, org: OrgRef, importId: number): Promise<void> {
  const imported = await reading(workshop.db, org, (tx) => importById(tx, importId))
  // The same job takes an import back; that is not carried out once more.
  if (imported?.state !== 'running' && imported?.state !== 'checking') return
  try {
    const batch = await prepare(workshop, org, imported)
    const isThrough = await workRows(workshop, org, imported, batch)
    if (isThrough) await finish(workshop, org, imported, batch)
  } catch (error) {
    if (isUnavailable(error)) throw error
    const problem =
      error instanceof Refusal
        ? error.message
        : 'Something went wrong inside Assay, and was written to its log. Nothing that is counted here was lost; start the import again to go on.'
    await inTransaction(workshop.db, org, (tx) => updateState(tx, importId, 'failed', problem))
    if (!(error instanceof Refusal)) throw error
  }
}

const isUnavailable = (error: unknown): boolean =>
  isDatabaseAway(error) || (error instanceof Refusal && error.kind === 'unavailable')

/** Everything batches share, decided from the file's first rows. */
export async function prepare({ db, people, ...workshop }: Workshop, org: OrgRef, imported: Import): Promise<Batch> {
  const source = storedSource(db, org, imported.fileId, imported.fileName)
  const { layout, options, mapping } = imported
  const { sample } = await layoutWith(source, layout.encoding, {
    delimiter: layout.dialect.delimiter,
    hasHeader: layout.hasHeader,
  })
  return reading(db, org, async (tx) => {
    const actor = await importerOf(tx, imported.createdById)
    const doors = await withOwnDoors(tx, workshop.doors)
    const door = doorFor(doors, actor, imported.objectName)
    const target = await targetOf(tx, door.definition.name)
    return {
      importId: imported.id,
      fileName: imported.fileName,
      columns: layout.columns,
      plan: planColumns(target, layout.columns, sample.slice(0, SAMPLE_ROWS), mapping, options),
      options,
      rule: ruleFor(door.definition.name, options.duplicates),
      door,
      doors,
      people,
      book: openReferenceBook(target),
      filter: isMatchable(target.name) ? openKeyFilter(lookedForIn[target.name], imported.id) : undefined,
      campaignId: options.campaignId ? (decodeId(options.campaignId) ?? null) : null,
      today: today(),
      careful: false,
    }
  })
}

/** A person we know responded; of anything else we know, blanks are filled. */
export const ruleFor = (objectName: string, rule: DuplicateRule | undefined): DuplicateRule =>
  rule ?? (objectName === 'Lead' ? 'inquiry' : 'fill')

/** Writes batch after batch, reading the next while one is written; answers whether the file's end was reached. */
async function workRows(workshop: Workshop, org: OrgRef, imported: Import, batch: Batch): Promise<boolean> {
  const rows = rowsOf(workshop.db, org, imported, batch)
  let place = imported.nextByte
  try {
    let coming = rows.next()
    for (;;) {
      const { value, done } = await coming
      if (done) return true
      coming = rows.next()
      // Whoever waits for it later hears of its failure; until then it must not end the program.
      coming.catch(() => undefined)
      const written = await writeBatch(workshop, org, { ...imported, nextByte: place }, batch, value)
      if (written === undefined) return false
      workshop.onProgress?.(written)
      if (workshop.signal?.aborted) return false
      place = value.end.byte
    }
  } finally {
    await rows.return(undefined)
  }
}

/** What a batch is read into before the one ahead of it is written. */
type ReadBatch = { readonly rows: readonly ReadRow[]; readonly end: Place }

async function* rowsOf(
  db: Database,
  org: OrgRef,
  { fileId, fileName, layout, nextByte, nextLine }: Import,
  { plan, options }: Batch,
): AsyncGenerator<ReadBatch, void, void> {
  const from: Place = nextByte === 0 ? START : { byte: nextByte, line: nextLine }
  let before = nextByte === 0 ? layout.rowsBefore : 0
  for await (const rows of readRows(storedSource(db, org, fileId, fileName), layout.encoding, layout.dialect, from, {
    batchRows: BATCH_ROWS,
  })) {
    const skipped = Math.min(before, rows.length)
    before -= skipped
    const last = rows.at(-1)
    const said = rows
      .slice(skipped)
      .filter(({ cells, fault }) => fault !== undefined || cells.some((cell) => cell.trim() !== ''))
    if (last !== undefined)
      yield { rows: said.map((row) => readRow(plan, row, options)), end: { byte: last.endByte, line: last.nextLine } }
  }
}

/** The first rows of a file, read; for trying. */
export async function firstBatch(
  db: Database,
  org: OrgRef,
  imported: Import,
  batch: Batch,
): Promise<{ readonly rows: readonly ReadRow[]; readonly isWholeFile: boolean }> {
  const reader = rowsOf(db, org, { ...imported, nextByte: 0, nextLine: 1 }, batch)
  const first = await reader.next()
  const second = await reader.next()
  await reader.return(undefined)
  return { rows: first.done ? [] : first.value.rows, isWholeFile: second.done === true }
}

async function writeBatch(
  workshop: Workshop,
  org: OrgRef,
  imported: Import,
  batch: Batch,
  read: ReadBatch,
): Promise<Import | undefined> {
  try {
    return await writeOnce(workshop, org, imported, batch, read)
  } catch (error) {
    if (isUnavailable(error) || batch.careful) throw error
    batch.book.forget()
    return writeOnce(workshop, org, imported, { ...batch, careful: true }, read)
  }
}

/** Thrown to undo a batch that was only tried. */
class OnlyTried extends Error {}

async function writeOnce(
  { db }: Workshop,
  org: OrgRef,
  { id, state, nextByte }: Import,
  batch: Batch,
  read: ReadBatch,
): Promise<Import | undefined> {
  const isTrial = state === 'checking'
  let outcome: Outcome | undefined
  const write = async (tx: Tx): Promise<Import | undefined> => {
    const current = await lockedImport(tx, id)
    // Paused, cancelled, or worked on by another node in the meantime.
    if (current === undefined || current.state !== state || current.nextByte !== nextByte) return undefined
    // A second attempt after a deadlock: what the first one made is gone.
    if (outcome !== undefined) batch.book.forget()
    const actor = await importerOf(tx, current.createdById)
    await gatherWords(tx)
    outcome = await importBatch(tx, actor, batch, read.rows)
    if (isTrial) throw new OnlyTried()
    return settle(tx, current, outcome, read.end)
  }
  return inTransaction(db, org, write, { streaming: true }).catch(async (error: unknown) => {
    if (!(error instanceof OnlyTried) || outcome === undefined) throw error
    const tried = outcome
    batch.book.forget()
    return inTransaction(db, org, async (tx) => {
      const current = await lockedImport(tx, id)
      return current === undefined || current.state !== state ? undefined : settle(tx, current, tried, read.end)
    })
  })
}

/** Moves the place and the counts on, in the transaction that wrote the rows. */
async function settle(tx: Tx, current: Import, outcome: Outcome, end: Place): Promise<Import | undefined> {
  if (outcome.refusals.length > 0) await insertRefusals(tx, current.id, outcome.refusals)
  await advance(tx, current.id, end, outcome.counts, outcome.notesWith(current.notes))
  return importById(tx, current.id)
}

async function finish({ db, onProgress }: Workshop, org: OrgRef, imported: Import, batch: Batch): Promise<void> {
  const isTrial = imported.state === 'checking'
  let hasMore = !isTrial
  while (hasMore) {
    hasMore = await inTransaction(db, org, async (tx) =>
      tieLinks(tx, await importerOf(tx, imported.createdById), batch),
    )
  }
  const done = await inTransaction(db, org, async (tx) => {
    const current = await lockedImport(tx, imported.id)
    if (current === undefined || current.state !== imported.state) return undefined
    if (!isTrial) {
      await settleWords(tx, batch.door.definition)
      await refreshStatistics(tx, batch.door.definition)
      await markPendingDone(tx, imported.id)
      await keepMapping(
        tx,
        imported.columnsKey,
        { objectName: batch.plan.target.name, mapping: imported.mapping, options: lastingOptions(imported) },
        imported.createdById,
      )
    }
    await updateState(tx, imported.id, isTrial ? 'checked' : 'done')
    return importById(tx, imported.id)
  })
  if (done !== undefined) onProgress?.(done)
}

/** What holds for the next file of the same columns too; a campaign does not. */
const lastingOptions = ({ options }: Import): Import['options'] => ({
  ...options,
  campaignId: undefined,
  memberStatus: undefined,
})
