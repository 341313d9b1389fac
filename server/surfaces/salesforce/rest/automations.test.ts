import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { at, aClient, type Client } from '../../../../test/support/salesforce.ts'

/** What automation and extraction tools send, as their sources have it: n8n's node first, then those that copy whole orgs. */

type Row = Readonly<Record<string, unknown>>

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

const ask = async (soql: string, resource = 'query'): Promise<readonly Row[]> => {
  const answer = await client.get(`/${resource}?q=${encodeURIComponent(soql)}`)
  assert.equal(answer.statusCode, 200, `${soql}\n${answer.body}`)
  return answer.json().records
}

const made = async (object: string, fields: Row): Promise<string> => {
  const answer = await client.send('POST', `/sobjects/${object}`, fields)
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json().id
}

describe('n8n', () => {
  test('its lists of choices are filled', async () => {
    assert.ok((await ask('SELECT id, MasterLabel FROM LeadStatus')).length > 0)
    assert.ok((await ask('SELECT id, Name FROM User')).length > 0)
    const queue = await client.server.call('POST', '/api/groups', { headers: client.admin, body: { Name: 'Inbound' } })
    assert.equal(queue.statusCode, 201, queue.body)
    const queues = await ask(
      "SELECT Queue.Id, Queue.Name FROM QueuesObject where Queue.Type='Queue' and SobjectType = 'Lead'",
    )
    assert.deepEqual(
      queues.map(({ Queue }) => (typeof Queue === 'object' && Queue !== null && 'Name' in Queue ? Queue.Name : null)),
      ['Inbound'],
    )
    assert.deepEqual(await ask("SELECT Id, Name, SobjectType, IsActive FROM RecordType WHERE SobjectType = 'Lead'"), [])
    for (const object of ['account', 'lead', 'case', 'task', 'contact', 'opportunity', 'user', 'attachment']) {
      const { fields } = (await client.get(`/sobjects/${object}/describe`)).json()
      assert.ok(
        fields.some(({ name }: { name: string }) => name === 'Id'),
        object,
      )
    }
    assert.deepEqual((await client.get('/actions/custom/flow')).json(), { actions: [] })
  })

  test('it makes, changes by an external id, notes and attaches by names in small letters', async () => {
    const lead = await made('lead', {
      Company: 'Nordlys',
      LastName: 'Berg',
      hasOptedOutOfEmail: true,
      annualRevenue: 5,
    })
    const changed = await client.send('PATCH', `/sobjects/lead/Id/${lead}`, { Company: 'Nordlys AS' })
    assert.deepEqual([changed.statusCode, changed.json().created], [200, false])
    const account = { name: 'Nordlys', billingCity: 'Bergen' }
    const upserted = await client.send('PATCH', '/sobjects/account/ErpId__c/n-1', account)
    assert.deepEqual([upserted.statusCode, upserted.json().created], [201, true])
    const campaign = await made('Campaign', { Name: 'Fair' })
    await made('CampaignMember', { LeadId: lead, CampaignId: campaign, Status: 'Sent' })
    await made('note', { Title: 'Met', ParentId: lead, Body: 'At the stand', IsPrivate: false })
    await made('attachment', { Name: 'n.txt', ParentId: upserted.json().id, Body: 'aGk=', IsPrivate: false })
    await made('task', { Status: 'Not Started', Subject: 'Call', WhoId: lead, Priority: 'Normal', CallType: 'Inbound' })
    const [found] = await ask(
      'SELECT id,company,firstname,lastname,street,postalCode,city,email,status FROM Lead WHERE HasOptedOutOfEmail = true LIMIT 1',
    )
    assert.deepEqual([found?.Company, found?.LastName], ['Nordlys AS', 'Berg'])
  })

  test('its trigger finds what was made since, with moments in any zone', async () => {
    await made('Lead', { Company: 'Since', LastName: 'Then' })
    const since = 'CreatedDate >= 2020-01-01T00:00:00.000+01:00 AND CreatedDate < 2100-01-01T00:00:00.000Z'
    assert.equal((await ask(`SELECT id FROM Lead WHERE Company = 'Since' AND ${since}`)).length, 1)
  })

  test('a file comes as two parts, also from a program that gives each of them a file name', async () => {
    const parts = new FormData()
    const record = { Title: 'Offer', PathOnClient: 'offer.txt', FirstPublishLocationId: await client.anAccount() }
    parts.append('entity_content', new Blob([JSON.stringify(record)], { type: 'application/json' }))
    parts.append('VersionData', new Blob(['{"price": 1}'], { type: 'application/json' }), 'offer.txt')
    const upload = (body: FormData) =>
      fetch(`${client.conn.instanceUrl}${at('/sobjects/ContentVersion')}`, {
        method: 'POST',
        headers: client.admin,
        body,
      })
    const answer = await upload(parts)
    assert.equal(answer.status, 201, await answer.clone().text())
    const { id } = (await answer.json()) as { id: string }
    const [version] = await ask(`SELECT Title, ContentSize FROM ContentVersion WHERE Id = '${id}'`)
    assert.deepEqual([version?.Title, version?.ContentSize], ['Offer', 12])
    const huge = new FormData()
    huge.append(
      'entity_content',
      new Blob([JSON.stringify({ Title: 'x'.repeat(2_000_000) })], { type: 'application/json' }),
    )
    huge.append('VersionData', new Blob(['x']), 'x.txt')
    assert.equal((await upload(huge)).status, 400)
  })
})

describe('those that copy an org', () => {
  test('every object that says it can be queried answers all its fields, in the order of what they keep as a bookmark', async () => {
    const { sobjects } = (await client.get('/sobjects')).json()
    for (const { name, queryable } of sobjects) {
      if (queryable !== true) continue
      const { fields } = (await client.get(`/sobjects/${name}/describe`)).json()
      const names: string[] = fields.map((field: { name: string }) => field.name)
      const key = ['SystemModstamp', 'LastModifiedDate', 'CreatedDate', 'LoginTime'].find((one) => names.includes(one))
      const since = key === undefined ? '' : ` WHERE ${key} >= 2020-01-01T00:00:00.000Z ORDER BY ${key} ASC`
      await ask(`SELECT ${names.join(',')} FROM ${name}${since}`, 'queryAll')
    }
  })

  test('what they look at before they begin is there', async () => {
    const limits = (await client.get('/limits')).json()
    for (const name of [
      'DailyApiRequests',
      'DailyBulkApiBatches',
      'DailyBulkV2QueryJobs',
      'HourlyPublishedPlatformEvents',
    ])
      assert.ok(limits[name].Max > 0, name)
    // There are no scratch orgs to be had here.
    assert.deepEqual(limits.ActiveScratchOrgs, { Max: 0, Remaining: 0 })
    assert.deepEqual(await ask('SELECT Id, SiteName, EndpointUrl, IsActive FROM RemoteProxy', 'tooling/query'), [])
  })
})

test('e-mail is Email to the field, in what describes it and in what refuses a value', async () => {
  for (const object of ['Lead', 'Contact', 'User']) {
    const { fields } = (await client.get(`/sobjects/${object}/describe`)).json()
    assert.equal(fields.find(({ name }: { name: string }) => name === 'Email').label, 'Email')
  }
  const wrong = await client.send('POST', '/sobjects/Lead', { LastName: 'x', Company: 'y', Email: 'no address' })
  assert.equal(wrong.json()[0].message, 'Email: invalid email address: no address')
})
