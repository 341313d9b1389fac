import os from 'node:os'
import type { ThreadedHand } from './calling.ts'
import { openCrew, type MostAside } from './crew.ts'
import type { Link, RecordGroup } from './grouping.ts'
import type { RowKind } from './matcher.ts'
import type { ScoredPart } from './scoring.ts'
import { ROW_END } from './signs.ts'
import { sizeThatFits, sizeThatIsEnough, type Spread, type Spreading } from './spreading.ts'

export interface PairingOrder {
  readonly kind: RowKind
  /** Names of the columns rows have besides the usual ones. */
  readonly others: readonly string[]
  /** A folder of its own for what does not fit into memory; made, and removed at the end. */
  readonly folder: string
  /** Rows of a first set are compared with those of a second one only, not among themselves. */
  readonly isAcross?: boolean
  /** Pairs below are not kept. */
  readonly atLeast: number
  /** Rows whose pairs are scored, and kept, together. */
  readonly blockRows?: number
  readonly withReasons?: boolean
  /** How much may be put aside; where pairs have no room, keys of many rows are skipped. As much as there is unless said. */
  readonly mostAside?: MostAside
  /** Threads at most; what is found does not depend on it. */
  readonly threads?: number
}

/** What the keys brought together. */
export interface PairedUp extends Spread {
  readonly rows: number
  readonly parts: number
}

/**
 * Finds all likely pairs within a set of rows, however large: a few bytes a row in memory, the rest on disk. It works
 * in threads of its own: a list of one page in one, others in as many as the machine has to spare.
 */
export interface Pairing {
  /** Takes rows, ascending by their numbers; all of the first set before any of the second. Waits while all threads are busy. */
  readonly add: (rows: string, set?: 'first' | 'second') => Promise<void>
  /** Brings together rows that share a key, and learns from some of them how to compare. */
  readonly pairUp: () => Promise<PairedUp>
  /** Compares the pairs of each part, one after the other; rows up to `after` were compared before. */
  readonly score: (after: number) => AsyncGenerator<ScoredPart>
  /** Tells of pairs found, for the groups; those of other rows than were added, or of one side only, are nothing here. */
  readonly link: (links: readonly Link[]) => Promise<void>
  /** The groups the links make, each once, some at a time; empty when there are no more. */
  readonly groups: (likely: number, most: number) => Promise<readonly RecordGroup[]>
  readonly close: () => Promise<void>
}

const MOST_PARTS = 256
const BLOCK_ROWS = 65_536
/** A key that more rows share says nothing: its pairs are not looked at, and counted as skipped. */
const MOST_PER_KEY = 100
/** In a list of some thousand rows that name the same few hundred things, what a hundred share still says something. */
const MOST_PER_KEY_OF_FEW = 400
const FEW_ROWS = 20_000
const MOST_THREADS = 4

/** Two where there are two, since nothing else is asked for at night; of many, one is left to whoever works meanwhile. */
function threadsToSpare(): number {
  const there = os.availableParallelism()
  return there < 3 ? there : Math.min(MOST_THREADS, there - 1)
}

const NO_BOUND: MostAside = {
  bytes: Number.POSITIVE_INFINITY,
  refusal: () => new RangeError('There is always room.'),
}

export function openPairing(order: PairingOrder): Pairing {
  const crew = openCrew({ withReasons: false, threads: threadsToSpare(), mostAside: NO_BOUND, ...order })
  let [rows, firstOfSecond, blockRows, blocks] = [0, 0, order.blockRows ?? BLOCK_ROWS, 0]
  return {
    async add(text, set = 'first') {
      const first = rows
      rows += rowsIn(text)
      if (set === 'first') firstOfSecond = rows
      await crew.add(text, first, rows)
    },
    async pairUp() {
      const hands = await crew.through()
      blockRows = Math.max(blockRows, Math.ceil(rows / MOST_PARTS))
      blocks = Math.ceil(rows / blockRows)
      const split = order.isAcross === true ? firstOfSecond : undefined
      const spreading = {
        rows,
        split,
        blockRows,
        blocks,
        writers: hands.length,
        mostPerKey: rows > FEW_ROWS ? MOST_PER_KEY : MOST_PER_KEY_OF_FEW,
      }
      return { rows, parts: blocks, ...(await pairedUp(hands, spreading, crew.roomLeft())) }
    },
    async *score(after) {
      const ahead: Promise<ScoredPart>[] = []
      for (let part = 0; part < blocks || ahead.length > 0;) {
        for (; part < blocks && ahead.length <= crew.hands().length; part++) {
          const scored = crew.leastBusy().score(part, after)
          // Its failure is heard of when it is its turn.
          scored.catch(() => undefined)
          ahead.push(scored)
        }
        const next = await ahead.shift()
        if (next !== undefined) yield next
      }
    },
    link: (links) => crew.first().link(links),
    groups: (likely, most) => crew.first().groups(likely, most),
    close: () => crew.close(),
  }
}

function rowsIn(text: string): number {
  let rows = 1
  for (let at = text.indexOf(ROW_END); at >= 0; at = text.indexOf(ROW_END, at + 1)) rows++
  return rows
}

async function pairedUp(hands: readonly ThreadedHand[], spreading: Spreading, bytes: number): Promise<Spread> {
  const bySize = await Promise.all(hands.map((hand) => hand.count(spreading)))
  const enough = sizeThatIsEnough(bySize, spreading)
  // Keys of more than the usual number of rows are only for lists that have no better ones.
  const limits = { fits: Math.min(sizeThatFits(bySize, spreading, bytes), Math.max(MOST_PER_KEY, enough)), enough }
  const spreads = await Promise.all(hands.map((hand) => hand.spread(limits)))
  const model = await hands[0]?.learn()
  if (model !== undefined) await Promise.all(hands.map((hand) => hand.goBy(model)))
  return {
    candidates: spreads.reduce((sum, { candidates }) => sum + candidates, 0),
    skippedKeys: spreads.reduce((sum, { skippedKeys }) => sum + skippedKeys, 0),
    skippedRows: spreads.reduce((sum, { skippedRows }) => sum + skippedRows, 0),
  }
}
