import { Refusal } from '../../platform/errors.ts'
import { registerJob, registerRecurring, type JobContext } from '../../platform/jobs.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import { foldCampaignCounts } from './counting.ts'
import { endWork, stretchesLeft, WORK_JOB, workOn, worksLeft } from './works.ts'

/** As many stretches of a work go at the same time, each on a connection of its own. */
const SIDE_BY_SIDE = 2

export function campaignJobs(): void {
  registerJob(WORK_JOB, (context, { id }) => carryOn(context, Number(id)))
  registerRecurring('resume-campaign-works', '* * * * *', takeUpLeft)
  registerRecurring('campaigns.fold', '* * * * *', async ({ db, org }) => {
    while ((await inTransaction(db, org, foldCampaignCounts)) > 0);
  })
}

/** Goes on with the works whose program died. */
export async function takeUpLeft(context: JobContext): Promise<void> {
  for (const id of await reading(context.db, context.org, worksLeft)) await carryOn(context, id)
}

/** The stretches of a work, two side by side; stopped half-way, it is tried again and goes on where it was. */
async function carryOn(context: JobContext, id: number): Promise<void> {
  const { db, org } = context
  try {
    const stretches = await inTransaction(db, org, (tx) => stretchesLeft(tx, id))
    const waiting = [...stretches]
    await together(context.signal, async (signal) => {
      for (let n = waiting.shift(); n !== undefined; n = waiting.shift())
        await carryOnStretch({ ...context, signal }, id, n)
    })
    await inTransaction(db, org, (tx) => endWork(tx, id, null))
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error
    await inTransaction(db, org, (tx) => endWork(tx, id, error.message))
  }
}

/** Part after part, each in a transaction of its own. */
async function carryOnStretch({ db, org, signal }: JobContext, id: number, n: number): Promise<void> {
  let isMore = true
  while (isMore) {
    signal?.throwIfAborted()
    isMore = await inTransaction(db, org, (tx) => workOn(tx, id, n))
  }
}

/** Works on as many connections; when one cannot go on, the others stop as well, and all have stopped when this throws. */
async function together(ending: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const failing = new AbortController()
  const signal = AbortSignal.any([failing.signal, ...(ending === undefined ? [] : [ending])])
  const ends = await Promise.allSettled(
    Array.from({ length: SIDE_BY_SIDE }, () =>
      work(signal).catch((error: unknown) => {
        failing.abort(error)
        throw error
      }),
    ),
  )
  for (const end of ends) if (end.status === 'rejected') throw failing.signal.reason
}
