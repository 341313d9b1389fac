import { tellingWords } from '../../../ground/people/longTexts.ts'
import { longLikeness, type Weights } from './longLikeness.ts'
import type { OtherText } from '../traits.ts'
import type { Term } from './model.ts'
import { editDistance, isMistyped, jaroWinkler, lettersApart } from '../likeness.ts'
import { dateLikeness } from './dateLikeness.ts'
import { areNumberedApart } from './digits.ts'

type Texts = readonly OtherText[]

/** Whether two texts say the same; undefined when one of them says nothing. A blank never matches. */
export const agreement = (one: string, other: string): boolean | undefined => (one && other ? one === other : undefined)

const fields = new Map<string, string>()

/** The field of a model for a column that is no known field; made once, since millions of pairs ask. */
export const otherField = (column: string): string => fields.getOrInsertComputed(column, (name) => `other:${name}`)

/** Compares what is known besides the usual fields, column by column, as text. */
export function addTexts(
  draft: { readonly levels: Record<string, string>; readonly terms: Record<string, Term> },
  one: Texts,
  other: Texts,
  weights: Weights | undefined,
): void {
  for (const [place, [name, text, words]] of one.entries()) {
    // Rows of one list have the same columns in the same order, but for those that are blank.
    const beside = other[place]
    const found = beside?.[0] === name ? beside : other.find(([otherName]) => otherName === name)
    if (found === undefined) continue
    const field = otherField(name)
    if (words !== undefined || found[2] !== undefined || weights?.[field]?.areAllLong === true) {
      draft.levels[field] = longLikeness(
        words ?? tellingWords(text).toSorted(),
        found[2] ?? tellingWords(found[1]).toSorted(),
        weights?.[field],
      )
      continue
    }
    const level = text === found[1] ? 'same' : areAlike(text, found[1]) ? 'alike' : 'differs'
    draft.levels[field] = level
    if (level === 'same') draft.terms[field] = text
  }
}

/** So alike two texts are that are one mistyped (Jaro–Winkler). */
const ALIKE = 0.9

/**
 * Whether two texts of these lengths that have so many letters apart may be one mistyped: two mistakes leave four apart at most, and
 * to be so alike three quarters of the letters have to be met.
 */
export const mayBeAlike = (apart: number, one: number, other: number): boolean =>
  apart <= 4 || apart <= one + other - (3 * one * other) / (one + other) + 1e-9

const DATE = /^(\d{4}) (\d\d) (\d\d)$/

function areAlike(one: string, other: string): boolean {
  // Dates and numbers look alike whatever they say: only a mistake makes two of them one.
  if (DATE.test(one) && DATE.test(other)) return dateLikeness(asDate(one), asDate(other)) === 'mistyped'
  if (!areNumberedApart(one, other)) return isAlike(one, other)
  return Math.min(one.length, other.length) >= FEWEST_SIGNS && editDistance(one, other, 1) === 1
}

const asDate = (folded: string): string => folded.replaceAll(' ', '-')

/** A shorter number is another number where one digit is another. */
const FEWEST_SIGNS = 3

const isAlike = (one: string, other: string): boolean => {
  if (mayBeAlike(lettersApart(one, other), one.length, other.length)) {
    if (isMistyped(one, other) || jaroWinkler(one, other) >= ALIKE) return true
  }
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  // A middle name and its initial, M and male.
  if (short.length === 1) return long.startsWith(short) && !/\d/.test(long)
  return short.length > 3 && ` ${long} `.includes(` ${short} `)
}
