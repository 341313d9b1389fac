import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareAccounts } from '../compareAccounts.ts'
import { comparePersons } from '../comparePersons.ts'
import { duplicatesWithin } from '../duplicates.ts'
import { certain, likely } from '../../../../shared/likelihood.ts'

const number = fc.integer({ min: 0, max: 99_999 })
const twoNumbers = fc.uniqueArray(number, { minLength: 2, maxLength: 2 })

test('whoever differs in a number is somebody else, however much is alike', () => {
  fc.assert(
    fc.property(twoNumbers, fc.constantFrom('Person', 'Test user', 'P'), (numbers, word) => {
      const [one = {}, other = {}] = numbers.map((at) => ({
        lastName: `${word} ${at}`,
        company: `Company ${at}`,
        email: `${word.replace(' ', '')}${at}@many.example`,
      }))
      const { probability, reasons } = comparePersons(one, other)
      assert.ok(probability < likely, `${probability}: ${reasons.join('; ')}`)
    }),
    { numRuns: 2000 },
  )
  fc.assert(
    fc.property(twoNumbers, ([one, other]) => {
      const account = (at?: number) => ({ name: `Branch ${at}`, city: 'Oslo', website: `https://branch${at}.example` })
      assert.ok(compareAccounts(account(one), account(other)).probability < likely)
    }),
    { numRuns: 500 },
  )
  assert.ok(compareAccounts({ name: 'Studio 54', city: 'Oslo' }, { name: 'Studio', city: 'Oslo' }).probability < likely)
})

test('thousands of numbered people with one mail domain are as many', () => {
  const rows = Array.from({ length: 4000 }, (_, at) => ({
    values: { LastName: `Person ${at}`, Company: `Company ${at}`, Email: `person${at}@many.example` },
  }))
  assert.deepEqual(duplicatesWithin('Lead', rows), [])
})

const similar = [
  ['Anna', 'Berg', 'Anna', 'Borg'],
  ['Anna', 'Larsen', 'Anna', 'Larson'],
  ['Jon', 'Solberg', 'Jan', 'Solberg'],
  ['Maria', 'Hansen', 'Mario', 'Hansen'],
  ['Peter', 'Schmidt', 'Peter', 'Schmitt'],
] as const
const writings = [
  (first: string, last: string) => `${first}.${last}`,
  (first: string, last: string) => `${first[0]}${last}`,
  (first: string, last: string) => `${last}.${first}`,
]

test('colleagues with similar names, each with the mailbox of that name, are two', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...similar),
      fc.constantFrom(...writings),
      fc.record({ city: fc.constantFrom('Oslo', ''), phone: fc.constantFrom('+47 22 00 11 22', '') }),
      ([first, last, otherFirst, otherLast], mailbox, shared) => {
        const colleague = (firstName: string, lastName: string) => ({
          firstName,
          lastName,
          company: 'Nordwind AS',
          email: `${mailbox(firstName, lastName).toLowerCase()}@nordwind.example`,
          ...shared,
        })
        const [one, other] = [colleague(first, last), colleague(otherFirst, otherLast)]
        fc.pre(one.email !== other.email)
        const { probability, reasons } = comparePersons(one, other)
        assert.ok(probability < likely, `${probability}: ${reasons.join('; ')}`)
      },
    ),
  )
})

const minJun = {
  firstName: 'Min-jun',
  lastName: 'Kim',
  company: 'Hanbit Shipping',
  email: 'minjun.kim@hanbit.example',
  phone: '+82 52 000 0967',
  street: '12 Harbour Road',
  city: 'Ulsan',
}
const namesake = {
  ...minJun,
  company: 'Orion Chemicals',
  email: 'minjun.kim@orion.example',
  phone: '+82 52 000 2967',
  street: '48 Harbour Road',
}

test('namesakes of one town in two companies are not likely one, whatever else resembles', () => {
  const { probability } = comparePersons(minJun, namesake)
  assert.ok(probability < likely, `${probability}`)
  const { company, phone } = namesake
  assert.ok(comparePersons({ ...minJun, email: '' }, { ...minJun, company, phone, email: '' }).probability < certain)
})

test('what one person alone has still finds a job changer', () => {
  const mobilePhone = '+82 10 5555 0142'
  for (const kept of [{ mobilePhone }, { birthdate: '1984-03-09' }, { email: 'kim.mj84@post.example' }]) {
    const { probability } = comparePersons({ ...minJun, ...kept }, { ...namesake, ...kept })
    assert.ok(probability >= likely, `${Object.keys(kept).join()}: ${probability}`)
  }
})

test('a phone number one digit off says little between neighbours, and something between others', () => {
  const said = (phone: string, other: string): number =>
    comparePersons({ firstName: 'Ada', lastName: 'Lund', phone }, { firstName: 'Ada', lastName: 'Lund', phone: other })
      .probability
  assert.ok(said('+82 52 000 0967', '+82 52 000 2967') < likely)
  assert.ok(said('+82 52 400 0967', '+82 52 100 0967') >= likely)
})

test('a company that a whole list shares brings its people together no more, and a mailbox still does', () => {
  const person = (FirstName: string, LastName: string) => ({ values: { FirstName, LastName, Company: 'Nordwind AS' } })
  const similarTwo = [person('Anna', 'Berg'), person('Anna', 'Borg')]
  assert.equal(duplicatesWithin('Lead', similarTwo).length, 1)
  const letters = 'abdefgiklmnoprstuv'
  const colleagues = Array.from({ length: 400 }, (_, at) =>
    person(
      `${letters[at % 18]}${letters[(at * 7) % 17]}na`,
      `${letters[(at * 5) % 18]}${letters[at % 13]}r${letters[(at * 3) % 11]}`,
    ),
  )
  const twice = { values: { ...person('Ida', 'Moe').values, Email: 'ida@nordwind.example' } }
  const pairs = duplicatesWithin('Lead', [...similarTwo, ...colleagues, twice, twice])
  assert.equal(
    pairs.some(({ at, of }) => at === 1 && of === 0),
    false,
  )
  assert.equal(
    pairs.some(({ at, of }) => at === 403 && of === 402),
    true,
  )
})
