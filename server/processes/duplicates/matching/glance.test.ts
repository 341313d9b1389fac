import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PersonFacts } from '../../../ground/people/facts.ts'
import { personTraits, type PersonTraits } from '../traits.ts'
import { learnPersons } from './learning.ts'
import { bitsOf } from './model.ts'
import { personGlance } from './personCeiling.ts'
import { personPattern } from './personPattern.ts'
import { personPriors } from './personPriors.ts'

const of = (...values: readonly string[]) => fc.constantFrom('', ...values)

const places = [
  'Old bakery at the mill, Long Lane, Ulm',
  'The mill at Ulm: old bakery, Long Lane 4',
  'Old smithy at the gate, Long Lane, Ulm',
]

const person: fc.Arbitrary<PersonFacts> = fc.record({
  firstName: of('William', 'Bill', 'Liam', 'B', 'Anna', 'Anna Maria', 'Anne', 'Hanna', 'Ostrosyng', '小明'),
  lastName: of('Ostros', 'Ostrosyng', 'Smith', 'Smyth', 'Smith Jones', 'Anna', 'William', 'Meyer', 'Maier', '王'),
  company: of('Acme GmbH', 'Acme', 'Acmee', 'Acme Tools', 'International Business Machines', 'IBM', 'Studio 54'),
  email: of('bill@acme.com', 'bil@acme.com', 'bill@acne.com', 'w.smith@acme.com', 'info@acme.com', 'bill@gmail.com'),
  phone: of('+49 30 1234568', '+49 30 1234569', '+49 89 7654321'),
  mobilePhone: of('+49 171 2345678', '+49 30 1234568'),
  street: of('1 Long Street', '2 Long Street', 'Long Street 1', 'Short Lane 9'),
  city: of('Berlin', 'Berlim', 'Bonn'),
  postalCode: of('10115', '10116', '53111'),
  birthdate: of('1980-02-03', '1980-03-02', '1980-02-04', '1981-07-09'),
  title: of('Buyer', 'Owner'),
  others: fc.record({
    trade: of('baker', 'bakers', 'smith', '2001-02-03', '2001-03-02', 'B 1204', 'B 1205', ...places),
  }),
})

/** Whatever letter is left out, added, changed or swapped, anywhere. */
const mistaken = fc
  .tuple(person, fc.constantFrom('firstName', 'lastName', 'company', 'email', 'city'), fc.nat(40), fc.nat(3))
  .map(([one, field, at, kind]): readonly [PersonFacts, PersonFacts] => {
    const text = one[field] ?? ''
    const place = text.length === 0 ? 0 : at % text.length
    const [front, letter, back] = [text.slice(0, place), text[place] ?? '', text.slice(place + 1)]
    const written = [front + back, `${front}x${letter}${back}`, `${front}q${back}`, front + back.slice(0, 1) + letter]
    return [one, { ...one, [field]: written[kind] }]
  })

test('what is seen of two people at a glance never rules out what comparing them finds', () => {
  const records = fc.sample(person, { numRuns: 400, seed: 7 }).map(personTraits)
  const pairs = records.slice(1).map((one, at): readonly [PersonTraits, PersonTraits] => [records[at] ?? one, one])
  const learned = learnPersons({ records, pairs, pairsInAll: 80_000, size: 400 })
  const glance = personGlance(['trade'])
  for (const model of [personPriors, learned]) {
    const most = glance.most(model)
    fc.assert(
      fc.property(fc.oneof(fc.tuple(person, person), mistaken), ([one, other]) => {
        const words = new Int32Array(glance.width * 2)
        const traits = [personTraits(one), personTraits(other)] as const
        glance.write(traits[0], words, 0)
        glance.write(traits[1], words, glance.width)
        const found = bitsOf(model, personPattern(...traits, model.words))
        const seen = most(words, 0, words, glance.width)
        assert.ok(seen >= found - 1e-6, `${seen} at a glance, ${found} compared`)
      }),
      { numRuns: 5000 },
    )
  }
})

test('two people of one name in one town, who have all else apart, are ruled out at a glance', () => {
  const glance = personGlance([])
  const words = new Int32Array(glance.width * 2)
  const namesake = { firstName: 'Anna', lastName: 'Berg', city: 'Oslo' }
  const [one, other] = [
    { ...namesake, company: 'Nordlys AS', email: 'anna.berg@nordlys.no', phone: '+47 22 41 50 60' },
    { ...namesake, company: 'Havbruk ASA', email: 'post.ab77@havbruk.no', phone: '+47 55 13 98 27' },
  ]
  glance.write(personTraits(one), words, 0)
  glance.write(personTraits(other), words, glance.width)
  assert.ok(glance.most(personPriors)(words, 0, words, glance.width) < Math.log2(personPriors.oneIn * 0.25))
})
