import { isDatabaseAway } from '../../../platform/postgres/pools.ts'
import { Refusal } from '../../../platform/errors.ts'
import { inTransaction } from '../../../platform/transactions.ts'
import type { OrgRef, Tx } from '../../../platform/tx.ts'
import { changeBatchState, lockedBatch, nextBatch } from './batches.sql.ts'
import { problemOf, workRows } from './ingest/work.ts'
import { isAtWork, isQuery, type BulkBatch, type BulkJob } from './job.ts'
import { changeJobState, countsOfJobs, lockedJob } from './jobs.sql.ts'
import { workQuery } from './query/work.ts'
import type { Workshop } from './workshop.ts'

/**
 * Works off what a job has waiting, batch after batch. Killed at any moment and called again it goes on behind the last
 * piece that was committed. A database that goes away throws, and the next call goes on.
 */
export async function workJob(workshop: Workshop, org: OrgRef, jobId: number): Promise<void> {
  for (;;) {
    const begun = await inTransaction(workshop.db, org, (tx) => begin(tx, jobId))
    if (begun === undefined || workshop.signal?.aborted === true || workshop.turnEnds?.aborted === true) return
    const { job, batch } = begun
    try {
      const isThrough = await (isQuery(job.operation) ? workQuery : workRows)(workshop, org, job, batch)
      if (!isThrough) return
    } catch (error) {
      if (isUnavailable(error)) throw error
      await inTransaction(workshop.db, org, (tx) => fail(tx, batch.id, problemOf(error)))
      if (!(error instanceof Refusal)) throw error
    }
  }
}

const isUnavailable = (error: unknown): boolean =>
  isDatabaseAway(error) || (error instanceof Refusal && error.kind === 'unavailable')

type Begun = { readonly job: BulkJob; readonly batch: BulkBatch }

/** The next batch of a job; when there is none, a 2.0 job has come to its end. */
async function begin(tx: Tx, jobId: number): Promise<Begun | undefined> {
  const job = await lockedJob(tx, null, jobId)
  if (job === undefined || !isAtWork[job.state] || (job.api === 'v2' && job.state === 'Open')) return undefined
  const batch = await nextBatch(tx, jobId)
  if (batch !== undefined) {
    if (job.state === 'UploadComplete') await changeJobState(tx, jobId, 'InProgress')
    return { job, batch }
  }
  if (job.api === 'v2') await settle(tx, job)
  return undefined
}

async function settle(tx: Tx, { id }: BulkJob): Promise<void> {
  const [counts] = await countsOfJobs(tx, [id])
  await changeJobState(tx, id, (counts?.batches.failed ?? 0) > 0 ? 'Failed' : 'JobComplete', counts?.problem)
}

async function fail(tx: Tx, batchId: number, problem: string): Promise<void> {
  const batch = await lockedBatch(tx, batchId)
  if (batch?.state === 'Queued' || batch?.state === 'InProgress') await changeBatchState(tx, batchId, 'Failed', problem)
}
