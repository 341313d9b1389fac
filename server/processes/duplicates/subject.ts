import type { FieldValues } from '../../ground/objects/definition.ts'
import { namesOf } from '../../ground/objects/present.ts'
import {
  accountFacts,
  contactFacts,
  leadFacts,
  type AccountFacts,
  type PersonFacts,
} from '../../ground/people/facts.ts'
import { keysToLookFor } from '../../ground/people/leadKeys.ts'
import { accountKeys, personKeys } from '../../ground/people/matchKeys.ts'
import type { Tx } from '../../platform/tx.ts'
import { compareAccountTraits } from './compareAccounts.ts'
import { comparePersonTraits, type Comparison } from './comparePersons.ts'
import type { Matchable, Subject } from './duplicate.ts'
import type { Models } from './matching/model.ts'
import { accountTraits, personTraits, type AccountTraits, type PersonTraits } from './traits.ts'

const factsOfPerson = (objectName: 'Lead' | 'Contact', { values, accountName }: Subject): PersonFacts =>
  objectName === 'Lead' ? leadFacts(values) : contactFacts(values, accountName)

const factsOfAccount = ({ values }: Subject): AccountFacts => accountFacts(values)

/** The keys a record is looked up by. */
export const keysOf = (objectName: Matchable, subject: Subject): number[] => {
  if (objectName === 'Account') return accountKeys(factsOfAccount(subject))
  if (objectName === 'Lead') return keysToLookFor(subject.values)
  return personKeys(factsOfPerson(objectName, subject))
}

/**
 * The keys of records as they are about to be stored, in order, for objects whose declaration cannot derive them: a
 * contact is looked up by the name of its account, too.
 */
export async function storedKeys(
  tx: Tx,
  objectName: Matchable,
  records: readonly FieldValues[],
): Promise<{ readonly match_keys?: number[] }[]> {
  if (objectName !== 'Contact') return records.map(() => ({}))
  const accountOf = ({ AccountId }: FieldValues): number[] => (typeof AccountId === 'number' ? [AccountId] : [])
  const names = await namesOf(tx, new Set(records.flatMap(accountOf)))
  return records.map((values) => {
    const accountName = accountOf(values).map((id) => names.get(id))[0]
    return { match_keys: keysOf('Contact', { values, ...(accountName !== undefined && { accountName }) }) }
  })
}

/** A record whose traits are read, ready to be compared with many of the same kind (persons, or accounts). */
export interface Comparable {
  readonly compareWith: (other: Subject, otherObject: Matchable, models?: Models) => Comparison
}

/** Reads a record once, so that comparing it with a hundred others costs a hundred comparisons and no more. */
export function comparable(objectName: Matchable, subject: Subject): Comparable {
  if (objectName === 'Account') {
    const traits = accountTraitsOf(subject)
    return {
      compareWith: (other, _object, models) => compareAccountTraits(traits, accountTraitsOf(other), models?.accounts),
    }
  }
  const traits = personTraitsOf(objectName, subject)
  return {
    compareWith: (other, otherObject, models) =>
      comparePersonTraits(
        traits,
        personTraitsOf(otherObject === 'Contact' ? 'Contact' : 'Lead', other),
        models?.persons,
      ),
  }
}

export const accountTraitsOf = (subject: Subject): AccountTraits => accountTraits(factsOfAccount(subject))

export const personTraitsOf = (objectName: 'Lead' | 'Contact', subject: Subject): PersonTraits =>
  personTraits(factsOfPerson(objectName, subject))
