import { Refusal } from '../../../../platform/errors.ts'
import { inTransaction } from '../../../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../../../platform/tx.ts'
import { completeUpload, removeBatch, type Received } from '../batches.sql.ts'
import { headerOf } from '../csv.ts'
import { isQuery, type BulkJob } from '../job.ts'
import { insertPiece, type NewPiece } from '../pieces.sql.ts'
import { textOfBody, type BodyForm } from './bytes.ts'
import { bulkRefusal } from '../refusals.ts'
import { cutCsv, type Pieces } from './cutting.ts'
import { cutJson, cutXml } from './records.ts'

export type Upload = BodyForm & {
  readonly arriving: AsyncIterable<Uint8Array>
  readonly maxRows?: number
}

/** What is done with a batch in the transaction that completes it. */
export type Completed = (tx: Tx, received: Received) => Promise<void>

/**
 * Takes the rows of a batch in as they arrive and keeps them piece by piece; nothing holds more than one. Rows that cannot
 * be read fail the batch as a whole, before any of them is worked; a body that is too long, or breaks off, leaves nothing
 * and throws.
 */
export async function receiveRows(
  db: Database,
  org: OrgRef,
  { job, batchId }: { readonly job: BulkJob; readonly batchId: number },
  upload: Upload,
  completed: Completed,
): Promise<void> {
  try {
    const { received, problem } = await keepRows(db, org, { job, batchId }, upload)
    await inTransaction(db, org, async (tx) => {
      const isKept = await completeUpload(
        tx,
        batchId,
        problem === undefined ? 'Queued' : 'Failed',
        problem ?? null,
        received,
      )
      if (isKept === 0) throw replaced()
      await completed(tx, received)
    })
  } catch (error) {
    const removed = await inTransaction(db, org, (tx) => removeBatch(tx, batchId)).catch(() => undefined)
    throw removed === 0 && isBatchMissing(error) ? replaced() : error
  }
}

const isBatchMissing = (error: unknown): boolean =>
  error instanceof Refusal && error.details.facts?.constraint === 'bulk_piece_batch_id_fkey'

/** An upload that seems to have broken off is sent again, and the second one counts, though the first may still be arriving. */
const replaced = (): Refusal =>
  bulkRefusal(
    'InvalidJobState',
    'Another upload to this job began while this one arrived, and took its place. Close the job when that one was answered.',
  )

type Kept = { readonly received: Received; readonly problem: string | undefined }

/** So much is kept by one transaction. */
const KEPT_AT_ONCE_BYTES = 512 * 1024

/** Whatever follows a fault is read and dropped, within the same limits: a client that is still sending hears nothing. */
async function keepRows(
  db: Database,
  org: OrgRef,
  place: { readonly job: BulkJob; readonly batchId: number },
  upload: Upload,
): Promise<Kept> {
  if (isQuery(place.job.operation)) return keepQuery(upload)
  const counted = counting(textOfBody(upload.arriving, upload))
  try {
    const kept = await keepPieces(db, org, place, upload, counted)
    await drain(counted.bytes)
    return { ...kept, received: { ...kept.received, byteSize: counted.count() } }
  } catch (error) {
    await drain(counted.bytes).catch(() => undefined)
    throw error
  }
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

async function keepPieces(
  db: Database,
  org: OrgRef,
  { job, batchId }: { readonly job: BulkJob; readonly batchId: number },
  upload: Upload,
  counted: Counted,
): Promise<Kept> {
  const pieces = piecesOf(job, counted.bytes)
  let header: string[] | null = null
  let [number, rowsSent, bytes] = [0, 0, 0]
  let waiting: NewPiece[] = []
  const keep = async (): Promise<void> => {
    const some = waiting
    ;[waiting, bytes] = [[], 0]
    if (some.length > 0)
      await inTransaction(
        db,
        org,
        async (tx) => void (await Promise.all(some.map((piece) => insertPiece(tx, batchId, piece)))),
      )
  }
  const end = async (problem: string | undefined): Promise<Kept> => {
    await keep()
    return { received: { header, query: null, byteSize: counted.count(), rowsSent }, problem }
  }
  for (;;) {
    const { value, done } = await pieces.next()
    if (done === true) return end(value)
    if (job.contentType === 'CSV' && header === null) {
      header = headerOf(value.bytes, job.delimiter)
      continue
    }
    waiting.push({ ...value, number: number++, firstRow: rowsSent })
    rowsSent += value.rows
    bytes += value.bytes.length
    if (upload.maxRows !== undefined && rowsSent > upload.maxRows) return end(tooManyRows(upload.maxRows))
    if (bytes >= KEPT_AT_ONCE_BYTES) await keep()
  }
}

const tooManyRows = (most: number): string =>
  `InvalidBatch : Records limit exceeded: a batch has at most ${most.toLocaleString('en')} records. Send the rest in another batch.`

function piecesOf({ contentType, delimiter }: BulkJob, bytes: AsyncIterable<Uint8Array>): Pieces {
  if (contentType === 'XML') return cutXml(bytes)
  return contentType === 'JSON' ? cutJson(bytes) : cutCsv(bytes, delimiter)
}

const QUERY_MAX_CHARACTERS = 100_000

/** The batch of a 1.0 query carries the query itself. */
async function keepQuery(upload: Upload): Promise<Kept> {
  const counted = counting(textOfBody(upload.arriving, upload))
  const decoder = new TextDecoder()
  let query = ''
  for await (const chunk of counted.bytes) {
    query += decoder.decode(chunk, { stream: true })
    if (query.length > QUERY_MAX_CHARACTERS) break
  }
  await drain(counted.bytes)
  const problem =
    query.length > QUERY_MAX_CHARACTERS
      ? `InvalidBatch : A query has at most ${QUERY_MAX_CHARACTERS.toLocaleString('en')} characters.`
      : query.includes('\0')
        ? 'InvalidBatch : The query holds a NUL byte, which no text may.'
        : undefined
  return {
    received: {
      header: null,
      query: problem === undefined ? query.trim() : null,
      byteSize: counted.count(),
      rowsSent: 0,
    },
    problem,
  }
}

type Counted = { readonly bytes: AsyncIterable<Uint8Array>; readonly count: () => number }

/** The same bytes, read once by whoever comes first, and how many there were. */
function counting(arriving: AsyncIterable<Uint8Array>): Counted {
  let count = 0
  const iterator = arriving[Symbol.asyncIterator]()
  const counted: AsyncIterator<Uint8Array> = {
    next: async () => {
      const step = await iterator.next()
      if (step.done !== true) count += step.value.length
      return step
    },
  }
  // No `return`: whoever stops early lets another go on.
  return { bytes: { [Symbol.asyncIterator]: () => counted }, count: () => count }
}
