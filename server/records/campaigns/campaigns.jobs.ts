import { Refusal } from '../../platform/errors.ts'
import { registerJob, registerRecurring, type JobContext } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/tx.ts'
import { foldCampaignCounts } from './counting.ts'
import { giveUpWork, WORK_JOB, workOn } from './many-members.ts'

export function campaignJobs(): void {
  registerJob(WORK_JOB, (context, { id }) => carryOn(context, Number(id)))
  registerRecurring('campaigns.fold', '* * * * *', async ({ db, org }) => {
    while ((await inTransaction(db, org, foldCampaignCounts)) > 0);
  })
}

/** Part after part, each in a transaction of its own; stopped half-way, it is tried again and goes on where it was. */
async function carryOn({ db, org, signal }: JobContext, id: number): Promise<void> {
  try {
    let isMore = true
    while (isMore) {
      signal?.throwIfAborted()
      isMore = await inTransaction(db, org, (tx) => workOn(tx, id))
    }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error
    await inTransaction(db, org, (tx) => giveUpWork(tx, id, error.message))
  }
}
