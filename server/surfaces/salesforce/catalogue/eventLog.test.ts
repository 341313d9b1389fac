import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'
import { addUse } from '../../../ground/oauth/use.sql.ts'
import { inTransaction } from '../../../platform/transactions.ts'

let client: Client
before(async () => {
  client = await aClient()
})
after(async () => {
  client.server.app.server.closeAllConnections()
  await client.server.close()
})

const DAY_MS = 86_400_000
const midnight = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS)

/** Calls as they are counted, so many hours before this day began; below zero on this day. */
const calls = (hoursBefore: number, family: string, entity: string | null, count: number) => ({
  hour: new Date(midnight.getTime() - hoursBefore * 3_600_000),
  userId: null,
  appId: null,
  family,
  entity,
  calls: count,
  errors: 1,
  bytes: 2048,
  milliseconds: 12.4,
})

test('a day’s API use is a log file for each way in, queried, counted to the byte, and read as CSV', async () => {
  const { server, conn, get } = client
  await inTransaction(server.db, server.org, (tx) =>
    addUse(tx, [
      calls(2, 'REST query', 'Lead', 7),
      calls(5, 'REST', 'Say "what"', 3),
      calls(5, 'SOAP', null, 2),
      calls(0, 'REST', 'Today', 9),
    ]),
  )
  const { records } = await conn.query(
    "SELECT Id, EventType, LogDate, LogFile, LogFileLength, LogFileFieldNames FROM EventLogFile WHERE LogDate = YESTERDAY AND Interval = 'Daily' ORDER BY EventType",
  )
  assert.deepEqual(
    records.map(({ EventType, LogDate }) => [EventType, LogDate]),
    [
      ['API', `${new Date(midnight.getTime() - DAY_MS).toISOString().slice(0, 10)}T00:00:00.000+0000`],
      ['RestApi', `${new Date(midnight.getTime() - DAY_MS).toISOString().slice(0, 10)}T00:00:00.000+0000`],
    ],
  )
  const rest = records[1]
  assert.equal(
    String(rest?.LogFile).replace(/v[\d.]+/, ''),
    at(`/sobjects/EventLogFile/${rest?.Id}/LogFile`).replace(/v[\d.]+/, ''),
  )
  const file = await client.server.call('GET', String(rest?.LogFile), { headers: client.admin })
  assert.equal(file.statusCode, 200, file.body)
  assert.match(String(file.headers['content-type']), /^text\/csv/)
  assert.equal(Buffer.byteLength(file.body), rest?.LogFileLength)
  const [head, ...lines] = file.body.trimEnd().split('\n')
  assert.equal(head?.replaceAll('"', ''), rest?.LogFileFieldNames)
  assert.equal(lines.length, 2)
  assert.match(lines[0] ?? '', /^"RestApi",".{24}","","","REST","Say ""what""","3","1","2048","12"$/)
  assert.match(lines[1] ?? '', /"REST query","Lead","7"/)
  assert.equal((await get(`/sobjects/EventLogFile/${String(rest?.Id)}`)).statusCode, 200)
  assert.equal((await get('/sobjects/EventLogFile/0AT000000000001AAA/LogFile')).statusCode, 404)
})

test('who does not set up the org sees no log files', async () => {
  const headers = await client.server.as('sales')
  const query = at(`/query?q=${encodeURIComponent('SELECT Id FROM EventLogFile')}`)
  const found = await client.server.call('GET', query, { headers })
  assert.equal(found.json<{ totalSize: number }>().totalSize, 0)
  const { records } = await client.conn.query('SELECT Id FROM EventLogFile LIMIT 1')
  const address = at(`/sobjects/EventLogFile/${String(records[0]?.Id)}/LogFile`)
  assert.equal((await client.server.call('GET', address, { headers })).statusCode, 403)
})

test('of what Assay keeps nothing of there is nothing, and nothing can be made', async () => {
  const { conn, send } = client
  for (const name of [
    'Product2',
    'Pricebook2',
    'PricebookEntry',
    'OpportunityLineItem',
    'Case',
    'CaseStatus',
    'Contract',
    'Asset',
    'AssignmentRule',
  ]) {
    const { createable, keyPrefix } = await conn.describe(name)
    assert.equal(createable, false)
    assert.match(keyPrefix ?? '', name === 'CaseStatus' || name === 'AssignmentRule' ? /^$/ : /^\w{3}$/)
    const { totalSize } = await conn.query(`SELECT Id, CreatedBy.Name FROM ${name} WHERE IsDeleted = false`)
    assert.equal(totalSize, 0)
  }
  const made = await send('POST', '/sobjects/Product2', { Name: 'Pump' })
  assert.match(made.body, /only read here/)
  await conn.sobject('Account').create({ Name: 'Childless' })
  const accounts = await conn.query(
    "SELECT Id, (SELECT Id FROM Cases), (SELECT Id FROM Contracts) FROM Account WHERE Name = 'Childless'",
  )
  assert.deepEqual([accounts.records[0]?.Cases, accounts.records[0]?.Contracts], [null, null])
  const deals = await conn.query(
    'SELECT Id, Pricebook2.Name, (SELECT Quantity, PricebookEntry.Product2.Name FROM OpportunityLineItems) FROM Opportunity',
  )
  assert.equal(deals.totalSize, 0)
})
