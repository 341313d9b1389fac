import type { Config } from '../../platform/config.ts'
import { registerRecurring } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { remindOfNominations } from './reminders.ts'

/** Every hour from morning to evening: who has to approve, and who has not proposed. */
export function nominationJobs({ publicUrl }: Config): void {
  registerRecurring('remind-of-nominations', '11 6-18 * * *', async ({ db, org }) => {
    await inTransaction(db, org, (tx) => remindOfNominations(tx, publicUrl))
  })
}
