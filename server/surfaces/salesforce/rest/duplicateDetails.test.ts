import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

test('who asks for the details of likely duplicates is told who they are, and who does not only their ids', async () => {
  const lead = { FirstName: 'Ada', LastName: 'Lovelace', Company: 'Engines Ltd', Email: 'ada@engines.example' }
  const { id } = (await client.send('POST', '/sobjects/Lead', lead)).json()
  const told = async (header: string): Promise<unknown> => {
    const answer = await client.send('POST', '/sobjects/Lead', lead, { 'sforce-duplicate-rule-header': header })
    return answer.json()[0].duplicateResult.matchResults[0].matchRecords[0].record
  }
  const attributes = { type: 'Lead' }
  assert.deepEqual(await told('allowSave=false'), { attributes, Id: id })
  assert.deepEqual(await told('allowSave=false; includeRecordDetails=true'), {
    attributes,
    Id: id,
    Name: 'Ada Lovelace',
    Company: 'Engines Ltd',
    Email: 'ada@engines.example',
  })
})
