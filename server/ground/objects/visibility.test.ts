import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Json = Record<string, unknown>
type Headers = { readonly authorization: string }

let server: TestServer
let admin: Headers
let owner: Headers
let stranger: Headers
let ownerId: unknown
const secret: Record<string, Json> = {}

const ok = async (method: 'GET' | 'POST' | 'PATCH', url: string, body: unknown, headers: Headers): Promise<Json> => {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, `${method} ${url}: ${answer.body}`)
  return answer.json<Json>()
}

/** An org that keeps everything to its owners, and one salesperson with one record of every kind. */
before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  owner = await server.as('sales')
  stranger = await server.as('sales')
  ownerId = ((await ok('GET', '/api/session', undefined, owner)).user as Json).Id
  await ok(
    'PATCH',
    '/api/settings',
    {
      Sharing: { Lead: 'private', Account: 'private', Contact: 'private', Opportunity: 'private', Campaign: 'private' },
    },
    admin,
  )
  const make = async (path: string, fields: Json) =>
    (secret[path] = await ok('POST', `/api/${path}?allowDuplicates=true`, fields, admin))
  const OwnerId = ownerId
  const account = await make('accounts', { Name: 'Secret AB', OwnerId })
  const contact = await make('contacts', { LastName: 'Secret', AccountId: account.Id, OwnerId })
  const deal = await make('opportunities', {
    Name: 'Secret deal',
    AccountId: account.Id,
    StageName: 'Prospecting',
    CloseDate: '2027-01-31',
    Amount: 5,
    OwnerId,
  })
  const lead = await make('leads', { LastName: 'Secret', Company: 'Secret Ltd', Email: 'lead@secret.example', OwnerId })
  const campaign = await make('campaigns', { Name: 'Secret fair', Type: 'Trade Show', OwnerId })
  await make('campaign-members', { CampaignId: campaign.Id, LeadId: lead.Id })
  await make('opportunity-contact-roles', { OpportunityId: deal.Id, ContactId: contact.Id, IsPrimary: true })
  await make('tasks', { Subject: 'Secret call', WhoId: lead.Id })
  await make('events', { Subject: 'Secret meeting', WhatId: deal.Id, StartDateTime: '2027-01-01T10:00:00Z' })
  await make('notes', { Title: 'Secret note', ParentId: lead.Id })
})
after(() => server.close())

const recordsOf = async (path: string, headers: Headers): Promise<Json[]> =>
  (await ok('GET', `/api/${path}?limit=200`, undefined, headers)).records as Json[]

test('what hangs on a record out of reach is out of reach itself, by list and by id', async () => {
  for (const [path, { Id }] of Object.entries(secret)) {
    assert.deepEqual(await recordsOf(path, stranger), [], path)
    assert.equal((await server.call('GET', `/api/${path}/${String(Id)}`, { headers: stranger })).statusCode, 404, path)
    assert.equal(
      (await server.call('GET', `/api/${path}/${String(Id)}/history`, { headers: stranger })).statusCode,
      404,
      path,
    )
    const { count } = await ok('GET', `/api/${path}/count`, undefined, stranger)
    assert.equal(count, 0, path)
  }
  assert.deepEqual(await recordsOf('campaign-member-statuses', stranger), [])
})

test('the owner of the record reaches what hangs on it, and so does who sees everything', async () => {
  const manager = await server.as('manager')
  for (const path of Object.keys(secret)) {
    for (const headers of [owner, manager])
      assert.deepEqual(
        (await recordsOf(path, headers)).map(({ Id }) => Id),
        [secret[path]?.Id],
        path,
      )
  }
})

test('what is out of reach is neither changed nor deleted', async () => {
  for (const [path, change] of [
    ['campaign-members', { Status: 'Attended' }],
    ['opportunity-contact-roles', { Role: 'Other' }],
    ['tasks', { Subject: 'Mine' }],
    ['events', { Subject: 'Mine' }],
    ['notes', { Title: 'Mine' }],
  ] as const) {
    const url = `/api/${path}/${String(secret[path]?.Id)}`
    assert.equal((await server.call('PATCH', url, { headers: stranger, body: change })).statusCode, 404, path)
    assert.equal((await server.call('DELETE', url, { headers: stranger })).statusCode, 404, path)
  }
})

test('search, duplicates and the timeline tell nothing of what is out of reach', async () => {
  assert.deepEqual((await ok('GET', '/api/search?q=secret', undefined, stranger)).results, [])
  const twin = await ok(
    'POST',
    '/api/leads',
    { LastName: 'Secret', Company: 'Secret Ltd', Email: 'lead@secret.example' },
    stranger,
  )
  assert.deepEqual(twin.duplicates, [])
  assert.deepEqual((await ok('GET', `/api/leads/${String(twin.Id)}/duplicates`, undefined, stranger)).matches, [])
  const merged = await server.call('POST', '/api/leads/merge', {
    headers: stranger,
    body: { master: twin.Id, losers: [secret.leads?.Id] },
  })
  assert.equal(merged.statusCode, 404)
})

test('a task one owns oneself is there, whoever it is with', async () => {
  const strangerId = ((await ok('GET', '/api/session', undefined, stranger)).user as Json).Id
  const { Id } = await ok(
    'POST',
    '/api/tasks',
    { Subject: 'Help with this', WhoId: secret.leads?.Id, OwnerId: strangerId },
    admin,
  )
  assert.deepEqual(
    (await recordsOf('tasks', stranger)).map((task) => task.Id),
    [Id],
  )
})

test('giving a record away is saved, although the giver no longer sees it', async () => {
  const { Id } = await ok(
    'POST',
    '/api/leads?allowDuplicates=true',
    { LastName: 'Gift', Company: 'Fjord AB' },
    stranger,
  )
  assert.equal((await ok('PATCH', `/api/leads/${String(Id)}`, { OwnerId: ownerId }, stranger)).Id, Id)
  assert.equal((await ok('GET', `/api/leads/${String(Id)}`, undefined, owner)).OwnerId, ownerId)
})
