import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { PersonFacts } from '../../ground/people/facts.ts'
import { accountKeys, personKeys, runKeys } from '../../ground/people/matchKeys.ts'
import { compareAccounts } from './compareAccounts.ts'
import { comparePersons } from './comparePersons.ts'
import { certain, likely } from '../../../shared/likelihood.ts'

const bill: PersonFacts = {
  firstName: 'Bill',
  lastName: 'Müller',
  company: 'Acme GmbH',
  email: 'b.mueller@acme.de',
  phone: '+49 30 1234567',
  mobilePhone: '0171 7654321',
  city: 'Berlin',
}

const person: fc.Arbitrary<PersonFacts> = fc.record(
  {
    firstName: fc.constantFrom('Bill', 'William', 'Robert', 'Anna', 'Ana', 'José', 'B.', ''),
    lastName: fc.constantFrom('Smith', 'Smyth', 'Müller', 'Mueller', 'Smith-Jones', 'Anna', 'Li'),
    company: fc.constantFrom(
      'Acme',
      'Acme Inc.',
      'Acme Tools',
      'International Business Machines',
      'IBM',
      'GTX Pro',
      '',
    ),
    email: fc.constantFrom(
      'bill@acme.com',
      'bil@acme.com',
      'b.smith@ibm.com',
      'info@acme.com',
      'bill@gmail.com',
      'nonsense',
      '',
    ),
    phone: fc.constantFrom('+1 415 555 1234', '(415) 555-1234', '415 555 1235', ''),
    mobilePhone: fc.constantFrom('+1 415 555 1234', '0171 7654321', ''),
    street: fc.constantFrom('1 Main Street', '1 Main St', '22 Main Street', ''),
    city: fc.constantFrom('Boston', 'Berlin', ''),
    postalCode: fc.constantFrom('02101', '02101-1234', '10115', ''),
    birthdate: fc.constantFrom('1980-01-02', '1980-01-03', ''),
  },
  { requiredKeys: [] },
)

const sharesKey = (one: readonly number[], other: readonly number[]): boolean => one.some((key) => other.includes(key))

test('a nickname, a legal form and another writing of the phone still make one person, and the reasons say so', () => {
  const william = {
    firstName: 'William',
    lastName: 'MUELLER',
    company: 'ACME',
    phone: '030 / 123 45 67',
    mobilePhone: '+49 (0)171 7654321',
  }
  const { probability, reasons } = comparePersons(bill, william)
  assert.ok(probability >= certain)
  for (const reason of [
    'Bill is a form of William',
    'Company differs only in GmbH',
    'Same mobile number',
    'Same phone number',
  ])
    assert.ok(reasons.includes(reason), `${reason} in ${reasons.join('; ')}`)
  assert.ok(sharesKey(personKeys(bill), personKeys(william)))
})

test('swapped names at one company are likely one person', () => {
  const { probability, reasons } = comparePersons(
    { firstName: 'Anna', lastName: 'Kowalska', company: 'Acme', city: 'Berlin' },
    { firstName: 'Kowalska', lastName: 'Anna', company: 'Acme', city: 'Berlin' },
  )
  assert.ok(probability >= likely)
  assert.ok(reasons.includes('First and last name are the same, swapped'))
})

test('colleagues, namesakes and people of one mailbox are not one person', () => {
  const anna = {
    firstName: 'Anna',
    lastName: 'Müller',
    company: 'Acme GmbH',
    email: 'a.mueller@acme.de',
    phone: '+49 30 1234567',
  }
  assert.ok(comparePersons(bill, anna).probability < likely)
  assert.ok(
    comparePersons(
      { firstName: 'John', lastName: 'Smith', company: 'Acme' },
      { firstName: 'John', lastName: 'Smith', company: 'Globex' },
    ).probability < likely,
  )
  assert.ok(
    comparePersons({ firstName: 'John', lastName: 'Smith' }, { firstName: 'John', lastName: 'Smith' }).probability <
      likely,
  )
  assert.ok(
    comparePersons(
      { firstName: 'Ann', lastName: 'Bay', email: 'info@acme.com' },
      { firstName: 'Tom', lastName: 'Fox', email: 'info@acme.com' },
    ).probability < likely,
  )
  const family = comparePersons(
    { firstName: 'Peter', lastName: 'Smith', email: 'smiths@gmail.com' },
    { firstName: 'Anna', lastName: 'Smith', email: 'smiths@gmail.com' },
  )
  assert.ok(family.probability < certain)
})

test('the same e-mail address alone is likely, and blanks match nothing', () => {
  assert.ok(comparePersons({ email: 'Bill@Acme.com' }, { email: 'bill+x@acme.com' }).probability >= likely)
  assert.ok(comparePersons({}, {}).probability < 0.01)
  assert.deepEqual(comparePersons({ firstName: '' }, { firstName: '' }).reasons, [])
})

test('comparing is symmetric', () => {
  fc.assert(
    fc.property(person, person, (one, other) => {
      const difference = comparePersons(one, other).probability - comparePersons(other, one).probability
      assert.ok(Math.abs(difference) < 1e-9)
    }),
    { numRuns: 2000 },
  )
})

test('a likely pair always has a reason, and a probability is one', () => {
  fc.assert(
    fc.property(person, person, (one, other) => {
      const { probability, reasons } = comparePersons(one, other)
      assert.ok(probability >= 0 && probability <= 1)
      if (probability >= likely) assert.ok(reasons.length > 0)
    }),
    { numRuns: 2000 },
  )
})

test('a full record equals itself and shares its keys however it is written', () => {
  fc.assert(
    fc.property(person, (facts) => {
      const full = {
        ...bill,
        ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== '')),
        email: 'b.mueller@acme.de',
      }
      assert.ok(comparePersons(full, full).probability >= certain)
      const loud = {
        ...full,
        firstName: ` ${full.firstName?.toUpperCase()} `,
        lastName: full.lastName?.toUpperCase(),
        company: `  ${full.company?.toLowerCase()}`,
        city: full.city?.toUpperCase(),
        email: full.email.toUpperCase(),
      }
      assert.deepEqual(personKeys(loud), personKeys(full))
      assert.deepEqual(personKeys({ ...full, lastName: full.lastName?.replace('ü', 'ue') }), personKeys(full))
    }),
  )
})

test('a record with a company has at most six keys, another twelve, each a 32-bit number, and none of them the company alone', () => {
  fc.assert(
    fc.property(person, (facts) => {
      const keys = personKeys(facts)
      assert.ok(keys.length <= 12 && new Set(keys).size === keys.length)
      assert.ok(keys.every((key) => key === (key | 0)))
      assert.ok(personKeys({ ...bill, ...facts, company: 'Acme' }).length <= 6)
      assert.ok(new Set(runKeys(facts)).isSupersetOf(new Set(keys)))
    }),
  )
  assert.deepEqual(personKeys({ company: 'Acme' }), [])
  assert.equal(
    sharesKey(
      personKeys({ firstName: 'Tom', lastName: 'Fox', email: 'tom.fox@gmail.com', company: 'Acme' }),
      personKeys({ firstName: 'Ann', lastName: 'Bay', email: 'ann.bay@gmail.com', company: 'Acme' }),
    ),
    false,
  )
})

test('accounts are one by name without legal form, by domain, or by their initials and town', () => {
  const acme = { name: 'The Acme Tool Company', website: 'https://www.acme.com/about' }
  for (const other of [{ name: 'ACME TOOL Ltd.' }, { name: 'Acme Tools', website: 'acme.com' }]) {
    const { probability, reasons } = compareAccounts(acme, other)
    assert.ok(probability >= likely, other.name)
    assert.ok(reasons.length > 0)
    assert.ok(sharesKey(accountKeys(acme), accountKeys(other)), other.name)
  }
  const ibm = { name: 'IBM', city: 'Armonk', phone: '+1 914 499 1900' }
  const inFull = { name: 'International Business Machines Corp.', city: 'Armonk', phone: '914-499-1900' }
  assert.ok(sharesKey(accountKeys(ibm), accountKeys(inFull)))
  assert.ok(compareAccounts(ibm, inFull).probability >= likely)
  assert.ok(
    compareAccounts({ name: 'Acme Tools', city: 'Boston' }, { name: 'Globex', city: 'Boston' }).probability < likely,
  )
  assert.ok(
    compareAccounts({ name: 'Studio 54', city: 'Boston' }, { name: 'Studio 45', city: 'Boston' }).probability < likely,
  )
})
