import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
  const names = Array.from({ length: 450 }, (_, place) => ({
    Name: `Paged ${String(place).padStart(3, '0')}`,
    Region__c: 'Paged',
  }))
  await client.conn.sobject('Account').create(names, { allowRecursive: true })
})

after(() => client.server.close())

const PAGED = "FROM Account WHERE Region__c = 'Paged' ORDER BY Name"

describe('a query', () => {
  test('answers rows with what they point to, and what they are', async () => {
    const { records, totalSize, done } = await client.conn.query(
      `SELECT Id, Name, Owner.Name, CreatedDate, AnnualRevenue, BillingAddress ${PAGED} LIMIT 1`,
    )
    assert.deepEqual([totalSize, done, records.length], [1, true, 1])
    const [row] = records
    assert.ok(row)
    assert.deepEqual(Object.keys(row), [
      'attributes',
      'Id',
      'Name',
      'Owner',
      'CreatedDate',
      'AnnualRevenue',
      'BillingAddress',
    ])
    assert.deepEqual(row.attributes, { type: 'Account', url: at(`/sobjects/Account/${row.Id}`) })
    assert.equal(row.Owner.attributes.type, 'User')
    assert.match(row.CreatedDate, /\+0000$/)
  })

  test('follows an owner who may be a queue to the profile of a user', async () => {
    const lead = { LastName: 'Profiled', Company: client.aName() }
    await client.conn.sobject('Lead').create(lead)
    const { records } = await client.conn.query(
      `SELECT Owner.Profile.Name, owner.profile.id, Title FROM Lead WHERE Company = '${lead.Company}'`,
    )
    assert.equal(records[0]?.Owner.attributes.type, 'Name')
    assert.equal(records[0]?.Owner.Profile.Name, 'System Administrator')
    assert.match(records[0]?.Owner.Profile.Id, /^00e/)
    await assert.rejects(async () => client.conn.query('SELECT Owner.Manager.Name FROM Lead'), {
      errorCode: 'INVALID_FIELD',
    })
  })

  test('longer than a page goes on where the page before said', async () => {
    const first = await client.get(`/query?q=${encodeURIComponent(`SELECT Name ${PAGED}`)}`, {
      'sforce-query-options': 'batchSize=200',
    })
    const page = first.json()
    assert.deepEqual([page.totalSize, page.done, page.records.length], [450, false, 200])
    const second = await client.conn.queryMore(page.nextRecordsUrl)
    assert.deepEqual([second.totalSize, second.done, second.records[0]?.Name], [450, false, 'Paged 200'])
    const third = await client.conn.queryMore(second.nextRecordsUrl ?? '')
    assert.deepEqual([third.done, third.records.length, third.nextRecordsUrl], [true, 50, undefined])
    const reader = await client.server.as('read_only')
    const foreign = await client.server.call('GET', page.nextRecordsUrl, { headers: reader })
    assert.deepEqual([foreign.statusCode, foreign.json()[0].errorCode], [400, 'INVALID_QUERY_LOCATOR'])
  })

  test('is fetched whole by jsforce', async () => {
    const found: string[] = []
    const query = client.conn
      .query<{ Name: string }>(`SELECT Name ${PAGED}`, {
        autoFetch: true,
        maxFetch: 5000,
        headers: { 'Sforce-Query-Options': 'batchSize=200' },
      })
      .on('record', ({ Name }) => void found.push(Name))
    await query
    assert.equal(found.length, 450)
    assert.equal(new Set(found).size, 450)
  })

  test('brings what hangs on its records, and their further pages', async () => {
    const id = await client.anAccount()
    await client.conn
      .sobject('Contact')
      .create(Array.from({ length: 3 }, (_, place) => ({ LastName: `Child ${place}`, AccountId: id })))
    const { records } = await client.conn.query(
      `SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Id = '${id}'`,
    )
    const children = records[0]?.Contacts
    assert.deepEqual([children.totalSize, children.done], [3, true])
    assert.deepEqual(
      children.records.map(({ LastName }: { LastName: string }) => LastName),
      ['Child 0', 'Child 1', 'Child 2'],
    )
  })

  test('counts and groups', async () => {
    const count = await client.conn.query(`SELECT COUNT() FROM Account WHERE Region__c = 'Paged'`)
    assert.deepEqual([count.totalSize, count.records], [450, []])
    const groups = await client.conn.query(
      'SELECT Region__c, COUNT(Id) n FROM Account GROUP BY Region__c ORDER BY COUNT(Id) DESC LIMIT 1',
    )
    assert.deepEqual(groups.records, [{ attributes: { type: 'AggregateResult' }, Region__c: 'Paged', n: 450 }])
  })

  test('finds deleted records only when all are asked for', async () => {
    const id = await client.anAccount()
    await client.conn.sobject('Account').destroy(id)
    const text = `SELECT Id, IsDeleted FROM Account WHERE Id = '${id}'`
    assert.equal((await client.conn.query(text)).totalSize, 0)
    const all = await client.conn.query(text, { scanAll: true })
    assert.deepEqual([all.totalSize, all.records[0]?.IsDeleted], [1, true])
  })

  test('says of what its columns are, when asked', async () => {
    const q = encodeURIComponent('SELECT Id, Name, Owner.Name, (SELECT LastName FROM Contacts) FROM Account')
    const { columnMetadata, entityName, keyPrefix, idSelected } = (
      await client.get(`/query?q=${q}&columns=true`)
    ).json()
    assert.deepEqual([entityName, keyPrefix, idSelected], ['Account', '001', true])
    assert.deepEqual(
      columnMetadata.map(
        (column: { columnName: string; aggregate: boolean; joinColumns: { columnName: string }[] }) => [
          column.columnName,
          column.aggregate,
          column.joinColumns.map(({ columnName }) => columnName),
        ],
      ),
      [
        ['Id', false, []],
        ['Name', false, []],
        ['Owner', false, ['Name']],
        ['Contacts', true, ['LastName']],
      ],
    )
  })

  test('says how it would be run', async () => {
    const { plans } = await client.conn.query(`SELECT Id ${PAGED}`).explain()
    assert.deepEqual([plans.length, plans[0]?.sobjectType], [1, 'Account'])
  })

  test('that cannot be understood is refused as Salesforce refuses it', async () => {
    await assert.rejects(async () => client.conn.query('SELECT Bogus FROM Account'), { errorCode: 'INVALID_FIELD' })
    await assert.rejects(async () => client.conn.query('SELECT Id FROM Bogus'), { errorCode: 'INVALID_TYPE' })
    await assert.rejects(async () => client.conn.query('SELEC Id FROM Account'), { errorCode: 'MALFORMED_QUERY' })
    const [none] = (await client.get('/query')).json()
    assert.equal(none.errorCode, 'MALFORMED_QUERY')
    const [locator] = (await client.get('/query/01g000000000000AAA-2000')).json()
    assert.equal(locator.errorCode, 'INVALID_QUERY_LOCATOR')
  })
})
