import type { Sample } from '../matching/learning.ts'
import { growing } from './growing.ts'
import { pairsToCompare, ROW_SPAN } from './spool.ts'

export interface Sampled<Traits> {
  readonly rows: number
  /** Where the second set begins, when rows of a first are compared with it only. */
  readonly split: number | undefined
  readonly parts: number
  readonly blockRows: number
  /** The pairs of a part, sorted. */
  readonly pairsOf: (part: number) => Float64Array
  readonly traitsOf: (row: number) => Traits
}

const RECORDS = 10_000
const ROWS_PAIRED = 6000
const PARTS = 8
const PAIRS = 60_000

/**
 * What a model is learned from: rows evenly from the whole set, and all pairs of some rows evenly from some of its
 * parts, so that a set of millions costs no more than one of ten thousand. The same rows give the same sample.
 */
export function sampleOf<Traits>({
  rows,
  split,
  parts,
  blockRows,
  pairsOf,
  traitsOf,
}: Sampled<Traits>): Sample<Traits> {
  const apart = Math.max(1, Math.floor(rows / RECORDS))
  const records = Array.from({ length: Math.floor(rows / apart) }, (_, at) => traitsOf(at * apart))
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
  const codes = sampledCodes({ pairsOf, blockRows }, chosen, step)
  // To read rows costs more than all else; a model needs no more pairs than this.
  const every = Math.max(1, Math.ceil(codes.length / PAIRS))
  const between = function* (): Generator<readonly [Traits, Traits]> {
    for (let at = 0; at < codes.length; at += every) {
      const code = codes[at] ?? 0
      const one = Math.floor(code / ROW_SPAN)
      yield [traitsOf(one), traitsOf(code - one * ROW_SPAN)]
    }
  }
  return { records, pairs: between(), pairsInAll: pairsInAll / every, size: rows }
}

/** The pairs of some rows evenly from some parts, each as one number. */
function sampledCodes<Traits>(
  { pairsOf, blockRows }: Pick<Sampled<Traits>, 'pairsOf' | 'blockRows'>,
  parts: readonly number[],
  step: number,
): Float64Array {
  const codes = growing()
  for (const part of parts) {
    for (const code of pairsToCompare(pairsOf(part))) {
      const offset = Math.floor(code / ROW_SPAN)
      if (offset % step === 0) codes.push(part * blockRows * ROW_SPAN + code)
    }
  }
  return codes.whole()
}
