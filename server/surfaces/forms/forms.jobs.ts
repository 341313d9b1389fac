import { registerRecurring } from '../../platform/jobs.ts'
import type { Config } from '../../platform/config.ts'
import { openCapture } from './capture.ts'

/** Every minute: posts that were stored and never worked, because the program died or the database was away. */
export function formJobs(config: Config): void {
  registerRecurring('work-form-posts', '* * * * *', async ({ db, org, log }) => {
    await openCapture({ db, log, publicUrl: config.publicUrl }).workOverdue(org)
  })
}
