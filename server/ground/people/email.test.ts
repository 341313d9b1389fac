import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  emailDomain,
  emailKey,
  isDepartmentEmail,
  isFreeMailDomain,
  isPlausibleEmail,
  normaliseEmail,
} from './email.ts'

test('an address is kept with its domain in lower case and in ASCII, its local part as typed', () => {
  assert.equal(normaliseEmail(' Bill.Smith@ACME.com '), 'Bill.Smith@acme.com')
  assert.equal(normaliseEmail('<anna@müller.de>'), 'anna@xn--mller-kva.de')
  assert.equal(normaliseEmail('mailto:x@y.org'), 'x@y.org')
})

test('what cannot be an address is refused', () => {
  for (const text of [
    '',
    'anna',
    '@acme.com',
    'anna@',
    'anna@acme',
    'an na@acme.com',
    'anna@acme..com',
    'a@b@c.com',
    'anna@-acme.com',
    'anna@acme.c0m',
    `${'a'.repeat(65)}@acme.com`,
  ]) {
    assert.equal(isPlausibleEmail(normaliseEmail(text)), false, text)
    assert.equal(emailKey(text), '', text)
  }
  for (const text of ["o'neil@acme.co.uk", 'a+b@acme.com', 'ä@acme.com', 'x@xn--mller-kva.de'])
    assert.equal(isPlausibleEmail(text), true, text)
})

test('a tag, and for Gmail the dots, make no other mailbox', () => {
  assert.equal(emailKey('Bill.Smith+fair@GoogleMail.com'), 'billsmith@gmail.com')
  assert.equal(emailKey('bill.smith+fair@acme.com'), 'bill.smith@acme.com')
  assert.notEqual(emailKey('bill.smith@acme.com'), emailKey('billsmith@acme.com'))
})

test('the key of any address is its own key, however it is cased and spaced', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const key = emailKey(email)
      assert.equal(emailKey(key), key)
      assert.equal(emailKey(` ${email.toUpperCase()} `), key)
    }),
  )
})

test('free-mail domains and departments are told from companies and persons', () => {
  assert.equal(isFreeMailDomain(emailDomain('x@GMail.com')), true)
  assert.equal(isFreeMailDomain('ibm.com'), false)
  assert.equal(isDepartmentEmail('Info@acme.com'), true)
  assert.equal(isDepartmentEmail('anna@acme.com'), false)
})
