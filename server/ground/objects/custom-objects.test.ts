import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import {
  decodeId,
  encodeId,
  FIRST_CUSTOM_NUMBER,
  idFrom,
  MOST_CUSTOM_OBJECTS,
  numberOfId,
} from '../../../shared/ids.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { theProgram } from '../users/actor.ts'
import { inTransaction } from '../../platform/tx.ts'
import { many, sql } from '../../platform/sql.ts'
import { findDefinition } from './catalogue.ts'
import { addCustomField, customFieldDraft } from './custom-fields.ts'
import { addCustomObject, customObjectDraft } from './custom-objects.ts'

type Json = Record<string, unknown>
type Headers = Readonly<Record<string, string>>

let server: TestServer
let admin: Headers
let account: string

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  account = String((await sent('POST', '/api/accounts', { Name: 'Fjord AB' })).Id)
  await sent('POST', '/api/custom-objects', { label: 'Invoice', nameFormat: 'INV-{0000}' })
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
  await sent('POST', '/api/custom-objects', { label: 'Line', labelPlural: 'Lines' })
  await field({ object: 'Line__c', label: 'Invoice', type: 'reference', referenceTo: 'Invoice__c', masterDetail: true })
  await field({ object: 'Line__c', label: 'Amount', type: 'currency', required: true })
})
after(() => server.close())

type Method = Parameters<TestServer['call']>[0]

const answer = (method: Method, url: string, body?: unknown, headers: Headers = admin) =>
  server.call(method, url, { body, headers })

async function sent(method: Method, url: string, body?: unknown, headers: Headers = admin): Promise<Json> {
  const given = await answer(method, url, body, headers)
  assert.ok(given.statusCode < 300, `${method} ${url}: ${given.body}`)
  return given.body === '' ? {} : given.json<Json>()
}

async function refused(
  method: Method,
  url: string,
  body: unknown,
  code: string,
  headers: Headers = admin,
): Promise<Json> {
  const given = await answer(method, url, body, headers)
  const [error] = given.json<{ errors?: Json[] }>().errors ?? []
  assert.equal(error?.code, code, `${url}: ${given.body}`)
  return error ?? {}
}

const field = (draft: Json) => sent('POST', '/api/custom-fields', draft)
const invoice = (values: Json = {}) => sent('POST', '/api/records/Invoice__c', values)

test('records of an own object number themselves, take their defaults and name what they point to', async () => {
  const first = await invoice({ Customer__c: account })
  const second = await invoice()
  assert.match(String(first.Name), /^INV-000\d$/)
  assert.equal(Number(String(second.Name).slice(4)), Number(String(first.Name).slice(4)) + 1)
  assert.equal(first.State__c, 'Open')
  assert.deepEqual(first.Customer__r, { Id: account, Name: 'Fjord AB', type: 'Account' })
  assert.match(String(first.Id), /^a00/)
  await refused(
    'PATCH',
    `/api/records/invoice__c/${String(first.Id)}`,
    { Name: 'X' },
    'invalid_field_for_insert_update',
  )
})

test('an own object is listed, filtered, searched, exported, described and remembered like any other', async () => {
  const made = await invoice({ Ledger_id__c: 'Search-Me-77' })
  const filter = encodeURIComponent(JSON.stringify({ field: 'Ledger_id__c', op: 'eq', value: 'search-me-77' }))
  const { records } = (await sent('GET', `/api/records/Invoice__c?filter=${filter}`)) as { records: Json[] }
  assert.deepEqual(
    records.map(({ Id }) => Id),
    [made.Id],
  )
  const found = (await sent('GET', '/api/records/Invoice__c?q=search me')) as { records: Json[] }
  assert.deepEqual(
    found.records.map(({ Id }) => Id),
    [made.Id],
  )
  const csv = await answer('GET', '/api/exports/Invoice__c.csv')
  assert.match(csv.body, /Search-Me-77/)
  const everywhere = (await sent('GET', '/api/search?q=search me 77')) as { results: Json[] }
  assert.deepEqual(
    everywhere.results.map(({ Id, href }) => [Id, href]),
    [[made.Id, `/records/Invoice__c/${String(made.Id)}`]],
  )
  const described = await sent('GET', '/api/objects/Invoice__c')
  assert.deepEqual([described.keyPrefix, described.custom, described.path], ['a00', true, 'records/Invoice__c'])
  await sent('PATCH', `/api/records/Invoice__c/${String(made.Id)}`, { State__c: 'Paid' })
  const { entries } = (await sent('GET', `/api/records/Invoice__c/${String(made.Id)}/history`)) as { entries: Json[] }
  assert.deepEqual(
    entries.map(({ field: name, newValue }) => [name, newValue]),
    [['State__c', 'Paid']],
  )
})

test('a unique text is one whatever its letters, names who has it, and is free again once that is deleted', async () => {
  const first = await invoice({ Ledger_id__c: 'AB-1' })
  const error = await refused('POST', '/api/records/Invoice__c', { Ledger_id__c: 'ab-1' }, 'duplicate_value')
  assert.deepEqual(error.facts, { id: first.Id })
  await sent('DELETE', `/api/records/Invoice__c/${String(first.Id)}`)
  const second = await invoice({ Ledger_id__c: 'ab-1' })
  const taken = await refused(
    'POST',
    `/api/records/Invoice__c/${String(first.Id)}/restoration`,
    undefined,
    'duplicate_value',
  )
  assert.deepEqual(taken.facts, { id: second.Id })
})

test('of twenty who take one unique value at once, one has it and the others are told who', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => answer('POST', '/api/records/Invoice__c', { Ledger_id__c: 'RACE' })),
  )
  const winners = answers.filter(({ statusCode }) => statusCode === 201)
  assert.equal(winners.length, 1)
  const winner = winners[0]?.json<Json>().Id
  for (const one of answers.filter(({ statusCode }) => statusCode !== 201)) {
    const [error] = one.json<{ errors: Json[] }>().errors
    assert.deepEqual([one.statusCode, error?.code, error?.facts], [409, 'duplicate_value', { id: winner }])
  }
})

test('what belongs to a record is deleted and restored with it, whoever owns nothing there', async () => {
  const master = await invoice()
  const line = await sent('POST', '/api/records/Line__c', { Invoice__c: master.Id, Amount__c: 5 })
  const alone = await sent('POST', '/api/records/Line__c', { Invoice__c: master.Id, Amount__c: 7 })
  assert.equal(line.OwnerId, undefined)
  await sent('DELETE', `/api/records/Line__c/${String(alone.Id)}`)
  await sent('DELETE', `/api/records/Invoice__c/${String(master.Id)}`)
  assert.equal((await answer('GET', `/api/records/Line__c/${String(line.Id)}`)).statusCode, 404)
  await sent('POST', `/api/records/Invoice__c/${String(master.Id)}/restoration`)
  assert.equal((await answer('GET', `/api/records/Line__c/${String(line.Id)}`)).statusCode, 200)
  // It was deleted before, by itself.
  assert.equal((await answer('GET', `/api/records/Line__c/${String(alone.Id)}`)).statusCode, 404)
})

test('a private object is kept to its owners, and so is what belongs to it', async () => {
  await sent('POST', '/api/custom-objects', { label: 'Secret', sharing: 'private' })
  await sent('POST', '/api/custom-objects', { label: 'Leaf', labelPlural: 'Leaves' })
  await field({ object: 'Leaf__c', label: 'Secret', type: 'reference', referenceTo: 'Secret__c', masterDetail: true })
  const [owner, other] = [await server.as('sales'), await server.as('sales')]
  const secret = await sent('POST', '/api/records/Secret__c', { Name: 'Mine' }, owner)
  const leaf = await sent('POST', '/api/records/Leaf__c', { Name: 'Of mine', Secret__c: secret.Id }, owner)
  for (const [address, status] of [
    [owner, 200],
    [admin, 200],
    [other, 404],
  ] as const) {
    assert.equal(
      (await answer('GET', `/api/records/Secret__c/${String(secret.Id)}`, undefined, address)).statusCode,
      status,
    )
    assert.equal(
      (await answer('GET', `/api/records/Leaf__c/${String(leaf.Id)}`, undefined, address)).statusCode,
      status,
    )
  }
  await refused('POST', '/api/records/Leaf__c', { Secret__c: secret.Id }, 'invalid_cross_reference_key', other)
})

test('an administrator sets what each role may do, and it holds at once', async () => {
  const sales = await server.as('sales')
  await sent('POST', '/api/custom-objects', { label: 'Pact', permissions: { sales: 'r', vetter: '' } })
  await refused('POST', '/api/records/Pact__c', { Name: 'X' }, 'forbidden', sales)
  assert.equal((await answer('GET', '/api/records/Pact__c', undefined, sales)).statusCode, 200)
  assert.equal((await answer('GET', '/api/records/Pact__c', undefined, await server.as('vetter'))).statusCode, 403)
  await sent('PATCH', '/api/custom-objects/Pact__c', { permissions: { sales: 'cr' } })
  assert.equal((await sent('POST', '/api/records/Pact__c', { Name: 'X' }, sales)).Name, 'X')
  assert.equal((await answer('PATCH', '/api/custom-objects/Pact__c', { permissions: { sales: 'c' } })).statusCode, 400)
  await refused('PATCH', '/api/custom-objects/Pact__c', { label: 'Mine' }, 'forbidden', sales)
})

test('a name that is no plain name is refused, and every plain name is taken, whatever it means elsewhere', async () => {
  for (const name of ['x"; drop table lead; --', 'A__B', '1st', '_x', 'x_', 'Ünï', `A${'b'.repeat(40)}`, '']) {
    await refused('POST', '/api/custom-objects', { name, label: 'X' }, 'invalid_object_name')
    await refused(
      'POST',
      '/api/custom-fields',
      { object: 'Lead', name, label: 'X', type: 'string' },
      'invalid_field_name',
    )
  }
  for (const name of ['Select', 'Order', 'User', 'constructor', 'A'.repeat(40)]) {
    await sent('POST', '/api/custom-objects', { name, label: 'Word' })
    await field({ object: `${name}__c`, name, label: 'Word', type: 'string', unique: true })
    const made = await sent('POST', `/api/records/${name}__c`, { [`${name}__c`]: 'x' })
    assert.equal(made.Name, made.Id, 'what nobody named is known by its id')
    await sent('DELETE', `/api/custom-objects/${name}__c`)
  }
  await refused('POST', '/api/custom-objects', { name: 'INVOICE', label: 'X' }, 'duplicate_object_name')
})

test('two administrators who make the same field or object at once make one', async () => {
  const field = { object: 'Invoice__c', label: 'Twin', type: 'string', unique: true }
  const fields = await Promise.all(Array.from({ length: 6 }, () => answer('POST', '/api/custom-fields', field)))
  assert.deepEqual(
    fields.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [201, 409, 409, 409, 409, 409],
  )
  const objects = await Promise.all(
    Array.from({ length: 6 }, () => answer('POST', '/api/custom-objects', { label: 'Twin' })),
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
  await refused('GET', '/api/objects/Ghost__c', undefined, 'not_found')
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
  await sent('POST', '/api/custom-objects', { label: 'Plant' })
  await field({ object: 'Plant__c', label: 'City', type: 'string' })
  await field({ object: 'Lead', label: 'Plant', type: 'reference', referenceTo: 'Plant__c' })
  const plant = await sent('POST', '/api/records/Plant__c', { Name: 'Lund', City__c: 'Lund' })
  const lead = await sent('POST', '/api/leads', { LastName: 'Okafor', Company: 'Nordwind', Plant__c: plant.Id })
  assert.deepEqual(lead.Plant__r, { Id: plant.Id, Name: 'Lund', type: 'Plant__c' })
  const error = await refused('DELETE', '/api/custom-objects/Plant__c', undefined, 'object_referred_to')
  assert.deepEqual(error.facts, { fields: ['Lead.Plant__c'] })
  await sent('DELETE', '/api/custom-fields/Lead.Plant__c')
  await sent('DELETE', '/api/custom-objects/Plant__c')
  assert.equal((await answer('GET', `/api/records/Plant__c/${String(plant.Id)}`)).statusCode, 404)
  await sent('POST', '/api/custom-objects', { label: 'Plant' })
  assert.equal((await sent('GET', '/api/records/Plant__c/count')).count, 0)
  await refused('GET', '/api/records/Plant__c?fields=City__c', undefined, 'invalid_field')
  await refused('POST', '/api/custom-objects/Plant__c/restoration', undefined, 'duplicate_object_name')
  await sent('POST', '/api/custom-objects/Plant__c/name', { to: 'Plant_new' })
  await sent('POST', '/api/custom-objects/Plant__c/restoration')
  assert.equal((await sent('GET', `/api/records/Plant__c/${String(plant.Id)}`)).City__c, 'Lund')
  await sent('POST', '/api/custom-fields/Lead.Plant__c/restoration')
  assert.equal((await sent('GET', `/api/leads/${String(lead.Id)}`)).Plant__c, plant.Id)
})

test('a field is changed where nothing is lost: longer, other values, required, unique when its values are', async () => {
  const name = 'Invoice__c.Note__c'
  await field({ object: 'Invoice__c', label: 'Note', type: 'string', length: 20 })
  await sent('PATCH', `/api/custom-fields/${name}`, { label: 'Remark', length: 40, help: 'In short.' })
  await refused('PATCH', `/api/custom-fields/${name}`, { length: 10 }, 'cannot_be_shorter')
  const [first] = [await invoice({ Note__c: 'same' }), await invoice({ Note__c: 'Same' })]
  await refused('PATCH', `/api/custom-fields/${name}`, { unique: true }, 'values_not_unique')
  await sent('PATCH', `/api/records/Invoice__c/${String(first.Id)}`, { Note__c: 'other' })
  await sent('PATCH', `/api/custom-fields/${name}`, { unique: true })
  await refused('POST', '/api/records/Invoice__c', { Note__c: 'OTHER' }, 'duplicate_value')
  await sent('PATCH', `/api/custom-fields/${name}`, { unique: false, required: true })
  await refused('POST', '/api/records/Invoice__c', {}, 'required_field_missing')
  await sent('PATCH', `/api/custom-fields/${name}`, { required: false })
})

test('a picklist value taken out of use stays where it is, and is chosen no more', async () => {
  const paid = await invoice({ State__c: 'Paid' })
  await sent('PATCH', '/api/custom-fields/Invoice__c.State__c', { picklist: [{ value: 'Open' }, { value: 'Lost' }] })
  await refused('POST', '/api/records/Invoice__c', { State__c: 'Paid' }, 'invalid_or_null_for_restricted_picklist')
  assert.equal((await sent('GET', `/api/records/Invoice__c/${String(paid.Id)}`)).State__c, 'Paid')
  await sent('PATCH', `/api/records/Invoice__c/${String(paid.Id)}`, { Ledger_id__c: 'still-paid' })
  await sent('PATCH', '/api/custom-fields/Invoice__c.State__c', {
    picklist: [{ value: 'Open' }, { value: 'Paid' }, { value: 'Lost' }],
  })
  await invoice({ State__c: 'paid' })
})

test('a record belongs to nothing that belongs to it, and to no user', async () => {
  const master = (object: string, referenceTo: string) =>
    ['POST', '/api/custom-fields', { object, label: 'Up', type: 'reference', referenceTo, masterDetail: true }] as const
  await refused(...master('Invoice__c', 'Line__c'), 'cannot_be_master')
  await refused(...master('Line__c', 'Line__c'), 'cannot_be_master')
  await refused(...master('Line__c', 'User'), 'cannot_be_master')
  await refused(...master('Lead', 'Invoice__c'), 'cannot_be_master')
  await refused(...master('Invoice__c', 'Account'), 'records_without_master')
})

test('an account merged away takes its own objects along', async () => {
  const loser = String((await sent('POST', '/api/accounts?allowDuplicates=true', { Name: 'Fjord' })).Id)
  const mine = await invoice({ Customer__c: loser })
  await sent('POST', '/api/accounts/merge', { master: account, losers: [loser] })
  assert.equal((await sent('GET', `/api/records/Invoice__c/${String(mine.Id)}`)).Customer__c, account)
})

test('an id of an own object tells its number and reads back, in both its forms', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: FIRST_CUSTOM_NUMBER, max: FIRST_CUSTOM_NUMBER + MOST_CUSTOM_OBJECTS - 1 }),
      fc.integer({ min: 1, max: 2 ** 44 - 1 }),
      (number, n) => {
        const id = idFrom(number, n)
        const text = encodeId(id)
        assert.ok(Number.isSafeInteger(id) && text.startsWith('a') && text.length === 18)
        assert.deepEqual([decodeId(text), decodeId(text.slice(0, 15)), numberOfId(id)], [id, id, number])
      },
    ),
  ))
