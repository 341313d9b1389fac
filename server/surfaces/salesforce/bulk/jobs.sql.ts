import { many, maybeOne, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { BulkApi, BulkJob, JobCounts, JobState } from './job.ts'

const jobColumns = sql`
  j.id, j.api, j.operation, j.object_name as "objectName", j.external_id_field as "externalIdField",
  j.content_type as "contentType", j.delimiter, j.line_end as "lineEnd", j.concurrency, j.api_version as "apiVersion", j.query,
  j.options, j.state, j.problem, j.created_at as "createdAt", j.created_by_id as "createdById", j.changed_at as "changedAt"`

export const insertJob = (tx: Tx, job: Omit<BulkJob, 'createdAt' | 'changedAt' | 'problem'>): Promise<number> =>
  run(
    tx,
    sql`
    insert into bulk_job (id, api, operation, object_name, external_id_field, content_type, delimiter, line_end, concurrency,
      api_version, query, options, state, created_at, created_by_id, changed_at)
    values (${job.id}, ${job.api}, ${job.operation}, ${job.objectName}, ${job.externalIdField}, ${job.contentType}, ${job.delimiter},
      ${job.lineEnd}, ${job.concurrency}, ${job.apiVersion}, ${job.query}, ${JSON.stringify(job.options)}, ${job.state}, ${tx.now},
      ${job.createdById}, ${tx.now})`,
  )

/** `userId` null: whoever may see every job. */
export const jobById = (tx: Tx, userId: number | null, id: number): Promise<BulkJob | undefined> =>
  maybeOne<BulkJob>(
    tx,
    sql`
    select ${jobColumns}
    from bulk_job j
    where j.id = ${id} and (${userId}::bigint is null or j.created_by_id = ${userId})`,
  )

export const lockedJob = (tx: Tx, userId: number | null, id: number): Promise<BulkJob | undefined> =>
  maybeOne<BulkJob>(
    tx,
    sql`
    select ${jobColumns}
    from bulk_job j
    where j.id = ${id} and (${userId}::bigint is null or j.created_by_id = ${userId})
    for no key update`,
  )

/** The job, held so that nobody removes it. Who aborts it does not wait: a stream of holders would keep them waiting for good. */
export const sharedJob = (tx: Tx, id: number): Promise<BulkJob | undefined> =>
  maybeOne<BulkJob>(
    tx,
    sql`
    select ${jobColumns}
    from bulk_job j
    where j.id = ${id}
    for key share`,
  )

export type JobPage = {
  readonly userId: number | null
  readonly isQuery: boolean
  readonly api: BulkApi | null
  readonly after: number | null
  readonly limit: number
}

/** Jobs, the newest first; `after` is the id the last page ended with. */
export const jobsAfter = (tx: Tx, { userId, isQuery, api, after, limit }: JobPage): Promise<BulkJob[]> =>
  many<BulkJob>(
    tx,
    sql`
    select ${jobColumns}
    from bulk_job j
    where (${userId}::bigint is null or j.created_by_id = ${userId})
      and (j.operation in ('query', 'queryAll')) = ${isQuery}
      and (${api}::text is null or j.api = ${api})
      and (${after}::bigint is null or (j.created_at, j.id) < (select created_at, id from bulk_job where id = ${after}))
    order by j.created_at desc, j.id desc
    limit ${limit}`,
  )

export const changeJobState = (tx: Tx, id: number, state: JobState, problem: string | null = null): Promise<number> =>
  run(
    tx,
    sql`
    update bulk_job
    set state = ${state}, problem = coalesce(${problem}, problem), changed_at = ${tx.now}
    where id = ${id}`,
  )

export const removeJob = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from bulk_job
    where id = ${id}`,
  )

/** Removes a few of the jobs made before a moment; answers how many. */
export const removeJobsBefore = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from bulk_job
    where id in (select id from bulk_job where created_at < ${before} order by created_at limit 20 for update skip locked)`,
  )

/** Jobs with something to work on, and that nobody touched since a moment. */
export const jobsLeftSince = (tx: Tx, since: Date): Promise<{ readonly id: number }[]> =>
  many(
    tx,
    sql`
    select j.id
    from bulk_job j
    where j.state in ('Open', 'Closed', 'UploadComplete', 'InProgress') and j.changed_at < ${since}
      and (j.state in ('UploadComplete', 'InProgress') or exists (select from bulk_batch b where b.job_id = j.id and b.state in ('Queued', 'InProgress') and j.api = 'v1'))
      and not exists (select from bulk_batch b where b.job_id = j.id and b.changed_at >= ${since})
    order by j.id
    limit 100`,
  )

export type CountedJob = JobCounts & { readonly jobId: number; readonly problem: string | null }

/** What the batches of jobs add up to. */
export const countsOfJobs = (tx: Tx, ids: readonly number[]): Promise<CountedJob[]> =>
  many(
    tx,
    sql`
    select job_id as "jobId", sum(rows_processed)::bigint as processed, sum(rows_failed)::bigint as failed,
      sum(worked_ms)::bigint as "workedMs", min(problem) as problem,
      json_build_object(
        'queued', count(*) filter (where state = 'Queued'),
        'inProgress', count(*) filter (where state = 'InProgress'),
        'completed', count(*) filter (where state = 'Completed'),
        'failed', count(*) filter (where state = 'Failed'),
        'notProcessed', count(*) filter (where state = 'NotProcessed'),
        'all', count(*)) as batches
    from bulk_batch
    where job_id = any(${ids}::bigint[]) and state <> 'Receiving'
    group by job_id`,
  )
