import { isMistyped } from '../likeness.ts'

export type LongLikeness = 'same' | 'held' | 'much' | 'some' | 'differs'

/** How telling each word of a column is, in bits: the fewer texts have it, the more. */
export interface WordWeights {
  readonly known: ReadonlyMap<string, number>
  /** A word that no text of the sample has. */
  readonly rarest: number
  /** Whether short texts of the column are compared by their words as well. */
  readonly areAllLong?: boolean
}

export type Weights = Readonly<Record<string, WordWeights>>

/** A number beside words is a postal code or a house: two that differ tell nothing apart. */
const isNumber = /^\d/

interface Words {
  /**
   * The squared bits of all words, as in the cosine of two texts (Salton 1988): many common words together say less than
   * one rare one; and the bits of the most telling.
   */
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
  const shared = { all: 0, most: 0, named: 0 }
  const share = (bits: number): void => {
    add(shared, bits)
    shared.named += bits
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
  if (shared.named === 0) return 'differs'
  return judged(shared, apartOf(weights, left), apartOf(weights, free), weights)
}

function add(words: Words, bits: number): void {
  words.all += bits * bits
  words.most = Math.max(words.most, bits)
}

/** So many words without a fellow are looked at for mistakes, each with each. */
const MOST_TRIED = 120

/** How telling a word of these texts is, in bits. */
export const weightOf = ({ known, rarest }: WordWeights, word: string): number => known.get(word) ?? rarest

/** Mistyped, or shortened. */
function areOneWord(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (short.length < 3 || isNumber.test(short)) return false
  if (long.startsWith(short) && (short.length > 3 || long.length > 7)) return true
  return short.length > 4 && isMistyped(one, other)
}

function apartOf(weights: WordWeights, words: readonly string[]): Words {
  const apart = { all: 0, most: 0 }
  for (const word of words) if (!isNumber.test(word)) add(apart, weightOf(weights, word))
  return apart
}

/** Of what the text says that says less, so much has to be shared. */
const [MOST, MUCH, SOME] = [0.94, 0.5, 0.35]
/** Words that name something, together: so much of what would name one text among all. */
const ENOUGH = 0.6

function judged(
  shared: Words & { readonly named: number },
  one: Words,
  other: Words,
  weights: WordWeights,
): LongLikeness {
  if (one.all === 0 && other.all === 0) return 'same'
  const apart = Math.min(one.most, other.most)
  const held = shared.all / (shared.all + Math.min(one.all, other.all))
  if (held >= MOST && shared.most > apart && shared.named >= weights.rarest * ENOUGH) return 'held'
  if (held >= MUCH && shared.most > apart + 1) return 'much'
  return held >= SOME && shared.most > apart ? 'some' : 'differs'
}
