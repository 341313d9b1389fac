import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asking } from '../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { day, requestTo, type Ids } from './routeRequests.fixture.ts'

type Json = Record<string, unknown>
type Asking = ReturnType<typeof asking>

/** Stands in every text of every record that is out of reach, and nowhere else. */
const WORD = 'Kvaerulant'
const PRIVATE = ['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign']
const DATA = '/services/data/v60.0'

let server: TestServer
let routes: readonly string[]
let seller: { readonly authorization: string }
let visible: Ids
let administrator: { readonly authorization: string }

before(async () => {
  const collected = new Set<string>()
  server = await aServer({}, [
    (app) =>
      void app.addHook('onRoute', ({ method, url }) =>
        [method].flat().forEach((one) => one === 'GET' && collected.add(`GET ${url}`)),
      ),
  ])
  routes = [...collected].sort()
  administrator = await server.as('administrator')
  const admin = asking(server, administrator)
  seller = await server.as('sales')
  const { user } = await asking(server, seller).sent('GET', '/api/session')
  visible = await visibleBeside(admin, await hidden(admin), String((user as Json).Id))
  await admin.sent('PATCH', '/api/settings', { Sharing: Object.fromEntries(PRIVATE.map((name) => [name, 'private'])) })
})
after(() => server.close())

const making = (admin: Asking) => {
  const made: Record<string, string> = {}
  const make = async (path: string, body: Json): Promise<string> => {
    const { Id } = await admin.sent('POST', `/api/${path}?allowDuplicates=true`, body)
    return (made[path] = String(Id))
  }
  return { made, make }
}

/** One of each, of which only its owner and who sees everything may know. */
async function hidden(admin: Asking): Promise<Ids> {
  const { made, make } = making(admin)
  const AccountId = await make('accounts', { Name: `${WORD} AB`, Description: WORD, BillingCity: WORD })
  const ContactId = await make('contacts', { LastName: WORD, AccountId, Title: WORD, Email: 'quarrel@nordlys.example' })
  const CampaignId = await make('campaigns', { Name: WORD, Type: 'Trade Show', Description: WORD })
  const deal = {
    Name: WORD,
    AccountId,
    StageName: 'Prospecting',
    CloseDate: day,
    Amount: 7,
    CampaignId,
    NextStep: WORD,
  }
  const OpportunityId = await make('opportunities', deal)
  await make('opportunity-contact-roles', { OpportunityId, ContactId })
  const person = { LastName: 'Petersdottir', Email: 'petersdottir@nordlys.example', Phone: '+1 212 555 0179' }
  const LeadId = await make('leads', { ...person, FirstName: WORD, Company: WORD, Description: WORD })
  const double = await make('leads', { ...person, Company: `${WORD} again` })
  await admin.sent('POST', '/api/leads/merge', { master: LeadId, losers: [double] })
  await make('campaign-members', { CampaignId, LeadId })
  await make('tasks', { Subject: WORD, WhoId: LeadId, Description: WORD })
  await make('events', { Subject: WORD, WhoId: LeadId, StartDateTime: `${day}T10:00:00Z` })
  await make('notes', { Title: WORD, Body: WORD, ParentId: LeadId })
  await admin.sent('DELETE', `/api/leads/${await make('leads', { LastName: WORD, Company: WORD })}`)
  return { ...made, leads: LeadId }
}

/** One of each that belongs to the salesperson, tied to what is hidden wherever it can be. */
async function visibleBeside(admin: Asking, of: Ids, OwnerId: string): Promise<Ids> {
  const { made, make } = making(admin)
  const [AccountId, CampaignId] = [of.accounts, of.campaigns]
  await make('accounts', { Name: 'Open', ParentId: AccountId, OwnerId })
  await make('contacts', { LastName: 'Open', AccountId, ReportsToId: of.contacts, OwnerId })
  const person = { LastName: 'Petersdottir', Email: 'petersdottir@nordlys.example', Phone: '+1 212 555 0179' }
  const lead = await make('leads', { ...person, Company: 'Open', OwnerId })
  const fair = await make('campaigns', { Name: 'Open', Type: 'Trade Show', ParentId: CampaignId, OwnerId })
  const deal = { Name: 'Open', AccountId, CampaignId, StageName: 'Prospecting', CloseDate: day, Amount: 5, OwnerId }
  const OpportunityId = await make('opportunities', deal)
  await make('opportunity-contact-roles', { OpportunityId, ContactId: of.contacts })
  await make('payments', { OpportunityId, Amount: 1, ReceivedDate: '2026-01-02' })
  await make('campaign-members', { CampaignId: fair, ContactId: of.contacts })
  await make('campaign-members', { CampaignId: fair, LeadId: of.leads })
  await make('campaign-members', { CampaignId: fair, LeadId: lead })
  await make('tasks', { Subject: 'Open', WhoId: of.leads, OwnerId })
  await make('events', {
    Subject: 'Open',
    WhoId: of.contacts,
    WhatId: OpportunityId,
    StartDateTime: `${day}T10:00:00Z`,
    OwnerId,
  })
  await make('notes', { Title: 'Open', Body: 'Open', ParentId: lead })
  return made
}

// As in the field, a reference of a record one sees brings the name of what it points to.
const BESIDE_A_REFERENCE = /\{"Id":"\w{18}","Name":"[^"]*"(?:,"type":"\w+")?\}/g

/** What of the hidden word is said to somebody at these addresses. */
async function saidTo(headers: typeof seller, addresses: readonly string[]): Promise<readonly string[]> {
  const said: string[] = []
  for (const url of addresses) {
    const { statusCode, body } = await server.call('GET', url, { headers })
    assert.ok(statusCode < 500, `${url}: ${body}`)
    const at = body.replaceAll(BESIDE_A_REFERENCE, '').indexOf(WORD)
    if (statusCode < 300 && at >= 0)
      said.push(`${url}: ${body.replaceAll(BESIDE_A_REFERENCE, '').slice(at - 80, at + 40)}`)
  }
  return said
}

test('no page or list says a word of what is out of reach', async () => {
  const lists = [
    'leads',
    'contacts',
    'accounts',
    'opportunities',
    'campaigns',
    'campaign-members',
    'tasks',
    'events',
    'notes',
  ]
  assert.deepEqual(
    await saidTo(seller, [
      ...routes.map((route) => requestTo(route, visible).url),
      ...lists.flatMap((path) => [
        `/api/${path}?deleted=true`,
        `/api/${path}?q=${WORD}`,
        `/api/${path}/${visible[path]}/history`,
      ]),
      `/api/search?q=${WORD}`,
    ]),
    [],
  )
})

const query = (soql: string): string => `${DATA}/query?q=${encodeURIComponent(soql)}`

test('no query says a word of it, by whatever path', async () => {
  const ask = asking(server, seller)
  const { sobjects } = await ask.sent('GET', `${DATA}/sobjects`)
  const addresses: string[] = []
  for (const { name, queryable } of sobjects as Json[]) {
    if (queryable !== true) continue
    const { fields, childRelationships } = await ask.sent('GET', `${DATA}/sobjects/${String(name)}/describe`)
    const named = (list: unknown): string[] =>
      (list as Json[]).flatMap(({ relationshipName }) =>
        typeof relationshipName === 'string' ? [relationshipName] : [],
      )
    addresses.push(
      query(`SELECT FIELDS(ALL) FROM ${String(name)} LIMIT 200`),
      ...named(fields).map((parent) =>
        query(`SELECT ${parent}.Name, COUNT(Id) FROM ${String(name)} GROUP BY ${parent}.Name`),
      ),
      ...named(childRelationships).map((children) =>
        query(`SELECT Id, (SELECT FIELDS(ALL) FROM ${children} LIMIT 200) FROM ${String(name)} LIMIT 200`),
      ),
    )
  }
  const found = PRIVATE.map((name) => `${name}(Id, Name)`).join()
  addresses.push(
    `${DATA}/search?q=${encodeURIComponent(`FIND {${WORD}*} IN ALL FIELDS RETURNING ${found}, Task(Subject), Note(Title)`)}`,
    `${DATA}/queryAll?q=${encodeURIComponent('SELECT Id, Name, Company FROM Lead')}`,
  )
  assert.ok(addresses.length > 400, `${addresses.length} questions`)
  assert.deepEqual(await saidTo(seller, addresses), [])
  const whole = addresses.filter((one) => one.includes('q=SELECT%20FIELDS'))
  assert.ok((await saidTo(administrator, whole)).length >= PRIVATE.length, 'who sees everything finds it')
})
