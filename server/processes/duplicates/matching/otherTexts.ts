import type { Term } from './model.ts'
import { isMistyped, jaroWinkler } from '../likeness.ts'

type Texts = readonly (readonly [name: string, text: string])[]

/** Whether two texts say the same; undefined when one of them says nothing. A blank never matches. */
export const agreement = (one: string, other: string): boolean | undefined => (one && other ? one === other : undefined)

/** The field of a model for a column that is no known field. */
export const otherField = (column: string): string => `other:${column}`

/** Compares what is known besides the usual fields, column by column, as text. */
export function addTexts(
  draft: { readonly levels: Record<string, string>; readonly terms: Record<string, Term> },
  one: Texts,
  other: Texts,
): void {
  for (const [name, text] of one) {
    const found = other.find(([otherName]) => otherName === name)?.[1]
    if (found === undefined) continue
    const level = text === found ? 'same' : isAlike(text, found) ? 'alike' : 'differs'
    draft.levels[otherField(name)] = level
    if (level === 'same') draft.terms[otherField(name)] = text
  }
}

const isAlike = (one: string, other: string): boolean => {
  if (isMistyped(one, other) || jaroWinkler(one, other) >= 0.9) return true
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  // A middle name and its initial, M and male.
  if (short.length === 1) return long.startsWith(short) && !/\d/.test(long)
  return short.length > 3 && ` ${long} `.includes(` ${short} `)
}
