import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { aClient, type Client } from '../../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})

after(() => client.server.close())

describe('our processes', () => {
  test('are actions that tools may list, describe and start', async () => {
    const { actions } = (await client.get('/actions/standard')).json()
    assert.ok(actions.some(({ name }: { name: string }) => name === 'convertLead'))
    assert.deepEqual((await client.get('/actions/custom/flow')).json(), { actions: [] })
    const described = (await client.get('/actions/standard/convertLead')).json()
    assert.deepEqual(
      described.inputs
        .filter(({ required }: { required: boolean }) => required)
        .map(({ name }: { name: string }) => name),
      ['leadId'],
    )
    const { id: leadId } = await client.conn.sobject('Lead').create({ LastName: 'Lind', Company: 'Fjord AB' })
    const [converted] = (
      await client.send('POST', '/actions/standard/convertLead', { inputs: [{ leadId, overrideReason: 'a story' }] })
    ).json()
    assert.equal(converted.isSuccess, true)
    assert.match(converted.outputValues.accountId, /^001/)
    const again = await client.send('POST', '/actions/standard/convertLead', { inputs: [{ leadId }] })
    assert.equal(again.statusCode, 400)
    assert.equal(again.json()[0].isSuccess, false)
  })

  test('give a record to another owner, find duplicates and merge them', async () => {
    const person = { FirstName: 'Ada', LastName: 'Lovelace', Company: 'Engines Ltd', Email: 'ada@engines.example' }
    const made = await client.conn.sobject('Lead').create([person, person])
    const [master, loser] = made.map(({ id }) => id)
    const [found] = (
      await client.send('POST', '/actions/standard/findDuplicates', { inputs: [{ recordId: master }] })
    ).json()
    assert.equal(found.outputValues.duplicateResults[0].matchResults[0].matchRecords[0].record.Id, loser)
    const [merged] = (
      await client.send('POST', '/actions/standard/mergeRecords', {
        inputs: [{ masterRecordId: master, recordToMergeIds: [loser] }],
      })
    ).json()
    assert.equal(merged.isSuccess, true)
    const { OwnerId } = (await client.get(`/sobjects/Lead/${master}?fields=OwnerId`)).json()
    const [assigned, refused] = (
      await client.send('POST', '/actions/standard/assignRecord', {
        inputs: [{ recordId: master, ownerId: OwnerId }, { recordId: master }],
      })
    ).json()
    assert.deepEqual([assigned.isSuccess, refused.isSuccess], [true, false])
    assert.equal(refused.errors[0].statusCode, 'REQUIRED_FIELD_MISSING')
  })
})

test('what Assay has none of is an empty list', async () => {
  assert.deepEqual((await client.get('/process/rules')).json(), { rules: {} })
  assert.deepEqual((await client.get('/process/approvals')).json(), { approvals: {} })
  assert.deepEqual((await client.get('/analytics/reports')).json(), [])
  assert.deepEqual((await client.get('/analytics/dashboards')).json(), [])
})
