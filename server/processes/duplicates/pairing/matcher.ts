import type { AccountFacts, PersonFacts } from '../../../ground/people/facts.ts'
import { accountRunKeys, runKeys } from '../../../ground/people/matchKeys.ts'
import { textKeys } from '../../../ground/people/textKeys.ts'
import { compareAccountTraits } from '../compareAccounts.ts'
import { comparePersonTraits, type Comparison } from '../comparePersons.ts'
import { learnAccounts, learnPersons, type Sample } from '../matching/learning.ts'
import type { Glance, MostBits } from '../matching/glance.ts'
import type { Model } from '../matching/model.ts'
import { personGlance } from '../matching/personCeiling.ts'
import { accountTraits, personTraits } from '../traits.ts'

export type RowKind = 'person' | 'account'

/**
 * What a whole set of rows is compared by. A row is a list of texts in an order of the matcher's own; '' is unknown.
 * `Traits` are what is worked out of a row once, however many others it is compared with.
 */
export interface Matcher<Traits> {
  /** 32-bit numbers; two rows are compared only when they share one. */
  readonly keys: (texts: readonly string[]) => Iterable<number>
  readonly traits: (texts: readonly string[]) => Traits
  readonly glance?: Pick<Glance<Traits>, 'width' | 'write'>
  /** How to compare two rows, learned from some rows and pairs of their set. */
  readonly learn: (sample: Sample<Traits>) => Model
  readonly by: (model: Model) => Learned<Traits>
}

export interface Learned<Traits> {
  readonly compare: (one: Traits, other: Traits) => Comparison
  /** Where rows are seen at a glance: the most evidence two of them can come to, and the probability of so much. */
  readonly ceiling?: { readonly most: MostBits; readonly oneIn: number }
}

/** What a row of a person says, in this order, before the columns it has besides. */
export const personTexts = [
  'firstName',
  'lastName',
  'title',
  'company',
  'email',
  'phone',
  'mobilePhone',
  'website',
  'street',
  'city',
  'postalCode',
  'country',
  'birthdate',
] as const satisfies readonly (keyof PersonFacts)[]

/** What a row of an account says, in this order, before the columns it has besides. */
export const accountTexts = [
  'name',
  'website',
  'phone',
  'street',
  'city',
  'postalCode',
  'country',
] as const satisfies readonly (keyof AccountFacts)[]

/** Reads a row's texts; the names of the columns it has besides follow the usual ones. */
function readerOf(names: readonly string[], others: readonly string[]) {
  return (texts: readonly string[]) => {
    const facts: Record<string, unknown> = {}
    for (const [at, name] of names.entries()) facts[name] = texts[at]
    if (others.length > 0)
      facts.others = Object.fromEntries(others.map((name, at) => [name, texts[names.length + at] ?? '']))
    return facts
  }
}

/** Compares rows of persons; `others` are the names of columns that are no usual field, and are compared as texts. */
export function personMatcher(others: readonly string[] = []): Matcher<ReturnType<typeof personTraits>> {
  const glance = personGlance(others)
  const read: (texts: readonly string[]) => PersonFacts = readerOf(personTexts, others)
  return {
    keys: (texts) => {
      const facts = read(texts)
      return others.length === 0 ? runKeys(facts) : [...runKeys(facts), ...textKeys(facts)]
    },
    traits: (texts) => personTraits(read(texts)),
    glance,
    learn: learnPersons,
    by: (model) => ({
      compare: (one, other) => comparePersonTraits(one, other, model),
      ceiling: { most: glance.most(model), oneIn: model.oneIn },
    }),
  }
}

/** The same for accounts. */
export function accountMatcher(others: readonly string[] = []): Matcher<ReturnType<typeof accountTraits>> {
  const read: (texts: readonly string[]) => AccountFacts = readerOf(accountTexts, others)
  return {
    keys: (texts) => {
      const facts = read(texts)
      return others.length === 0 ? accountRunKeys(facts) : [...accountRunKeys(facts), ...textKeys(facts)]
    },
    traits: (texts) => accountTraits(read(texts)),
    learn: learnAccounts,
    by: (model) => ({ compare: (one, other) => compareAccountTraits(one, other, model) }),
  }
}
