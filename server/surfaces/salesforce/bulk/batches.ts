import { drawId } from '../../../ground/objects/ids.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { inTransaction } from '../../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../../platform/tx.ts'
import { encodeId } from '../../../../shared/ids.ts'
import { receiveRows, type Upload } from './arriving/uploads.ts'
import { batchById, batchesFrom, insertBatch, removeUploads } from './batches.sql.ts'
import { isAtWork, isQuery, type BulkBatch, type BulkJob } from './job.ts'
import { beginWork, lockJob, refuseOtherSenders } from './jobs.ts'
import { lockedJob } from './jobs.sql.ts'
import { chunkBatch } from './query/chunks.ts'
import { bulkRefusal, noBatch, noJob } from './refusals.ts'

/** What one upload may have, as the field documents it. */
export const UPLOAD_MAX_BYTES = { v1: 10 * 1024 * 1024, v2: 150 * 1024 * 1024 } as const
export const BATCH_MAX_ROWS = 10_000

/** Takes in the one upload of a 2.0 job. One that broke off may be sent again. */
export async function uploadRows(
  db: Database,
  org: OrgRef,
  actor: Actor,
  jobId: number,
  upload: Omit<Upload, 'maxBytes'>,
): Promise<void> {
  const place = await inTransaction(db, org, async (tx) => {
    const job = await lockJob(tx, actor, jobId)
    if (job.api !== 'v2' || isQuery(job.operation)) throw noJob(encodeId(jobId))
    refuseOtherSenders(job, actor)
    if (job.state !== 'Open') throw notOpen(job)
    const [before] = await batchesFrom(tx, jobId, 0, 1)
    if (before !== undefined)
      throw bulkRefusal(
        'InvalidJobState',
        'This job has its data already: a job takes one upload. Make another job for more.',
      )
    await removeUploads(tx, jobId)
    return openBatch(tx, job)
  })
  await receiveRows(db, org, place, { ...upload, maxBytes: UPLOAD_MAX_BYTES.v2 }, (tx) => stillAtWork(tx, jobId))
}

/** Takes in a batch of a 1.0 job, and has it worked at once. */
export async function addBatch(
  db: Database,
  org: OrgRef,
  actor: Actor,
  jobId: number,
  upload: Omit<Upload, 'maxBytes' | 'maxRows'>,
): Promise<{ readonly job: BulkJob; readonly batchId: number }> {
  const place = await inTransaction(db, org, async (tx) => {
    const job = await lockJob(tx, actor, jobId)
    if (job.api !== 'v1') throw noJob(encodeId(jobId))
    refuseOtherSenders(job, actor)
    if (job.state !== 'Open') throw notOpen(job)
    return openBatch(tx, job)
  })
  const { job, batchId } = place
  await receiveRows(
    db,
    org,
    place,
    { ...upload, maxBytes: UPLOAD_MAX_BYTES.v1, maxRows: BATCH_MAX_ROWS },
    async (tx, received) => {
      if (received.byteSize === 0)
        throw bulkRefusal('ClientInputError', 'The batch is empty. Send a header row, and the records under it.')
      await stillAtWork(tx, jobId)
      if (received.query !== null && job.options.chunkIds !== undefined)
        await chunkBatch(tx, actor, job, { batchId, query: received.query, ids: job.options.chunkIds })
      await beginWork(tx, jobId)
    },
  )
  return place
}

async function openBatch(tx: Tx, job: BulkJob): Promise<{ readonly job: BulkJob; readonly batchId: number }> {
  const batchId = await drawId(tx, 'BulkBatch')
  await insertBatch(tx, { id: batchId, jobId: job.id, state: 'Receiving' })
  return { job, batchId }
}

/** Holds the job until the upload is complete; one that was aborted in the meantime takes nothing. */
async function stillAtWork(tx: Tx, jobId: number): Promise<void> {
  const job = await lockedJob(tx, null, jobId)
  if (job === undefined) throw noJob(encodeId(jobId))
  if (!isAtWork[job.state]) throw notOpen(job)
}

const notOpen = ({ state }: BulkJob) =>
  bulkRefusal('InvalidJobState', `The job is ${state}, and takes data only while it is Open.`)

export async function getBatch(tx: Tx, job: BulkJob, id: number): Promise<BulkBatch> {
  const batch = await batchById(tx, job.id, id)
  if (batch === undefined) throw noBatch(encodeId(id))
  return batch
}
