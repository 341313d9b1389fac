import { registerConsumer } from '../../../platform/consumers.ts'
import type { InboxEvent } from '../../../platform/events.sql.ts'
import { registerRecurring } from '../../../platform/jobs.ts'
import { inTransaction } from '../../../platform/transactions.ts'
import { appendToStream, KEPT_MS, streamTypes } from './stream.ts'
import { removeFromStream } from './stream.sql.ts'
import { tellListeners } from './waiting.ts'

/** Puts what happens to records into the stream that programs listen to, and takes out what is older than three days. */
export function streamJobs(): void {
  registerConsumer({ name: 'streams', types: streamTypes }, async (tx, events) => {
    await appendToStream(
      tx,
      events.flatMap(asChanges).map((event) => ({ ...event, channel: '' })),
    )
    tx.afterCommit.push(() => tellListeners(tx.org.schema))
  })
  registerRecurring('forget-streams', '29 * * * *', async ({ db, org }) => {
    const sweep = (): Promise<number> =>
      inTransaction(db, org, (tx) => removeFromStream(tx, new Date(tx.now.getTime() - KEPT_MS)))
    while ((await sweep()) > 0);
  })
}

/** A merge is told as what it does to records: those that are gone, then the one that stays. */
function asChanges(event: InboxEvent): readonly InboxEvent[] {
  const { masterId, loserIds } = event.payload
  const [object, word] = event.type.split('.')
  if (word !== 'merged' || typeof masterId !== 'number' || !Array.isArray(loserIds)) return [event]
  return [
    { ...event, type: `${object}.deleted`, recordIds: loserIds.map(Number) },
    { ...event, type: `${object}.changed`, recordIds: [masterId] },
  ]
}
