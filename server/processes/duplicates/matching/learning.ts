import type { AccountTraits, PersonTraits } from '../traits.ts'
import { accountPattern } from './accountPattern.ts'
import { accountPriors } from './accountPriors.ts'
import { estimating, gathered, type Stepwise } from './estimating.ts'
import type { Weights } from './longLikeness.ts'
import { weightsOf } from './wordWeights.ts'
import type { Levels, Model, Pattern } from './model.ts'
import { modelOfNamesAlone } from './namesAlone.ts'
import { modelOfTextsAlone } from './textsAlone.ts'
import { otherField } from './otherTexts.ts'
import { personPattern } from './personPattern.ts'
import { longTextPrior, otherTextPrior, personPriors } from './personPriors.ts'
import { countTerms, sharesOf, termsOfAccount, termsOfPerson, type TermsOf } from './shares.ts'

/** What a model is learned from: some or all records of a list, and pairs of them with whatever shares a key with them. */
export interface Sample<Traits> {
  /** Records drawn evenly from the list; some thousands tell what is common. */
  readonly records: readonly Traits[]
  /** Pairs that share a key (`runKeys`), each once: all of them, or all those of some of the records. */
  readonly pairs: Iterable<readonly [Traits, Traits]>
  /** How many pairs those stand for, keys or no keys: `n * (n - 1) / 2` where all of `n` records were paired up. */
  readonly pairsInAll: number
  /** How many records the list has. */
  readonly size: number
}

interface Kind<Traits> {
  readonly priors: Model
  readonly patternOf: (one: Traits, other: Traits, words: Weights) => Pattern
  readonly termsOf: TermsOf<Traits>
  readonly fewestIn: number
  /** Levels of what nobody shares but by mistake, and how many records of a list share it with a stranger. */
  readonly unique: readonly (readonly [field: string, level: string, share: number])[]
}

const persons: Kind<PersonTraits> = {
  priors: personPriors,
  patternOf: personPattern,
  termsOf: termsOfPerson,
  fewestIn: 1000,
  unique: [
    ['email', 'same', 0.005],
    ['phone', 'mobile', 0.01],
    ['phone', 'crosswise', 0.01],
  ],
}
const accounts: Kind<AccountTraits> = {
  priors: accountPriors,
  patternOf: accountPattern,
  termsOf: termsOfAccount,
  fewestIn: 500,
  unique: [['domain', 'same', 0.02]],
}

/** The model of a list of persons, learned from the list itself; a small list stays near long experience. */
export const learnPersons = (sample: Sample<PersonTraits>): Model => atOnce(learning(persons, sample))

/** The same for accounts. */
export const learnAccounts = (sample: Sample<AccountTraits>): Model =>
  modelAlone(sample) ?? atOnce(learning(accounts, sample))

/** The same, letting the program do other things between: for a process that answers people meanwhile. */
export const learnPersonsBetween = (sample: Sample<PersonTraits>): Promise<Model> => between(learning(persons, sample))

export const learnAccountsBetween = async (sample: Sample<AccountTraits>): Promise<Model> =>
  modelAlone(sample) ?? (await between(learning(accounts, sample)))

/** Of a list that knows one thing only of each account. */
const modelAlone = ({ records, size }: Sample<AccountTraits>): Model | undefined =>
  modelOfNamesAlone(records, size) ?? modelOfTextsAlone(records)

function atOnce<Result>(work: Stepwise<Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

async function between<Result>(work: Stepwise<Result>): Promise<Result> {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const MOST_PATTERNS = 60_000
const STRANGERS = 60_000
/** Comparisons between two pauses: some milliseconds. */
const STEP = 250
/** The most common values kept of each field. */
const MOST_TERMS = 2000
// Before anything is known, one record in five is taken to be there twice.
const RECORDS_A_DUPLICATE = 5
/** However clean a list is, one record in so many is taken to have a duplicate. */
const RECORDS_A_DUPLICATE_AT_MOST = 20

function* learning<Traits extends { readonly others: PersonTraits['others']; readonly name?: AccountTraits['name'] }>(
  { priors, patternOf, termsOf, fewestIn, unique }: Kind<Traits>,
  { records, pairs, pairsInAll, size }: Sample<Traits>,
): Stepwise<Model> {
  const words = weightsOf(records)
  const patternBy = (one: Traits, other: Traits): Pattern => patternOf(one, other, words)
  const { kept, share } = yield* evenly(pairs, patternBy)
  const strangers = gathered(yield* randomPairs(records, patternBy))
  const start: Model = {
    oneIn: Math.max(fewestIn, size * RECORDS_A_DUPLICATE),
    fields: { ...sharpened(priors.fields, unique, size), ...otherTexts(records, words) },
    shares: {},
    ...(priors.oneInHousehold !== undefined && { oneInHousehold: priors.oneInHousehold }),
  }
  const counts = countTerms(records, termsOf)
  const estimated = (perPerson: number): Stepwise<Model> =>
    estimating({
      priors: start,
      shares: sharesOf(counts, { most: MOST_TERMS, perPerson, size }),
      candidates: kept,
      strangers,
      pairsInAll: pairsInAll * share,
    })
  // How many records one person has is known only after a first look, and it tells what is common.
  const first = yield* estimated(1)
  const model = yield* estimated(1 + records.length / first.oneIn)
  // A list that shows hardly a duplicate may get one tomorrow: what agrees in everything must still be seen.
  return { ...model, words, oneIn: Math.min(model.oneIn, Math.max(fewestIn, size * RECORDS_A_DUPLICATE_AT_MOST)) }
}

/**
 * The more records there are, the less likely any two of them are one; but the more telling is a mailbox, which is one
 * person's however many there are. Random pairs never show it.
 */
function sharpened(fields: Model['fields'], unique: Kind<unknown>['unique'], size: number): Record<string, Levels> {
  const sharp: Record<string, Levels> = { ...fields }
  for (const [field, name, share] of unique) {
    const level = sharp[field]?.[name]
    if (level) sharp[field] = { ...sharp[field], [name]: { ...level, u: Math.min(level.u, share / Math.max(1, size)) } }
  }
  return sharp
}

/** As many patterns as fit, evenly from all pairs, and the share of all that they are. */
function* evenly<Traits>(
  pairs: Iterable<readonly [Traits, Traits]>,
  patternOf: (one: Traits, other: Traits) => Pattern,
): Stepwise<{ readonly kept: readonly Pattern[]; readonly share: number }> {
  let kept: Pattern[] = []
  let every = 1
  let seen = 0
  for (const [one, other] of pairs) {
    if (seen++ % every !== 0) continue
    if (kept.length % STEP === 0) yield
    kept.push(patternOf(one, other))
    if (kept.length < MOST_PATTERNS) continue
    kept = kept.filter((_, at) => at % 2 === 0)
    every *= 2
  }
  return { kept, share: seen === 0 ? 1 : kept.length / seen }
}

const otherTexts = (
  records: readonly { readonly others: PersonTraits['others'] }[],
  words: Weights,
): Record<string, Levels> =>
  Object.fromEntries(
    records.flatMap(({ others }) =>
      others.map(([column]) => {
        const field = otherField(column)
        return [field, words[field] === undefined ? otherTextPrior : { ...longTextPrior, ...otherTextPrior }] as const
      }),
    ),
  )

function* randomPairs<Traits>(
  records: readonly Traits[],
  patternOf: (one: Traits, other: Traits) => Pattern,
): Stepwise<readonly Pattern[]> {
  if (records.length < 2) return []
  const patterns: Pattern[] = []
  // The same pairs each time, so that the same list gives the same model (a linear congruential generator).
  let state = 1
  const drawn = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * records.length)
  }
  for (let count = Math.min(STRANGERS, (records.length * (records.length - 1)) / 2); count > 0; count--) {
    if (count % STEP === 0) yield
    const [left, right] = [drawn(), drawn()]
    const [one, other] = [records[left], records[right]]
    if (left !== right && one !== undefined && other !== undefined) patterns.push(patternOf(one, other))
  }
  return patterns
}
