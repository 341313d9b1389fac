import { reading } from '../../../platform/transactions.ts'
import type { Database, OrgRef } from '../../../platform/tx.ts'
import { lastOfStream } from './stream.sql.ts'

const POLL_MS = 500

type Listeners = { readonly wakes: Set<() => void>; timer?: NodeJS.Timeout; last?: number }

/** Who of this process waits for news, by the org's schema. Nobody holds a connection while waiting. */
const waiting = new Map<string, Listeners>()

/** Wakes who waits for this org: called after a commit of this process. */
export function tellListeners(schema: string): void {
  for (const wake of waiting.get(schema)?.wakes ?? []) wake()
}

/** Comes back when there may be news after this event, when the time is over, or when one of the signals says so. */
export async function untilNews(
  db: Database,
  org: OrgRef,
  { ms, signals, known }: { readonly ms: number; readonly signals: readonly AbortSignal[]; readonly known: number },
): Promise<void> {
  const listeners = waiting.get(org.schema) ?? { wakes: new Set<() => void>() }
  waiting.set(org.schema, listeners)
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  listeners.wakes.add(resolve)
  listeners.last = Math.min(listeners.last ?? known, known)
  const wake = (): void => resolve()
  if (signals.some(({ aborted }) => aborted)) resolve()
  // Not by AbortSignal.any: what listens to one of those is kept for as long as its oldest part lives, the server itself.
  for (const signal of signals) signal.addEventListener('abort', wake)
  listeners.timer ??= setTimeout(() => void poll(db, org, listeners), POLL_MS)
  await promise
  clearTimeout(timer)
  for (const signal of signals) signal.removeEventListener('abort', wake)
  listeners.wakes.delete(resolve)
  if (listeners.wakes.size > 0) return
  clearTimeout(listeners.timer)
  waiting.delete(org.schema)
}

/** What other processes put into the stream is noticed by looking, once for all who wait. */
async function poll(db: Database, org: OrgRef, listeners: Listeners): Promise<void> {
  try {
    const last = await reading(db, org, lastOfStream)
    if (last > (listeners.last ?? last)) for (const wake of listeners.wakes) wake()
    listeners.last = last
  } catch {
    // While the database is away there is no news.
  }
  if (waiting.get(org.schema) === listeners) listeners.timer = setTimeout(() => void poll(db, org, listeners), POLL_MS)
}
