import { one, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

/** What an org used of what clients ask after: bulk work since a moment, and megabytes on the disk. */
export type Used = {
  readonly DailyBulkApiBatches: number
  readonly DailyBulkV2QueryJobs: number
  readonly DataStorageMB: number
  readonly FileStorageMB: number
}

const MEGABYTE = 1024 * 1024

export const usedSince = (tx: Tx, since: Date): Promise<Used> =>
  one<Used>(
    tx,
    sql`
    with bulk as (
      select id, api, operation
      from bulk_job
      where created_at > ${since}
    ), files as (
      select pg_total_relation_size('file_piece') as bytes
    ), everything as (
      select coalesce(sum(pg_total_relation_size(c.oid)), 0) as bytes
      from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    )
    select (select count(*) from bulk join bulk_batch b on b.job_id = bulk.id)::int as "DailyBulkApiBatches",
      (select count(*) from bulk where api = 'v2' and operation in ('query', 'queryAll'))::int as "DailyBulkV2QueryJobs",
      ((everything.bytes - files.bytes) / ${MEGABYTE})::int as "DataStorageMB",
      (files.bytes / ${MEGABYTE})::int as "FileStorageMB"
    from files, everything`,
  )
