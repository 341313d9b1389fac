import { definitionOf } from '../../ground/objects/catalogue.ts'
import { gatherWords, refreshStatistics, settleWords } from '../../ground/objects/indexes.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { copiedAfter, keepProgress, lockedProgress, type Progress } from './copies.sql.ts'
import type { TheirObject } from './describing.ts'
import { askedFields, pairsOf } from './fields.ts'
import { historyFields, writeHistoryPage } from './histories.ts'
import type { HistoryPlan, ObjectPlan } from './plan.ts'
import { bulkPage, plainPage, recordsOf, type Page, type Place, type Wanted } from './reading.ts'
import type { Source } from './source.ts'
import { recordsPointingTo } from './theirs.sql.ts'
import { writePage, type Written } from './writing.ts'

export type Copying = {
  readonly db: Database
  readonly org: OrgRef
  readonly source: Source
  readonly sourceId: string
  /** Who owns what belonged to nobody who is here. */
  readonly ownerId: number
  /** Records in a page; each page is a transaction. */
  readonly pageRows?: number
  readonly onRows?: (objectName: string, rows: number) => void
}

type ReadPage = (progress: Progress) => Promise<Page>
type WritePage = (tx: Tx, page: Page) => Promise<Written>

/** Copies an object page by page: each page, and how far we are, is one transaction, so that after a kill it goes on there. */
export async function copyObject(copying: Copying, plan: ObjectPlan, theirs: TheirObject): Promise<void> {
  const { db, org, source, sourceId, ownerId } = copying
  const definition = await reading(db, org, (tx) => definitionOf(tx, plan.name))
  const pairs = pairsOf(definition, theirs)
  const wanted: Wanted = { objectName: plan.name, fields: askedFields(pairs, theirs, plan), pageRows: copying.pageRows }
  const read: ReadPage = (progress) =>
    plan.askedBy !== undefined
      ? linksPage(copying, wanted, plan.askedBy, progress)
      : plan.isSmall === true
        ? plainPage(source, wanted, progress)
        : bulkPage(source, wanted, progress)
  await pageByPage(copying, plan.name, read, async (tx, page) => {
    await gatherWords(tx)
    return writePage(tx, { sourceId, definition, plan, pairs, ownerId }, page.rows)
  })
  await inTransaction(db, org, async (tx) => {
    if (definition.derivedTypes?.search !== undefined) await settleWords(tx, definition)
    await refreshStatistics(tx, definition)
  })
}

/** Copies what another object keeps of the changes of its records. */
export async function copyHistory(copying: Copying, plan: HistoryPlan): Promise<void> {
  const { db, org, source, sourceId } = copying
  const definition = await reading(db, org, (tx) => definitionOf(tx, plan.of))
  const wanted: Wanted = { objectName: plan.name, fields: historyFields(plan), pageRows: copying.pageRows }
  await pageByPage(
    copying,
    plan.name,
    (progress) => bulkPage(source, wanted, progress),
    (tx, { rows }) => writeHistoryPage(tx, { sourceId, plan, of: definition }, rows),
  )
}

async function pageByPage({ db, org, sourceId, onRows }: Copying, name: string, read: ReadPage, write: WritePage) {
  let progress = await inTransaction(db, org, (tx) => lockedProgress(tx, sourceId, name))
  while (!progress.isRead) {
    const page = await read(progress)
    progress = await inTransaction(
      db,
      org,
      async (tx) => {
        const current = await lockedProgress(tx, sourceId, name)
        // Another command wrote this page meanwhile.
        if (current.place !== progress.place || current.isRead) return current
        const next = after(current, page, await write(tx, page))
        await keepProgress(tx, sourceId, next)
        return next
      },
      { streaming: true },
    )
    onRows?.(name, progress.read)
  }
}

function after(progress: Progress, page: Page, { read, kept, notes }: Written): Progress {
  const all: Record<string, number> = { ...progress.notes }
  for (const [text, count] of notes) all[text] = (all[text] ?? 0) + count
  return {
    ...progress,
    ...page.next,
    isRead: page.isLast,
    read: progress.read + read,
    kept: progress.kept + kept,
    notes: all,
  }
}

const ASKED_AT_ONCE = 200

/** The links of the next files, in the order of the files' ids. */
async function linksPage(
  { db, org, source, sourceId }: Copying,
  { objectName, fields }: Wanted,
  { object, field }: { readonly object: string; readonly field: string },
  { place }: Place,
): Promise<Page> {
  const records = await reading(db, org, (tx) => copiedAfter(tx, sourceId, object, place ?? '', ASKED_AT_ONCE))
  const isLast = records.length < ASKED_AT_ONCE
  const soql = recordsPointingTo(objectName, fields, { field, ids: records.map(({ theirId }) => theirId) })
  const rows = records.length === 0 ? [] : await recordsOf(source, soql)
  return { rows, isLast, next: { jobId: null, place: records.at(-1)?.theirId ?? place } }
}
