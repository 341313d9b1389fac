import { many, maybeOne, one, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { BatchState, BulkBatch } from './job.ts'

const batchColumns = sql`
  b.id, b.job_id as "jobId", b.number, b.state, b.problem, b.header, b.query, b.from_id as "fromId", b.until_id as "untilId", b.byte_size as "byteSize", b.rows_sent as "rowsSent",
  b.attempt, b.rows_processed as processed, b.rows_failed as failed, b.worked_ms as "workedMs",
  b.created_at as "createdAt", b.changed_at as "changedAt"`

export type NewBatch = {
  readonly id: number
  readonly jobId: number
  readonly state: BatchState
  readonly query?: string | null
}

/** A further batch of a job that is locked; it gets the next number. */
export const insertBatch = (tx: Tx, { id, jobId, state, query }: NewBatch): Promise<number> =>
  run(
    tx,
    sql`
    insert into bulk_batch (id, job_id, number, state, query, created_at, changed_at)
    select ${id}::bigint, ${jobId}::bigint, coalesce(max(number) + 1, 0), ${state}::text, ${query ?? null}::text, ${tx.now}::timestamptz, ${tx.now}::timestamptz
    from bulk_batch
    where job_id = ${jobId}`,
  )

export type NewChunk = { readonly id: number; readonly fromId: number; readonly untilId: number }

/** Batches of a query that was parted, in order, each with its range of ids; the job is locked. */
export const insertBatches = (tx: Tx, jobId: number, query: string, chunks: readonly NewChunk[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into bulk_batch (id, job_id, number, state, query, from_id, until_id, created_at, changed_at)
    select c.id, ${jobId}::bigint, c.place + coalesce((select max(number) from bulk_batch where job_id = ${jobId}), 0),
      'Queued', ${query}::text, c.from_id, c.until_id, ${tx.now}::timestamptz, ${tx.now}::timestamptz
    from unnest(${chunks.map(({ id }) => id)}::bigint[], ${chunks.map(({ fromId }) => fromId)}::bigint[],
      ${chunks.map(({ untilId }) => untilId)}::bigint[]) with ordinality as c (id, from_id, until_id, place)`,
  )

export const batchById = (tx: Tx, jobId: number, id: number): Promise<BulkBatch | undefined> =>
  maybeOne<BulkBatch>(
    tx,
    sql`
    select ${batchColumns}
    from bulk_batch b
    where b.id = ${id} and b.job_id = ${jobId} and b.state <> 'Receiving'`,
  )

export const lockedBatch = (tx: Tx, id: number): Promise<BulkBatch | undefined> =>
  maybeOne<BulkBatch>(
    tx,
    sql`
    select ${batchColumns}
    from bulk_batch b
    where b.id = ${id}
    for update`,
  )

/** The batches of a job in the order they came, from a number on; those still on their way are left out. */
export const batchesFrom = (tx: Tx, jobId: number, number: number, limit: number): Promise<BulkBatch[]> =>
  many<BulkBatch>(
    tx,
    sql`
    select ${batchColumns}
    from bulk_batch b
    where b.job_id = ${jobId} and b.number >= ${number} and b.state <> 'Receiving'
    order by b.number
    limit ${limit}`,
  )

/** Whether rows of a job are still on their way. */
export const isReceiving = async (tx: Tx, jobId: number): Promise<boolean> =>
  (await maybeOne(
    tx,
    sql`
    select 1
    from bulk_batch
    where job_id = ${jobId} and state = 'Receiving'
    limit 1`,
  )) !== undefined

/** Forgets rows of a job that are on their way, for the client sends them anew. */
export const removeUploads = (tx: Tx, jobId: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from bulk_batch
    where job_id = ${jobId} and state = 'Receiving'`,
  )

/** The first batch of a job that waits or was begun. */
export const nextBatch = (tx: Tx, jobId: number): Promise<BulkBatch | undefined> =>
  maybeOne<BulkBatch>(
    tx,
    sql`
    select ${batchColumns}
    from bulk_batch b
    where b.job_id = ${jobId} and b.state in ('Queued', 'InProgress')
    order by b.number
    limit 1`,
  )

export const changeBatchState = (
  tx: Tx,
  id: number,
  state: BatchState,
  problem: string | null = null,
): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_batch
    set state = ${state}, problem = ${problem}, changed_at = ${tx.now}
    where id = ${id}`,
  )

/** Batches of an aborted job that nobody finished. */
export const leaveBatches = (tx: Tx, jobId: number): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_batch
    set state = 'NotProcessed', changed_at = ${tx.now}
    where job_id = ${jobId} and state in ('Queued', 'InProgress')`,
  )

export type Received = {
  readonly header: readonly string[] | null
  readonly query: string | null
  readonly byteSize: number
  readonly rowsSent: number
}

/** All of a batch has come in. */
export const completeUpload = (
  tx: Tx,
  id: number,
  state: BatchState,
  problem: string | null,
  { header, query, byteSize, rowsSent }: Received,
): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_batch
    set state = ${state}, problem = ${problem}, header = ${header === null ? null : [...header]}::text[], query = ${query},
      byte_size = ${byteSize}, rows_sent = ${rowsSent}, changed_at = ${tx.now}
    where id = ${id}`,
  )

export const removeBatch = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from bulk_batch
    where id = ${id}`,
  )

/** Uploads that broke off: nothing was heard of them since a moment. */
export const removeUploadsBefore = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from bulk_batch
    where state = 'Receiving' and created_at < ${before}`,
  )

export type Progress = { readonly rows: number; readonly failed: number; readonly ms: number }

/** Moves a batch on by one piece, in the transaction that worked it. */
export const advanceBatch = (tx: Tx, id: number, { rows, failed, ms }: Progress): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_batch
    set state = case state when 'Queued' then 'InProgress' else state end, rows_processed = rows_processed + ${rows}, rows_failed = rows_failed + ${failed},
      worked_ms = worked_ms + ${ms}, changed_at = ${tx.now}
    where id = ${id}`,
  )

/** A query begins, perhaps anew: what an earlier attempt counted is forgotten. */
export const beginAttempt = async (tx: Tx, id: number): Promise<number> => {
  const { attempt } = await one<{ attempt: number }>(
    tx,
    sql`
    update bulk_batch
    set state = 'InProgress', attempt = attempt + 1, rows_processed = 0, rows_failed = 0, changed_at = ${tx.now}
    where id = ${id}
    returning attempt`,
  )
  return attempt
}

export const keepHeader = (tx: Tx, id: number, header: readonly string[]): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_batch
    set header = ${[...header]}::text[]
    where id = ${id}`,
  )
