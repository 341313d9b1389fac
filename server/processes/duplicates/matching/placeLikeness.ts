import { editDistance, isMistyped, jaroWinkler } from '../likeness.ts'
import type { Address } from '../traits.ts'

export type PlaceLikeness = 'same' | 'postalCode' | 'city' | 'alike' | 'differs'

type Agreement = 'same' | 'near' | 'differs' | undefined

const near = (one: string, other: string): Agreement => {
  if (!one || !other) return undefined
  if (one === other) return 'same'
  return isMistyped(one, other, 7) || (one.length === 4 && editDistance(one, other, 1) === 1) ? 'near' : 'differs'
}

/** How alike postal code and town are; undefined where nothing of them is known on both sides. */
export function placeLikeness(one: Address, other: Address): PlaceLikeness | undefined {
  const code = near(one.postalCode, other.postalCode)
  const city = near(one.city, other.city)
  if (code === undefined && city === undefined) return undefined
  if (code === 'same' && city === 'same') return 'same'
  if (code === 'same') return 'postalCode'
  if (city === 'same') return 'city'
  return code === 'near' || city === 'near' ? 'alike' : 'differs'
}

export type StreetLikeness = 'same' | 'alike' | 'partly' | 'differs'

/** How alike two folded streets are; both are known. */
export function streetLikeness(one: string, other: string): StreetLikeness {
  if (one === other) return 'same'
  const [words, others] = [wordsOf(one), wordsOf(other)]
  const [fewer, more] = words.length <= others.length ? [words, others] : [others, words]
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
  const isSame = letters > 0 && found / letters >= 0.7
  const sameNumber = agreeingNumbers(one, other)
  if (isSame && sameNumber !== false) return 'alike'
  if (jaroWinkler(one, other) >= (sameNumber === false ? 0.96 : 0.88)) return 'alike'
  const isPartly = letters > 0 && found / letters >= 0.4 && found > 4
  return isSame || isPartly ? 'partly' : 'differs'
}

// Words for the kind of street say nothing of which street.
const kinds: ReadonlySet<string> = new Set(
  'street st road rd avenue ave av lane ln drive dr court ct place pl crescent cres close circuit cct way boulevard blvd rue via calle strasse str platz weg allee unit flat apt suite floor'.split(
    ' ',
  ),
)

const wordsOf = (street: string): string[] =>
  street
    .split(' ')
    .filter((word) => !/^\d/.test(word) && !kinds.has(word))
    .slice(0, 12)

const isSameWord = (one: string, other: string): boolean =>
  isMistyped(one, other) || (Math.min(one.length, other.length) > 4 && jaroWinkler(one, other) >= 0.92)

const numberOf = (street: string): string => street.split(' ').find((word) => /^\d/.test(word)) ?? ''

const agreeingNumbers = (one: string, other: string): boolean | undefined => {
  const [number, otherNumber] = [numberOf(one), numberOf(other)]
  return number && otherNumber ? number === otherNumber : undefined
}
