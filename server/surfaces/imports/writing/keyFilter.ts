import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { elapsedMs } from '../../../platform/clock.ts'
import type { Tx } from '../../../platform/tx.ts'
import { keysAfter, keysSince, type KeyStretch } from './duplicates.sql.ts'

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

// A key sets three bits of one word, so that with a million people one stranger in forty is looked up for nothing, where
// one bit each made it one in six; and the processor fetches one place of the memory. 4 MB hold the keys of 200,000
// people, 16 MB more those of a million and beyond.
const SMALL_WORD_BITS = 20
const LARGE_WORD_BITS = 22
const SMALL_HOLDS_KEYS = 1_000_000
const READ_AT_ONCE = 10_000
const FRESH_MS = 10_000
/** Records of transactions that began before our last look and ended after it. */
const OVERLAP_MS = 15_000

export function openKeyFilter(objectNames: readonly string[], importId: number): KeyFilter {
  const small = openBits(SMALL_WORD_BITS)
  let large: Bits | undefined
  let added = 0
  let readAt: { readonly ms: number; readonly time: Date } | undefined
  const addOne = (key: number): void => {
    added++
    if (added > SMALL_HOLDS_KEYS) large ??= openBits(LARGE_WORD_BITS)
    set(large ?? small, key)
  }
  const add = (keys: readonly number[]): void => keys.forEach(addOne)
  return {
    add,
    mayHave: (key) => isSet(small, key) || (large !== undefined && isSet(large, key)),
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
    for (let after: number | null = 0; after !== null;) {
      const stretch: KeyStretch = await keysAfter(tx, definition, after, READ_AT_ONCE)
      if (stretch.packed !== null) eachKey(stretch.packed, addOne)
      after = stretch.lastId
    }
  }
}

type Bits = { readonly words: Uint32Array; readonly shift: number }

const openBits = (wordBits: number): Bits => ({ words: new Uint32Array(2 ** wordBits), shift: 32 - wordBits })

function set({ words, shift }: Bits, key: number): void {
  const place = key >>> shift
  words[place] = (words[place] ?? 0) | bitsOf(key)
}

function isSet({ words, shift }: Bits, key: number): boolean {
  const bits = bitsOf(key)
  return ((words[key >>> shift] ?? 0) & bits) === bits
}

/** Three bits of a word, out of all of the key. */
function bitsOf(key: number): number {
  const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d)
  return (1 << (mixed >>> 27)) | (1 << ((mixed >>> 22) & 31)) | (1 << ((mixed >>> 17) & 31))
}

/** The numbers of arrays as PostgreSQL sends them: dimensions, flags, type; of each dimension length and start; of each number its length and itself. */
function eachKey(packed: Buffer, take: (key: number) => void): void {
  for (let at = 0; at < packed.length;) {
    const isEmpty = packed.readInt32BE(at) === 0
    const length = isEmpty ? 0 : packed.readInt32BE(at + 12)
    at += isEmpty ? 12 : 20
    for (const end = at + length * 8; at < end; at += 8) take(packed.readInt32BE(at + 4))
  }
}
