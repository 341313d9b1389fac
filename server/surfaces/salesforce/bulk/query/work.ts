import { elapsedMs } from '../../../../platform/clock.ts'
import { inTransaction } from '../../../../platform/transactions.ts'
import type { OrgRef, Tx } from '../../../../platform/tx.ts'
import { streaming } from '../../../../platform/streaming.ts'
import { prepareSoql, streamSoql, type PreparedSoql } from '../../../../ground/objects/soql/soql.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import { actorOfJob } from '../actor.ts'
import { advanceBatch, beginAttempt, changeBatchState, keepHeader, lockedBatch } from '../batches.sql.ts'
import { isAtWork, type BulkBatch, type BulkJob } from '../job.ts'
import { sharedJob } from '../jobs.sql.ts'
import { insertPiece, removePieces } from '../pieces.sql.ts'
import type { Workshop } from '../workshop.ts'
import { withinIds } from './chunks.sql.ts'
import { formOf, type Form } from './forms.ts'
import { rowColumns } from './printing.ts'
import { printedBySql } from './printed.sql.ts'
import { PAGE_BYTES, printedPages, type PrintedPage } from './printedPages.ts'

/** What the rows of a page are kept as; a page without rows brings the header. */
type Page = { readonly header: readonly string[] | null; readonly rows: number; readonly bytes: Buffer }

/**
 * Runs the query of a batch and keeps what it brings, page by page, as it was at one moment; the next page is read while
 * one is kept. Killed, it begins anew: until it is through nobody is shown a row of it. Answers whether it is through.
 */
export async function workQuery(workshop: Workshop, org: OrgRef, job: BulkJob, batch: BulkBatch): Promise<boolean> {
  const { db } = workshop
  const attempt = await inTransaction(db, org, async (tx) => {
    await lockedBatch(tx, batch.id)
    await removePieces(tx, batch.id)
    return beginAttempt(tx, batch.id)
  })
  const pages = streaming(db, org, (tx) => pagesOf(tx, job, batch))
  let place = { number: 0, firstRow: 0, startedAt: elapsedMs() }
  try {
    let coming = pages.next()
    for (;;) {
      const { value, done } = await coming
      if (done === true) return await inTransaction(db, org, (tx) => finish(tx, batch.id, attempt))
      coming = pages.next()
      // Whoever waits for it later hears of its failure; until then it must not end the program.
      coming.catch(() => undefined)
      const from = place
      if (!(await inTransaction(db, org, (tx) => keepPage(tx, { job, batch, attempt }, value, from)))) return false
      await workshop.onProgress?.(value.rows)
      if (workshop.signal?.aborted === true) return false
      place = {
        number: value.rows === 0 ? 0 : from.number + 1,
        firstRow: from.firstRow + value.rows,
        startedAt: elapsedMs(),
      }
    }
  } finally {
    await pages.return(undefined)
  }
}

async function* pagesOf(tx: Tx, job: BulkJob, batch: BulkBatch): AsyncGenerator<Page, void> {
  const actor = await actorOfJob(tx, job)
  const whole = await prepareSoql(tx, actor, batch.query ?? '', { all: job.operation === 'queryAll' })
  const prepared =
    batch.fromId === null || batch.untilId === null
      ? whole
      : withinIds(whole, { fromId: batch.fromId, untilId: batch.untilId })
  const form = formOf(job, rowColumns(prepared))
  yield { header: form.header, rows: 0, bytes: Buffer.alloc(0) }
  const printed = job.contentType === 'CSV' ? printedBySql(prepared, job) : undefined
  const pages = printed === undefined ? writtenPages(tx, actor, prepared, form) : printedPages(tx, actor, job, printed)
  for await (const page of pages) yield { header: null, ...page }
}

/** Rows whose cells we write ourselves. */
async function* writtenPages(
  tx: Tx,
  actor: Actor,
  prepared: PreparedSoql,
  form: Form,
): AsyncGenerator<PrintedPage, void> {
  let [rows, text] = [0, '']
  for await (const some of streamSoql(tx, actor, prepared)) {
    if (some.length === 0) continue
    text += (text === '' ? '' : form.between) + form.rows(some)
    rows += some.length
    if (text.length < PAGE_BYTES) continue
    yield { rows, bytes: Buffer.from(text) }
    rows = 0
    text = ''
  }
  if (rows > 0) yield { rows, bytes: Buffer.from(text) }
}

type Attempt = { readonly job: BulkJob; readonly batch: BulkBatch; readonly attempt: number }
type Place = { readonly number: number; readonly firstRow: number; readonly startedAt: number }

async function keepPage(
  tx: Tx,
  { job, batch, attempt }: Attempt,
  page: Page,
  { number, firstRow, startedAt }: Place,
): Promise<boolean> {
  const current = await sharedJob(tx, job.id)
  if (current === undefined || !isAtWork[current.state]) return false
  // Begun anew by another process: that one's pages count.
  if ((await lockedBatch(tx, batch.id))?.attempt !== attempt) return false
  if (page.header !== null) await keepHeader(tx, batch.id, page.header)
  if (page.rows === 0) return true
  await insertPiece(tx, batch.id, { number, firstRow, rows: page.rows, bytes: page.bytes })
  await advanceBatch(tx, batch.id, { rows: page.rows, failed: 0, ms: Math.round(elapsedMs() - startedAt) })
  return true
}

async function finish(tx: Tx, batchId: number, attempt: number): Promise<boolean> {
  const batch = await lockedBatch(tx, batchId)
  if (batch?.state !== 'InProgress' || batch.attempt !== attempt) return false
  await changeBatchState(tx, batchId, 'Completed')
  return true
}
