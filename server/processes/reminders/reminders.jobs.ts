import type { Config } from '../../platform/config.ts'
import { registerRecurring } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { remindOfActivities } from './reminders.ts'

/** Every minute: whose tasks and meetings are to be remembered now. */
export function reminderJobs({ publicUrl }: Config): void {
  registerRecurring('remind-of-activities', '* * * * *', async ({ db, org }) => {
    await inTransaction(db, org, (tx) => remindOfActivities(tx, publicUrl))
  })
}
