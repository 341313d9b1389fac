import type { Glance, MostBits } from '../matching/glance.ts'
import type { Learned } from './matcher.ts'

/** What is seen of each row at a glance, by its place; memory grows with the rows. */
export interface Glances<Traits> {
  readonly add: (traits: Traits) => void
  /** The most evidence that two rows can come to. */
  readonly most: (by: MostBits, one: number, other: number) => number
}

const CHUNK_BITS = 14
const WITHIN = 2 ** CHUNK_BITS - 1

export function glancesOf<Traits>({ width, write }: Pick<Glance<Traits>, 'width' | 'write'>): Glances<Traits> {
  const chunks: Int32Array[] = []
  let rows = 0
  const chunkOf = (row: number): Int32Array => {
    const chunk = chunks[row >>> CHUNK_BITS]
    if (chunk === undefined) throw new RangeError(`There is no row ${row}.`)
    return chunk
  }
  return {
    add(traits) {
      if ((rows & WITHIN) === 0) chunks.push(new Int32Array(width << CHUNK_BITS))
      write(traits, chunkOf(rows), (rows & WITHIN) * width)
      rows++
    },
    most: (by, one, other) => by(chunkOf(one), (one & WITHIN) * width, chunkOf(other), (other & WITHIN) * width),
  }
}

/** Whether two rows cannot come to a probability, at a glance. */
export function ruledOutBy<Traits>(
  { ceiling }: Learned<Traits>,
  glances: Glances<Traits> | undefined,
  atLeast: number,
): (one: number, other: number) => boolean {
  if (ceiling === undefined || glances === undefined) return () => false
  const needed = Math.log2((ceiling.oneIn * atLeast) / (1 - atLeast))
  // What adds up to the bound in another order may differ in its last digit.
  return (one, other) => glances.most(ceiling.most, one, other) < needed - 1e-6
}
