import { now } from '../../../platform/clock.ts'
import { Refusal } from '../../../platform/errors.ts'
import { enqueue, isEnding, registerJob, registerRecurring, type JobContext } from '../../../platform/jobs.ts'
import { isDatabaseAway } from '../../../platform/postgres/pools.ts'
import { inTransaction, reading } from '../../../platform/transactions.ts'
import type { Database, OrgRef } from '../../../platform/tx.ts'
import { mergeNext, undoNext, WORK_BULK_MERGE } from './bulkMerges.ts'
import { bulkMergeById, bulkMergesLeftSince, setBulkMergeState } from './bulkMerges.sql.ts'
import { WORK_RUN } from './runs.ts'
import { runsLeftSince } from './runs.sql.ts'
import { starterOf } from './starter.ts'
import { workRun, type Workshop } from './work.ts'

/** No step takes this long: whoever worked on it is gone. */
const LEFT_AFTER_MS = 120_000
const GROUPS_AT_ONCE = 500

export interface Surroundings {
  readonly db: Database
  readonly org: OrgRef
  readonly signal?: AbortSignal
}

export const workshopOf = ({ db, org, signal }: Surroundings): Workshop => ({
  org,
  signal,
  reading: (work) => reading(db, org, work),
  writing: (work) => inTransaction(db, org, work),
})

/**
 * Merges, or takes back, what is left of a bulk merge, some hundred groups a transaction. Killed at any moment and
 * called again it goes on behind the last group that was kept.
 */
export async function workBulkMerge({ db, org, signal }: Surroundings, id: number): Promise<void> {
  const merge = await reading(db, org, (tx) => bulkMergeById(tx, id))
  if (merge === undefined) return
  try {
    for (const step of [mergeNext, undoNext]) {
      for (let goesOn = true; goesOn && !isEnding(signal);)
        goesOn = await inTransaction(db, org, async (tx) =>
          step(tx, await starterOf(tx, merge.createdById), id, GROUPS_AT_ONCE),
        )
    }
  } catch (error) {
    if (isDatabaseAway(error) || (error instanceof Refusal && error.kind === 'unavailable')) throw error
    const problem =
      error instanceof Refusal
        ? error.message
        : 'Something went wrong inside Assay, and was written to its log. What was merged so far is merged; go on to try again.'
    await inTransaction(db, org, (tx) => setBulkMergeState(tx, id, 'failed', problem))
    if (!(error instanceof Refusal)) throw error
  }
}

/** Works off searches for duplicates and merges in bulk, and takes up those whose worker died. */
export const runJobs = (): void => {
  const working = new Set<string>()
  const once =
    (name: string, key: 'runId' | 'bulkMergeId', work: (context: JobContext, id: number) => Promise<void>) =>
    async (context: JobContext, id: number): Promise<void> => {
      const place = `${name}:${context.org.schema}:${id}`
      if (working.has(place)) return
      working.add(place)
      try {
        await work(context, id)
        // The program ends: what is left is for the next one, which need not wait until somebody notices.
        if (isEnding(context.signal))
          await inTransaction(context.db, context.org, (tx) => enqueue(tx, name, { [key]: id }))
      } finally {
        working.delete(place)
      }
    }
  const run = once(WORK_RUN, 'runId', (context, id) => workRun(workshopOf(context), id))
  const merge = once(WORK_BULK_MERGE, 'bulkMergeId', workBulkMerge)
  registerJob(WORK_RUN, (context, { runId }) => run(context, Number(runId)))
  registerJob(WORK_BULK_MERGE, (context, { bulkMergeId }) => merge(context, Number(bulkMergeId)))
  registerRecurring('resume-duplicate-runs', '* * * * *', async (context) => {
    const since = new Date(now().getTime() - LEFT_AFTER_MS)
    for (const { id } of await reading(context.db, context.org, (tx) => runsLeftSince(tx, since)))
      await run(context, id)
    for (const { id } of await reading(context.db, context.org, (tx) => bulkMergesLeftSince(tx, since)))
      await merge(context, id)
  })
}
