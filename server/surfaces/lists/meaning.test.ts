import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meaningOf } from './meaning.ts'

/** What the columns of a list mean, by its headings and the same few cells in every row but for a number. */
function meanings(headings: string, cells: readonly string[]): Record<string, string> {
  const columns = headings.split(',').map((name, at) => ({
    name,
    cells: Array.from({ length: 30 }, (_, row) => (cells[at] ?? '').replace('#', String.fromCharCode(97 + (row % 25)))),
    neverRepeats: false,
  }))
  const { kind, columns: found } = meaningOf(columns)
  return { kind, ...Object.fromEntries(found.map(({ column, meaning }) => [column, meaning])) }
}

test('headings of a register of voters are understood word by word', () => {
  assert.deepEqual(
    meanings('last_name,first_name,res_street_address,res_city_desc,zip_code_5,full_phone_number,birth_city', [
      'SMITH#',
      'MARY#',
      '12 OAK# ST',
      'CARY#',
      '27511',
      '(919) 555-0142',
      'BOONE#',
    ]),
    {
      kind: 'person',
      last_name: 'lastName',
      first_name: 'firstName',
      res_street_address: 'street',
      res_city_desc: 'city',
      zip_code_5: 'postalCode',
      full_phone_number: 'phone',
      birth_city: 'other',
    },
  )
})

test('people are told by the parts of their names in other languages, and organisations by one name are none', () => {
  assert.deepEqual(
    meanings('Nachname,Vorname,Firma,E-Mail,Ort', ['Müller#', 'Anna#', 'Nordwind#', 'anna#@nordwind.example', 'Ulm#']),
    { kind: 'person', Nachname: 'lastName', Vorname: 'firstName', Firma: 'company', 'E-Mail': 'email', Ort: 'city' },
  )
  const french = meanings('Nom,Prénom,Société', ['Morel#', 'Anne#', 'Vent du Nord#'])
  assert.deepEqual(french, { kind: 'person', Nom: 'lastName', Prénom: 'firstName', Société: 'company' })
  assert.equal(meanings('Nombre,Ciudad', ['Pinturas Ebro# SL', 'Cádiz#']).kind, 'account')
})

test('headings of several registers of organisations are understood, whichever word stands for an organisation', () => {
  assert.deepEqual(
    meanings('Site name,Address,Zip,Contact telephone,postcode_zip,status', [
      'Kestrel# Foods Ltd',
      '1 Main# St',
      '60601',
      '555-0142 33',
      'SW1A 1A#',
      'active#',
    ]),
    {
      kind: 'account',
      'Site name': 'name',
      Address: 'street',
      Zip: 'postalCode',
      'Contact telephone': 'phone',
      postcode_zip: 'other',
      status: 'other',
    },
  )
})

test('a list of one column of text is a list of names, whatever its heading says', () => {
  assert.equal(meanings('affil1', ['University of Ulm#']).affil1, 'name')
  assert.equal(meanings('string', ['University of Ulm#']).string, 'name')
})

test('where somebody works, written out, is no name of a company and compared word by word', () => {
  assert.equal(meanings('affil1', ['Department of Computing, University of Ulm#']).affil1, 'other')
  assert.equal(meanings('company', ['School of Physics, Alder Institute of Technology, Ulm#']).company, 'other')
})

test('a long name beside a column for the town is a name all the same', () => {
  const school = 'Alder# Comprehensive School of the Holy Cross'
  assert.equal(meanings('name,city', [school, 'Ulm#']).name, 'name')
  assert.equal(meanings('name,note', [school, 'Ulm#']).name, 'other')
})

test('a vendor that is a number is not its name', () => {
  const { vendor, name } = meanings('vendor,name,city', ['70123', 'Kestrel# Foods', 'Ulm#'])
  assert.notEqual(vendor, 'name')
  assert.equal(name, 'name')
})

test('a flag about a phone is no phone', () => {
  assert.equal(meanings('company,phone_opt_in', ['Kestrel# Ltd', 'yes']).phone_opt_in, 'nothing')
})
