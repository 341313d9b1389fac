import { lettersOf } from '../likeness.ts'
import { bits, bitsOfTerm, type Model } from './model.ts'

/**
 * What is seen of a row at a glance: a few 32-bit words, so that those of millions of rows fit into memory. Most pairs that
 * share a key are ruled out by them alone; to read two rows and compare them in full costs a hundred times as much.
 */
export interface Glance<Traits> {
  /** Words a row. */
  readonly width: number
  readonly write: (traits: Traits, words: Int32Array, at: number) => void
  /** The most evidence two rows can come to by a model. */
  readonly most: (model: Model) => MostBits
}

/** Bits of evidence for the row at one place being that at another: never fewer than a full comparison finds. */
export type MostBits = (words: Int32Array, at: number, others: Int32Array, there: number) => number

/** The most that the value of a field adds (`bitsOfTerm`). */
export const RAREST = 7

/** A text as a number (FNV-1a with a closing mix), 0 for none. Two texts that share one cost a comparison, no more. */
export function textNumber(text: string): number {
  if (text === '') return 0
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) | 0 || 1
}

/** Which letters a text has, as bits. */
export const letters = (text: string): number => lettersOf(text) | 0

/** In how many bits two words differ. */
export function bitsApart(one: number, other: number): number {
  let apart = one ^ other
  apart -= (apart >>> 1) & 0x55555555
  apart = (apart & 0x33333333) + ((apart >>> 2) & 0x33333333)
  return Math.imul((apart + (apart >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The most that one of some levels of a field gives; a level the model does not know gives nothing, as in a comparison. */
export const mostOf = (model: Model, field: string, ...names: readonly string[]): number =>
  Math.max(
    ...names.map((name) => {
      const level = model.fields[field]?.[name]
      return level === undefined ? 0 : bits(level)
    }),
  )

/** What the value of a field adds by how common it is, by the number of its text. */
export function termBits(model: Model, field: string, numberOf = textNumber): (text: number) => number {
  const shares = model.shares[field]
  if (shares === undefined) return () => 0
  const known = new Map<number, number>()
  for (const term of shares.known.keys()) {
    const number = numberOf(term)
    known.set(number, Math.max(known.get(number) ?? -RAREST, bitsOfTerm(shares, term)))
  }
  const other = bitsOfTerm({ ...shares, known: new Map() }, '')
  return (text) => known.get(text) ?? other
}
