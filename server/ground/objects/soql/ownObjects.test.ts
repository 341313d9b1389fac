import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asking } from '../../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../../test/support/server.ts'
import { columnOf, refusalOf, rowsOf, type PlainRow } from '../../../../test/support/soql.ts'
import { inTransaction } from '../../../platform/transactions.ts'
import type { Tx } from '../../../platform/tx.ts'
import { theProgram, type Actor } from '../../users/actor.ts'

let server: TestServer

/** Invoices of accounts, with lines that belong to them, topics of which several may be chosen, and a field more on leads. */
before(async () => {
  server = await aServer()
  const api = asking(server, await server.as('administrator'))
  const field = (draft: Record<string, unknown>) => api.sent('POST', '/api/custom-fields', draft)
  const account = String((await api.sent('POST', '/api/accounts', { Name: 'Fjord AB' })).Id)
  await api.sent('POST', '/api/custom-objects', { label: 'Invoice', nameFormat: 'INV-{0000}' })
  await field({
    object: 'Invoice__c',
    label: 'Customer',
    type: 'reference',
    referenceTo: 'Account',
    childRelationshipName: 'Invoices',
  })
  await field({
    object: 'Invoice__c',
    label: 'Topics',
    type: 'multipicklist',
    picklist: [{ value: 'Pumps' }, { value: 'Pipes' }, { value: 'Valves' }],
  })
  await api.sent('POST', '/api/custom-objects', { label: 'Line', labelPlural: 'Lines' })
  await field({
    object: 'Line__c',
    label: 'Invoice',
    type: 'reference',
    referenceTo: 'Invoice__c',
    masterDetail: true,
    childRelationshipName: 'Lines',
  })
  await field({ object: 'Line__c', label: 'Amount', type: 'currency' })
  await field({ object: 'Lead', label: 'Region', type: 'string', length: 30 })
  const made = (values: Record<string, unknown>) => api.sent('POST', '/api/records/Invoice__c', values)
  const first = await made({ Customer__c: account, Topics__c: 'Pumps;Pipes' })
  await made({ Topics__c: 'Valves' })
  await made({})
  for (const Amount__c of [5, 7])
    await api.sent('POST', '/api/records/Line__c', { Name: `Line ${Amount__c}`, Invoice__c: first.Id, Amount__c })
  await api.sent('POST', '/api/leads', { LastName: 'Lind', Company: 'Fjord AB', Region__c: 'North' })
})
after(() => server.close())

const asked = <T>(work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> =>
  inTransaction(server.db, server.org, (tx) => work(tx, theProgram))

const rows = (text: string): Promise<PlainRow[]> => asked((tx, actor) => rowsOf(tx, actor, text))

test("an org's own objects and fields are asked for like any others", async () => {
  assert.deepEqual(await rows("SELECT Name, customer__r.Name FROM invoice__c WHERE Customer__r.Name = 'FJORD ab'"), [
    { Name: 'INV-0001', Customer__r: { Name: 'Fjord AB' } },
  ])
  assert.deepEqual(
    await rows(
      'SELECT Name, (SELECT Name, (SELECT Amount__c FROM Lines__r ORDER BY Amount__c DESC) FROM Invoices__r) FROM Account',
    ),
    [{ Name: 'Fjord AB', Invoices__r: [{ Name: 'INV-0001', Lines__r: [{ Amount__c: 7 }, { Amount__c: 5 }] }] }],
  )
  assert.deepEqual(
    await rows(
      'SELECT Invoice__r.Customer__r.Name n, SUM(Amount__c) total FROM Line__c GROUP BY Invoice__r.Customer__r.Name',
    ),
    [{ n: 'Fjord AB', total: 12 }],
  )
  assert.deepEqual(await rows('SELECT FIELDS(CUSTOM) FROM Lead LIMIT 1'), [{ Region__c: 'North' }])
  const unknown = await asked((tx, actor) => refusalOf(tx, actor, 'SELECT Id FROM Invoices__c'))
  assert.equal(unknown.code, 'invalid_type')
})

test('of several chosen values all of one group must be there, or all of another', async () => {
  const named = (where: string) =>
    asked((tx, actor) => columnOf(tx, actor, `SELECT Name FROM Invoice__c WHERE ${where} ORDER BY Name`, 'Name'))
  assert.deepEqual(await named("Topics__c INCLUDES ('pipes;PUMPS', 'Valves')"), ['INV-0001', 'INV-0002'])
  assert.deepEqual(await named("Topics__c INCLUDES ('Pipes;Valves')"), [])
  assert.deepEqual(await named("Topics__c EXCLUDES ('Pumps')"), ['INV-0002', 'INV-0003'])
  assert.deepEqual(await named("Topics__c = 'pumps;pipes'"), ['INV-0001'])
  assert.deepEqual(await named('Topics__c = null'), ['INV-0003'])
})
