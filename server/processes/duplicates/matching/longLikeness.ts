import { isMistyped } from '../likeness.ts'

export type LongLikeness = 'same' | 'held' | 'much' | 'some' | 'differs'

/** How telling each word of a column is, in bits: the fewer texts have it, the more. */
export interface WordWeights {
  readonly known: ReadonlyMap<string, number>
  /** A word that no text of the sample has. */
  readonly rarest: number
}

export type Weights = Readonly<Record<string, WordWeights>>

/** A number beside words is a postal code or a house: two that differ tell nothing apart. */
const isNumber = /^\d/

interface Apart {
  /** The bits of all words the other text does not have, and of the most telling of them. */
  all: number
  most: number
}

/**
 * How alike two long texts are by their words, in order here and however they stand there: each counts by how rare it is. Two are alike when the
 * rarest word they share is rarer than what one of them has besides, since whoever writes more only says more; where both
 * have a rarer word of their own, they name two things of one kind or one place.
 */
export function longLikeness(
  one: readonly string[],
  other: readonly string[],
  weights: WordWeights | undefined,
): LongLikeness {
  if (weights === undefined) return one.join(' ') === other.join(' ') ? 'same' : 'differs'
  const [free, unmet]: [string[], string[]] = [[], []]
  let [shared, rarest] = [0, 0]
  const share = (bits: number): void => {
    shared += bits
    rarest = Math.max(rarest, bits)
  }
  for (let at = 0, there = 0; at < one.length || there < other.length;) {
    const [word, beside] = [one[at], other[there]]
    if (word !== undefined && word === beside) {
      share(weightOf(weights, word))
      at++
      there++
    } else if (word !== undefined && (beside === undefined || word < beside)) {
      unmet.push(word)
      at++
    } else {
      free.push(beside ?? '')
      there++
    }
  }
  // Whoever writes that much of two things makes no mistake in every word.
  const isTooMuch = unmet.length * free.length > MOST_TRIED
  const left = unmet.filter((word) => {
    if (isTooMuch) return true
    const at = free.findIndex((candidate) => areOneWord(word, candidate))
    if (at < 0) return true
    const [met = ''] = free.splice(at, 1)
    share(Math.min(weightOf(weights, word), weightOf(weights, met)))
    return false
  })
  // Most pairs share no word, and to weigh what they have apart costs more than to meet it.
  if (shared === 0) return 'differs'
  return judged(shared, rarest, apartOf(weights, left), apartOf(weights, free), weights)
}

/** So many words without a fellow are looked at for mistakes, each with each. */
const MOST_TRIED = 120

const weightOf = ({ known, rarest }: WordWeights, word: string): number => known.get(word) ?? rarest

/** Mistyped, or shortened. */
function areOneWord(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (short.length < 3 || isNumber.test(short)) return false
  if (long.startsWith(short) && (short.length > 3 || long.length > 7)) return true
  return short.length > 4 && isMistyped(one, other)
}

function apartOf(weights: WordWeights, words: readonly string[]): Apart {
  const apart = { all: 0, most: 0 }
  for (const word of words) {
    if (isNumber.test(word)) continue
    const bits = weightOf(weights, word)
    apart.all += bits
    apart.most = Math.max(apart.most, bits)
  }
  return apart
}

/** Of the bits of the text that says less, so many have to be shared. */
const [MOST, MUCH, SOME] = [0.8, 0.5, 0.35]
/** Words that name something, together: so much of what would name one text among all. */
const ENOUGH = 0.6

function judged(shared: number, rarest: number, one: Apart, other: Apart, weights: WordWeights): LongLikeness {
  if (one.all === 0 && other.all === 0) return 'same'
  const apart = Math.min(one.most, other.most)
  const held = shared / (shared + Math.min(one.all, other.all))
  if (held >= MOST && rarest > apart && shared >= weights.rarest * ENOUGH) return 'held'
  if (held >= MUCH && rarest > apart + 1) return 'much'
  return held >= SOME && rarest > apart ? 'some' : 'differs'
}
