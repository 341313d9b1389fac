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
import { asking } from '../../../test/support/asking.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { theProgram } from '../users/actor.ts'
import { definitionOf } from './catalogue.ts'
import { purgeRecords } from './purge.ts'

type Json = Record<string, unknown>
type Headers = Readonly<Record<string, string>>

let server: TestServer
let admin: Headers
let account: string
let api: ReturnType<typeof asking>

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  api = asking(server, admin)
  account = String((await api.sent('POST', '/api/accounts', { Name: 'Fjord AB' })).Id)
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

test('records of an own object number themselves, take their defaults and name what they point to', async () => {
  const first = await invoice({ Customer__c: account })
  const second = await invoice()
  assert.match(String(first.Name), /^INV-000\d$/)
  assert.equal(Number(String(second.Name).slice(4)), Number(String(first.Name).slice(4)) + 1)
  assert.equal(first.State__c, 'Open')
  assert.deepEqual(first.Customer__r, { Id: account, Name: 'Fjord AB', type: 'Account' })
  assert.match(String(first.Id), /^a00/)
  await api.refused(
    'PATCH',
    `/api/records/invoice__c/${String(first.Id)}`,
    { Name: 'X' },
    'invalid_field_for_insert_update',
  )
})

test('an own object is listed, filtered, searched, exported, described and remembered like any other', async () => {
  const made = await invoice({ Ledger_id__c: 'Search-Me-77' })
  const filter = encodeURIComponent(JSON.stringify({ field: 'Ledger_id__c', op: 'eq', value: 'search-me-77' }))
  const { records } = (await api.sent('GET', `/api/records/Invoice__c?filter=${filter}`)) as { records: Json[] }
  assert.deepEqual(
    records.map(({ Id }) => Id),
    [made.Id],
  )
  const found = (await api.sent('GET', '/api/records/Invoice__c?q=search me')) as { records: Json[] }
  assert.deepEqual(
    found.records.map(({ Id }) => Id),
    [made.Id],
  )
  const csv = await api.answer('GET', '/api/exports/Invoice__c.csv')
  assert.match(csv.body, /Search-Me-77/)
  const everywhere = (await api.sent('GET', '/api/search?q=search me 77')) as { results: Json[] }
  assert.deepEqual(
    everywhere.results.map(({ Id, href }) => [Id, href]),
    [[made.Id, `/records/Invoice__c/${String(made.Id)}`]],
  )
  const described = await api.sent('GET', '/api/objects/Invoice__c')
  assert.deepEqual([described.keyPrefix, described.custom, described.path], ['a00', true, 'records/Invoice__c'])
  await api.sent('PATCH', `/api/records/Invoice__c/${String(made.Id)}`, { State__c: 'Paid' })
  const { entries } = (await api.sent('GET', `/api/records/Invoice__c/${String(made.Id)}/history`)) as {
    entries: Json[]
  }
  assert.deepEqual(
    entries.map(({ field: name, newValue }) => [name, newValue]),
    [['State__c', 'Paid']],
  )
})

test('a unique text is one whatever its letters, names who has it, and is free again once that is deleted', async () => {
  const first = await invoice({ Ledger_id__c: 'AB-1' })
  const error = await api.refused('POST', '/api/records/Invoice__c', { Ledger_id__c: 'ab-1' }, 'duplicate_value')
  assert.deepEqual(error.facts, { id: first.Id })
  await api.sent('DELETE', `/api/records/Invoice__c/${String(first.Id)}`)
  const second = await invoice({ Ledger_id__c: 'ab-1' })
  const taken = await api.refused(
    'POST',
    `/api/records/Invoice__c/${String(first.Id)}/restoration`,
    undefined,
    'duplicate_value',
  )
  assert.deepEqual(taken.facts, { id: second.Id })
})

test('of twenty who take one unique value at once, one has it and the others are told who', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => api.answer('POST', '/api/records/Invoice__c', { Ledger_id__c: 'RACE' })),
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
  const line = await api.sent('POST', '/api/records/Line__c', { Invoice__c: master.Id, Amount__c: 5 })
  const alone = await api.sent('POST', '/api/records/Line__c', { Invoice__c: master.Id, Amount__c: 7 })
  assert.equal(line.OwnerId, undefined)
  await api.sent('DELETE', `/api/records/Line__c/${String(alone.Id)}`)
  await api.sent('DELETE', `/api/records/Invoice__c/${String(master.Id)}`)
  assert.equal((await api.answer('GET', `/api/records/Line__c/${String(line.Id)}`)).statusCode, 404)
  await api.sent('POST', `/api/records/Invoice__c/${String(master.Id)}/restoration`)
  assert.equal((await api.answer('GET', `/api/records/Line__c/${String(line.Id)}`)).statusCode, 200)
  // It was deleted before, by itself.
  assert.equal((await api.answer('GET', `/api/records/Line__c/${String(alone.Id)}`)).statusCode, 404)
})

test('what goes for good takes along what belongs to it, and nothing points to it any more', async () => {
  await field({ object: 'Account', label: 'Last invoice', type: 'reference', referenceTo: 'Invoice__c' })
  const master = await invoice()
  const line = await api.sent('POST', '/api/records/Line__c', { Invoice__c: master.Id, Amount__c: 5 })
  await api.sent('PATCH', `/api/accounts/${account}`, { Last_invoice__c: master.Id })
  await api.sent('DELETE', `/api/records/Invoice__c/${String(master.Id)}`)
  const [id, lineId] = [master.Id, line.Id].map((one) => decodeId(String(one)) ?? 0)
  await inTransaction(server.db, server.org, async (tx) => {
    const [purged] = await purgeRecords(tx, theProgram, await definitionOf(tx, 'Invoice__c'), [id ?? 0])
    assert.equal(purged?.refusal, undefined)
    assert.deepEqual(await many(tx, sql`select id from line__c where id = ${lineId}`), [])
  })
  assert.equal((await api.sent('GET', `/api/accounts/${account}`)).Last_invoice__c, null)
})

test('a private object is kept to its owners, and so is what belongs to it', async () => {
  await api.sent('POST', '/api/custom-objects', { label: 'Secret', sharing: 'private' })
  await api.sent('POST', '/api/custom-objects', { label: 'Leaf', labelPlural: 'Leaves' })
  await field({ object: 'Leaf__c', label: 'Secret', type: 'reference', referenceTo: 'Secret__c', masterDetail: true })
  const [owner, other] = [await server.as('sales'), await server.as('sales')]
  const secret = await api.sent('POST', '/api/records/Secret__c', { Name: 'Mine' }, owner)
  const leaf = await api.sent('POST', '/api/records/Leaf__c', { Name: 'Of mine', Secret__c: secret.Id }, owner)
  for (const [address, status] of [
    [owner, 200],
    [admin, 200],
    [other, 404],
  ] as const) {
    assert.equal(
      (await api.answer('GET', `/api/records/Secret__c/${String(secret.Id)}`, undefined, address)).statusCode,
      status,
    )
    assert.equal(
      (await api.answer('GET', `/api/records/Leaf__c/${String(leaf.Id)}`, undefined, address)).statusCode,
      status,
    )
  }
  await api.refused('POST', '/api/records/Leaf__c', { Secret__c: secret.Id }, 'invalid_cross_reference_key', other)
})

test('a role that may not read an object does not see what belongs to it, by whichever API', async () => {
  await api.sent('POST', '/api/custom-objects', { label: 'Payroll', permissions: { sales: '' } })
  await api.sent('POST', '/api/custom-objects', { label: 'Payslip' })
  await field({
    object: 'Payslip__c',
    label: 'Payroll',
    type: 'reference',
    referenceTo: 'Payroll__c',
    masterDetail: true,
  })
  const { Id: master } = await api.sent('POST', '/api/records/Payroll__c', { Name: 'May' })
  const { Id } = await api.sent('POST', '/api/records/Payslip__c', { Name: 'Ada in May', Payroll__c: master })
  const query = `/services/data/v59.0/query?q=${encodeURIComponent('SELECT Name FROM Payslip__c')}`
  const seenBy = async (headers: Headers): Promise<unknown> => [
    (await server.call('GET', `/api/records/Payslip__c/${String(Id)}`, { headers })).statusCode,
    (await server.call('GET', query, { headers })).json<{ totalSize: number }>().totalSize,
  ]
  assert.deepEqual(await seenBy(await server.as('marketing')), [200, 1])
  assert.deepEqual(await seenBy(await server.as('sales')), [404, 0])
})

test('a picklist value taken out of use stays where it is, and is chosen no more', async () => {
  const paid = await invoice({ State__c: 'Paid' })
  await api.sent('PATCH', '/api/custom-fields/Invoice__c.State__c', {
    picklist: [{ value: 'Open' }, { value: 'Lost' }],
  })
  await api.refused('POST', '/api/records/Invoice__c', { State__c: 'Paid' }, 'invalid_or_null_for_restricted_picklist')
  assert.equal((await api.sent('GET', `/api/records/Invoice__c/${String(paid.Id)}`)).State__c, 'Paid')
  await api.sent('PATCH', `/api/records/Invoice__c/${String(paid.Id)}`, { Ledger_id__c: 'still-paid' })
  await api.sent('PATCH', '/api/custom-fields/Invoice__c.State__c', {
    picklist: [{ value: 'Open' }, { value: 'Paid' }, { value: 'Lost' }],
  })
  await invoice({ State__c: 'paid' })
})

test('an account merged away takes its own objects along', async () => {
  const loser = String((await api.sent('POST', '/api/accounts?allowDuplicates=true', { Name: 'Fjord' })).Id)
  const mine = await invoice({ Customer__c: loser })
  await api.sent('POST', '/api/accounts/merge', { master: account, losers: [loser] })
  assert.equal((await api.sent('GET', `/api/records/Invoice__c/${String(mine.Id)}`)).Customer__c, account)
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
