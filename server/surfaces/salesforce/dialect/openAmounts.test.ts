import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

const aDeal = async (more: Readonly<Record<string, unknown>> = {}) => {
  const AccountId = await client.anAccount()
  return { AccountId, Name: client.aName(), StageName: 'Prospecting', CloseDate: '2027-03-01', ...more }
}

const reasonOf = async (id: string | undefined): Promise<unknown> =>
  (await client.conn.sobject('Opportunity').retrieve(id ?? '')).NoAmountReason

test('a tool opens a deal before anybody knows its worth, and Assay says so in its place', async () => {
  const { id } = await client.conn.sobject('Opportunity').create(await aDeal())
  assert.equal(await reasonOf(id), 'Not known yet')
})

test('a reason the tool gives is kept, and a deal with an amount has none', async () => {
  const deals = [await aDeal({ NoAmountReason: 'No revenue expected' }), await aDeal({ Amount: 500 })]
  const [free, paid] = await client.conn.sobject('Opportunity').create(deals)
  assert.deepEqual([await reasonOf(free?.id), await reasonOf(paid?.id)], ['No revenue expected', null])
})

test('a tool may take an amount away again; what it does not speak of stays', async () => {
  const { id = '' } = await client.conn.sobject('Opportunity').create(await aDeal({ Amount: 500 }))
  const change = async (values: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const [saved] = [await client.conn.sobject('Opportunity').update({ Id: id, ...values })].flat()
    assert.equal(saved?.success, true, JSON.stringify(saved))
    return reasonOf(id)
  }
  assert.equal(await change({ NextStep: 'Call' }), null)
  assert.equal(await change({ Amount: null }), 'Not known yet')
})

test('our own API still asks for the amount or a reason', async () => {
  const headers = await client.server.as('administrator')
  const answer = await client.server.call('POST', '/api/opportunities', { body: await aDeal(), headers })
  assert.equal(answer.statusCode, 422)
})
