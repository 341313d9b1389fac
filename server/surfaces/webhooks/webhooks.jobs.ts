import { registerConsumer } from '../../platform/consumers.ts'
import type { Config } from '../../platform/config.ts'
import { registerJob, registerRecurring, enqueue, type JobContext } from '../../platform/jobs.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { reachOf } from './addresses.ts'
import { giveUpWaiting, removeEnded } from './deliveries.sql.ts'
import { DELIVER, noteDeliveries } from './deliveries.ts'
import { deliverDue, LEFT_AFTER_MS } from './delivering.ts'
import { hookEvents } from './webhook.ts'

const DAY_MS = 86_400_000
const WAITS_MS = 3 * DAY_MS
const DELIVERED_KEPT_MS = 7 * DAY_MS
const DEAD_KEPT_MS = 30 * DAY_MS
/** An event speaks of up to a thousand records, and all that is told of them is in memory at once. */
const BATCH = 20

/** Orgs whose deliveries this process is at, with how to tell it of more. */
const working = new Map<string, () => void>()

/** Notes what hooks are to be told, sends it, and forgets what ended long ago. */
export function webhookJobs(config: Config): void {
  const posting = { reach: reachOf(config.webhookNetworks) }
  const deliver = async ({ db, org, signal }: JobContext): Promise<void> => {
    const wake = working.get(org.schema)
    if (wake !== undefined) return wake()
    const turn = { again: true, wake: (): void => undefined }
    working.set(org.schema, () => {
      turn.again = true
      turn.wake()
    })
    const woken = (): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>()
      turn.wake = resolve
      return promise
    }
    try {
      while (turn.again) {
        turn.again = false
        const next = await deliverDue({ db, org, posting, signal, woken })
        // What a worker that died left behind is found by the minute's round as well.
        if (next !== undefined)
          await inTransaction(db, org, (tx) => enqueue(tx, DELIVER, {}, { jobKey: `${DELIVER} later`, runAt: next }))
      }
    } finally {
      working.delete(org.schema)
    }
  }
  registerJob(DELIVER, deliver)
  registerRecurring('resume-webhooks', '* * * * *', deliver)
  registerConsumer({ name: 'webhooks', types: hookEvents }, noteDeliveries, { batch: BATCH })
  registerRecurring('forget-webhook-deliveries', '41 * * * *', ({ db, org }) => forgetDeliveries(db, org))
}

/** Gives up what waited too long, and removes what ended long ago. */
export async function forgetDeliveries(db: Database, org: OrgRef): Promise<void> {
  const before = (tx: Tx, ms: number): Date => new Date(tx.now.getTime() - ms)
  const giveUp = (): Promise<number> =>
    inTransaction(db, org, (tx) => giveUpWaiting(tx, before(tx, WAITS_MS), before(tx, LEFT_AFTER_MS)))
  const remove = (): Promise<number> =>
    inTransaction(db, org, (tx) => removeEnded(tx, before(tx, DELIVERED_KEPT_MS), before(tx, DEAD_KEPT_MS)))
  while ((await giveUp()) > 0);
  while ((await remove()) > 0);
}
