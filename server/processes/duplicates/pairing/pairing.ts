import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { growing, type Growing } from './growing.ts'
import { groupsIn, type Link, type RecordGroup } from './grouping.ts'
import { glancesOf, ruledOutBy, type Glances } from './glances.ts'
import type { Learned, Matcher } from './matcher.ts'
import { sampleOf } from './sampling.ts'
import { openRowsFile, type RowsFile } from './rowsFile.ts'
import { openSpool, pairsToCompare, ROW_SPAN, type Spool } from './spool.ts'

/** How rows arrive: a number of their own, then their texts, apart by these signs, which no text holds. */
export const TEXT_END = '\u001F'
export const ROW_END = '\u001E'

export interface PairingOrder {
  /** A folder of its own for what does not fit into memory; made, and removed at the end. */
  readonly folder: string
  /** Rows of a first set are compared with those of a second one only, not among themselves. */
  readonly isAcross?: boolean
  /** Pairs below are not kept. */
  readonly atLeast: number
  /** A key that more rows share says nothing: its pairs are not looked at, and counted as skipped. */
  readonly mostPerKey?: number
  /** Rows whose pairs are scored, and kept, together. */
  readonly blockRows?: number
  readonly withReasons?: boolean
}

/** What the keys brought together. */
export interface PairedUp {
  readonly rows: number
  readonly parts: number
  /** Pairs to compare; a pair that shares several keys counts once for each. */
  readonly candidates: number
  /** Keys that too many rows share, and how many rows had one. */
  readonly skippedKeys: number
  readonly skippedRows: number
}

/** Pairs of one part, by the numbers the rows came with. */
export interface ScoredPart {
  readonly left: Float64Array
  readonly right: Float64Array
  readonly probability: Float64Array
  /** Sentences, one list a pair, where they were asked for. */
  readonly reasons: readonly (readonly string[])[]
  readonly compared: number
  /** The number of the part's last row: everything up to it is compared. */
  readonly last: number
}

/** Finds all likely pairs within a set of rows, however large: a few bytes a row in memory, the rest on disk. */
export interface Pairing {
  /** Takes rows, ascending by their numbers; all of the first set before any of the second. */
  readonly add: (rows: string, set?: 'first' | 'second') => number
  /** Brings together rows that share a key, and learns from some of them how to compare. */
  readonly pairUp: () => PairedUp
  /** Compares the pairs of a part; rows up to `after` were compared before. */
  readonly score: (part: number, after: number) => ScoredPart
  /** Tells of pairs found, for the groups; those of other rows than were added, or of one side only, are nothing here. */
  readonly link: (links: readonly Link[]) => void
  /** The groups the links make, each once, some at a time; empty when there are no more. */
  readonly groups: (likely: number, most: number) => readonly RecordGroup[]
  readonly close: () => void
}

const KEY_PARTS = 64
const KEY_PART_BITS = 6
const MOST_PARTS = 256
const BLOCK_ROWS = 65_536
const MOST_PER_KEY = 100
// Some 200 MB: the later row of a pair stands anywhere, and to read it anew costs more than to compare it.
const REMEMBERED_TRAITS = 150_000

export function openPairing<Traits>(matcher: Matcher<Traits>, order: PairingOrder): Pairing {
  rmSync(order.folder, { recursive: true, force: true })
  mkdirSync(order.folder, { recursive: true, mode: 0o700 })
  const rows = openRowsFile(path.join(order.folder, 'rows'))
  const numbers = growing()
  const keys = openSpool(order.folder, 'keys', KEY_PARTS)
  const traitsOf = rememberedTraits(matcher, rows)
  const glances = matcher.glance && glancesOf(matcher.glance)
  const links: Link[] = []
  let learned: Learned<Traits> | undefined
  let firstOfSecond = 0
  const splitAt = (): number | undefined => (order.isAcross === true ? firstOfSecond : undefined)
  let blockRows = order.blockRows ?? BLOCK_ROWS
  let pairs: Spool | undefined
  let found: Iterator<RecordGroup> | undefined
  return {
    add(text, set = 'first') {
      for (const line of text.split(ROW_END)) {
        const [number = '', ...texts] = line.split(TEXT_END)
        rows.add(line.slice(number.length + 1))
        putKeys(keys, matcher.keys(texts), numbers.push(Number(number)))
        glances?.add(matcher.traits(texts))
      }
      if (set === 'first') firstOfSecond = numbers.length()
      return numbers.length()
    },
    pairUp() {
      blockRows = Math.max(blockRows, Math.ceil(numbers.length() / MOST_PARTS))
      const parts = Math.ceil(numbers.length() / blockRows)
      pairs = openSpool(order.folder, 'pairs', parts)
      const counted = spread(keys, pairs, blockRows, {
        mostPerKey: order.mostPerKey ?? MOST_PER_KEY,
        firstOfSecond: splitAt(),
        rows: numbers.length(),
      })
      keys.close()
      learned = matcher.learn(sampleOf({ rows: numbers.length(), split: splitAt(), parts, blockRows, pairs, traitsOf }))
      return { rows: numbers.length(), parts, ...counted }
    },
    score: (part, after) => {
      if (pairs === undefined || learned === undefined) throw new Error('Rows are paired up before they are compared.')
      const scoring = { ...order, learned, glances, traitsOf, numbers, after, from: part * blockRows, blockRows }
      return scorePart(scoring, pairs.sorted(part))
    },
    link: (more) => void links.push(...linksOf(more, numbers, splitAt())),
    groups(likely, most) {
      found ??= groupsIn(
        links,
        likely,
        order.isAcross === true ? () => undefined : byNumber(learned, numbers, traitsOf),
      )
      return someOf(found, most)
    },
    close() {
      rows.close()
      pairs?.close()
      rmSync(order.folder, { recursive: true, force: true })
    },
  }
}

/** How likely two rows are one, by the numbers they came with; undefined for rows there are none of. */
const byNumber =
  <Traits>(learned: Learned<Traits> | undefined, numbers: Growing, traitsOf: (row: number) => Traits) =>
  (one: number, other: number): number | undefined => {
    const [left, right] = [numbers.placeOf(one), numbers.placeOf(other)]
    return left < 0 || right < 0 ? undefined : learned?.compare(traitsOf(left), traitsOf(right)).probability
  }

function putKeys(keys: Spool, found: Iterable<number>, row: number): void {
  // Two ways to the same key are one.
  for (const key of new Set(found)) keys.put(key & (KEY_PARTS - 1), (key >>> KEY_PART_BITS) * ROW_SPAN + row)
}

/** So many that are left, or all. */
function someOf<One>(left: Iterator<One>, most: number): One[] {
  const some: One[] = []
  while (some.length < most) {
    const next = left.next()
    if (next.done === true) break
    some.push(next.value)
  }
  return some
}

/** Of links those between rows there are; of two sets, between one and the other. */
const linksOf = (all: readonly Link[], numbers: Growing, split: number | undefined): readonly Link[] =>
  all.filter(({ left, right }) => {
    const [one, other] = [numbers.placeOf(left), numbers.placeOf(right)]
    return one >= 0 && other >= 0 && (split === undefined || one < split !== other < split)
  })

function rememberedTraits<Traits>({ traits }: Matcher<Traits>, rows: RowsFile): (row: number) => Traits {
  const known = new Map<number, Traits>()
  return (row) => {
    const before = known.get(row)
    if (before !== undefined) return before
    if (known.size >= REMEMBERED_TRAITS) known.clear()
    const made = traits(rows.read(row).split(TEXT_END))
    known.set(row, made)
    return made
  }
}

interface SpreadLimits {
  readonly mostPerKey: number
  readonly firstOfSecond: number | undefined
  readonly rows: number
}

/** So many pairs a row are compared on the word of one key; in a set where keys bring together more, two keys have to agree. */
const PAIRS_A_ROW = 25
/** However few rows there are, so many pairs take no time. */
const PAIRS_AT_LEAST = 4_000_000
/** Rows of a key that so few share are compared whatever else is there. */
const ALWAYS_COMPARED = 8

/**
 * Puts every pair of rows that share a key into the part of its earlier row, marked where one key is enough: keys of
 * few rows are, and those of many as long as it does not become too much to compare.
 */
function spread(
  keys: Spool,
  pairs: Spool,
  blockRows: number,
  limits: SpreadLimits,
): Pick<PairedUp, 'candidates' | 'skippedKeys' | 'skippedRows'> {
  const enough = sizeThatIsEnough(keys, limits)
  let [candidates, skippedKeys, skippedRows] = [0, 0, 0]
  const most = pairsOf(limits.mostPerKey)
  for (let part = 0; part < KEY_PARTS; part++) {
    for (const rows of rowsOfKeys(keys.sorted(part))) {
      const split = splitOf(rows, limits)
      const count = split === undefined ? pairsOf(rows.length) : split * (rows.length - split)
      if (count > most) {
        skippedKeys += 1
        skippedRows += rows.length
        continue
      }
      candidates += count
      const mark = rows.length <= enough ? 1 : 0
      for (let one = 0; one < (split ?? rows.length); one++) {
        const row = rows[one] ?? 0
        const block = Math.floor(row / blockRows)
        const base = (row - block * blockRows) * ROW_SPAN
        for (let other = split ?? one + 1; other < rows.length; other++)
          pairs.put(block, (base + (rows[other] ?? 0)) * 2 + mark)
      }
    }
  }
  return { candidates, skippedKeys, skippedRows }
}

const pairsOf = (rows: number): number => (rows * (rows - 1)) / 2

/** The largest number of rows of a key whose pairs are compared without another key saying so too. */
function sizeThatIsEnough(keys: Spool, limits: SpreadLimits): number {
  const pairsOfSize = new Float64Array(limits.mostPerKey + 1)
  for (let part = 0; part < KEY_PARTS; part++) {
    for (const rows of rowsOfKeys(keys.sorted(part))) {
      const split = splitOf(rows, limits)
      const count = split === undefined ? pairsOf(rows.length) : split * (rows.length - split)
      if (rows.length <= limits.mostPerKey) pairsOfSize[rows.length] = (pairsOfSize[rows.length] ?? 0) + count
    }
  }
  let left = Math.max(PAIRS_AT_LEAST, limits.rows * PAIRS_A_ROW)
  for (let size = 2; size <= limits.mostPerKey; size++) {
    left -= pairsOfSize[size] ?? 0
    if (left < 0) return Math.max(ALWAYS_COMPARED, size - 1)
  }
  return Number.POSITIVE_INFINITY
}

/** The rows of each key that more than one has, ascending. */
function* rowsOfKeys(entries: Float64Array): Generator<Float64Array> {
  for (let from = 0, to = 0; from < entries.length; from = to) {
    const key = Math.floor((entries[from] ?? 0) / ROW_SPAN)
    const end = (key + 1) * ROW_SPAN
    to = from + 1
    while (to < entries.length && (entries[to] ?? 0) < end) to++
    if (to - from > 1) yield entries.subarray(from, to).map((entry) => entry - key * ROW_SPAN)
  }
}

const splitOf = (rows: Float64Array, { firstOfSecond }: SpreadLimits): number | undefined =>
  firstOfSecond === undefined ? undefined : placeFrom(rows, firstOfSecond)

function placeFrom(rows: Float64Array, first: number): number {
  const place = rows.findIndex((row) => row >= first)
  return place === -1 ? rows.length : place
}

interface Scoring<Traits> extends PairingOrder {
  readonly learned: Learned<Traits>
  readonly glances: Glances<Traits> | undefined
  readonly traitsOf: (row: number) => Traits
  readonly numbers: Growing
  readonly after: number
  readonly from: number
  readonly blockRows: number
}

function scorePart<Traits>(
  { learned, glances, traitsOf, numbers, after, from, blockRows, atLeast, withReasons = false }: Scoring<Traits>,
  codes: Float64Array,
): ScoredPart {
  const { compare } = learned
  const isRuledOut = ruledOutBy(learned, glances, atLeast)
  const [left, right, probability] = [growing(), growing(), growing()]
  const reasons: (readonly string[])[] = []
  let compared = 0
  for (const code of pairsToCompare(codes)) {
    const offset = Math.floor(code / ROW_SPAN)
    const [one, other] = [from + offset, code - offset * ROW_SPAN]
    if (numbers.at(one) <= after) continue
    compared += 1
    if (isRuledOut(one, other)) continue
    const comparison = compare(traitsOf(one), traitsOf(other))
    if (comparison.probability < atLeast) continue
    left.push(numbers.at(one))
    right.push(numbers.at(other))
    probability.push(comparison.probability)
    if (withReasons) reasons.push(comparison.reasons)
  }
  const last = numbers.at(Math.min(from + blockRows, numbers.length()) - 1)
  return { left: whole(left), right: whole(right), probability: whole(probability), reasons, compared, last }
}

const whole = (list: Growing): Float64Array => Float64Array.from({ length: list.length() }, (_, at) => list.at(at))
