import { registerRecurring } from '../../../platform/jobs.ts'
import { inTransaction } from '../../../platform/transactions.ts'
import { forgetResults } from './cursors.ts'

/** Every hour: results of queries that are older than a day are forgotten. */
export function soqlJobs(): void {
  registerRecurring('forget-query-results', '29 * * * *', async ({ db, org }) => {
    await inTransaction(db, org, forgetResults)
  })
}
