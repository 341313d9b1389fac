import { now } from '../../../platform/clock.ts'
import { registerJob, registerRecurring, type JobContext } from '../../../platform/jobs.ts'
import { inTransaction, reading } from '../../../platform/transactions.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'
import { withStreams } from '../events/doors.ts'
import { removeUploadsBefore } from './batches.sql.ts'
import { beginWork, WORK_BULK_JOB } from './jobs.ts'
import { jobsLeftSince, removeJobsBefore } from './jobs.sql.ts'
import { workJob } from './work.ts'

/** No piece takes this long: whoever worked on it is gone. */
const LEFT_AFTER_MS = 60_000
/** As long as the field's tools expect to find a job's results. */
const KEPT_MS = 7 * 86_400_000
const UPLOAD_GIVEN_UP_AFTER_MS = 86_400_000

/** A worker has few hands: after this long the next job has its turn. */
const TURN_MS = 20_000

/** Jobs this process is at, and whether something came for them in the meantime. */
const working = new Map<string, { again: boolean }>()

/** Works bulk jobs off, takes up those whose worker died, and removes old ones. */
export const bulkJobs = (given: SalesforceRooms) => (): void => {
  const rooms = withStreams(given)
  const work = async ({ db, org, signal }: JobContext, jobId: number): Promise<void> => {
    const place = `${org.schema}:${jobId}`
    const mine = working.get(place)
    if (mine !== undefined) {
      mine.again = true
      return
    }
    const turn = { again: true }
    working.set(place, turn)
    try {
      while (turn.again) {
        turn.again = false
        const turnEnds = AbortSignal.timeout(TURN_MS)
        await workJob({ db, rooms, signal, turnEnds }, org, jobId)
        if (turnEnds.aborted) await inTransaction(db, org, (tx) => beginWork(tx, jobId))
      }
    } finally {
      working.delete(place)
    }
  }
  registerJob(WORK_BULK_JOB, (context, { jobId }) => work(context, Number(jobId)))
  registerRecurring('resume-bulk-jobs', '* * * * *', async (context) => {
    const since = new Date(now().getTime() - LEFT_AFTER_MS)
    const left = await reading(context.db, context.org, (tx) => jobsLeftSince(tx, since))
    for (const { id } of left) await work(context, id)
  })
  registerRecurring('forget-bulk-jobs', '23 * * * *', async ({ db, org }) => {
    await inTransaction(db, org, (tx) => removeUploadsBefore(tx, new Date(tx.now.getTime() - UPLOAD_GIVEN_UP_AFTER_MS)))
    const before = new Date(now().getTime() - KEPT_MS)
    while ((await inTransaction(db, org, (tx) => removeJobsBefore(tx, before))) > 0);
  })
}
