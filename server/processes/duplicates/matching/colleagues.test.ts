import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparePersonTraits } from '../comparePersons.ts'
import { personTraits, type PersonTraits } from '../traits.ts'
import { learnPersons } from './learning.ts'

const syllables = 'ar bel cor dun el fan gos hal im jor kel lun mar nor ost pel'.split(' ')
const coined = (at: number): string => [at, at >> 4, at * 7, at * 13].map((n) => syllables[n & 15] ?? '').join('')

const COMPANIES = 300
const EACH = 8

const colleague = (company: number, at: number, more: { readonly company?: string } = {}): PersonTraits => {
  const [firstName, lastName] = [coined((company * 31 + at * 57) % 220), coined((company * 17 + at * 101) % 900)]
  return personTraits({
    firstName,
    lastName,
    company: `${coined(company)} Works`,
    email: `${firstName}.${lastName}@${coined(company)}-works.example`,
    city: coined(company % 40),
    ...more,
  })
}

test('a list in which most who share a company are colleagues makes no two of them one, and finds who is there twice', () => {
  const records: PersonTraits[] = []
  const pairs: (readonly [PersonTraits, PersonTraits])[] = []
  for (let company = 0; company < COMPANIES; company++) {
    const all = Array.from({ length: EACH }, (_, at) => colleague(company, at))
    if (company % 4 === 0) all.push(colleague(company, 0, { company: `${coined(company)} Works Ltd` }))
    pairs.push(...all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const)))
    records.push(...all)
  }
  const pairsInAll = (records.length * (records.length - 1)) / 2
  const model = learnPersons({ records, pairs, pairsInAll, size: records.length })
  const likelihood = (one: PersonTraits, other: PersonTraits): number =>
    comparePersonTraits(one, other, model).probability
  for (let at = 1; at < EACH; at++) assert.ok(likelihood(colleague(5, 0), colleague(5, at)) < 0.05)
  assert.ok(likelihood(colleague(8, 0), colleague(8, 0, { company: `${coined(8)} Works Ltd` })) > 0.98)
})
