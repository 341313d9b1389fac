import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { folded, withoutUmlauts } from './folding.ts'
import { initials, splitFullName } from './name.ts'
import { nameCanon, sharedFullName } from './nicknames.ts'
import { sound } from './sound.ts'

test('a full name is split as people write it', () => {
  assert.deepEqual(splitFullName('Dr. Jan van der Berg, PhD'), {
    salutation: 'Dr.',
    firstName: 'Jan',
    lastName: 'van der Berg',
    suffix: 'PhD',
  })
  assert.deepEqual(splitFullName('Berg, Jan'), { firstName: 'Jan', lastName: 'Berg' })
  assert.deepEqual(splitFullName('John Smith Jr.'), { firstName: 'John', lastName: 'Smith', suffix: 'Jr.' })
  assert.deepEqual(splitFullName('Cher'), { lastName: 'Cher' })
  assert.deepEqual(splitFullName('Don Johnson'), { firstName: 'Don', lastName: 'Johnson' })
  assert.deepEqual(splitFullName(' '), { lastName: '' })
})

test('no word of a name is lost in splitting', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[A-Za-zäöé]{1,8}\.?$/), { minLength: 1, maxLength: 6 }), (words) => {
      const { salutation = '', firstName = '', lastName, suffix = '' } = splitFullName(words.join(' '))
      assert.equal([salutation, firstName, lastName, suffix].filter(Boolean).join(' '), words.join(' '))
    }),
  )
})

test('case, diacritics, apostrophes and script do not tell names apart', () => {
  assert.equal(folded('  Ö’Brien-Łukasz '), 'obrien lukasz')
  assert.equal(folded('STRASSE'), folded('Straße'))
  assert.equal(folded('Юлия'), 'yuliya')
  assert.equal(withoutUmlauts(folded('Mueller')), withoutUmlauts(folded('Müller')))
  assert.equal(sound('meyer'), sound('maier'))
})

test('folding what is folded changes nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(folded(folded(text)), folded(text))))
})

test('a nickname stands for its full name', () => {
  assert.equal(nameCanon('bill'), 'william')
  assert.equal(sharedFullName('bill', 'william'), 'william')
  assert.equal(sharedFullName('bill', 'willy'), 'william')
  assert.equal(sharedFullName('bill', 'robert'), undefined)
  assert.equal(sharedFullName('chris', 'christina'), 'christina')
  assert.equal(initials('Jean-Luc'), 'jl')
})
