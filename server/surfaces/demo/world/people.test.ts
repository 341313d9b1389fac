import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomFrom } from '../random.ts'
import { disguised } from './disguises.ts'
import { worldFrom } from './people.ts'

const world = worldFrom(11)
const some = Array.from({ length: 3000 }, (_, number) => world.person(number))

test('the same number is the same person at the same company', () => {
  assert.deepEqual(worldFrom(11).person(412), world.person(412))
  assert.notDeepEqual(worldFrom(12).person(412), world.person(412))
})

test('everybody can only be reached under .example', () => {
  for (const { email, company } of some) {
    assert.match(email, /^[a-z0-9.-]+@[a-z0-9-]+\.example$/)
    assert.match(company.domain, /^[a-z0-9-]+\.example$/)
  }
})

test('people come from many countries, in their own scripts, and share employers', () => {
  assert.ok(new Set(some.map(({ company }) => company.country.name)).size > 20)
  for (const script of [
    /\p{Script=Han}/u,
    /\p{Script=Cyrillic}/u,
    /\p{Script=Greek}/u,
    /\p{Script=Hangul}/u,
    /\p{Script=Arabic}/u,
  ]) {
    assert.ok(
      some.some(({ lastName }) => script.test(lastName)),
      String(script),
    )
  }
  const employers = new Set(some.map(({ company }) => company.number)).size
  assert.ok(employers > 1500 && employers < 2500, `${employers} employers of 3000 people`)
})

test('who is written down a second time looks different, and is still recognisable', () => {
  for (const person of some.slice(0, 500)) {
    const again = disguised(randomFrom(person.number), person)
    const same = [
      again.lastName === person.lastName,
      again.email === person.email,
      again.companyName === person.company.name,
      again.firstName === person.firstName,
    ]
    assert.ok(
      same.filter(Boolean).length >= 1,
      `${person.firstName} ${person.lastName} as ${again.firstName} ${again.lastName}`,
    )
  }
})
