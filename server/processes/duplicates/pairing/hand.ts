import path from 'node:path'
import type { Model } from '../matching/model.ts'
import { groupsIn, type Link, type RecordGroup } from './grouping.ts'
import type { Learned, Matcher } from './matcher.ts'
import { openRowsReader, openRowsWriter, type RowsReader } from './rowsFile.ts'
import { rowTable, type RowTable } from './rowTable.ts'
import { sampleOf } from './sampling.ts'
import { scorePart, type ScoredPart } from './scoring.ts'
import { ROW_END, TEXT_END } from './signs.ts'
import {
  entryOf,
  KEY_PARTS,
  pairsBySize,
  partOfKey,
  spread,
  type Limits,
  type Spread,
  type Spreading,
} from './spreading.ts'
import { letSortedGo, openSpool, sortedPart, type Shelf } from './spool.ts'

export interface HandOrder {
  /** Which of the hands it is, from 0: under this number it writes its files. */
  readonly hand: number
  /** A folder that all hands of a pairing share. */
  readonly folder: string
  readonly atLeast: number
  readonly withReasons: boolean
}

/** One thread's share of a pairing. Hands share a table of rows in memory and a folder; each works on what it is given. */
export interface Hand {
  /** Makes room in the table of rows; every hand gets every room, in order. */
  readonly adopt: (room: SharedArrayBuffer) => void
  /** Takes rows, the first of them with this place in the whole set. Answers how many bytes it put aside. */
  readonly add: (rows: string, first: number) => number
  /** Writes down what is not on disk yet: from then on other hands may read it. */
  readonly finish: () => void
  /** How many pairs the keys of each size bring together, in its share of the keys. */
  readonly count: (order: Spreading) => Float64Array
  readonly spread: (limits: Limits) => Spread
  /** Learns from some rows and their pairs how to compare. */
  readonly learn: () => Model
  readonly goBy: (model: Model) => void
  readonly score: (part: number, after: number) => ScoredPart
  readonly link: (links: readonly Link[]) => void
  readonly groups: (likely: number, most: number) => readonly RecordGroup[]
  readonly close: () => void
}

export function openHand<Traits>(matcher: Matcher<Traits>, order: HandOrder): Hand {
  const keys: Shelf = { folder: order.folder, name: 'keys' }
  const pairs: Shelf = { folder: order.folder, name: 'pairs' }
  const table = rowTable(matcher.glance?.width ?? 0)
  const reader = openRowsReader((writer) => rowsFileOf(order.folder, writer))
  const traitsOf = rememberedTraits(matcher, table, reader, () => paired().rows)
  const taking = taker(matcher, order, keys, table)
  const links: Link[] = []
  let spreading: Spreading | undefined
  let learned: Learned<Traits> | undefined
  let found: Iterator<RecordGroup> | undefined
  const paired = (): Spreading => spreading ?? early()
  const known = (): Learned<Traits> => learned ?? early()
  const mine = (): Iterable<number> => partsOf(order.hand, paired().writers)
  return {
    adopt: table.adopt,
    add: taking.add,
    finish: taking.finish,
    count(given) {
      spreading = given
      return pairsBySize(keys, mine(), given)
    },
    spread: (limits) => spread(keys, mine(), { pairs, writer: order.hand, ...limits }, paired()),
    learn() {
      const { rows, split, blocks, blockRows, writers } = paired()
      const pairsOf = (part: number): Float64Array => sortedPart(pairs, part, writers, 'keep')
      return matcher.learn(sampleOf({ rows, split, parts: blocks, blockRows, pairsOf, traitsOf }))
    },
    goBy: (model) => void (learned = matcher.by(model)),
    score(part, after) {
      const { rows, blockRows, writers } = paired()
      const [from, to] = [part * blockRows, Math.min(rows, (part + 1) * blockRows)]
      return scorePart(
        { ...order, learned: known(), table, traitsOf, from, to, after },
        sortedPart(pairs, part, writers),
      )
    },
    link: (more) => void links.push(...linksOf(more, table, paired())),
    groups(likely, most) {
      found ??= groupsIn(links, likely, comparing(known(), table, paired(), traitsOf))
      return someOf(found, most)
    },
    close() {
      taking.finish()
      reader.close()
      letSortedGo()
    },
  }
}

const rowsFileOf = (folder: string, writer: number): string => path.join(folder, `rows-${writer}`)

/** The parts of the keys that are one hand's. */
function* partsOf(hand: number, hands: number): Generator<number> {
  for (let part = hand; part < KEY_PARTS; part += hands) yield part
}

/** Takes rows: writes them down, puts their keys aside, and what is seen of them at a glance into the table. */
function taker<Traits>(
  matcher: Matcher<Traits>,
  { folder, hand }: HandOrder,
  keys: Shelf,
  table: RowTable,
): Pick<Hand, 'add' | 'finish'> {
  const writer = openRowsWriter(rowsFileOf(folder, hand))
  const spool = openSpool(keys, hand, KEY_PARTS)
  return {
    add(rows, first) {
      let [row, aside] = [first, 0]
      for (const line of rows.split(ROW_END)) {
        const end = line.indexOf(TEXT_END)
        const text = line.slice(end + 1)
        const written = writer.add(text)
        table.put(row, { number: Number(line.slice(0, end)), writer: hand, ...written })
        aside += written.bytes
        const texts = text.split(TEXT_END)
        for (const key of matcher.keys(texts)) {
          spool.put(partOfKey(key), entryOf(key, row))
          aside += Float64Array.BYTES_PER_ELEMENT
        }
        matcher.glance?.write(matcher.traits(texts), table.glanceOf(row), table.glanceAt(row))
        row++
      }
      return aside
    },
    finish() {
      writer.close()
      spool.close()
    },
  }
}

function early(): never {
  throw new Error('Rows are paired up before they are compared.')
}

/** How likely two rows are one, by the numbers they came with; undefined for rows there are none of, and between two sets. */
const comparing =
  <Traits>(
    { compare }: Learned<Traits>,
    table: RowTable,
    { rows, split }: Spreading,
    traitsOf: (row: number) => Traits,
  ) =>
  (one: number, other: number): number | undefined => {
    if (split !== undefined) return undefined
    const [left, right] = [table.rowOf(one, rows), table.rowOf(other, rows)]
    return left < 0 || right < 0 ? undefined : compare(traitsOf(left), traitsOf(right)).probability
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
const linksOf = (all: readonly Link[], table: RowTable, { rows, split }: Spreading): readonly Link[] =>
  all.filter(({ left, right }) => {
    const [one, other] = [table.rowOf(left, rows), table.rowOf(right, rows)]
    return one >= 0 && other >= 0 && (split === undefined || one < split !== other < split)
  })

// Some 200 MB a hand: the later row of a pair stands anywhere, and to read it anew costs more than to compare it. The glances of
// ten million rows alone take 1.4 GB, so the more of them lie in memory the less is left; and where no pair is ruled out at a
// glance, both its rows are needed far more often.
const REMEMBERED = [
  { below: 2_000_000, rows: 90_000 },
  { below: 5_000_000, rows: 40_000 },
]
const REMEMBERED_OF_MORE = 10_000
const rowsRemembered = (rows: number, hasGlance: boolean): number =>
  hasGlance ? (REMEMBERED.find(({ below }) => rows < below)?.rows ?? REMEMBERED_OF_MORE) : 150_000

/** What was worked out of rows lately; when it is full, what nobody asked for since it was full before goes. */
function rememberedTraits<Traits>(
  { traits, glance }: Matcher<Traits>,
  table: RowTable,
  { read }: RowsReader,
  rows: () => number,
): (row: number) => Traits {
  let young = new Map<number, Traits>()
  let old = new Map<number, Traits>()
  return (row) => {
    const before = young.get(row)
    if (before !== undefined) return before
    if (young.size >= rowsRemembered(rows(), glance !== undefined)) {
      old = young
      young = new Map()
    }
    const made = old.get(row) ?? traits(read(table.textOf(row)).split(TEXT_END))
    young.set(row, made)
    return made
  }
}
