import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

test('a push topic and a streaming channel are removed for good', async () => {
  const { conn } = client
  await conn.sobject('PushTopic').create({ Name: 'Passing', Query: 'SELECT Id FROM Account', ApiVersion: 59 })
  await conn.sobject('StreamingChannel').create({ Name: '/u/passing' })
  for (const [object, name] of [
    ['PushTopic', 'Passing'],
    ['StreamingChannel', '/u/passing'],
  ] as const) {
    const [removed] = await conn.sobject(object).find({ Name: name }).destroy()
    assert.equal(removed?.success, true, JSON.stringify(removed))
    assert.equal(await conn.sobject(object).count({ Name: name }), 0)
  }
})

test('who does not set up the org is told by describe, too, that push topics are only read', async () => {
  const { server, admin } = client
  const describe = async (headers: Readonly<Record<string, string>>) =>
    (await server.call('GET', at('/sobjects/PushTopic/describe'), { headers })).json<Record<string, unknown>>()
  const told = ({ createable, updateable, deletable }: Record<string, unknown>) => [createable, updateable, deletable]
  assert.deepEqual(told(await describe(admin)), [true, true, true])
  assert.deepEqual(told(await describe(await server.as('sales'))), [false, false, false])
})
