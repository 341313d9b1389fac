import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { companyCore, companyName, webDomain } from './company.ts'

test('a company is the same with and without its legal form', () => {
  for (const name of [
    'Acme',
    'ACME GmbH',
    'Acme, Inc.',
    'The Acme Co. Ltd.',
    'Acmé S.A.',
    'acme s.r.o.',
    'Acme Pty Ltd',
    'Acme GmbH & Co. KG',
    'AB Acme',
    'Acme Sp. z o.o.',
    'Acme Kabushiki Kaisha',
    'Acme株式会社',
  ]) {
    assert.equal(companyCore(name), 'acme', name)
  }
})

test('and, und and & are the same, and blanks do not part a name', () => {
  assert.equal(companyCore('Smith & Sons Ltd'), companyCore('Smith and Sons'))
  assert.equal(companyName('GTX Pro').joined, companyName('GTXPro').joined)
})

test('a name that is nothing but a form or an article keeps a word', () => {
  assert.equal(companyCore('Company'), 'company')
  assert.equal(companyCore('The'), 'the')
  assert.equal(companyCore(''), '')
})

test('three words have an acronym', () => {
  assert.equal(companyName('International Business Machines Corp.').acronym, 'ibm')
  assert.equal(companyName('Acme Tools').acronym, '')
})

test('the core of a core is itself', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('acme', 'tools', 'the', 'north', 'gmbh', 'co', 'and', 'müller', 'ltd'), {
        minLength: 1,
        maxLength: 5,
      }),
      (words) => {
        const core = companyCore(words.join(' '))
        assert.ok(core.length > 0)
        assert.equal(companyCore(` ${words.join('  ').toUpperCase()}. `), core)
      },
    ),
  )
})

test('a web address gives the domain somebody registered', () => {
  assert.equal(webDomain('https://shop.acme.co.uk/x?y'), 'acme.co.uk')
  assert.equal(webDomain('WWW.Müller.de'), 'xn--mller-kva.de')
  for (const address of ['', 'localhost', '127.0.0.1', 'none']) assert.equal(webDomain(address), '', address)
})
