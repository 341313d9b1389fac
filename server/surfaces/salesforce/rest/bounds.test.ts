import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})

after(() => client.server.close())

test('the answers of a request are bounded in their sum: what comes after is refused, and the rest stands', async () => {
  const description = 'x'.repeat(30_000)
  const records = Array.from({ length: 120 }, (_, at) => ({
    attributes: { type: 'Account' },
    Name: `Long ${at}`,
    Description: description,
  }))
  for (const at of [0, 100])
    assert.equal(
      (await client.send('POST', '/composite/sobjects', { records: records.slice(at, at + 100) })).statusCode,
      200,
    )
  const url = at(`/query?q=${encodeURIComponent("SELECT Id, Description FROM Account WHERE Name LIKE 'Long %'")}`)
  const batchRequests = Array.from({ length: 12 }, () => ({ method: 'GET', url }))
  const answer = await client.send('POST', '/composite/batch', { batchRequests })
  const { results } = answer.json<{ results: { statusCode: number; result: unknown }[] }>()
  assert.equal(results[0]?.statusCode, 200)
  assert.equal(results.at(-1)?.statusCode, 400)
  assert.match(JSON.stringify(results.at(-1)?.result), /LIMIT_EXCEEDED/)
  assert.ok(answer.body.length < 32_000_000)
})

test('an address of more than 64 KB is refused in the words of the API it was sent to', async () => {
  const answer = await client.get(`/query?q=${'a'.repeat(70_000)}`)
  assert.equal(answer.statusCode, 414)
  assert.equal(answer.json()[0].errorCode, 'URI_TOO_LONG')
})
