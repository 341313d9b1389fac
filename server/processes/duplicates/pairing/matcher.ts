import type { AccountFacts, PersonFacts } from '../../../ground/people/facts.ts'
import { accountKeys, personKeys } from '../../../ground/people/matchKeys.ts'
import { compareAccountTraits } from '../compareAccounts.ts'
import { comparePersonTraits, type Comparison } from '../comparePersons.ts'
import { accountTraits, personTraits } from '../traits.ts'

/**
 * What a whole set of rows is compared by. A row is a list of texts in an order of the matcher's own; '' is unknown.
 * `Traits` are what is worked out of a row once, however many others it is compared with.
 */
export interface Matcher<Traits> {
  /** 32-bit numbers; two rows are compared only when they share one. */
  readonly keys: (texts: readonly string[]) => readonly number[]
  readonly traits: (texts: readonly string[]) => Traits
  readonly compare: (one: Traits, other: Traits) => Comparison
}

/** What a row of a person says, in this order. */
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

/** What a row of an account says, in this order. */
export const accountTexts = [
  'name',
  'website',
  'phone',
  'street',
  'city',
  'postalCode',
  'country',
] as const satisfies readonly (keyof AccountFacts)[]

const personOf = (texts: readonly string[]): PersonFacts =>
  Object.fromEntries(personTexts.map((name, at) => [name, texts[at]]))

const accountOf = (texts: readonly string[]): AccountFacts =>
  Object.fromEntries(accountTexts.map((name, at) => [name, texts[at]]))

export const personMatcher: Matcher<ReturnType<typeof personTraits>> = {
  keys: (texts) => personKeys(personOf(texts)),
  traits: (texts) => personTraits(personOf(texts)),
  compare: comparePersonTraits,
}

export const accountMatcher: Matcher<ReturnType<typeof accountTraits>> = {
  keys: (texts) => accountKeys(accountOf(texts)),
  traits: (texts) => accountTraits(accountOf(texts)),
  compare: compareAccountTraits,
}
