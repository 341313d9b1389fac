import type { AccountTraits, PersonTraits } from '../traits.ts'
import { accountPattern } from './accountPattern.ts'
import { accountPriors } from './accountPriors.ts'
import { estimating, gathering, type Seen, type Stepwise } from './estimating.ts'
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
  /** The model of a list that knows too little of each to be learned from; undefined of any other. */
  readonly alone?: (records: readonly Traits[], size: number) => Model | undefined
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
  alone: (records, size) => modelOfNamesAlone(records, size) ?? modelOfTextsAlone(records),
  unique: [['domain', 'same', 0.02]],
}

/** The model of a list of persons, learned from the list itself; a small list stays near long experience. */
export const learnPersons = (sample: Sample<PersonTraits>): Model => learnedAtOnce(persons, sample)

/** The same for accounts. */
export const learnAccounts = (sample: Sample<AccountTraits>): Model => learnedAtOnce(accounts, sample)

function learnedAtOnce<Traits extends WithTexts>(kind: Kind<Traits>, { pairs, ...sample }: Sample<Traits>): Model {
  const alone = kind.alone?.(sample.records, sample.size)
  if (alone !== undefined) return alone
  const words = weightsOf(sample.records)
  const candidates = thinning()
  for (const [one, other] of pairs) candidates.add(() => kind.patternOf(one, other, words))
  return atOnce(learning(kind, { ...sample, words }, candidates.taken()))
}

/** Learning from an org's own records piece by piece, while the program answers people. */
export interface Learner<Traits> {
  /** What comparing two of them shows, by what all of them tell of words. */
  readonly compare: (one: Traits, other: Traits) => Pattern
  /** The model, in steps of milliseconds, from what comparing pairs showed, and how many pairs those stand for. */
  readonly learn: (candidates: Thinned, pairsInAll: number) => Promise<Model>
}

export const learnerOfPersons = (records: readonly PersonTraits[], size: number): Learner<PersonTraits> =>
  learner(persons, records, size)

export const learnerOfAccounts = (records: readonly AccountTraits[], size: number): Learner<AccountTraits> =>
  learner(accounts, records, size)

function learner<Traits extends WithTexts>(
  kind: Kind<Traits>,
  records: readonly Traits[],
  size: number,
): Learner<Traits> {
  const words = weightsOf(records)
  return {
    compare: (one, other) => kind.patternOf(one, other, words),
    learn: async (candidates, pairsInAll) =>
      kind.alone?.(records, size) ?? between(learning(kind, { records, pairsInAll, size, words }, candidates)),
  }
}

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

type WithTexts = { readonly others: PersonTraits['others']; readonly name?: AccountTraits['name'] }

function* learning<Traits extends WithTexts>(
  { priors, patternOf, termsOf, fewestIn, unique }: Kind<Traits>,
  { records, pairsInAll, size, words }: Omit<Sample<Traits>, 'pairs'> & { readonly words: Weights },
  { kept, share }: Thinned,
): Stepwise<Model> {
  const random = yield* strangers(records, (one, other) => patternOf(one, other, words))
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
      strangers: random,
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

/** What comparing pairs showed: as many as fit, evenly from all, and the share of all that they are. */
export interface Thinned {
  readonly kept: readonly Pattern[]
  readonly share: number
}

/** Takes pairs as they come, and compares and keeps as many as fit. */
export function thinning(): {
  /** Answers whether it is time for a pause. */
  readonly add: (compare: () => Pattern) => boolean
  readonly taken: () => Thinned
} {
  let kept: Pattern[] = []
  let every = 1
  let seen = 0
  return {
    add: (compare) => {
      if (seen++ % every !== 0) return false
      kept.push(compare())
      if (kept.length < MOST_PATTERNS) return kept.length % STEP === 0
      kept = kept.filter((_, at) => at % 2 === 0)
      every *= 2
      return true
    },
    taken: () => ({ kept, share: seen === 0 ? 1 : kept.length / seen }),
  }
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

/** Pairs drawn at random, counted as they are compared. */
function* strangers<Traits>(
  records: readonly Traits[],
  compare: (one: Traits, other: Traits) => Pattern,
): Stepwise<readonly Seen[]> {
  const seen = gathering()
  if (records.length < 2) return seen.all()
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
    if (left !== right && one !== undefined && other !== undefined) seen.add(compare(one, other))
  }
  return seen.all()
}
