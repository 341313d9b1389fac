import { editDistance, isMistyped, jaroWinkler, lettersApart } from '../likeness.ts'
import type { Address } from '../traits.ts'

export type PlaceLikeness = 'same' | 'nearlySame' | 'postalCode' | 'city' | 'alike' | 'differs'

type Agreement = 'same' | 'near' | 'differs' | undefined

const near = (one: string, other: string): Agreement => {
  if (!one || !other) return undefined
  if (one === other) return 'same'
  return isMistyped(one, other, 7) || (one.length === 4 && editDistance(one, other, 1) === 1) ? 'near' : 'differs'
}

/** How alike postal code and town are; undefined where nothing of them is known on both sides. */
export function placeLikeness(one: Address, other: Address): PlaceLikeness | undefined {
  const code = areOfOneDistrict(one.postalCode, other.postalCode) ?? near(one.postalCode, other.postalCode)
  const city = near(one.city, other.city)
  if (code === undefined && city === undefined) return undefined
  if (code === 'same' && city === 'same') return 'same'
  // Neither tells them apart: a mistake in one of them, or in both.
  if (code !== 'differs' && city !== 'differs' && code && city) return 'nearlySame'
  if (code === 'same') return 'postalCode'
  if (city === 'same') return 'city'
  return code === 'near' || city === 'near' ? 'alike' : 'differs'
}

const BRITISH = /^[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}$/

/** Near where two British codes name one district: what follows is a side of a street, which a mover across it changes. */
const areOfOneDistrict = (one: string, other: string): 'near' | undefined =>
  one !== other && one.length > 4 && one.slice(0, -3) === other.slice(0, -3) && BRITISH.test(one) && BRITISH.test(other)
    ? 'near'
    : undefined

export type StreetLikeness = 'same' | 'alike' | 'otherNumber' | 'partly' | 'differs'

/** How alike two folded streets are; undefined where one is not known, or its house number only, or a post box. */
export function streetLikeness(one: string, other: string): StreetLikeness | undefined {
  if (isNumberOnly(one) || isNumberOnly(other)) return undefined
  // Who has a post box has a house as well.
  if (postBox.test(one) !== postBox.test(other)) return undefined
  if (one === other) return 'same'
  const [words, others] = [wordsOf(one), wordsOf(other)]
  const share = words.length <= others.length ? shareFound(words, others) : shareFound(others, words)
  const isStreet =
    share >= 0.7 || jaroWinkler(words.join(''), others.join('')) >= 0.93 || pairsShared(one, other) >= SAME_STREET
  if (isStreet) return haveOneNumber(one, other) ? 'alike' : 'otherNumber'
  return share >= 0.5 ? 'partly' : 'differs'
}

const postBox = /^(?:p ?o ?box|post ?box|postfach|postbus|apartado|casella postale|boite postale|b ?p(?= \d))\b/

const isNumberOnly = (street: string): boolean => street === '' || street.split(' ').every((word) => /^\d/.test(word))

/** The letters of a street without those that say what kind of street it is, wherever blanks stand. */
const lettersIn = (street: string): string => street.replaceAll(/[^a-z]/g, '').replaceAll(writtenKinds, '')

/** So much of their neighbouring letters two writings of one street share whose blanks are misplaced: `sullivanc rescent`. */
const SAME_STREET = 0.75

/** A mistake brings a letter and takes one away; streets with more letters apart are not looked at. */
const MOST_APART = 6

/** Which share of the pairs of neighbouring letters two streets have in common (Dice 1945), wherever they stand. */
function pairsShared(one: string, other: string): number {
  if (lettersApart(one, other) > MOST_APART) return 0
  const [pairs, others] = [pairsIn(lettersIn(one)), pairsIn(lettersIn(other))]
  return (2 * pairs.intersection(others).size) / Math.max(1, pairs.size + others.size)
}

function pairsIn(text: string): Set<string> {
  const pairs = new Set<string>()
  for (let at = 1; at < text.length; at++) pairs.add(text.slice(at - 1, at + 1))
  return pairs
}

/** Which share of the letters of the fewer words is found among the others. */
function shareFound(fewer: readonly string[], more: readonly string[]): number {
  const free = new Set(more)
  let letters = 0
  let found = 0
  for (const word of fewer) {
    letters += word.length
    const same = free.has(word) ? word : [...free].find((candidate) => isSameWord(word, candidate))
    if (same === undefined) continue
    free.delete(same)
    found += word.length
  }
  return found > 3 ? found / letters : 0
}

// Words for the kind of street say nothing of which street.
const kinds: ReadonlySet<string> = new Set(
  'street st road rd avenue ave av lane ln drive dr court ct place pl crescent cres close circuit cct way boulevard blvd rue via calle strasse str platz weg allee unit flat apt suite floor villa village centre center house building estate park north south east west'.split(
    ' ',
  ),
)

/** Kinds that are written out, which are found without blanks. */
const writtenKinds = new RegExp([...kinds].filter((kind) => kind.length > 4).join('|'), 'g')

const wordsOf = (street: string): string[] =>
  street
    .split(' ')
    .filter((word) => !/^\d/.test(word) && !kinds.has(word))
    .slice(0, 12)

function isSameWord(one: string, other: string): boolean {
  if (isMistyped(one, other)) return true
  const shorter = Math.min(one.length, other.length)
  // The next word was written on without a blank.
  return shorter > 4 && (one.startsWith(other) || other.startsWith(one) || one.endsWith(other) || other.endsWith(one))
}

const numberOf = (street: string): string => street.split(' ').find((word) => /^\d/.test(word)) ?? ''

/** The same house number, or none to the contrary; two digits swapped are a mistake. */
const haveOneNumber = (one: string, other: string): boolean => {
  const [number, otherNumber] = [numberOf(one), numberOf(other)]
  return !number || !otherNumber || number === otherNumber || (number.length > 1 && isSwap(number, otherNumber))
}

/** The same digits in another order. */
export const isSwap = (one: string, other: string): boolean =>
  one.length === other.length && one.split('').toSorted().join('') === other.split('').toSorted().join('')
