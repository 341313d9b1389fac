import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { elapsedMs } from '../../../platform/clock.ts'
import type { Tx } from '../../../platform/tx.ts'
import { keysAfter, keysSince } from './duplicates.sql.ts'

/**
 * Says of a match key that no stored record has it, or that one may have it. Asking the index for the keys of
 * each row costs 35 µs a row; this costs next to nothing, and whoever it suspects is looked up properly.
 */
export type KeyFilter = {
  /** Reads what is stored: all of it the first time, afterwards what others made since. */
  refresh(tx: Tx): Promise<void>
  add(keys: readonly number[]): void
  mayHave(key: number): boolean
}

// 16 MB: with a million people, about one stranger in six is looked up for nothing.
const BITS = 27
const READ_AT_ONCE = 20_000
const FRESH_MS = 10_000
/** Records of transactions that began before our last look and ended after it. */
const OVERLAP_MS = 15_000

export function openKeyFilter(objectNames: readonly string[], importId: number): KeyFilter {
  const bits = new Uint8Array(2 ** (BITS - 3))
  let readAt: { readonly ms: number; readonly time: Date } | undefined
  const placeOf = (key: number): number => key >>> (32 - BITS)
  const add = (keys: readonly number[]): void => {
    for (const key of keys) {
      const place = placeOf(key)
      bits[place >>> 3] = (bits[place >>> 3] ?? 0) | (1 << (place & 7))
    }
  }
  return {
    add,
    mayHave: (key) => ((bits[placeOf(key) >>> 3] ?? 0) & (1 << (placeOf(key) & 7))) !== 0,
    async refresh(tx) {
      if (readAt !== undefined && elapsedMs() - readAt.ms < FRESH_MS) return
      const before = readAt
      readAt = { ms: elapsedMs(), time: tx.now }
      for (const objectName of objectNames) await read(tx, objectName, before?.time)
    },
  }

  async function read(tx: Tx, objectName: string, since: Date | undefined): Promise<void> {
    const definition = await definitionOf(tx, objectName)
    if (since !== undefined) {
      for (const { keys } of await keysSince(tx, definition, new Date(since.getTime() - OVERLAP_MS), importId))
        add(keys)
      return
    }
    for (let after = 0; ;) {
      const rows = await keysAfter(tx, definition, after, READ_AT_ONCE)
      for (const { keys } of rows) add(keys)
      after = rows.at(-1)?.id ?? after
      if (rows.length < READ_AT_ONCE) return
    }
  }
}
