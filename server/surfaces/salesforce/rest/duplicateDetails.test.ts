import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

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
    const [error] = answer.json()
    // The name under which Salesforce tells it, and the one it meant.
    assert.deepEqual(error.duplicateResut, error.duplicateResult)
    return error.duplicateResut.matchResults[0].matchRecords[0].record
  }
  const attributes = { type: 'Lead', url: `/services/data/v66.0/sobjects/Lead/${id}` }
  assert.deepEqual(await told('allowSave=false'), { attributes, Id: id })
  assert.deepEqual(await told('allowSave=false; includeRecordDetails=true'), {
    attributes,
    Id: id,
    Name: 'Ada Lovelace',
    Company: 'Engines Ltd',
    Email: 'ada@engines.example',
  })
})

test('who asks as themselves is kept from saving only by records they see', async () => {
  const { server, admin } = client
  const rules = (await server.call('GET', '/api/duplicate-rules', { headers: admin })).json().rules
  const { Id } = rules.find(({ object }: { object: string }) => object === 'Lead')
  const change = async (body: Readonly<Record<string, unknown>>, Lead: 'private' | 'public') => {
    await server.call('PATCH', `/api/duplicate-rules/${Id}`, { headers: admin, body })
    await server.call('PATCH', '/api/settings', { headers: admin, body: { Sharing: { Lead } } })
  }
  const lead = { FirstName: 'Grace', LastName: 'Hopper', Company: 'Harbour Works', Email: 'grace@harbour.example' }
  await client.send('POST', '/sobjects/Lead', lead)
  const seller = await server.as('sales')
  const save = (header: string) =>
    server.call('POST', '/services/data/v64.0/sobjects/Lead', {
      headers: { ...seller, 'sforce-duplicate-rule-header': header },
      body: lead,
    })
  await change({ enforcesSharing: false, onCreate: { action: 'block' } }, 'private')
  try {
    const [error] = (await save('runAsCurrentUser=false')).json()
    assert.equal(error.errorCode, 'DUPLICATES_DETECTED')
    assert.equal((await save('runAsCurrentUser=true')).statusCode, 201)
    assert.equal((await save('runAsCurrentUser=true')).json()[0].errorCode, 'DUPLICATES_DETECTED')
  } finally {
    await change({ enforcesSharing: true, onCreate: { action: 'allow' } }, 'public')
  }
})

test('whichever way an account comes that looks like a known one, the answer names the known one', async () => {
  const account = { Name: 'Quenby Turbines GmbH', Website: 'www.quenby.example' }
  const { id } = (await client.send('POST', '/sobjects/Account', account)).json()
  const header = { 'sforce-duplicate-rule-header': 'allowSave=false' }
  const attributes = { type: 'Account', referenceId: 'a' }
  const part = { method: 'POST', url: at('/sobjects/Account'), referenceId: 'a', body: account }
  const sent = async (path: string, body: object, headers: Readonly<Record<string, string>> = header) =>
    (await client.send('POST', path, body, headers)).json()
  const errors = [
    (await sent('/sobjects/Account', account))[0],
    (await sent('/composite/sobjects', { records: [{ attributes, ...account }] }))[0].errors[0],
    (await sent('/composite', { compositeRequest: [part] })).compositeResponse[0].body[0],
    (await sent('/composite', { compositeRequest: [{ ...part, httpHeaders: header }] }, {})).compositeResponse[0]
      .body[0],
    (await sent('/composite/graph', { graphs: [{ graphId: 'g', compositeRequest: [part] }] })).graphs[0].graphResponse
      .compositeResponse[0].body[0],
    (await sent('/composite/tree/Account', { records: [{ attributes, ...account }] })).results[0].errors[0],
    (
      await sent('/composite/batch', {
        batchRequests: [{ method: 'POST', url: part.url, richInput: account }],
      })
    ).results[0].result[0],
  ]
  for (const [place, error] of errors.entries()) {
    assert.equal(error.errorCode ?? error.statusCode, 'DUPLICATES_DETECTED', String(place))
    const { entityType, matchRecords } = error.duplicateResut.matchResults[0]
    assert.deepEqual([entityType, matchRecords[0].record.Id], ['Account', id], String(place))
  }
  const saved = await client.send('POST', '/sobjects/Account', account, {
    'sforce-duplicate-rule-header': 'allowSave=true',
  })
  assert.equal(saved.statusCode, 201)
})
