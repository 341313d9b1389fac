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

type Reader<Facts> = (texts: readonly string[]) => Facts

// In the order of `personTexts`. Written out, since an object that grows name by name takes a million rows three times as long.
const personIn: Reader<PersonFacts> = (texts) => ({
  firstName: texts[0],
  lastName: texts[1],
  title: texts[2],
  company: texts[3],
  email: texts[4],
  phone: texts[5],
  mobilePhone: texts[6],
  website: texts[7],
  street: texts[8],
  city: texts[9],
  postalCode: texts[10],
  country: texts[11],
  birthdate: texts[12],
})

// In the order of `accountTexts`.
const accountIn: Reader<AccountFacts> = (texts) => ({
  name: texts[0],
  website: texts[1],
  phone: texts[2],
  street: texts[3],
  city: texts[4],
  postalCode: texts[5],
  country: texts[6],
})

/** Reads the columns a row has besides, too, which follow the `usual` ones. */
const withOthers = <Facts>(read: Reader<Facts>, usual: number, others: readonly string[]): Reader<Facts> =>
  others.length === 0
    ? read
    : (texts) => ({
        ...read(texts),
        others: Object.fromEntries(others.map((name, at) => [name, texts[usual + at] ?? ''])),
      })

/** Compares rows of persons; `others` are the names of columns that are no usual field, and are compared as texts. */
export function personMatcher(others: readonly string[] = []): Matcher<ReturnType<typeof personTraits>> {
  const glance = personGlance(others)
  const read = withOthers(personIn, personTexts.length, others)
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
  const read = withOthers(accountIn, accountTexts.length, others)
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
