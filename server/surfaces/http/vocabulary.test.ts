import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Json = Record<string, unknown>
type Told = { readonly code: string; readonly field?: string; readonly value?: unknown; readonly rule?: string }

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

const send = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) => {
  const answer = await server.call(method, url, { body, headers: admin })
  return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() }
}

const made = async (path: string, fields: Json): Promise<string> => {
  const { status, body } = await send('POST', `/api/${path}`, fields)
  assert.equal(status, 201, JSON.stringify(body))
  return body.Id
}

const aLead = (fields: Json = {}): Promise<string> =>
  made('leads?allowDuplicates=true', { LastName: 'Okafor', Company: 'Nordwind GmbH', ...fields })

const told = async (method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown): Promise<Told> => {
  const answer = await send(method, url, body)
  assert.ok(answer.status >= 400 && answer.status < 500, `${url}: ${answer.status}`)
  return answer.body.errors[0]
}

const converted = async (): Promise<string> => {
  const id = await aLead()
  const answer = await send('POST', `/api/leads/${id}/conversion`, { overrideReason: 'They signed at the fair.' })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return id
}

test('a lead gets no opportunity, whichever way somebody tries, and is told what to do instead', async () => {
  const lead = await aLead()
  const account = await made('accounts', { Name: 'Nordwind' })
  const deal = { Name: 'Cold store', StageName: 'Prospecting', CloseDate: '2027-03-31', Amount: 5 }
  const opportunity = await made('opportunities', { ...deal, AccountId: account })
  const tries: readonly (readonly [string, Json])[] = [
    ['opportunities', { ...deal, AccountId: lead }],
    ['opportunities', { ...deal, AccountId: account, LeadId: lead }],
    ['opportunities', { ...deal, AccountId: account, ContactId: lead }],
    ['opportunity-contact-roles', { OpportunityId: opportunity, ContactId: lead }],
    ['leads', { LastName: 'Falk', Company: 'Nordwind', CloseDate: '2027-03-31' }],
    ['leads', { LastName: 'Falk', Company: 'Nordwind', Quote: 'Q-17' }],
  ]
  for (const [path, fields] of tries) {
    const { status, body } = await send('POST', `/api/${path}`, fields)
    const [error] = body.errors
    assert.deepEqual([status, error.code, error.way.action], [422, 'opportunity_on_a_lead', 'convert'])
    assert.match(error.message, /convert/)
  }
  assert.equal((await told('POST', '/api/tasks', { Subject: 'Call', WhatId: lead })).code, 'lead_is_a_person')
  const contact = await told('POST', '/api/contacts', { LastName: 'Falk', AccountId: lead })
  assert.equal(contact.code, 'contact_without_account')
})

test('a converted lead is locked for everybody, administrators too', async () => {
  const id = await converted()
  assert.equal((await told('PATCH', `/api/leads/${id}`, { Title: 'Head' })).code, 'lead_already_converted')
  assert.equal((await told('DELETE', `/api/leads/${id}`)).code, 'lead_already_converted')
  const { body } = await send('PATCH', '/api/leads', [{ Id: id, Title: 'Head' }])
  assert.equal(body.results[0].errors[0].code, 'lead_already_converted')
  assert.equal((await send('GET', `/api/leads/${id}`)).body.Title, null)
})

test('a conversion may say its lead once more, and no other', async () => {
  const id = await aLead()
  const other = await told('POST', `/api/leads/${id}/conversion`, { leadId: await aLead(), overrideReason: 'Signed' })
  assert.deepEqual([other.code, other.field], ['another_lead', 'leadId'])
  const same = await send('POST', `/api/leads/${id}/conversion`, {
    leadId: id,
    convertedStatus: 'Closed - Converted',
    overrideReason: 'Signed',
  })
  assert.deepEqual([same.status, same.body.leadId], [201, id])
})

test('values chosen in a merge keep the rules of every change', async () => {
  const merge = async (values: Json) =>
    told('POST', '/api/leads/merge', { master: await aLead(), losers: [await aLead()], values })
  assert.equal((await merge({ Status: 'Closed - Converted' })).code, 'convert_instead')
  assert.equal((await merge({ Status: 'Closed - Not Converted' })).code, 'unqualified_reason_missing')
  assert.equal((await merge({ Status: 'Warm' })).field, 'Status')
  assert.equal((await merge({ OwnerId: null })).field, 'OwnerId')

  const account = await made('accounts', { Name: 'Nordwind' })
  const below = await made('accounts', { Name: 'Nordwind Nord', ParentId: account })
  const twin = await made('accounts', { Name: 'Nordwind AG' })
  const ring = { master: account, losers: [twin], values: { ParentId: below } }
  assert.equal((await told('POST', '/api/accounts/merge', ring)).code, 'circular_dependency')
  const person = { LastName: 'Falk', AccountId: account }
  const [contact, other] = [await made('contacts', person), await made('contacts', person)]
  const homeless = { master: contact, losers: [other], values: { AccountId: null } }
  assert.equal((await told('POST', '/api/contacts/merge', homeless)).code, 'contact_without_account')
  const report = await made('contacts', { ...person, ReportsToId: contact })
  const chief = { master: contact, losers: [other], values: { ReportsToId: report } }
  assert.equal((await told('POST', '/api/contacts/merge', chief)).code, 'circular_dependency')
})

test('a status chosen in a merge is one of theirs with its reason, or a move with what belongs to it', async () => {
  const closed = await aLead({ Status: 'Closed - Not Converted', UnqualifiedReason: 'No budget' })
  const values = { Status: 'Closed - Not Converted' }
  const theirs = await send('POST', '/api/leads/merge', { master: await aLead(), losers: [closed], values })
  assert.deepEqual([theirs.status, theirs.body.UnqualifiedReason], [200, 'No budget'])
  const moved = await send('POST', '/api/leads/merge', {
    master: await aLead(),
    losers: [await aLead()],
    values: { Status: 'Working - Contacted' },
  })
  assert.equal(moved.status, 200, JSON.stringify(moved.body))
  assert.notEqual(moved.body.FirstContactedDate, null)
})

test('a merge takes no word it does not know', async () => {
  const body = { master: await aLead(), losers: [await aLead()], keep: 'both' }
  assert.equal((await told('POST', '/api/leads/merge', body)).field, 'keep')
})

test('whoever converts a lead that was merged meanwhile is shown the one it became', async () => {
  const [master, loser] = [await aLead(), await aLead()]
  await send('POST', '/api/leads/merge', { master, losers: [loser] })
  const { status, body } = await send('POST', `/api/leads/${loser}/conversion`, { overrideReason: 'Signed' })
  assert.deepEqual([status, body.errors[0].code, body.errors[0].facts.winner], [409, 'already_merged', master])
})

test('whatever is refused of a record is named with its field, what was sent, and the rule', async () => {
  const odd: Json = {
    LastName: 12_345,
    Company: true,
    Email: 'nope',
    Website: 'not a url',
    NumberOfEmployees: -5,
    AnnualRevenue: 'lots',
    DoNotCall: 'maybe',
    RecheckOn: 'soon',
    OwnerId: 'nobody',
    Favourite: 'blue',
    IsConverted: true,
    StageName: 'Prospecting',
  }
  const { status, body } = await send('POST', '/api/leads', odd)
  assert.equal(status, 422)
  const errors: readonly Told[] = body.errors
  assert.deepEqual(new Set(errors.map(({ field }) => field)), new Set(Object.keys(odd)))
  for (const { field = '', value, rule } of errors) {
    assert.deepEqual(value, odd[field], field)
    assert.match(rule ?? '', /^[A-Z].*\.$/, field)
  }
})

test('a parameter that nothing reads is refused, for a slip in its name would answer everything', async () => {
  for (const [address, takes] of [
    ['/api/leads?Company=Nordwind', /filter=\{"field":"Company"/],
    ['/api/leads?filtre=%7B%7D', /It takes filter, sort, fields/],
    ['/api/agreements/current?version=3', /It takes none/],
  ] as const) {
    const { status, body } = await send('GET', address)
    assert.deepEqual([status, body.errors[0].code], [400, 'unknown_parameter'], address)
    assert.match(body.errors[0].message, takes)
  }
})
