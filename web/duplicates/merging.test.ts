import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field, ObjectShape } from '../api/describe.ts'
import { differs, resultOf, sourceOf, unitsOf, valuesToSend } from './merging.ts'

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  label: name,
  type: 'string',
  length: null,
  scale: null,
  required: false,
  picklist: [],
  referenceTo: [],
  relationshipName: null,
  readOnly: false,
  readOnlyBecause: null,
  createOnly: false,
  custom: false,
  externalId: false,
  searched: false,
  help: null,
  section: null,
  ...more,
})

const fields = [
  field('LastName'),
  field('Phone'),
  field('Street'),
  field('City'),
  field('DoNotCall', { type: 'boolean' }),
  field('UnqualifiedReason'),
  field('ClosedDate', { readOnlyBecause: 'Assay keeps this itself.' }),
]
const shape: ObjectShape = {
  name: 'Lead',
  label: 'Lead',
  labelPlural: 'Leads',
  path: 'leads',
  keyPrefix: '00Q',
  nameField: 'Name',
  meaning: '',
  hasOwner: true,
  hasRecycleBin: true,
  custom: false,
  ownChildren: [],
  may: { read: true, create: true, edit: true, delete: true },
  fields,
  fieldNamed: new Map(fields.map((one) => [one.name, one])),
}
const units = unitsOf(shape)
const first = {
  Id: 'first',
  LastName: 'Holt',
  Phone: null,
  Street: null,
  City: 'Bonn',
  DoNotCall: false,
  LastModifiedDate: '2026-01-01T00:00:00Z',
}
const older = {
  Id: 'older',
  LastName: 'Holt',
  Phone: '1',
  Street: 'Am Markt 1',
  City: 'Köln',
  DoNotCall: true,
  LastModifiedDate: '2026-02-01T00:00:00Z',
}
const newer = {
  Id: 'newer',
  LastName: 'Hold',
  Phone: '2',
  Street: null,
  City: null,
  DoNotCall: false,
  LastModifiedDate: '2026-03-01T00:00:00Z',
}
const records = [first, older, newer]
const unit = (key: string) => units.find((one) => one.key === key) ?? assert.fail(`no unit ${key}`)

test('an address is chosen as a whole, and what Assay keeps or what follows a status is not chosen at all', () => {
  assert.deepEqual(
    units.map(({ key }) => key),
    ['LastName', 'Phone', 'Address', 'DoNotCall'],
  )
})

test('a blank of the master is filled from the record changed last, and needs not be sent', () => {
  assert.equal(sourceOf(unit('Phone'), records, 'first', {}), 'newer')
  assert.deepEqual(valuesToSend(units, records, 'first', {}), {})
  assert.equal(resultOf(units, records, 'first', {})['Phone'], '2')
})

test('what is chosen by hand is shown in the result and sent', () => {
  const choices = { Phone: 'older', Address: 'older' }
  assert.deepEqual(valuesToSend(units, records, 'first', choices), { Phone: '1', Street: 'Am Markt 1', City: 'Köln' })
  assert.deepEqual(
    [resultOf(units, records, 'first', choices)['City'], resultOf(units, records, 'first', choices).Id],
    ['Köln', 'first'],
  )
})

test('an opt-out of any record survives and is never sent', () => {
  assert.equal(resultOf(units, records, 'first', {})['DoNotCall'], true)
  assert.deepEqual(valuesToSend(units, records, 'first', { DoNotCall: 'newer' }), {})
})

test('records that agree, or are blank alike, do not differ', () => {
  assert.equal(differs(unit('LastName'), [first, older]), false)
  assert.equal(differs(unit('LastName'), records), true)
  assert.equal(differs(unit('Phone'), [first, { ...first, Id: 'other', Phone: '' }]), false)
})
