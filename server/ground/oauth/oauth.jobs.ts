import { registerRecurring } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { forgetOldAccess } from './forgetting.ts'

/** Every hour: tokens, codes and devices that are over are forgotten. */
export function oauthJobs(): void {
  registerRecurring('forget-access', '23 * * * *', ({ db, org }) => inTransaction(db, org, forgetOldAccess))
}
