import type { PersonFacts } from '../../ground/people/facts.ts'
import { scoreOf, type Model } from './matching/model.ts'
import { mostForPersons } from './matching/personBounds.ts'
import { personPattern } from './matching/personPattern.ts'
import { personPriors } from './matching/personPriors.ts'
import { personReasons } from './matching/personReasons.ts'
import { personTraits, type PersonTraits } from './traits.ts'

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
 * adds up, what tells two persons apart bounds it (`mostForPersons`).
 */
export function comparePersonTraits(one: PersonTraits, other: PersonTraits, model: Model = personPriors): Comparison {
  const pattern = personPattern(one, other, model.words)
  return {
    probability: Math.min(scoreOf(model, pattern), mostForPersons(pattern, model, one, other)),
    get reasons() {
      return personReasons(pattern, model, one, other)
    },
  }
}
