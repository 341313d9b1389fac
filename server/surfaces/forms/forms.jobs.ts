import { registerRecurring } from '../../platform/jobs.ts'
import type { Config } from '../../platform/config.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, OrgRef } from '../../platform/tx.ts'
import { forgetPosts, postsKeptDays } from './posts.sql.ts'
import { openCapture } from './capture.ts'

const DAY_MS = 86_400_000
const AT_ONCE = 1000

/** Every minute: posts that were stored and never worked, because the program died or the database was away. */
export function formJobs(config: Config): void {
  registerRecurring('work-form-posts', '* * * * *', async ({ db, org, log }) => {
    await openCapture({ db, log, letters: config }).workOverdue(org)
  })
  registerRecurring('forget-form-posts', '17 3 * * *', async ({ db, org }) => forgetOldPosts(db, org))
}

/** Once a night: what was sent in worked posts is forgotten when its time is over, a thousand at a time. */
export async function forgetOldPosts(db: Database, org: OrgRef): Promise<void> {
  for (let goesOn = true; goesOn;)
    goesOn = await inTransaction(db, org, async (tx) => {
      const before = new Date(tx.now.getTime() - (await postsKeptDays(tx)) * DAY_MS)
      return (await forgetPosts(tx, before, AT_ONCE)) === AT_ONCE
    })
}
