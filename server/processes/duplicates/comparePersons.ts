import type { PersonFacts } from '../../ground/people/facts.ts'
import { bitsOfField, scoreOf, type Model, type Pattern } from './matching/model.ts'
import { personPattern } from './matching/personPattern.ts'
import { personPriors } from './matching/personPriors.ts'
import { personReasons } from './matching/personReasons.ts'
import { personTraits, type PersonTraits } from './traits.ts'
import { certain, likely } from '../../../shared/likelihood.ts'

/** How likely two records are one, and why, as sentences for people; strongest evidence first. */
export interface Comparison {
  readonly probability: number
  /** Worked out when they are read: most comparisons find nothing worth a sentence. */
  readonly reasons: readonly string[]
}

/** Compares two leads or contacts by their facts. To compare one with many, read the traits once. */
export const comparePersons = (one: PersonFacts, other: PersonFacts, model?: Model): Comparison =>
  comparePersonTraits(personTraits(one), personTraits(other), model)

/**
 * The probability that two leads or contacts are one human being: each field's level of agreement adds its
 * bits, and a value that many share adds fewer; a blank adds none. Without a model, long experience decides. Whatever
 * adds up: two persons with clearly different first names are never certain, and namesakes of two companies are not
 * likely (`mostFor`).
 */
export function comparePersonTraits(one: PersonTraits, other: PersonTraits, model: Model = personPriors): Comparison {
  const pattern = personPattern(one, other, model.words)
  return {
    probability: Math.min(scoreOf(model, pattern), mostFor(pattern, model, one, other)),
    get reasons() {
      return personReasons(pattern, model, one, other)
    },
  }
}

const lessThan = (bound: number): number => bound - 0.01

/**
 * The most a comparison may come to, whatever its evidence adds up to. A name, a town, a street and neighbouring numbers go
 * together where people of one language live, which adding them up does not see: so many namesakes would seem certain.
 * Records that name two companies are one only by what one person alone has: a job changer keeps the mobile number, or the house
 * where no two domains are known. Two mailboxes of one company that spell two similar names are two colleagues.
 */
function mostFor(pattern: Pattern, model: Model, one: PersonTraits, other: PersonTraits): number {
  const { levels } = pattern
  const isOfTwoCompanies = levels.company === 'differs'
  const most = levels.firstName === 'differs' ? lessThan(certain) : 1
  if (!isOfTwoCompanies && levels.email !== 'ownNames') return most
  if (isIdentified(pattern, model)) return most
  // Who lives in one house changed the job, unless two domains say otherwise; a town has many of one name.
  const isOneHouse = levels.street === 'same' || levels.street === 'alike'
  const areDomainsKnown = one.domain !== '' && other.domain !== ''
  return isOfTwoCompanies && isOneHouse && !areDomainsKnown ? lessThan(certain) : lessThan(likely)
}

/** So many bits name one among thousands, as a customer number does. */
const BITS_OF_A_NUMBER = 10

/** Whether a value agrees exactly that hardly two people have. */
function isIdentified({ levels, terms }: Pattern, model: Model): boolean {
  const { email, phone = '', birthdate } = levels
  if (email === 'same' || birthdate === 'same' || identifyingPhones.has(phone)) return true
  for (const field in levels)
    if (
      levels[field] === 'same' &&
      field.startsWith('other:') &&
      bitsOfField(model, field, 'same', terms[field]) >= BITS_OF_A_NUMBER
    )
      return true
  return false
}

const identifyingPhones: ReadonlySet<string> = new Set(['mobile', 'crosswise', 'same'])
