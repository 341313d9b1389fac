import { registerRecurring } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { deleteExpiredSessions } from './sessions.sql.ts'
import { forgetOldSignIns } from './signIns.ts'
import { deleteOldLinks } from './users.sql.ts'

const WEEK_MS = 7 * 86_400_000

/** Every hour: sessions that are over, sign-ins of long ago, and one-time links nobody can use any more, are forgotten. */
export function sessionJobs(): void {
  registerRecurring('forget-sessions', '13 * * * *', ({ db, org }) =>
    inTransaction(db, org, async (tx) => {
      await deleteExpiredSessions(tx)
      await forgetOldSignIns(tx)
      await deleteOldLinks(tx, new Date(tx.now.getTime() - WEEK_MS))
    }),
  )
}
