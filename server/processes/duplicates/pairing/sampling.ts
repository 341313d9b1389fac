import type { Sample } from '../matching/learning.ts'
import { pairsToCompare, ROW_SPAN, type Spool } from './spool.ts'

export interface Sampled<Traits> {
  readonly rows: number
  /** Where the second set begins, when rows of a first are compared with it only. */
  readonly split: number | undefined
  readonly parts: number
  readonly blockRows: number
  readonly pairs: Spool
  readonly traitsOf: (row: number) => Traits
}

const RECORDS = 10_000
const ROWS_PAIRED = 6000
const PARTS = 8

/**
 * What a model is learned from: rows evenly from the whole set, and all pairs of some rows evenly from some of its
 * parts, so that a set of millions costs no more than one of ten thousand. The same rows give the same sample.
 */
export function sampleOf<Traits>({ rows, split, parts, blockRows, pairs, traitsOf }: Sampled<Traits>): Sample<Traits> {
  const every = Math.max(1, Math.floor(rows / RECORDS))
  const records = Array.from({ length: Math.floor(rows / every) }, (_, at) => traitsOf(at * every))
  // Of two sets, only rows of the first have pairs.
  const usable = split === undefined ? parts : Math.ceil(split / blockRows)
  const stride = Math.max(1, Math.ceil(usable / PARTS))
  const chosen = Array.from({ length: Math.ceil(usable / stride) }, (_, at) => at * stride)
  const left = split ?? rows
  const step = Math.max(1, Math.ceil(Math.min(left, chosen.length * blockRows) / ROWS_PAIRED))
  let pairsInAll = 0
  for (const part of chosen) {
    for (let row = part * blockRows; row < Math.min(left, (part + 1) * blockRows); row += step)
      pairsInAll += split === undefined ? rows - 1 - row : rows - split
  }
  return { records, pairs: pairsOf({ pairs, traitsOf, blockRows }, chosen, step), pairsInAll, size: rows }
}

function* pairsOf<Traits>(
  { pairs, traitsOf, blockRows }: Pick<Sampled<Traits>, 'pairs' | 'traitsOf' | 'blockRows'>,
  parts: readonly number[],
  step: number,
): Generator<readonly [Traits, Traits]> {
  for (const part of parts) {
    for (const code of pairsToCompare(pairs.sorted(part))) {
      const offset = Math.floor(code / ROW_SPAN)
      if (offset % step === 0) yield [traitsOf(part * blockRows + offset), traitsOf(code - offset * ROW_SPAN)]
    }
  }
}
