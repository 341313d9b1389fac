import { registerRecurring } from '../../../platform/jobs.ts'
import { learnFromOrg } from './orgLearning.ts'
import { keyAnew } from './rekeying.ts'

/** Keys of an older program are renewed within minutes of a new one's start, and what an org's records show is looked at again as they grow. */
export function matchingJobs(): void {
  registerRecurring('key-anew', '*/5 * * * *', ({ db, org, signal }) => keyAnew(db, org, signal))
  registerRecurring('learn-matching', '7-59/10 * * * *', async ({ db, org, signal }) => {
    await learnFromOrg(db, org, signal)
  })
}
