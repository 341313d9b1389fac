import assert from 'node:assert/strict'
import { test } from 'node:test'
import { certain, likely } from '../../../../shared/likelihood.ts'
import type { PersonFacts } from '../../../ground/people/facts.ts'
import { comparePersons } from '../comparePersons.ts'

const home: PersonFacts = {
  phone: '+1 555 210 3040',
  street: '262 Walnut Road',
  postalCode: '62268',
  city: 'Springfield',
}
const office: PersonFacts = {
  company: 'Lumen Plastics',
  phone: '+1 555 210 7000',
  postalCode: '62268',
  city: 'Springfield',
}
const likelihood = (one: PersonFacts, other: PersonFacts): number => comparePersons(one, other).probability

test('who shares a department’s mailbox, the switchboard and the town, and has another name, is a colleague', () => {
  const at = { ...office, email: 'info@lumenplastics.example' }
  const larry = { ...at, firstName: 'Larry', lastName: 'Bromridge' }
  assert.ok(likelihood(larry, { ...at, firstName: 'Larry', lastName: 'Wallow' }) < 0.5)
  assert.ok(likelihood(larry, { ...at, firstName: 'Nancy', lastName: 'Bromridge' }) < 0.5)
  assert.ok(likelihood(larry, { ...at, firstName: 'Larry', lastName: 'Bromrigde' }) > 0.9)
})

test('two of one company whose first and last name each differ by a letter are hardly one, unless a number of their own says so', () => {
  const yang = { ...office, firstName: 'Yang', lastName: 'Zhou' }
  const fang = { ...office, firstName: 'Fang', lastName: 'Zhao' }
  assert.ok(likelihood(yang, fang) < likely)
  const mobilePhone = '+1 555 892 2190'
  assert.ok(likelihood({ ...yang, mobilePhone }, { ...fang, mobilePhone }) > likely)
  assert.ok(likelihood(yang, { ...yang, lastName: 'Zhuo' }) > likely)
  const kristina = { ...office, firstName: 'Kristina', lastName: 'Fjellheim' }
  const christina = { ...office, firstName: 'Kristiina', lastName: 'Fjelheim' }
  const both = likelihood(kristina, christina)
  assert.ok(both > likely && both < certain)
})

test('who married keeps the mobile number, and is one person at one company', () => {
  const debra = { ...office, firstName: 'Debra', lastName: 'Ashstead', mobilePhone: '+1 555 892 2190' }
  assert.ok(likelihood(debra, { ...debra, lastName: 'Linddale' }) > 0.9)
  assert.ok(likelihood(debra, { ...debra, lastName: 'Linddale', mobilePhone: '' }) < 0.5)
})

test('twins whose mailboxes spell their names are two, in one house and with one birthday', () => {
  const twin = (firstName: string): PersonFacts => ({
    ...home,
    firstName,
    lastName: 'Trewell',
    email: `${firstName.toLowerCase()}.trewell@gmail.com`,
    birthdate: '1990-05-06',
  })
  assert.ok(likelihood(twin('Anna'), twin('Anne')) < 0.5)
  assert.ok(likelihood(twin('Anna'), { ...twin('Anna'), email: 'anna.trewel@gmail.com' }) > certain)
})

test('mailboxes that spell two names of one university apart are of two, and a dot or a letter too many is of one', () => {
  const of = (firstName: string, lastName: string, front: string): PersonFacts => ({
    firstName,
    lastName,
    company: 'University of Estholm',
    email: `${front}@estholm.example`,
  })
  assert.ok(likelihood(of('Samuel', 'Radby', 'samuel.radby'), of('Samuel', 'Walby', 'samuel.walby')) < 0.5)
  assert.ok(likelihood(of('Susan', 'Fendale', 'sfendale'), of('Steven', 'Fendale', 's.fendale')) < 0.5)
  assert.ok(likelihood(of('Helen', 'Hartgate', 'h.hartgate'), of('Helen', 'Hartgate', 'h..hartgate')) > certain)
})

test('a junior and a senior of one house are two, and a junior alone may be the father’s son', () => {
  const ryan = (lastName: string, more: PersonFacts = {}): PersonFacts => ({
    ...home,
    firstName: 'Ryan',
    lastName,
    ...more,
  })
  assert.ok(likelihood(ryan('Hartley Sr.'), ryan('Hartley, Jr.')) < 0.5)
  assert.ok(likelihood(ryan('Hartley'), ryan('Hartley Jr.')) < likely)
  assert.ok(likelihood(ryan('Hartley Junior'), ryan('Hartley Jr.')) > 0.9)
  const mailbox = { email: 'ryan@hartley.example' }
  assert.ok(likelihood(ryan('Hartley', mailbox), ryan('Hartley Jr.', mailbox)) > certain)
})

test('husband and wife on one landline are two, also where the house is not known', () => {
  const at = { phone: home.phone, city: home.city, lastName: 'Quinson' }
  assert.ok(likelihood({ ...at, firstName: 'Linda' }, { ...at, firstName: 'Kate' }) < 0.5)
})
