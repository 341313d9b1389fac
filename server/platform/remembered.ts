import { elapsedMs } from './clock.ts'
import type { Connection } from './postgres/pools.ts'
import type { Tx } from './tx.ts'

type Held<T> = { readonly readAt: number; readonly epoch: number; readonly value: T }

export type Remembered<T> = {
  (tx: Tx): Promise<T>
  /** Called when this process changed what is remembered; others notice when theirs is stale. */
  readonly forget: () => void
}

/**
 * Remembers, for each connection and org, something small that rarely changes and is needed all the time
 * (statuses, custom fields): it is read again after `staleAfterMs`.
 */
export function rememberedByOrg<T>(staleAfterMs: number, read: (tx: Tx) => Promise<T>): Remembered<T> {
  const held = new WeakMap<Connection, Map<string, Held<T>>>()
  let epoch = 0
  const recall = async (tx: Tx): Promise<T> => {
    const byOrg = held.get(tx.connection) ?? new Map<string, Held<T>>()
    held.set(tx.connection, byOrg)
    const known = byOrg.get(tx.org.schema)
    if (known !== undefined && known.epoch === epoch && elapsedMs() - known.readAt < staleAfterMs) return known.value
    // What was changed while it was read may not be in it.
    const begun = { readAt: elapsedMs(), epoch }
    const value = await read(tx)
    byOrg.set(tx.org.schema, { ...begun, value })
    return value
  }
  return Object.assign(recall, { forget: () => void epoch++ })
}
