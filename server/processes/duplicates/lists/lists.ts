import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { refuseUnlessMay, type Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Matchable } from '../duplicate.ts'
import { accountTexts, personTexts, type RowKind } from '../pairing/matcher.ts'
import type { MostAside } from '../pairing/crew.ts'
import { openPairing, type Pairing } from '../pairing/pairing.ts'
import { ROW_END, TEXT_END } from '../pairing/signs.ts'
import { rowsAfter } from '../runs/rows.sql.ts'

export { ROW_END, TEXT_END, type RowKind }

/** The texts a row begins with, by kind and in order; the columns it has besides follow. */
export const textsOf: Readonly<Record<RowKind, readonly string[]>> = { person: personTexts, account: accountTexts }

/** Rows as one text: a number that ascends, then the texts, apart by `TEXT_END`; rows apart by `ROW_END`. */
export interface RowsPage {
  readonly rows: string
  readonly count: number
}

/** Two rows that are probably one, by their numbers. */
export interface ListPair {
  readonly left: number
  readonly right: number
  readonly probability: number
  readonly reasons: readonly string[]
}

export interface ListOrder {
  readonly kind: RowKind
  /** Names of the columns rows have besides the usual texts. */
  readonly others: readonly string[]
  readonly rows: AsyncIterable<RowsPage>
  /** What the rows are compared with; with each other when absent. */
  readonly against?: AsyncIterable<RowsPage>
  /** Pairs below are left out, 0 to 1. */
  readonly atLeast: number
  /** How much may be put aside on disk, and what to say when it is not enough; as much as there is unless said. */
  readonly mostAside?: MostAside
  /** A folder that does not exist, for what does not fit into memory; gone at the end. */
  readonly folder: string
  /** Told how much of the work is done, 0 to 1, and how many rows were read. */
  readonly onProgress?: (share: number, rows: number) => void
  /** Told how many keys were passed over because too many rows share each: most of their rows were not compared for it. */
  readonly onPassedOver?: (keys: number) => void
  readonly signal?: AbortSignal
}

const LINKED_FROM = 0.2

/**
 * Finds the pairs of a list, or between a list and stored records, and keeps nothing of it. Within a list, groups speak
 * as well: two rows that agree with the same others are one even where they say little to each other. Works in threads
 * of its own with a few bytes a row in memory.
 */
export async function* pairsOfList(order: ListOrder): AsyncGenerator<readonly ListPair[]> {
  const { kind, others, folder, atLeast, signal, onProgress } = order
  const isAcross = order.against !== undefined
  const pairing = openPairing({
    kind,
    others,
    folder,
    isAcross,
    atLeast: isAcross ? atLeast : Math.min(atLeast, LINKED_FROM),
    withReasons: true,
    blockRows: 4096,
    ...(order.mostAside !== undefined && { mostAside: order.mostAside }),
  })
  try {
    let read = 0
    for (const [set, pages] of [['first', order.rows] as const, ['second', order.against] as const]) {
      if (pages === undefined) continue
      for await (const { rows, count } of pages) {
        signal?.throwIfAborted()
        await pairing.add(rows, set)
        onProgress?.(0.3, (read += count))
      }
    }
    const { parts, skippedKeys } = await pairing.pairUp()
    if (skippedKeys > 0) order.onPassedOver?.(skippedKeys)
    let part = 0
    for await (const { left, right, probability, reasons } of pairing.score(0)) {
      signal?.throwIfAborted()
      part += 1
      onProgress?.(0.4 + (0.5 * part) / parts, read)
      const pairs = Array.from(left, (one, at): ListPair => ({
        left: one,
        right: right[at] ?? 0,
        probability: probability[at] ?? 0,
        reasons: reasons[at] ?? [],
      }))
      if (!isAcross) await pairing.link(pairs)
      yield pairs.filter((pair) => pair.probability >= atLeast)
    }
    if (!isAcross) yield* impliedPairs(pairing, atLeast)
    onProgress?.(1, read)
  } finally {
    await pairing.close()
  }
}

const GROUPS_AT_ONCE = 500

/** Pairs within a group that stayed below by themselves, as certain as the group. */
async function* impliedPairs(pairing: Pairing, atLeast: number): AsyncGenerator<readonly ListPair[]> {
  for (;;) {
    const groups = await pairing.groups(atLeast, GROUPS_AT_ONCE)
    if (groups.length === 0) return
    yield groups.flatMap(({ implied, certainty }) =>
      certainty < atLeast
        ? []
        : implied.map(({ left, right }) => ({
            left,
            right,
            probability: certainty,
            reasons: ['Both are the same as others of their group'],
          })),
    )
  }
}

const PAGE_ROWS = 5000

/** The stored records of an object as the actor may see them, to compare a list with; each page is read when it is asked for. */
export async function* storedRows(
  reading: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  actor: Actor,
  object: Matchable,
  others: number,
): AsyncGenerator<RowsPage> {
  refuseUnlessMay(actor, 'read', object)
  // Stored records have none of the columns that a file has besides; their places stay blank.
  const blanks = TEXT_END.repeat(others)
  for (let after = 0; ;) {
    const { rows, last, count } = await reading(async (tx) =>
      rowsAfter(tx, actor, await definitionOf(tx, object), object, after, PAGE_ROWS),
    )
    if (rows === null || last === null) return
    yield {
      rows:
        others === 0
          ? rows
          : rows
              .split(ROW_END)
              .map((row) => row + blanks)
              .join(ROW_END),
      count,
    }
    after = last
  }
}
