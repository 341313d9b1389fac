import { type Shelf, openSpool, removePart, ROW_SPAN, sortedPart, type Spool } from './spool.ts'

export const KEY_PARTS = 64
const KEY_PART_BITS = 6

/** Where the entries of a key go. */
export const partOfKey = (key: number): number => key & (KEY_PARTS - 1)
export const entryOf = (key: number, row: number): number => (key >>> KEY_PART_BITS) * ROW_SPAN + row

/** What there is to pair up. */
export interface Spreading {
  readonly rows: number
  /** Where the second set begins, when rows of a first are compared with it only. */
  readonly split: number | undefined
  readonly writers: number
  readonly blockRows: number
  readonly blocks: number
  readonly mostPerKey: number
}

/** What the keys of some parts brought together. */
export interface Spread {
  readonly candidates: number
  readonly skippedKeys: number
  readonly skippedRows: number
}

/** So many pairs a row are compared on the word of one key; in a set where keys bring together more, two keys have to agree. */
const PAIRS_A_ROW = 25
/** Of few rows so many are compared all the same: it takes some seconds. */
const PAIRS_AT_LEAST = 500_000
/** Rows of a key that so few share are compared whatever else is there. */
const ALWAYS_COMPARED = 8

/** How many pairs the keys of each number of rows bring together, in some parts. */
export function pairsBySize(keys: Shelf, parts: Iterable<number>, order: Spreading): Float64Array {
  const pairs = new Float64Array(order.mostPerKey + 1)
  const most = mostPairs(order)
  for (const part of parts) {
    const entries = sortedPart(keys, part, order.writers, 'keep')
    eachKey(entries, order.split, (from, middle, to) => {
      const count = pairsIn(from, middle, to)
      if (count > most) return
      // Of two sets, one row of the first may meet many of the second.
      const size = Math.min(to - from, order.mostPerKey)
      pairs[size] = (pairs[size] ?? 0) + count
    })
  }
  return pairs
}

/** What of the keys is brought together: keys of up to `fits` rows, and those of up to `enough` on their word alone. */
export interface Limits {
  readonly fits: number
  readonly enough: number
}

const BYTES_A_PAIR = Float64Array.BYTES_PER_ELEMENT

/** The largest number of rows of a key whose pairs have room, where there is not room for all. */
export function sizeThatFits(bySize: readonly Float64Array[], { mostPerKey }: Spreading, bytes: number): number {
  let left = bytes / BYTES_A_PAIR
  for (let size = 2; size <= mostPerKey; size++) {
    for (const pairs of bySize) left -= pairs[size] ?? 0
    if (left < 0) return size - 1
  }
  return mostPerKey
}

/** The largest number of rows of a key whose pairs are compared without another key saying so too. */
export function sizeThatIsEnough(bySize: readonly Float64Array[], { rows, mostPerKey }: Spreading): number {
  let left = Math.max(PAIRS_AT_LEAST, rows * PAIRS_A_ROW)
  for (let size = 2; size <= mostPerKey; size++) {
    for (const pairs of bySize) left -= pairs[size] ?? 0
    if (left < 0) return Math.max(ALWAYS_COMPARED, size - 1)
  }
  return Number.POSITIVE_INFINITY
}

/**
 * Puts every pair of rows that share a key into the part of its earlier row, marked where one key is enough: keys of
 * few rows are, and those of many as long as it does not become too much to compare.
 */
export function spread(
  keys: Shelf,
  parts: Iterable<number>,
  { pairs, writer, fits, enough }: Limits & { readonly pairs: Shelf; readonly writer: number },
  order: Spreading,
): Spread {
  const spool = openSpool(pairs, writer, order.blocks)
  const most = mostPairs(order)
  let [candidates, skippedKeys, skippedRows] = [0, 0, 0]
  for (const part of parts) {
    const entries = sortedPart(keys, part, order.writers)
    eachKey(entries, order.split, (from, middle, to) => {
      const count = pairsIn(from, middle, to)
      if (count > most || Math.min(to - from, order.mostPerKey) > fits) {
        skippedKeys += 1
        skippedRows += to - from
        candidates += putNeighbours(spool, entries, { from, middle, to }, { blockRows: order.blockRows, mark: 1 })
        return
      }
      candidates += count
      putPairs(spool, entries, { from, middle, to }, { blockRows: order.blockRows, mark: to - from <= enough ? 1 : 0 })
    })
    removePart(keys, part)
  }
  spool.close()
  return { candidates, skippedKeys, skippedRows }
}

const mostPairs = ({ mostPerKey }: Spreading): number => (mostPerKey * (mostPerKey - 1)) / 2

/** The rows of one key, ascending, by their places; between two sets, those before `middle` with those behind it. */
interface Stretch {
  readonly from: number
  readonly middle: number | undefined
  readonly to: number
}

type HowPut = { readonly blockRows: number; readonly mark: 0 | 1 }

function putPairs(spool: Spool, entries: Float64Array, { from, middle, to }: Stretch, how: HowPut): void {
  for (let one = from; one < (middle ?? to); one++)
    putOneWith(spool, entries, { one, from: middle ?? one + 1, to }, how)
}

/**
 * Of a key that too many rows share, each row with the next one only, or in two sets each of the second with one of the first: a
 * thousand times the same record is still one group. It takes less room than their entries did. Answers how many pairs it put.
 */
function putNeighbours(spool: Spool, entries: Float64Array, { from, middle, to }: Stretch, how: HowPut): number {
  if (middle === undefined) {
    for (let one = from; one < to - 1; one++) putOneWith(spool, entries, { one, from: one + 1, to: one + 2 }, how)
    return to - from - 1
  }
  if (middle === from) return 0
  putOneWith(spool, entries, { one: from, from: middle, to }, how)
  return to - middle
}

/** One row of a key with some others of it. */
function putOneWith(
  spool: Spool,
  entries: Float64Array,
  { one, from, to }: { readonly one: number; readonly from: number; readonly to: number },
  { blockRows, mark }: HowPut,
): void {
  const entry = entries[one] ?? 0
  const start = Math.floor(entry / ROW_SPAN) * ROW_SPAN
  const row = entry - start
  const block = Math.floor(row / blockRows)
  const base = (row - block * blockRows) * ROW_SPAN - start
  for (let other = from; other < to; other++) spool.put(block, (base + (entries[other] ?? 0)) * 2 + mark)
}

function pairsIn(from: number, middle: number | undefined, to: number): number {
  const rows = to - from
  return middle === undefined ? (rows * (rows - 1)) / 2 : (middle - from) * (to - middle)
}

/** Tells of each key that more than one row has where its entries begin and end. */
function eachKey(
  entries: Float64Array,
  split: number | undefined,
  tell: (from: number, middle: number | undefined, to: number) => void,
): void {
  for (let from = 0, to = 0; from < entries.length; from = to) {
    const start = Math.floor((entries[from] ?? 0) / ROW_SPAN) * ROW_SPAN
    to = from + 1
    while (to < entries.length && (entries[to] ?? 0) < start + ROW_SPAN) to++
    if (to - from < 2) continue
    if (split === undefined) tell(from, undefined, to)
    else {
      let middle = from
      while (middle < to && (entries[middle] ?? 0) < start + split) middle++
      tell(from, middle, to)
    }
  }
}
