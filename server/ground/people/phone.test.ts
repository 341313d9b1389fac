import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { normalisePhone, phoneKey } from './phone.ts'

test('one number written in many ways has one key', () => {
  for (const text of [
    '+49 30 1234567',
    '+49 (0)30 / 123 45 67',
    '0049 30 1234567',
    '030-1234567',
    '(030) 1234567',
    '030 1234567 ext. 12',
  ]) {
    assert.equal(phoneKey(text), '301234567', text)
  }
  for (const text of ['+1 (415) 555-1234', '415.555.1234', '1-415-555-1234', '4155551234 x7'])
    assert.equal(phoneKey(text), '155551234', text)
  assert.equal(phoneKey('+49 89 12345'), phoneKey('089 12345'))
})

test('what is no number, or stands for none, has no key', () => {
  for (const text of ['', 'n/a', '12345', '000 0000', '+49 111111111', '123456789'])
    assert.equal(phoneKey(text), '', text)
})

test('the text stays as typed beside the number a machine dials', () => {
  assert.deepEqual(normalisePhone(' 030 1234567 ', 'de'), { typed: '030 1234567', dialled: '+49301234567' })
  assert.deepEqual(normalisePhone('+49 (0)30 1234567'), { typed: '+49 (0)30 1234567', dialled: '+49301234567' })
  assert.deepEqual(normalisePhone('ask for Anna', 'DE'), { typed: 'ask for Anna' })
  assert.deepEqual(normalisePhone('030 1234567'), { typed: '030 1234567' })
})

test('spacing and punctuation never change the key', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 11 })
  fc.assert(
    fc.property(digits, fc.constantFrom(' ', '-', '.', ' / '), (number, mark) => {
      assert.equal(phoneKey(`+44 ${number.join(mark)}`), phoneKey(`+44${number.join('')}`))
    }),
  )
})

test('whatever stands between the digits, a number has one key', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '0',
          '00',
          '+',
          '49',
          '1',
          '351',
          '30',
          '(0)',
          '(',
          ')',
          '-',
          '.',
          '/',
          '123456',
          '999999',
          ' ',
        ),
        {
          maxLength: 9,
        },
      ),
      (parts) => assert.equal(phoneKey(`${parts.join('')} `), phoneKey(`${parts.join('')}\u00a0`)),
    ),
    { numRuns: 2000 },
  ))
