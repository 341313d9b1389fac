import {
  amongHousehold,
  bitsOf,
  bitsOfTerm,
  probabilityOf,
  withinHousehold,
  type Level,
  type Levels,
  type Model,
  type Pattern,
  type Shares,
} from './model.ts'

/** Work that pauses now and then, so that whoever does it may do something else between. */
export type Stepwise<Result> = Generator<undefined, Result>

/** Patterns that are alike, counted: as many as there are pairs would not fit. */
export interface Seen {
  readonly pattern: Pattern
  /** What the values themselves add, in whole bits. */
  readonly termBits: number
  count: number
}

/** What an estimate is made from. */
export interface Evidence {
  /** Where the estimate starts, and what it stays near where the pairs say little. */
  readonly priors: Model
  readonly shares: Readonly<Record<string, Shares>>
  /** Pairs that share a key, each once: all that may be one. */
  readonly candidates: Iterable<Pattern>
  /** Pairs drawn at random: hardly any is one. Of them only levels count, not how rare a value is. */
  readonly strangers: readonly Seen[]
  /** Of how many pairs the candidates are all that share a key. */
  readonly pairsInAll: number
}

const ROUNDS = 25
// As many pairs as this speak for the priors: a small list moves them little.
const PRIOR_MATCHES = 40
const PRIOR_FOUND = 3
const enoughAlike = 1e-4

/**
 * Estimates how often each level is seen among pairs that are one (m) and among others (u), and how many pairs are one,
 * by expectation and maximisation (Dempster, Laird and Rubin 1977; for matching Winkler 1988). Pairs that share no key
 * count as not one, so that the candidates stand for all pairs; u comes from random pairs, as Splink does it.
 */
export function* estimating({ priors, shares, candidates, strangers, pairsInAll }: Evidence): Stepwise<Model> {
  const alike = gathering(shares)
  for (const pattern of candidates) alike.add(pattern)
  const seen = alike.all()
  let model: Model = { ...priors, shares }
  for (let round = 0; round < ROUNDS; round++) {
    yield
    const next = improved(model, { priors, alike: seen, random: strangers, pairsInAll })
    const moved = Math.abs(Math.log2(next.oneIn / model.oneIn))
    model = next
    if (moved < enoughAlike && round > 3) break
  }
  return model
}

/** Counts patterns that are alike, with what their values add where it is known how often each is shared. */
export function gathering(shares: Readonly<Record<string, Shares>> = {}): {
  readonly add: (pattern: Pattern) => void
  readonly all: () => readonly Seen[]
} {
  const seen = new Map<string, Seen>()
  return {
    add: (pattern) => {
      let termBits = 0
      for (const field in pattern.terms) {
        const term = pattern.terms[field]
        if (term !== undefined) termBits += bitsOfTerm(shares[field], term)
      }
      const rounded = Math.round(termBits)
      let key = String(rounded)
      for (const field in pattern.levels) key += `,${field},${pattern.levels[field]}`
      const known = seen.get(key)
      if (known) known.count++
      else seen.set(key, { pattern: { levels: pattern.levels, terms: {} }, termBits: rounded, count: 1 })
    },
    all: () => [...seen.values()],
  }
}

type Sums = ReadonlyMap<string, ReadonlyMap<string, number>>

/** How many pairs, each with its weight, have each level of each field; and how many there are in all. */
function tally(
  seen: readonly Seen[],
  weightOf: (one: Seen) => number,
): { readonly fields: Sums; readonly total: number } {
  const fields = new Map<string, Map<string, number>>()
  let total = 0
  for (const one of seen) {
    const weight = one.count * weightOf(one)
    total += weight
    const { levels } = one.pattern
    for (const field in levels) {
      const sums = fields.getOrInsertComputed(field, () => new Map<string, number>())
      const level = levels[field] ?? ''
      sums.set(level, (sums.get(level) ?? 0) + weight)
    }
  }
  return { fields, total }
}

interface Seeing {
  readonly priors: Model
  readonly alike: readonly Seen[]
  readonly random: readonly Seen[]
  readonly pairsInAll: number
}

/** One round: how likely each pair is one by the model so far, and the model by that. */
function improved(model: Model, { priors, alike, random, pairsInAll }: Seeing): Model {
  const likelihood = ({ pattern, termBits }: Seen): number =>
    withinHousehold(model, pattern.levels, probabilityOf(bitsOf(model, pattern) + termBits, model.oneIn))
  const ones = tally(alike, likelihood)
  const others = tally(random, (one) => 1 - likelihood(one))
  const fields: Record<string, Levels> = {}
  for (const [field, levels] of Object.entries(priors.fields))
    fields[field] = estimatedLevels(levels, ones.fields.get(field), others.fields.get(field))
  const oneIn = (pairsInAll + PRIOR_FOUND * priors.oneIn) / (ones.total + PRIOR_FOUND)
  return { oneIn, fields, shares: model.shares, ...inHouseholds(priors, fields, alike) }
}

const namesAgree: ReadonlySet<string> = new Set(['same', 'form', 'mistyped', 'acronym'])
// As many pairs of one house speak for the priors.
const PRIOR_HOUSEHOLDS = 4

/**
 * How many pairs of one house are one: names that agree are of one, nearly all, and of those that differ so many as one's
 * own do; the others are a family's, or of a sister company.
 */
function inHouseholds(
  { oneInHousehold: prior }: Model,
  fields: Model['fields'],
  alike: readonly Seen[],
): Pick<Model, 'oneInHousehold'> {
  if (prior === undefined) return {}
  const named = fields.firstName === undefined ? 'name' : 'firstName'
  const names = fields[named] ?? {}
  let [agreeing, differing] = [0, 0]
  for (const { pattern, count } of alike) {
    const { household, [named]: level } = pattern.levels
    if (household === undefined || level === undefined) continue
    if (namesAgree.has(level)) agreeing += count
    else if (level === 'differs') differing += count
  }
  const agree = Object.entries(names).filter(([name]) => namesAgree.has(name))
  const agreeAsOne = agree.reduce((total, [, { m }]) => total + m, 0)
  const agreeAsOthers = agree.reduce((total, [name, { u }]) => total + amongHousehold(named, name, u), 0)
  let [ones, others] = [agreeing / agreeAsOne, 0]
  for (let round = 0; round < 3; round++) {
    // As many as mistakes may explain are no family: to go by what was learned of mistakes so far would talk itself into families.
    others = Math.max(0, differing - ones * (names.differs?.mostM ?? names.differs?.m ?? 0)) / (names.differs?.u ?? 1)
    ones = Math.max(0, agreeing - others * agreeAsOthers) / agreeAsOne
  }
  return { oneInHousehold: 1 + (others + PRIOR_HOUSEHOLDS * (1 - 1 / prior)) / (ones + PRIOR_HOUSEHOLDS / prior) }
}

const sum = (numbers: ReadonlyMap<string, number> | undefined): number =>
  numbers?.values().reduce((total, number) => total + number, 0) ?? 0

function estimatedLevels(
  priors: Levels,
  ones: ReadonlyMap<string, number> | undefined,
  others: ReadonlyMap<string, number> | undefined,
): Levels {
  const [found, strangers] = [sum(ones), sum(others)]
  const levels: Record<string, Level> = {}
  for (const [name, prior] of Object.entries(priors)) {
    // What is not seen at all, as mobile numbers in a list without, says what experience says.
    const isUnseen = (others?.get(name) ?? 0) === 0 && (ones?.get(name) ?? 0) < 1
    if (prior.fixed === 'both' || isUnseen) {
      levels[name] = prior
      continue
    }
    const m = ((ones?.get(name) ?? 0) + PRIOR_MATCHES * prior.m) / (found + PRIOR_MATCHES)
    levels[name] = {
      ...(prior.mostM !== undefined && { mostM: prior.mostM }),
      m: Math.min(m, prior.mostM ?? 1),
      // One pair of this level in as many as the prior says, and then what is seen.
      u: prior.fixed === 'u' ? prior.u : Math.min(0.999, ((others?.get(name) ?? 0) + 1) / (strangers + 1 / prior.u)),
    }
  }
  return levels
}
