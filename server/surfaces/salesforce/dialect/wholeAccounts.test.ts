import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

type Fields = Readonly<Record<string, unknown>>

const made = async (object: string, fields: Fields): Promise<string> =>
  (await client.conn.sobject(object).create(fields)).id ?? ''

/** An account with two contacts and a deal. */
async function aWholeAccount(deal: Fields = {}) {
  const AccountId = await client.anAccount()
  const contacts = [
    await made('Contact', { LastName: 'Ek', AccountId }),
    await made('Contact', { LastName: 'Al', AccountId }),
  ]
  const terms = { Name: client.aName(), StageName: 'Prospecting', CloseDate: '2027-03-01', Amount: 500, ...deal }
  const opportunity = await made('Opportunity', { ...terms, AccountId })
  return { AccountId, contacts, opportunity }
}

const there = async (ids: readonly string[]): Promise<number> => {
  const list = ids.map((id) => `'${id}'`).join(',')
  const counts = await Promise.all(
    ['Contact', 'Opportunity', 'Account'].map((object) =>
      client.conn.query(`SELECT Id FROM ${object} WHERE Id IN (${list})`),
    ),
  )
  return counts.reduce((sum, { totalSize }) => sum + totalSize, 0)
}

test('people and deals go with their account, and come back with it', async () => {
  const { AccountId, contacts, opportunity } = await aWholeAccount()
  const all = [AccountId, ...contacts, opportunity]
  // Who was deleted before stays deleted.
  await client.conn.sobject('Contact').destroy(contacts[1] ?? '')
  assert.equal((await client.send('DELETE', `/sobjects/Account/${AccountId}`)).statusCode, 204)
  assert.equal(await there(all), 0)
  const [back] = await client.conn.soap.undelete([AccountId])
  assert.equal(back?.success, true)
  assert.equal(await there(all), 3)
  assert.equal(await there([contacts[1] ?? '']), 0)
})

test('an account is removed for good with what went into the recycle bin together with it', async () => {
  const { AccountId, contacts, opportunity } = await aWholeAccount()
  await client.conn.sobject('Account').destroy(AccountId)
  const [emptied] = [await client.conn.soap.emptyRecycleBin([AccountId])].flat()
  assert.equal(emptied?.success, true, JSON.stringify(emptied))
  const { totalSize } = await client.conn.query(`SELECT Id FROM Contact WHERE Id IN ('${contacts.join("','")}')`, {
    scanAll: true,
  })
  assert.equal(totalSize, 0)
  const [back] = await client.conn.soap.undelete([opportunity])
  assert.equal(back?.success, false)
})

test('an account that bought something stays with all that is its, and the others of the list go', async () => {
  const buyer = await aWholeAccount({ StageName: 'Closed Won', CloseDate: '2026-03-01' })
  const other = await aWholeAccount()
  const results = await client.conn.sobject('Account').destroy([buyer.AccountId, other.AccountId])
  assert.deepEqual(
    results.map(({ success }) => success),
    [false, true],
  )
  assert.match(JSON.stringify(results[0]?.errors), /"DELETE_FAILED".*closed won|closed won.*"DELETE_FAILED"/)
  assert.equal(await there([buyer.AccountId, ...buyer.contacts, buyer.opportunity]), 4)
  assert.equal(await there([other.AccountId, ...other.contacts, other.opportunity]), 0)
})

test('whose role may not delete accounts deletes nothing of one', async () => {
  const { AccountId, contacts, opportunity } = await aWholeAccount()
  const marketer = await client.server.as('marketing')
  const url = `/services/data/v59.0/sobjects/Account/${AccountId}`
  const answer = await client.server.call('DELETE', url, { headers: marketer })
  assert.deepEqual([answer.statusCode, answer.json()[0].errorCode], [403, 'INSUFFICIENT_ACCESS_OR_READONLY'])
  assert.equal(await there([AccountId, opportunity, ...contacts]), 4)
})

test('our own API still keeps an account that people belong to', async () => {
  const { AccountId } = await aWholeAccount()
  const answer = await client.server.call('DELETE', `/api/accounts/${AccountId}`, { headers: client.admin })
  assert.equal(answer.statusCode, 409)
  assert.equal(answer.json().errors[0].code, 'account_in_use')
})
