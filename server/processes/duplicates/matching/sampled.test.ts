import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PersonFacts } from '../../../ground/people/facts.ts'
import { comparePersonTraits } from '../comparePersons.ts'
import { personTraits } from '../traits.ts'
import { learnPersons } from './learning.ts'
import type { Model } from './model.ts'

/** A word of letters for each number. */
const word = (number: number): string => {
  let [left, text] = [number * 7919 + 26, '']
  for (; left > 0; left = Math.floor(left / 20)) text += 'bdfgklmnprstvz'.charAt(left % 14) + 'aeiou'.charAt(left % 5)
  return text
}

const lead = (number: number): PersonFacts => ({
  firstName: ['Ada', 'Ben', 'Cleo', 'Dag', 'Eva'][number % 5],
  lastName: word(number % 250),
  company: `${word(number + 5000)} ${word(number + 9000)}`,
  phone: `+49 30 ${1_000_000 + number * 37}`,
  city: ['Oslo', 'Berlin', 'Lyon'][number % 3],
})

/** So few that the test is quick; to a model of millions they are a sample all the same. */
const RECORDS = 400

/** What some hundred leads drawn from so many teach. */
function learnedOf(size: number): Model {
  const records = Array.from({ length: RECORDS }, (_, at) => personTraits(lead(at)))
  return learnPersons({ records, pairs: [], pairsInAll: (RECORDS * (RECORDS - 1)) / 2, size })
}

const again = personTraits({ ...lead(77), company: lead(77).company?.toUpperCase(), phone: undefined })

test('among ten million, a rare company and a name still make two leads one, though no sample shows how rare it is', () => {
  const probability = comparePersonTraits(personTraits(lead(77)), again, learnedOf(10_000_000)).probability
  assert.ok(probability > 0.8, String(probability))
})

test('a company that many of them have says no more among ten million than among few', () => {
  const records = Array.from({ length: RECORDS }, (_, at) =>
    personTraits({ ...lead(at), ...(at % 4 === 0 && { company: 'Common Works' }) }),
  )
  const model = learnPersons({ records, pairs: [], pairsInAll: (RECORDS * (RECORDS - 1)) / 2, size: 10_000_000 })
  const of = (facts: PersonFacts) => personTraits({ ...facts, company: 'Common Works', phone: undefined })
  assert.ok(comparePersonTraits(of(lead(77)), of(lead(77)), model).probability < 0.5)
})
