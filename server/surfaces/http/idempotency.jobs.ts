import { registerRecurring } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { forgetKeys } from './idempotency.sql.ts'

const KEPT_MS = 86_400_000

/** Every hour: answers kept under an Idempotency-Key for longer than a day are forgotten. */
export function idempotencyJobs(): void {
  registerRecurring('forget-idempotency-keys', '43 * * * *', async ({ db, org }) => {
    await inTransaction(db, org, (tx) => forgetKeys(tx, new Date(tx.now.getTime() - KEPT_MS)))
  })
}
