import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Json = Readonly<Record<string, unknown>>
type Headers = Readonly<Record<string, string>>
type Asked = { readonly method: 'POST' | 'PATCH' | 'DELETE'; readonly url: string; readonly body?: Json }

/** Each pair meets so often: two who do not wait for each other met in four of five tries. */
const TIMES = 6
const EVENT = { Type: 'Trade Show' }
const DEAL = { StageName: 'Prospecting', CloseDate: '2027-03-31', Amount: 1 }

let server: TestServer
let one: Headers
let other: Headers
let made = 0

before(async () => {
  server = await aServer()
  one = await server.as('administrator')
  other = await server.as('administrator')
})
after(() => server.close())

async function make(path: string, fields: Json): Promise<string> {
  const name = path === 'leads' || path === 'contacts' ? { LastName: `Lind ${++made}` } : { Name: `Fjord ${++made}` }
  const body = { ...name, ...(path === 'leads' ? { Company: `Nordwind ${made}` } : {}), ...fields }
  const answer = await server.call('POST', `/api/${path}?allowDuplicates=true`, { headers: one, body })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json<{ Id: string }>().Id
}

const ask = async (headers: Headers, { method, url, body }: Asked): Promise<boolean> => {
  const { statusCode, body: said } = await server.call(method, url, { headers, body })
  assert.ok(statusCode < 500, `${method} ${url}: ${said}`)
  return statusCode < 300
}

/** What two people ask at the same moment; that both get it must not be. */
async function neverBoth(sentence: string, pair: () => Promise<readonly [Asked, Asked]>): Promise<void> {
  for (let time = 0; time < TIMES; time++) {
    const [left, right] = await pair()
    const heard = await Promise.all([ask(one, left), ask(other, right)])
    assert.notDeepEqual(heard, [true, true], sentence)
  }
}

const deletion = (path: string, id: string): Asked => ({ method: 'DELETE', url: `/api/${path}/${id}` })
const addition = (path: string, body: Json): Asked => ({
  method: 'POST',
  url: `/api/${path}?allowDuplicates=true`,
  body,
})

test('nothing comes to belong to an account at the moment it is deleted', async () => {
  const pair = async (path: string, fields: Json): Promise<readonly [Asked, Asked]> => {
    const AccountId = await make('accounts', {})
    return [deletion('accounts', AccountId), addition(path, { ...fields, AccountId })]
  }
  await neverBoth('a contact of no account', () => pair('contacts', { LastName: 'Lind' }))
  await neverBoth('a deal of no account', () => pair('opportunities', { ...DEAL, Name: 'Pumps' }))
  await neverBoth('a lead converted into no account', async () => {
    const [accountId, lead] = [await make('accounts', {}), await make('leads', {})]
    const conversion = { accountId, overrideReason: 'They asked for it.' }
    return [deletion('accounts', accountId), { method: 'POST', url: `/api/leads/${lead}/conversion`, body: conversion }]
  })
})

test('nothing comes to belong to a campaign at the moment it is deleted', async () => {
  await neverBoth('a member of no campaign', async () => {
    const [CampaignId, LeadId] = [await make('campaigns', EVENT), await make('leads', {})]
    return [deletion('campaigns', CampaignId), addition('campaign-members', { CampaignId, LeadId })]
  })
  await neverBoth('a campaign below none', async () => {
    const [parent, child] = [await make('campaigns', EVENT), await make('campaigns', EVENT)]
    const moved: Asked = { method: 'PATCH', url: `/api/campaigns/${child}`, body: { ParentId: parent } }
    return [deletion('campaigns', parent), moved]
  })
  await neverBoth('a deal out of no campaign', async () => {
    const [CampaignId, AccountId] = [await make('campaigns', EVENT), await make('accounts', {})]
    const deal = { ...DEAL, Name: 'Pumps', CampaignId, AccountId }
    return [deletion('campaigns', CampaignId), addition('opportunities', deal)]
  })
})

test('a conversion is not taken back at the moment something is built on it', async () => {
  const pair = async (build: (made: Readonly<Record<string, string>>) => Asked): Promise<readonly [Asked, Asked]> => {
    const lead = await make('leads', {})
    const url = `/api/leads/${lead}/conversion`
    const body = { overrideReason: 'They asked for it.' }
    const converted = await server.call('POST', url, { headers: one, body })
    assert.equal(converted.statusCode, 201, converted.body)
    const became = (await server.call('GET', `/api/leads/${lead}`, { headers: one })).json<Record<string, string>>()
    return [{ method: 'DELETE', url }, build(became)]
  }
  await neverBoth('a task with nobody', () =>
    pair(({ ConvertedContactId }) => addition('tasks', { Subject: 'Call', WhoId: ConvertedContactId })),
  )
  await neverBoth('a deal of no account', () =>
    pair(({ ConvertedAccountId }) =>
      addition('opportunities', { ...DEAL, Name: 'Pumps', AccountId: ConvertedAccountId }),
    ),
  )
})

test('of two statuses that count as a response one stays, though both are deleted at once', async () => {
  await neverBoth('a campaign nobody can respond to', async () => {
    const CampaignId = await make('campaigns', EVENT)
    const filter = encodeURIComponent(JSON.stringify({ field: 'CampaignId', op: 'eq', value: CampaignId }))
    const listed = await server.call('GET', `/api/campaign-member-statuses?filter=${filter}`, { headers: one })
    const { records } = listed.json<{ records: { Id: string; HasResponded: boolean }[] }>()
    const [first, second, ...more] = records.filter(({ HasResponded }) => HasResponded)
    assert.ok(first !== undefined && second !== undefined, listed.body)
    for (const { Id } of more) assert.ok(await ask(one, deletion('campaign-member-statuses', Id)))
    return [deletion('campaign-member-statuses', first.Id), deletion('campaign-member-statuses', second.Id)]
  })
})
