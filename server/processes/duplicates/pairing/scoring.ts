import { growing } from './growing.ts'
import type { Learned } from './matcher.ts'
import type { RowTable } from './rowTable.ts'
import { pairsToCompare, ROW_SPAN } from './spool.ts'

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

export interface Scoring<Traits> {
  readonly learned: Learned<Traits>
  readonly table: RowTable
  readonly traitsOf: (row: number) => Traits
  /** The part's rows; those that came with a number up to `after` were compared before. */
  readonly from: number
  readonly to: number
  readonly after: number
  readonly atLeast: number
  readonly withReasons: boolean
}

/** Glances fetched from memory together: they lie far apart, and to wait for one after the other takes longer than to look at them. */
const AHEAD = 16

export function scorePart<Traits>(
  { learned, table, traitsOf, from, to, after, atLeast, withReasons }: Scoring<Traits>,
  codes: Float64Array,
): ScoredPart {
  const { compare } = learned
  const isRuledOut = ruledOutBy(learned, table, atLeast)
  const [left, right, probability] = [growing(), growing(), growing()]
  const reasons: (readonly string[])[] = []
  let compared = 0
  const pairs = pairsToCompare(codes)
  for (let at = 0; at < pairs.length; at++) {
    if (at % AHEAD === 0) table.bringNear(pairs, at, at + AHEAD)
    const code = pairs[at] ?? 0
    const offset = Math.floor(code / ROW_SPAN)
    const [one, other] = [from + offset, code - offset * ROW_SPAN]
    const number = table.numberOf(one)
    if (number <= after) continue
    compared += 1
    if (isRuledOut(one, other)) continue
    const comparison = compare(traitsOf(one), traitsOf(other))
    if (comparison.probability < atLeast) continue
    left.push(number)
    right.push(table.numberOf(other))
    probability.push(comparison.probability)
    if (withReasons) reasons.push(comparison.reasons)
  }
  return {
    left: left.whole(),
    right: right.whole(),
    probability: probability.whole(),
    reasons,
    compared,
    last: table.numberOf(to - 1),
  }
}

/** Whether two rows cannot come to a probability, at a glance. */
function ruledOutBy<Traits>(
  { ceiling }: Learned<Traits>,
  table: RowTable,
  atLeast: number,
): (one: number, other: number) => boolean {
  if (ceiling === undefined) return () => false
  const { most } = ceiling
  const needed = Math.log2((ceiling.oneIn * atLeast) / (1 - atLeast))
  // What adds up to the bound in another order may differ in its last digit.
  return (one, other) =>
    most(table.glanceOf(one), table.glanceAt(one), table.glanceOf(other), table.glanceAt(other)) < needed - 1e-6
}
