import { now } from '../../platform/clock.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import type { Database, OrgRef, Tx } from '../../platform/tx.ts'
import { claimDue, nextDue, settle, type Claimed, type Settled } from './deliveries.sql.ts'
import { letterTo } from './letter.ts'
import { post, type Outcome, type Posting } from './posting.ts'
import { eventIdOf } from './telling.ts'
import { MOST_TRIES, waitMs } from './webhook.ts'
import { noteReceivers } from './webhooks.sql.ts'

/** How many of one hook are on their way at the same time. */
const AT_ONCE = 8
/** Nothing is on its way this long: whoever sent it is gone. */
export const LEFT_AFTER_MS = 60_000

export type Round = {
  readonly db: Database
  readonly org: OrgRef
  readonly posting: Posting
  readonly signal?: AbortSignal
  /** A promise that there is more to look for, made anew each time it is asked. */
  readonly woken?: () => Promise<void>
}

/**
 * Sends what is due until nothing is; answers when the next is. Each hook has a lane of its own, so that one whose
 * receiver is slow holds up no other. A try is written down before it is made.
 */
export async function deliverDue({ db, org, posting, signal, woken }: Round): Promise<Date | undefined> {
  const lanes = new Map<number, Promise<void>>()
  for (;;) {
    const more = woken?.()
    if (signal?.aborted !== true) {
      const claimed = await inTransaction(db, org, (tx) =>
        claimDue(tx, [...lanes.keys()], AT_ONCE, new Date(tx.now.getTime() + LEFT_AFTER_MS)),
      )
      for (const [webhookId, theirs] of Map.groupBy(claimed, (one) => one.webhookId))
        lanes.set(
          webhookId,
          deliverAll(db, org, posting, theirs).finally(() => lanes.delete(webhookId)),
        )
    }
    if (lanes.size === 0) return reading(db, org, nextDue)
    await Promise.race([...lanes.values(), ...(more === undefined ? [] : [more])])
  }
}

async function deliverAll(db: Database, org: OrgRef, posting: Posting, claimed: readonly Claimed[]): Promise<void> {
  const outcomes = await Promise.all(
    claimed.map((one) => post(letterTo({ ...one, eventId: eventIdOf(one.eventId) }, now()), posting)),
  )
  await inTransaction(db, org, async (tx) => {
    await settle(
      tx,
      claimed.flatMap((one, at) => ended(tx, one, outcomes[at])),
    )
    const hook = claimed.map(({ webhookId }) => webhookId).slice(0, 1)
    const takes = outcomes.some(({ taken }) => taken)
    const isDown = outcomes.every(({ taken, status }) => !taken && (status === null || status === 429 || status >= 500))
    await noteReceivers(tx, takes ? hook : [], isDown ? hook : [])
  })
}

function ended(tx: Tx, { id, attempt }: Claimed, outcome: Outcome | undefined): Settled[] {
  if (outcome === undefined) return []
  const { taken, ...facts } = outcome
  if (taken) return [{ id, attempt, state: 'delivered', nextTryAt: null, ...facts }]
  if (attempt >= MOST_TRIES) return [{ id, attempt, state: 'dead', nextTryAt: null, ...facts }]
  const nextTryAt = new Date(tx.now.getTime() + waitMs(attempt, Math.random()))
  return [{ id, attempt, state: 'waiting', nextTryAt, ...facts }]
}
