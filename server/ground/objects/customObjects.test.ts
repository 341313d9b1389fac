import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { asking } from '../../../test/support/asking.ts'
import { theProgram } from '../users/actor.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { many, sql } from '../../platform/sql.ts'
import { findDefinition } from './catalogue.ts'
import { addCustomField, customFieldDraft } from './customFields.ts'
import { addCustomObject, customObjectDraft } from './customObjects.ts'

type Json = Record<string, unknown>
type Headers = Readonly<Record<string, string>>

let server: TestServer
let admin: Headers
let api: ReturnType<typeof asking>

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  api = asking(server, admin)
  await api.sent('POST', '/api/custom-objects', { label: 'Invoice', nameFormat: 'INV-{0000}' })
  await field({
    object: 'Invoice__c',
    label: 'Customer',
    type: 'reference',
    referenceTo: 'Account',
    childRelationshipName: 'Invoices',
  })
  await field({ object: 'Invoice__c', label: 'Ledger id', type: 'string', length: 30, unique: true, externalId: true })
  await field({
    object: 'Invoice__c',
    label: 'State',
    type: 'picklist',
    picklist: [{ value: 'Open', isDefault: true }, { value: 'Paid' }],
  })
  await api.sent('POST', '/api/custom-objects', { label: 'Line', labelPlural: 'Lines' })
  await field({ object: 'Line__c', label: 'Invoice', type: 'reference', referenceTo: 'Invoice__c', masterDetail: true })
  await field({ object: 'Line__c', label: 'Amount', type: 'currency', required: true })
})
after(() => server.close())

const field = (draft: Json) => api.sent('POST', '/api/custom-fields', draft)
const invoice = (values: Json = {}) => api.sent('POST', '/api/records/Invoice__c', values)

test('an administrator sets what each role may do, and it holds at once', async () => {
  const sales = await server.as('sales')
  await api.sent('POST', '/api/custom-objects', { label: 'Pact', permissions: { sales: 'r', vetter: '' } })
  await api.refused('POST', '/api/records/Pact__c', { Name: 'X' }, 'forbidden', sales)
  assert.equal((await api.answer('GET', '/api/records/Pact__c', undefined, sales)).statusCode, 200)
  assert.equal((await api.answer('GET', '/api/records/Pact__c', undefined, await server.as('vetter'))).statusCode, 403)
  await api.sent('PATCH', '/api/custom-objects/Pact__c', { permissions: { sales: 'cr' } })
  assert.equal((await api.sent('POST', '/api/records/Pact__c', { Name: 'X' }, sales)).Name, 'X')
  assert.equal(
    (await api.answer('PATCH', '/api/custom-objects/Pact__c', { permissions: { sales: 'c' } })).statusCode,
    400,
  )
  await api.refused('PATCH', '/api/custom-objects/Pact__c', { label: 'Mine' }, 'forbidden', sales)
})

test('a name that is no plain name is refused, and every plain name is taken, whatever it means elsewhere', async () => {
  for (const name of ['x"; drop table lead; --', 'A__B', '1st', '_x', 'x_', 'Ünï', `A${'b'.repeat(40)}`, '']) {
    await api.refused('POST', '/api/custom-objects', { name, label: 'X' }, 'invalid_object_name')
    await api.refused(
      'POST',
      '/api/custom-fields',
      { object: 'Lead', name, label: 'X', type: 'string' },
      'invalid_field_name',
    )
  }
  for (const name of ['Select', 'Order', 'User', 'constructor', 'A'.repeat(40)]) {
    await api.sent('POST', '/api/custom-objects', { name, label: 'Word' })
    await field({ object: `${name}__c`, name, label: 'Word', type: 'string', unique: true })
    const made = await api.sent('POST', `/api/records/${name}__c`, { [`${name}__c`]: 'x' })
    assert.equal(made.Name, made.Id, 'what nobody named is known by its id')
    await api.sent('DELETE', `/api/custom-objects/${name}__c`)
  }
  await api.refused('POST', '/api/custom-objects', { name: 'INVOICE', label: 'X' }, 'duplicate_object_name')
})

test('two administrators who make the same field or object at once make one', async () => {
  const field = { object: 'Invoice__c', label: 'Twin', type: 'string', unique: true }
  const fields = await Promise.all(Array.from({ length: 6 }, () => api.answer('POST', '/api/custom-fields', field)))
  assert.deepEqual(
    fields.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [201, 409, 409, 409, 409, 409],
  )
  const objects = await Promise.all(
    Array.from({ length: 6 }, () => api.answer('POST', '/api/custom-objects', { label: 'Twin' })),
  )
  assert.deepEqual(
    objects.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [201, 409, 409, 409, 409, 409],
  )
})

test('what breaks off half-way leaves nothing, and the next who asks knows nothing of it', async () => {
  await assert.rejects(
    inTransaction(server.db, server.org, async (tx) => {
      await addCustomObject(tx, theProgram, customObjectDraft.parse({ label: 'Ghost', nameFormat: 'G-{0}' }))
      await addCustomField(tx, theProgram, customFieldDraft.parse({ object: 'Ghost__c', label: 'A', type: 'string' }))
      assert.ok((await findDefinition(tx, 'Ghost__c'))?.field.has('a__c'), 'it is there for who made it')
      throw new Error('the power fails')
    }),
    /the power fails/,
  )
  await api.refused('GET', '/api/objects/Ghost__c', undefined, 'not_found')
  const left = await inTransaction(server.db, server.org, (tx) =>
    many<{ name: string }>(
      tx,
      sql`
      select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relname like 'ghost%'`,
    ),
  )
  assert.deepEqual(left, [])
})

test('an object others point to stays; one removed comes back with its records, also when another took its name', async () => {
  await api.sent('POST', '/api/custom-objects', { label: 'Plant' })
  await field({ object: 'Plant__c', label: 'City', type: 'string' })
  await field({ object: 'Lead', label: 'Plant', type: 'reference', referenceTo: 'Plant__c' })
  const plant = await api.sent('POST', '/api/records/Plant__c', { Name: 'Lund', City__c: 'Lund' })
  const lead = await api.sent('POST', '/api/leads', { LastName: 'Okafor', Company: 'Nordwind', Plant__c: plant.Id })
  assert.deepEqual(lead.Plant__r, { Id: plant.Id, Name: 'Lund', type: 'Plant__c' })
  const error = await api.refused('DELETE', '/api/custom-objects/Plant__c', undefined, 'object_referred_to')
  assert.deepEqual(error.facts, { fields: ['Lead.Plant__c'] })
  await api.sent('DELETE', '/api/custom-fields/Lead.Plant__c')
  await api.sent('DELETE', '/api/custom-objects/Plant__c')
  assert.equal((await api.answer('GET', `/api/records/Plant__c/${String(plant.Id)}`)).statusCode, 404)
  await api.sent('POST', '/api/custom-objects', { label: 'Plant' })
  assert.equal((await api.sent('GET', '/api/records/Plant__c/count')).count, 0)
  await api.refused('GET', '/api/records/Plant__c?fields=City__c', undefined, 'invalid_field')
  await api.refused('POST', '/api/custom-objects/Plant__c/restoration', undefined, 'duplicate_object_name')
  await api.sent('POST', '/api/custom-objects/Plant__c/name', { to: 'Plant_new' })
  await api.sent('POST', '/api/custom-objects/Plant__c/restoration')
  assert.equal((await api.sent('GET', `/api/records/Plant__c/${String(plant.Id)}`)).City__c, 'Lund')
  await api.sent('POST', '/api/custom-fields/Lead.Plant__c/restoration')
  assert.equal((await api.sent('GET', `/api/leads/${String(lead.Id)}`)).Plant__c, plant.Id)
})

test('a field is changed where nothing is lost: longer, other values, required, unique when its values are', async () => {
  const name = 'Invoice__c.Note__c'
  await field({ object: 'Invoice__c', label: 'Note', type: 'string', length: 20 })
  await api.sent('PATCH', `/api/custom-fields/${name}`, { label: 'Remark', length: 40, help: 'In short.' })
  await api.refused('PATCH', `/api/custom-fields/${name}`, { length: 10 }, 'cannot_be_shorter')
  const [first] = [await invoice({ Note__c: 'same' }), await invoice({ Note__c: 'Same' })]
  await api.refused('PATCH', `/api/custom-fields/${name}`, { unique: true }, 'values_not_unique')
  await api.sent('PATCH', `/api/records/Invoice__c/${String(first.Id)}`, { Note__c: 'other' })
  await api.sent('PATCH', `/api/custom-fields/${name}`, { unique: true })
  await api.refused('POST', '/api/records/Invoice__c', { Note__c: 'OTHER' }, 'duplicate_value')
  await api.sent('PATCH', `/api/custom-fields/${name}`, { unique: false, required: true })
  await api.refused('POST', '/api/records/Invoice__c', {}, 'required_field_missing')
  await api.sent('PATCH', `/api/custom-fields/${name}`, { required: false })
})

test('who may not see an object’s records learns nothing of its fields', async () => {
  await api.sent('POST', '/api/custom-objects', { label: 'Salary', permissions: { sales: '' } })
  const sales = await server.as('sales')
  await api.refused('GET', '/api/objects/Salary__c', undefined, 'forbidden', sales)
  const { objects } = (await api.sent('GET', '/api/objects', undefined, sales)) as { objects: Json[] }
  assert.ok(!objects.some(({ name }) => name === 'Salary__c') && objects.some(({ name }) => name === 'Invoice__c'))
})

test('kept values are brought back only as what they were', async () => {
  const lead = { object: 'Lead', label: 'Maker' }
  await field({ ...lead, type: 'reference', referenceTo: 'Account' })
  await api.sent('DELETE', '/api/custom-fields/Lead.Maker__c')
  for (const other of [{ type: 'int' }, { type: 'reference', referenceTo: 'Contact' }, { type: 'string' }])
    await api.refused('POST', '/api/custom-fields', { ...lead, ...other }, 'field_was_of_another_type')
  await field({ ...lead, type: 'reference', referenceTo: 'Account' })
})

test('a record belongs to nothing that belongs to it, and to no user', async () => {
  const master = (object: string, referenceTo: string) =>
    ['POST', '/api/custom-fields', { object, label: 'Up', type: 'reference', referenceTo, masterDetail: true }] as const
  await api.refused(...master('Invoice__c', 'Line__c'), 'cannot_be_master')
  await api.refused(...master('Line__c', 'Line__c'), 'cannot_be_master')
  await api.refused(...master('Line__c', 'User'), 'cannot_be_master')
  await api.refused(...master('Lead', 'Invoice__c'), 'cannot_be_master')
  await api.refused(...master('Invoice__c', 'Account'), 'records_without_master')
})
