import { many, run, sql } from './sql.ts'
import type { Tx } from './tx.ts'

/** Where graphile-worker keeps its tables; nothing else of ours is in there. */
export const JOBS_SCHEMA = 'assay_jobs'

export type JobRow = {
  readonly name: string
  readonly payload: unknown
  readonly runAt: Date | null
  readonly jobKey: string | null
  readonly maxAttempts: number | null
}

export const addJob = (tx: Tx, { name, payload, runAt, jobKey, maxAttempts }: JobRow): Promise<number> =>
  run(
    tx,
    sql`
    select id
    from assay_jobs.add_job(
      identifier => ${name}, payload => ${JSON.stringify(payload)}::json, run_at => ${runAt}::timestamptz,
      job_key => ${jobKey}::text, max_attempts => ${maxAttempts}::integer)`,
  )

/** How many jobs wait, run, are planned for later, or were given up. */
export const jobDepths = (tx: Tx): Promise<{ readonly state: string; readonly count: number }[]> =>
  many(
    tx,
    sql`
    select state, count(*) as count
    from (
      select case
        when locked_at is not null then 'running'
        when attempts >= max_attempts then 'given_up'
        when run_at > now() then 'planned'
        else 'waiting' end as state
      from assay_jobs.jobs) as job
    group by state`,
  )
