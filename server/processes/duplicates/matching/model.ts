import type { Weights } from './longLikeness.ts'

/**
 * How often a level of agreement is seen among pairs that are one (m) and among pairs that are not (u).
 * Its weight is log2(m/u): the bits of evidence it adds (Fellegi and Sunter 1969).
 */
export interface Level {
  readonly m: number
  readonly u: number
  /** What stays as it is, whatever is seen: it corrects for fields that depend on each other, which counting does not show. */
  readonly fixed?: 'u' | 'both'
  /** The most that m may come to, whatever is seen: what would otherwise be learned is another kind of match, such as a family. */
  readonly mostM?: number
}

/** The levels of one field by name, those that speak for one first. */
export type Levels = Readonly<Record<string, Level>>

/** How often each value of a field is seen: a share of all records that have the field. */
export interface Shares {
  readonly known: ReadonlyMap<string, number>
  /** The share of a value that is not among the known ones. */
  readonly other: number
  /** The chance that two records, drawn at random, have the same value. */
  readonly ofTwo: number
}

/** All that turns a comparison into a probability: from long experience, or estimated from an org's own records or from a file. */
export interface Model {
  /** One pair in this many is one, before anything is compared. */
  readonly oneIn: number
  readonly fields: Readonly<Record<string, Levels>>
  /** Of fields whose common values say little and whose rare ones much: names, companies, towns. */
  readonly shares: Readonly<Record<string, Shares>>
  /**
   * Of pairs that share a house, and persons a last name too, one in this many is one: the others are a family, or
   * neighbours and sister companies.
   */
  readonly oneInHousehold?: number
  /** How telling the words of long texts are, by field. */
  readonly words?: Weights
}

/** The models an org goes by. */
export interface Models {
  readonly persons: Model
  readonly accounts: Model
}

/**
 * What comparing two records found: a level for each field of which both know something. `terms` are the values
 * that agree, by field, for which it matters how common they are.
 */
export interface Pattern {
  readonly levels: Readonly<Record<string, string>>
  readonly terms: Readonly<Record<string, Term>>
}

/** The value two records share, or the two that are nearly the same: then the more common one counts. */
export type Term = string | readonly [string, string]

export const bits = ({ m, u }: Level): number => Math.log2(m / u)

/** The probability that a pair is one, from all its evidence in bits. */
export const probabilityOf = (evidenceBits: number, oneIn: number): number => 1 / (1 + oneIn * 2 ** -evidenceBits)

// A value seen once in a small list may be common elsewhere, and a very common one still tells something.
const MOST_FOR_RARE = 7
const MOST_FOR_COMMON = 7

/**
 * What the value itself adds to the bits of its field: a rare last name that agrees says more than a common one
 * (term frequency; Winkler 1989, and Splink's practice). None where nothing is known of how common it is.
 */
export function bitsOfTerm(shares: Shares | undefined, term: Term): number {
  if (shares === undefined) return 0
  const share = typeof term === 'string' ? shareOf(shares, term) : Math.max(...term.map((one) => shareOf(shares, one)))
  return Math.max(-MOST_FOR_COMMON, Math.min(MOST_FOR_RARE, Math.log2(shares.ofTwo / share)))
}

const shareOf = ({ known, other }: Shares, term: string): number => known.get(term) ?? other

/** The evidence of one field in bits. */
export function bitsOfField(model: Model, field: string, level: string, term: Term | undefined): number {
  const weight = model.fields[field]?.[level]
  if (weight === undefined) return 0
  return bits(weight) + (term === undefined ? 0 : bitsOfTerm(model.shares[field], term))
}

/** All evidence of a comparison in bits. */
export function bitsOf(model: Model, { levels, terms }: Pattern): number {
  let sum = 0
  for (const field in levels) {
    const level = levels[field]
    if (level !== undefined) sum += bitsOfField(model, field, level, terms[field])
  }
  return sum
}

export const scoreOf = (model: Model, pattern: Pattern): number =>
  withinHousehold(model, pattern.levels, probabilityOf(bitsOf(model, pattern), model.oneIn))

/**
 * What a probability comes down to where two share a house, and persons a last name: whoever does is one person or a family, one
 * company or two of a house, so that house, place, last name and landline say nothing more, and what is left has to tell which.
 */
export function withinHousehold(model: Model, levels: Pattern['levels'], probability: number): number {
  const { oneInHousehold } = model
  if (oneInHousehold === undefined || levels.household === undefined) return probability
  let evidence = 0
  for (const field in levels) {
    const level = levels[field]
    const weight = level === undefined ? undefined : model.fields[field]?.[level]
    if (level === undefined || weight === undefined || !isOwn(field, level, levels.household)) continue
    evidence += Math.log2(weight.m / amongHousehold(field, level, weight.u))
  }
  return Math.min(probability, 1 / (1 + Math.max(0, oneInHousehold - 1) * 2 ** -evidence))
}

/**
 * Of two of one family, such a share has one first name, however common it is: siblings never have, and of men in lists of voters one
 * in thirty is a junior, few of whom live with their fathers.
 */
const NAMED_ALIKE = 0.005

/** How often others of one house show a level, where strangers show it as often as `u`. */
export const amongHousehold = (field: string, level: string, u: number): number =>
  field === 'firstName' && level === 'same' ? Math.min(u, NAMED_ALIKE) : u

const ownFields: ReadonlySet<string> = new Set(['firstName', 'email', 'birthdate', 'title', 'name', 'domain'])
const ownPhones: ReadonlySet<string> = new Set(['mobile', 'crosswise'])

/** Whether a field is each one's own in a house. */
const isOwn = (field: string, level: string, household: string): boolean =>
  ownFields.has(field) ||
  field.startsWith('other:') ||
  (field === 'phone' && (household === 'ofCompanies' || ownPhones.has(level)))
