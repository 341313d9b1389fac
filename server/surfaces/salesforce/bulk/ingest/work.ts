import { elapsedMs } from '../../../../platform/clock.ts'
import type { Refusal } from '../../../../platform/errors.ts'
import { inTransaction, reading } from '../../../../platform/transactions.ts'
import type { OrgRef, Tx } from '../../../../platform/tx.ts'
import { gatherWords, letWriteBehind, refreshStatistics, settleWords } from '../../../../ground/objects/indexes.ts'
import { refusalOf } from '../../dialect/errors.ts'
import type { SentRecord } from '../../dialect/records.ts'
import { sobjectNamed } from '../../dialect/sobjects.ts'
import { actorOfJob } from '../actor.ts'
import { advanceBatch, changeBatchState, lockedBatch } from '../batches.sql.ts'
import { isAtWork, type BulkBatch, type BulkJob } from '../job.ts'
import { sharedJob } from '../jobs.sql.ts'
import { keepOutcome, takePiece, unworkedPieceFrom } from '../pieces.sql.ts'
import { rowsOf } from '../rows.ts'
import type { Workshop } from '../workshop.ts'
import { rowReader, type RowReader } from './plan.ts'
import { writeRows, type Writing } from './writing.ts'

type ReadPiece = { readonly number: number; readonly rows: readonly (SentRecord | Refusal)[] }

/**
 * Writes the rows of a batch, piece by piece: each piece's rows, what became of them, and the counts are one transaction,
 * so that after a kill it goes on with the pieces that are left. Answers whether the batch came to its end; it stops when
 * the job is aborted.
 */
export async function workRows(workshop: Workshop, org: OrgRef, job: BulkJob, batch: BulkBatch): Promise<boolean> {
  const prepared = await prepare(workshop, org, job, batch)
  const next = inTurn(workshop, org, prepared, batch)
  const isThrough = await inLanes(lanesFor(job), async () => {
    const piece = await next()
    if (piece === undefined) return 'through'
    const isWorked = await writePiece(workshop, org, { ...prepared, batch }, piece)
    await workshop.onProgress?.(piece.rows.length)
    return isWorked && workshop.signal?.aborted !== true && workshop.turnEnds?.aborted !== true ? 'further' : 'stopped'
  })
  return isThrough && inTransaction(workshop.db, org, (tx) => finish(tx, prepared.writing, batch.id))
}

/** New records do not depend on each other: one piece is made ready while PostgreSQL stores the one before. */
const lanesFor = ({ operation, concurrency }: BulkJob): number =>
  operation === 'insert' && concurrency === 'Parallel' ? 2 : 1

type Step = 'further' | 'through' | 'stopped'

/** Takes steps in several lanes until nothing is left; true unless one was stopped. The first failure stops all, and is thrown when all stand. */
async function inLanes(lanes: number, step: () => Promise<Step>): Promise<boolean> {
  let isStopped = false
  const lane = async (): Promise<void> => {
    try {
      for (let taken: Step = 'further'; taken === 'further' && !isStopped;) {
        taken = await step()
        if (taken === 'stopped') isStopped = true
      }
    } catch (error) {
      isStopped = true
      throw error
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return !isStopped
}

type Prepared = { readonly writing: Writing; readonly readRow: RowReader }

const prepare = ({ db, rooms }: Workshop, org: OrgRef, job: BulkJob, batch: BulkBatch): Promise<Prepared> =>
  reading(db, org, async (tx) => {
    const actor = await actorOfJob(tx, job)
    const sobject = await sobjectNamed(tx, actor, rooms, job.objectName)
    return { writing: { job, sobject }, readRow: rowReader(sobject.definition, batch.header) }
  })

/** Hands out the pieces that are left, each once. */
function inTurn({ db }: Workshop, org: OrgRef, { writing: { job }, readRow }: Prepared, batch: BulkBatch) {
  let from = 0
  const take = async (): Promise<ReadPiece | undefined> => {
    const piece = await reading(db, org, (tx) => unworkedPieceFrom(tx, batch.id, from))
    if (piece === undefined) return undefined
    from = piece.number + 1
    return { number: piece.number, rows: rowsOf(job, piece.bytes).map(readRow) }
  }
  let before: Promise<unknown> = Promise.resolve()
  return (): Promise<ReadPiece | undefined> => {
    const mine = before.then(take, take)
    before = mine
    return mine
  }
}

function writePiece(
  { db }: Workshop,
  org: OrgRef,
  { writing, batch }: Prepared & { readonly batch: BulkBatch },
  { number, rows }: ReadPiece,
): Promise<boolean> {
  return inTransaction(
    db,
    org,
    async (tx) => {
      const startedAt = elapsedMs()
      const job = await sharedJob(tx, writing.job.id)
      if (job === undefined || !isAtWork[job.state]) return false
      // Worked by another process in the meantime.
      if (!(await takePiece(tx, batch.id, number))) return true
      await gatherWords(tx)
      await letWriteBehind(tx)
      const actor = await actorOfJob(tx, job)
      const outcome = await writeRows(tx, actor, writing, rows)
      const failed = Object.keys(outcome.errors).length
      await keepOutcome(tx, batch.id, number, outcome)
      await advanceBatch(tx, batch.id, { rows: rows.length, failed, ms: Math.round(elapsedMs() - startedAt) })
      return true
    },
    { streaming: true },
  )
}

const SETTLED_FROM_ROWS = 2000
const ANALYZED_FROM_ROWS = 20_000

async function finish(tx: Tx, { sobject: { definition } }: Writing, batchId: number): Promise<boolean> {
  const batch = await lockedBatch(tx, batchId)
  if (batch?.state !== 'Queued' && batch?.state !== 'InProgress') return false
  if (batch.processed >= SETTLED_FROM_ROWS) await settleWords(tx, definition)
  if (batch.processed >= ANALYZED_FROM_ROWS) await refreshStatistics(tx, definition)
  await changeBatchState(tx, batchId, 'Completed')
  return true
}

/** What a client is told when a batch fails as a whole. */
export function problemOf(error: unknown): string {
  const refusal = refusalOf(error)
  if (refusal === undefined)
    return 'InternalServerError : Something went wrong inside Assay, and was written to its log. What is counted here was kept.'
  return refusal.details.facts?.bulk === true
    ? `${refusal.code} : ${refusal.message}`
    : `InvalidBatch : ${refusal.message}`
}
