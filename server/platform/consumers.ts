import { elapsedMs } from './clock.ts'
import { onAnnounced, subscribe, type Consumer } from './events.ts'
import { setAside, takeFromInbox, waitingConsumers, type InboxEvent } from './events.sql.ts'
import type { Logger } from './log.ts'
import { isDatabaseAway } from './postgres/pools.ts'
import { inTransaction, reading } from './transactions.ts'
import type { Database, OrgRef, Tx } from './tx.ts'
import { Refusal } from './errors.ts'

/** What a consumer makes of its events. Its results are stored in the transaction that took them: exactly once. */
export type Reaction = (tx: Tx, events: readonly InboxEvent[]) => Promise<void>

type Registered = Consumer & { readonly react: Reaction; readonly batch: number }

const registered = new Map<string, Registered>()
const USUAL_BATCH = 100
const POLL_MS = 1000
/** Commits that come close together are answered by one look into the inbox. */
const GATHER_MS = 25
/** Where they come without end, by a later one: each look costs as much as a short request. */
const GATHER_AT_WORK_MS = 100
const AT_WORK_MS = 500
const TRIES = 3

/** Called at start by the one file that knows every room. Answers after this are delivered to `react`, in batches. */
export function registerConsumer(
  consumer: Consumer,
  react: Reaction,
  { batch = USUAL_BATCH }: { readonly batch?: number } = {},
): void {
  subscribe(consumer)
  registered.set(consumer.name, { ...consumer, react, batch })
}

export type ConsumersOrder = {
  readonly db: Database
  readonly log: Logger
  readonly orgs: () => Promise<readonly OrgRef[]>
}

type Running = {
  readonly order: ConsumersOrder
  readonly drains: Map<string, Promise<void>>
  readonly failures: Map<string, number>
  stopped: boolean
}

/** Starts to deliver events: at once after a commit of this process, within a second after any other. `stop` waits for batches at work. */
export function startConsumers(order: ConsumersOrder): { readonly stop: () => Promise<void> } {
  const running: Running = { order, drains: new Map(), failures: new Map(), stopped: false }
  const gathering = new Map<string, NodeJS.Timeout>()
  const lookedAt = new Map<string, number>()
  const forget = onAnnounced((org) => {
    if (running.stopped || gathering.has(org.schema)) return
    const isAtWork = elapsedMs() - (lookedAt.get(org.schema) ?? -Infinity) < AT_WORK_MS
    const look = (): void => {
      gathering.delete(org.schema)
      lookedAt.set(org.schema, elapsedMs())
      void lookInto(running, org)
    }
    gathering.set(org.schema, setTimeout(look, isAtWork ? GATHER_AT_WORK_MS : GATHER_MS))
  })
  const polling = poll(running)
  return {
    stop: async () => {
      running.stopped = true
      forget()
      for (const timer of gathering.values()) clearTimeout(timer)
      polling.end()
      await Promise.all(running.drains.values())
    },
  }
}

function poll(running: Running): { readonly end: () => void } {
  let timer: NodeJS.Timeout | undefined
  const round = async (): Promise<void> => {
    const startedAt = elapsedMs()
    try {
      for (const org of await running.order.orgs()) await lookInto(running, org)
    } catch (error) {
      running.order.log.debug({ fault: String(error) }, 'The inboxes could not be read.')
    }
    if (!running.stopped)
      timer = setTimeout(() => void round(), Math.max(POLL_MS - (elapsedMs() - startedAt), POLL_MS / 4))
  }
  void round()
  return { end: () => clearTimeout(timer) }
}

async function lookInto(running: Running, org: OrgRef): Promise<void> {
  const idle = [...registered.keys()].filter((name) => !running.drains.has(keyOf(org, name)))
  if (idle.length === 0 || running.stopped) return
  try {
    const waiting = await reading(running.order.db, org, (tx) => waitingConsumers(tx, idle))
    for (const name of waiting) drainOnce(running, org, name)
  } catch (error) {
    running.order.log.debug({ fault: String(error) }, 'The inbox could not be read.')
  }
}

function drainOnce(running: Running, org: OrgRef, name: string): void {
  const consumer = registered.get(name)
  const key = keyOf(org, name)
  if (consumer === undefined || running.drains.has(key) || running.stopped) return
  const drain = drainInbox(running, org, consumer)
    // Where even setting an event aside fails, the next look tries again.
    .catch((error: unknown) => running.order.log.warn({ fault: faultOf(error) }, 'An inbox could not be emptied.'))
    .finally(() => running.drains.delete(key))
  running.drains.set(key, drain)
}

/** Takes batch after batch until nothing is left. After a failure it goes on one event at a time, to find the one at fault. */
async function drainInbox(running: Running, org: OrgRef, consumer: Registered): Promise<void> {
  const { db, log } = running.order
  const key = keyOf(org, consumer.name)
  while (!running.stopped) {
    const failures = running.failures.get(key) ?? 0
    const most = failures === 0 ? consumer.batch : 1
    try {
      const taken = await inTransaction(db, org, (tx) => reactTo(tx, consumer, most))
      if (taken < most) {
        running.failures.delete(key)
        return
      }
      if (failures > 1) running.failures.set(key, 1)
    } catch (error) {
      // While the database is away nothing is anybody's fault; the next poll tries again.
      if (isDatabaseAway(error) || (error instanceof Refusal && error.kind === 'unavailable')) return
      running.failures.set(key, failures + 1)
      log.error(
        { consumer: consumer.name, org: org.schema, fault: faultOf(error) },
        'A consumer of events failed; its events are back in its inbox.',
      )
      if (failures < TRIES) return
      await giveUpOne(running, org, consumer)
    }
  }
}

async function reactTo(tx: Tx, consumer: Registered, most: number): Promise<number> {
  const events = await takeFromInbox(tx, consumer.name, most)
  if (events.length > 0) await consumer.react(tx, events)
  return events.length
}

/** One event that never succeeds must not hold up all that come after it. */
async function giveUpOne({ order: { db, log }, failures }: Running, org: OrgRef, consumer: Registered): Promise<void> {
  const ids = await inTransaction(db, org, (tx) => setAside(tx, consumer.name, 1))
  failures.set(keyOf(org, consumer.name), 1)
  log.error(
    { consumer: consumer.name, org: org.schema, events: ids },
    'Events were set aside after several failures; they wait in the inbox under the name of the consumer with !failed.',
  )
}

const keyOf = (org: OrgRef, consumer: string): string => `${org.schema} ${consumer}`

const faultOf = (error: unknown) =>
  error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) }
