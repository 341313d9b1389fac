import { today } from '../../../platform/clock.ts'
import { asRefusal } from '../../../platform/breach.ts'
import { Refusal } from '../../../platform/errors.ts'
import { isDatabaseAway } from '../../../platform/postgres/pools.ts'
import { inTransaction, reading } from '../../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../../platform/tx.ts'
import { decodeId } from '../../../../shared/ids.ts'
import type { Import } from '../import.ts'
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
import type { Place } from '../reading/row.ts'
import { readRows, START } from '../reading/rows.ts'
import { layoutWith, SAMPLE_ROWS } from '../reading/layout.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { ruleFor, rulingFor } from '../ruling.ts'
import { storedSource } from '../storage.ts'
import { doorFor, targetOf, withOwnDoors, type Doors } from '../targets.ts'
import { MOST_UNDERWAY, type Batch } from './terms.ts'
import { goesAhead, importBatch } from './batch.ts'
import { gatherWords, letWriteBehind, refreshStatistics, settleWords } from '../../../ground/objects/indexes.ts'
import { openKeyFilter } from './keyFilter.ts'
import { isMatchable, lookedForIn } from './known.ts'
import { tieLinks } from './links.ts'
import type { Outcome } from './outcome.ts'
import { planColumns, readRow, type ReadRow } from './plan.ts'
import { openReferenceBook } from './references.ts'
import { takeTurn } from './turn.ts'

/** What stands around every import. */
export type Workshop = {
  readonly db: Database
  readonly doors: Doors
  /** Stops between two batches when the program ends; the import goes on with the next worker. */
  readonly signal?: AbortSignal
  /** Rows a transaction; 1,000 unless given. */
  readonly batchRows?: number
  /** Told after every batch. */
  readonly onProgress?: (imported: Import) => void
}

const BATCH_ROWS = 1000
const MOST_TRIED = 1000

/**
 * Carries an import as far as it goes: until the file ends, or somebody pauses or cancels it. Killed at any moment
 * and called again it goes on where the last committed batch ended: each batch's rows, their record of what became
 * of them, and the place in the file are one transaction. A database that goes away throws, and the next call goes on.
 * Answers false where nothing was done because another import has its turn: call again later.
 */
export async function workImport(workshop: Workshop, org: OrgRef, importId: number): Promise<boolean> {
  const imported = await reading(workshop.db, org, (tx) => importById(tx, importId))
  // The same job takes an import back; that is not carried out once more.
  if (imported?.state !== 'running' && imported?.state !== 'checking') return true
  try {
    const batch = await prepare(workshop, org, imported)
    if (imported.state === 'running') {
      const hasTurn = await inTransaction(workshop.db, org, (tx) => takeTurn(tx, imported, batch.rule))
      if (!hasTurn) return false
    }
    const isThrough = await workRows(workshop, org, imported, batch)
    if (isThrough) await finish(workshop, org, imported, batch)
  } catch (error) {
    if (isUnavailable(error)) throw error
    const known = asRefusal(error)
    const problem =
      known instanceof Refusal
        ? known.message
        : 'Something went wrong inside Assay, and was written to its log. Nothing that is counted here was lost; start the import again to go on.'
    await inTransaction(workshop.db, org, (tx) => updateState(tx, importId, 'failed', problem))
    if (!(known instanceof Refusal)) throw error
  }
  return true
}

const isUnavailable = (error: unknown): boolean =>
  isDatabaseAway(error) || (error instanceof Refusal && error.kind === 'unavailable')

/** Everything batches share, decided from the file's first rows. */
export async function prepare({ db, ...workshop }: Workshop, org: OrgRef, imported: Import): Promise<Batch> {
  const source = storedSource(db, org, imported.fileId, imported.fileName)
  const { layout, options, mapping } = imported
  const { sample } = await layoutWith(source, layout.encoding, {
    dialect: layout.dialect,
    hasHeader: layout.hasHeader,
  })
  return reading(db, org, async (tx) => {
    const actor = await importerOf(tx, imported)
    const doors = await withOwnDoors(tx, workshop.doors)
    const door = doorFor(doors, actor, imported.objectName)
    const target = await targetOf(tx, door.definition.name)
    const ruling = await rulingFor(tx, actor, target.name)
    const plan = planColumns(target, layout.columns, sample.slice(0, SAMPLE_ROWS), mapping, options)
    return {
      importId: imported.id,
      fileName: imported.fileName,
      columns: layout.columns,
      plan,
      options,
      rule: ruleFor(door.definition.name, options.duplicates, ruling),
      ruling,
      mendsId: imported.mendsId,
      door,
      doors,
      book: openReferenceBook(target),
      filter: isMatchable(target.name) ? openKeyFilter(lookedForIn[target.name], imported.id) : undefined,
      campaignId: options.campaignId ? (decodeId(options.campaignId) ?? null) : null,
      today: today(),
      rowsAtOnce: workshop.batchRows ?? BATCH_ROWS,
      careful: false,
      goesAhead:
        imported.state === 'running' &&
        imported.mendsId === null &&
        goesAhead(plan, options, await definitionOf(tx, target.name)),
      turn: async () => undefined,
      lookAfter: Promise.resolve(),
      looked: () => undefined,
      latest: { batches: [] },
    }
  })
}

/**
 * Writes batch after batch; answers whether the file's end was reached. The next batch is begun, on a connection of its
 * own, while those ahead of it are still being stored, and is committed after them: `turn` is the one just ahead.
 */
async function workRows(workshop: Workshop, org: OrgRef, imported: Import, batch: Batch): Promise<boolean> {
  const rows = rowsOf(workshop.db, org, imported, batch)
  const most = batch.goesAhead ? MOST_UNDERWAY : 0
  const underway: Promise<Import | undefined>[] = []
  let place = imported.nextByte
  let ahead: Promise<Import | undefined> = Promise.resolve(imported)
  let lookAfter: Promise<unknown> = ahead
  const goesOn = async (left: number): Promise<boolean> => {
    while (underway.length > left) {
      const stored = await underway[0]
      if (stored === undefined) return false
      void underway.shift()
      workshop.onProgress?.(stored)
    }
    return workshop.signal?.aborted !== true
  }
  try {
    for await (const read of rows) {
      const looked = Promise.withResolvers<void>()
      const own = { ...batch, turn: turnAfter(ahead), lookAfter, looked: looked.resolve }
      ahead = writeBatch(workshop, org, { ...imported, nextByte: place }, own, read)
      underway.push(ahead)
      // Whoever waits for it later hears of its failure; until then it must not end the program.
      lookAfter = Promise.race([looked.promise, ahead.catch(() => undefined)])
      place = read.end.byte
      if (!(await goesOn(most))) return false
    }
    return await goesOn(0)
  } finally {
    await Promise.allSettled([...underway, rows.return(undefined)])
  }
}

/** Thrown to undo a batch whose place in the file is no longer its own. */
class PlaceLost extends Error {}

/** Waits until the batch ahead is stored; when the import stopped there, this one must not be. */
const turnAfter = (ahead: Promise<Import | undefined>) => async (): Promise<void> => {
  if ((await ahead) === undefined) throw new PlaceLost()
}

/** What a batch is read into before the one ahead of it is written. */
type ReadBatch = { readonly rows: readonly ReadRow[]; readonly end: Place }

async function* rowsOf(
  db: Database,
  org: OrgRef,
  { fileId, fileName, layout, nextByte, nextLine }: Import,
  { plan, options, rowsAtOnce }: Batch,
): AsyncGenerator<ReadBatch, void, void> {
  const from: Place = nextByte === 0 ? START : { byte: nextByte, line: nextLine }
  let before = nextByte === 0 ? layout.rowsBefore : 0
  for await (const rows of readRows(storedSource(db, org, fileId, fileName), layout.encoding, layout.dialect, from, {
    batchRows: rowsAtOnce,
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

/** The first thousand rows of a file, read; for trying. */
export async function firstRows(
  db: Database,
  org: OrgRef,
  imported: Import,
  batch: Batch,
): Promise<{ readonly rows: readonly ReadRow[]; readonly isWholeFile: boolean }> {
  const first: ReadRow[] = []
  for await (const { rows } of rowsOf(db, org, { ...imported, nextByte: 0, nextLine: 1 }, batch)) {
    first.push(...rows)
    if (first.length > MOST_TRIED) return { rows: first.slice(0, MOST_TRIED), isWholeFile: false }
  }
  return { rows: first, isWholeFile: true }
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
    if (error instanceof PlaceLost) return undefined
    if (isUnavailable(error) || batch.careful) throw error
    batch.book.forget()
    return writeBatch(workshop, org, imported, { ...batch, careful: true, goesAhead: false }, read)
  }
}

/** Thrown to undo a batch that was only tried. */
class OnlyTried extends Error {}

async function writeOnce(
  { db }: Workshop,
  org: OrgRef,
  { id, state, nextByte, createdById, scopes }: Import,
  batch: Batch,
  read: ReadBatch,
): Promise<Import | undefined> {
  const isTrial = state === 'checking'
  let outcome: Outcome | undefined
  const write = async (tx: Tx): Promise<Import> => {
    // A second attempt after a deadlock: what the first one made is gone.
    if (outcome !== undefined) batch.book.forget()
    await gatherWords(tx)
    await letWriteBehind(tx)
    if (!batch.goesAhead) await batch.turn()
    const current = batch.goesAhead ? undefined : await currentAt(tx, id, state, nextByte)
    outcome = await importBatch(tx, await importerOf(tx, { createdById, scopes }), batch, read.rows)
    if (isTrial) throw new OnlyTried()
    await batch.turn()
    return settle(tx, current ?? (await currentAt(tx, id, state, nextByte)), outcome, read.end)
  }
  return inTransaction(db, org, write, { streaming: true }).catch(async (error: unknown) => {
    if (!(error instanceof OnlyTried) || outcome === undefined) throw error
    const tried = outcome
    batch.book.forget()
    return inTransaction(db, org, async (tx) => settle(tx, await currentAt(tx, id, state, nextByte), tried, read.end))
  })
}

/** The import, locked; throws when it was paused, cancelled, or worked on by another node in the meantime. */
async function currentAt(tx: Tx, id: number, state: Import['state'], nextByte: number): Promise<Import> {
  const current = await lockedImport(tx, id)
  if (current === undefined || current.state !== state || current.nextByte !== nextByte) throw new PlaceLost()
  return current
}

/** Moves the place and the counts on, in the transaction that wrote the rows. */
async function settle(tx: Tx, current: Import, outcome: Outcome, end: Place): Promise<Import> {
  if (outcome.refusals.length > 0) await insertRefusals(tx, current.id, outcome.refusals)
  await advance(tx, current.id, end, outcome.counts, outcome.notesWith(current.notes))
  return (await importById(tx, current.id)) ?? current
}

async function finish({ db, onProgress }: Workshop, org: OrgRef, imported: Import, batch: Batch): Promise<void> {
  const isTrial = imported.state === 'checking'
  let hasMore = !isTrial
  while (hasMore) {
    hasMore = await inTransaction(db, org, async (tx) => tieLinks(tx, await importerOf(tx, imported), batch))
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
  memberColumns: undefined,
  sheet: undefined,
})
