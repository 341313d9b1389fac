import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

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
