import { registerRecurring } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { sweepUploads } from './uploads.ts'

const DAY_MS = 86_400_000

/** Every hour: pieces of uploads that broke off a day ago, with the program that took them, are thrown away. */
export function fileJobs(): void {
  registerRecurring('sweep-uploads', '53 * * * *', async ({ db, org }) => {
    await inTransaction(db, org, (tx) => sweepUploads(tx, new Date(tx.now.getTime() - DAY_MS)))
  })
}
