import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparePersonTraits } from '../comparePersons.ts'
import { personTraits, type PersonTraits } from '../traits.ts'
import { learnPersons } from './learning.ts'
import { personPattern } from './personPattern.ts'

const firstNames = (
  'Mary John Linda Robert Susan James Karen William Nancy Thomas Carol Mark Ruth Kevin Sharon Brian Helga Otto Ingrid Paul Beatrix ' +
  'Gustav Yvonne Felix Olga Hector Wanda Ivan Greta Dennis Paula Edgar Tessa Oskar Vera Hugo Lydia Frank Zelda Quentin'
).split(' ')
const syllables = 'ar bel cor dun el fan gos hal im jor kel lun mar nor ost pel'.split(' ')
const coined = (at: number): string => [at, at >> 4, at * 7, at * 13].map((n) => syllables[n & 15] ?? '').join('')

const resident = (house: number, firstName: string): PersonTraits =>
  personTraits({
    firstName,
    lastName: coined(house),
    street: `${1 + ((house * 37) % 900)} ${coined(house * 3)} Road`,
    city: coined(house % 40),
    postalCode: String(20_000 + (house % 700)),
    others: { party: ['red', 'blue', 'green'][(house + firstName.length) % 3] },
  })

const HOUSES = 600
const nameIn = (house: number, at: number): string => firstNames[(house * 7 + at * 11) % firstNames.length] ?? ''

/** A model learned from houses of so many people each, of whom one in three is there twice. */
function modelOf(people: number) {
  const records: PersonTraits[] = []
  const pairs: (readonly [PersonTraits, PersonTraits])[] = []
  for (let house = 0; house < HOUSES; house++) {
    const family = Array.from({ length: people }, (_, at) => resident(house, nameIn(house, at)))
    const all = house % 3 === 0 ? [...family, resident(house, nameIn(house, 0))] : family
    pairs.push(...all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const)))
    records.push(...all)
  }
  return learnPersons({ records, pairs, pairsInAll: (records.length * (records.length - 1)) / 2, size: records.length })
}

const [alone, families] = [modelOf(1), modelOf(3)]
const inFamilies = (one: string, other: string): number =>
  comparePersonTraits(resident(5, one), resident(5, other), families).probability

test('a list of families does not make husband and wife one person, and finds who is there twice', () => {
  assert.ok(inFamilies('Mary', 'John') < 0.5)
  assert.ok(inFamilies('Mark', 'Marta') < 0.5)
  assert.ok(inFamilies('Mary', 'Mary') > 0.5)
})

test('in a list where nobody shares a house with a family, another first name is a mistake as often', () => {
  const { probability } = comparePersonTraits(resident(5, 'Mary'), resident(5, 'John'), alone)
  assert.ok(probability > 10 * inFamilies('Mary', 'John'))
})

const calledAgain = ({ facts }: PersonTraits, firstName: string): PersonTraits => personTraits({ ...facts, firstName })

test('where a person in twelve is there again under another first name, and nobody lives with a family, both are one', () => {
  const records: PersonTraits[] = []
  const pairs: (readonly [PersonTraits, PersonTraits])[] = []
  for (let house = 0; house < HOUSES; house++) {
    const one = resident(house, nameIn(house, 0))
    const again = calledAgain(one, nameIn(house, house % 24 === 0 ? 1 : 0))
    records.push(one)
    if (house % 2 !== 0) continue
    records.push(again)
    pairs.push([one, again])
  }
  const pairsInAll = (records.length * (records.length - 1)) / 2
  const mistakes = learnPersons({ records, pairs, pairsInAll, size: records.length })
  const { probability } = comparePersonTraits(
    resident(24, nameIn(24, 0)),
    calledAgain(resident(24, nameIn(24, 0)), nameIn(24, 1)),
    mistakes,
  )
  assert.ok(probability > 0.9, String(probability))
})

test('husband and wife are two also where the number of their house is mistyped or left out', () => {
  const wife = resident(5, 'Mary')
  const street = wife.facts.street ?? ''
  for (const written of ['', street.replace(/^\d+/, '7')]) {
    const husband = personTraits({ ...resident(5, 'John').facts, street: written })
    assert.ok(comparePersonTraits(wife, husband, families).probability < 0.5)
  }
})

test('a digit within a name is what a scanner made of a letter; one behind it tells two apart', () => {
  const of = (firstName: string) => personTraits({ firstName, lastName: 'Thorpe', email: `${firstName}@post.example` })
  assert.equal(of('i5abe1le').firstName, of('Isabelle').firstName)
  assert.notEqual(of('Person12').firstName, of('Person').firstName)
})

test('in a list of families a first name that one in ten has is one person’s in a house all the same', () => {
  const common = firstNames.slice(0, 10)
  const records: PersonTraits[] = []
  const pairs: (readonly [PersonTraits, PersonTraits])[] = []
  for (let house = 0; house < HOUSES; house++) {
    const family = [0, 1, 2].map((at) => resident(house, common[(house + at) % common.length] ?? ''))
    const all = house % 3 === 0 ? [...family, resident(house, common[house % common.length] ?? '')] : family
    pairs.push(...all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const)))
    records.push(...all)
  }
  const pairsInAll = (records.length * (records.length - 1)) / 2
  const model = learnPersons({ records, pairs, pairsInAll, size: records.length })
  const within = (one: string, other: string): number =>
    comparePersonTraits(resident(5, one), resident(5, other), model).probability
  assert.ok(within('Mary', 'Mary') > 0.9)
  assert.ok(within('Mary', 'John') < 0.2)
})

test('a house number alone says nothing of the street, and misplaced blanks are of one street', () => {
  const at = (street: string) => personTraits({ ...resident(5, 'Mary').facts, street })
  const streetOf = (one: string, other: string) => personPattern(at(one), at(other)).levels.street
  assert.equal(streetOf('18', '18 Ullgri Road'), undefined)
  assert.equal(streetOf('5 Sullivan Crescent Glocamorra', '5 Sullivanc Rescent Gloccamorra'), 'alike')
  assert.equal(streetOf('12 Bainton Crescent', '12 Morton Crescent'), 'differs')
  assert.equal(streetOf('Q7 24', 'Q7 24'), 'same')
  assert.equal(streetOf('P.O. Box 4165', '36 Ullgri Road'), undefined)
})
