import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareAccountTraits } from '../compareAccounts.ts'
import { accountTraits, type AccountTraits } from '../traits.ts'
import { learnAccounts } from './learning.ts'

const syllables = 'ar bel cor dun el fan gos hal im jor kel lun mar nor ost pel'.split(' ')
const coined = (at: number): string => [at, at >> 4, at >> 8, at * 7].map((n) => syllables[n & 15] ?? '').join('')

/** A list of companies by name, some of them twice. */
function modelOf(names: readonly string[]) {
  const records = names.map((name) => accountTraits({ name }))
  const pairs = records.slice(1).map((one, at): readonly [AccountTraits, AccountTraits] => [records[at] ?? one, one])
  return learnAccounts({ records, pairs, pairsInAll: (names.length * (names.length - 1)) / 2, size: names.length })
}

test('companies known by nothing but their names are found by them, in any alphabet', () => {
  const twice = [
    ['Яндекс', 'Yandex N.V.'],
    ['Газпром ПАО', 'Gazprom'],
    ['Αεροπορία Αιγαίου Α.Ε.', 'Aeroporia Aigaiou SA'],
    ['Nordwind Logistics GmbH', 'Nordwind Logistic Ltd'],
  ] as const
  const model = modelOf([...Array.from({ length: 3000 }, (_, at) => coined(at)), ...twice.flat()])
  for (const [one, other] of twice) {
    const { probability } = compareAccountTraits(accountTraits({ name: one }), accountTraits({ name: other }), model)
    assert.ok(probability >= 0.9, `${one} and ${other}: ${probability}`)
  }
  const strangers = compareAccountTraits(
    accountTraits({ name: 'Nordwind Logistics' }),
    accountTraits({ name: 'Nordwind Foods' }),
    model,
  )
  assert.ok(strangers.probability < 0.5)
})

test('a name that many companies of a list bear says little', () => {
  const names = [...Array.from({ length: 1000 }, (_, at) => coined(at)), ...Array.from({ length: 200 }, () => 'Delta')]
  const delta = accountTraits({ name: 'Delta' })
  assert.ok(compareAccountTraits(delta, delta, modelOf(names)).probability < 0.9)
})

test('a word that many companies of a list bear with others makes no two of them one', () => {
  const many = ['Foods', 'Energy', 'Brothers', 'Print', 'Steel', 'Media', 'Timber'].map((trade) => `Delta ${trade}`)
  const model = modelOf([...Array.from({ length: 200 }, (_, at) => `${coined(at)} Works`), ...many])
  const between = (one: string, other: string): number =>
    compareAccountTraits(accountTraits({ name: one }), accountTraits({ name: other }), model).probability
  assert.ok(between('Delta', 'Delta Holding') < 0.5)
  assert.ok(between('Venloras', 'Venloras Holding') > 0.9)
})

test('a rare word names an institution, whoever shortens its kind, turns it round, or adds its town or a part of it', () => {
  const kinds = ['Hospital', 'High School', 'Savings Bank', 'Municipal Works', 'Harbour Authority']
  const model = modelOf(Array.from({ length: 400 }, (_, at) => `${coined(at)} ${kinds[at % kinds.length]}`))
  const between = (one: string, other: string, street?: string): number => {
    const traits = (name: string): AccountTraits => accountTraits({ name, city: 'Oslo', street })
    return compareAccountTraits(traits(one), traits(other), model).probability
  }
  const same = [
    ['Venloras Hospital', 'Hosp. Venloras'],
    ['Venloras High School', 'HS Venloras'],
    ['Venloras Harbour Authority', 'Venloras Hrbr Auth.'],
    ['Venloras Hospital', 'Hospital Venloras, Oslo'],
  ] as const
  for (const [one, other] of same) assert.ok(between(one, other) >= 0.9, `${one}, ${other}: ${between(one, other)}`)
  assert.ok(between('Venloras Hosp. Oslo', 'Venloras Hospital - Accounting', 'Storgata 12') >= 0.9)
  const others = [
    ['Venloras Hospital', 'Venloras High School'],
    ['Venloras Hospital', 'Venloras Works'],
    ['Oslo Hospital', 'Oslo High School'],
    ['Venloras Hospital Oslo', 'Fangosim Hospital Oslo'],
    ['Hosanna', 'Hospital'],
  ] as const
  for (const [one, other] of others) assert.ok(between(one, other) < 0.5, `${one}, ${other}: ${between(one, other)}`)
})
