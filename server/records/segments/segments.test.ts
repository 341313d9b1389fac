import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asking } from '../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { changeSettings } from '../../ground/orgs/settings.ts'
import { inTransaction } from '../../platform/transactions.ts'

type Json = Record<string, unknown>
type Headers = Readonly<Record<string, string>>

let server: TestServer
let marketing: Headers
let ask: ReturnType<typeof asking>

before(async () => {
  server = await aServer()
  marketing = await server.as('marketing')
  ask = asking(server, marketing)
})
after(() => server.close())

test('leads and contacts are in a segment alike, by what they have in common and by what only one of them has', async () => {
  const lead = await made('leads', { LastName: 'Malm', Company: 'Fjord AB', City: 'Lund', Industry: 'Energy' })
  const AccountId = await made('accounts', { Name: 'Fjord AB', Industry: 'Energy', Rating: 'Hot' })
  const contact = await made('contacts', { LastName: 'Berg', AccountId, MailingCity: 'LUND', Department: 'Labs' })
  await made('leads', { LastName: 'Kiel', Company: 'Elbe GmbH', City: 'Kiel' })
  const inLund = { field: 'City', op: 'eq', value: 'lund' }
  assert.deepEqual(await whoFit(inLund), [contact, lead])
  assert.deepEqual(await whoFit({ and: [inLund, { field: 'Company', op: 'startsWith', value: 'fjord' }] }), [
    contact,
    lead,
  ])
  assert.deepEqual(await whoFit({ and: [inLund, { field: 'Industry', op: 'in', value: ['Energy'] }] }), [contact, lead])
  assert.deepEqual(await whoFit({ and: [inLund, { field: 'Contact.Department', op: 'eq', value: 'Labs' }] }), [contact])
  assert.deepEqual(await whoFit({ and: [inLund, { field: 'Account.Rating', op: 'eq', value: 'Hot' }] }), [contact])
  assert.deepEqual(
    await whoFit({ and: [inLund, { not: { or: [{ field: 'Account.Rating', op: 'eq', value: 'Hot' }] } }] }),
    [lead],
    'none of these',
  )
})

test('a segment asks what somebody did in campaigns, in one or in all below it, and what they did not', async () => {
  const fair = await made('campaigns', { Name: 'Fair', Type: 'Trade Show' })
  const dinner = await made('campaigns', { Name: 'Dinner', Type: 'Event', ParentId: fair })
  const [came, dined, neither] = [await aLead('Came'), await aLead('Dined'), await aLead('Neither')]
  await made('campaign-members', { CampaignId: fair, LeadId: came, Status: 'Visited Stand' })
  await made('campaign-members', { CampaignId: dinner, LeadId: dined, Status: 'Invited' })
  const here = { field: 'Company', op: 'eq', value: 'Stand' }
  const fit = (...conditions: readonly Json[]) => whoFit({ and: [here, ...conditions] })
  assert.deepEqual(await fit({ campaign: { id: fair } }), [came])
  assert.deepEqual(await fit({ campaign: { id: fair, below: true } }), [dined, came])
  assert.deepEqual(await fit({ campaign: { id: fair, below: true, responded: true, within: 'LAST_N_DAYS:7' } }), [came])
  assert.deepEqual(await fit({ campaign: { id: fair, statuses: ['Invited'], below: true } }), [dined])
  assert.deepEqual(await fit({ campaign: {} }), [dined, came])
  assert.deepEqual(await fit({ campaign: { within: 'LAST_YEAR' } }), [])
  assert.deepEqual(await fit({ not: { campaign: { id: fair, below: true } } }), [neither])
})

test('a lead that is converted goes on in the segment as the contact', async () => {
  const lead = await aLead('Convert', { Company: 'Changing AB', Status: 'Working - Contacted' })
  const condition = { field: 'Company', op: 'eq', value: 'Changing AB' }
  assert.deepEqual(await whoFit(condition), [lead])
  const administrator = await server.as('administrator')
  const converted = await ask.sent(
    'POST',
    `/api/leads/${lead}/conversion`,
    { doNotCreateOpportunity: true, overrideReason: 'They ask for the contract.' },
    administrator,
  )
  const contact = String(converted.contactId)
  assert.deepEqual(await whoFit(condition), [contact])
  assert.deepEqual(await whoFit({ and: [condition, { converted: { within: 'THIS_YEAR' } }] }), [contact])
  assert.deepEqual(await whoFit({ and: [condition, { not: { converted: {} } }] }), [])
  const segment = await kept('Changing', condition)
  const why = await ask.sent('GET', `/api/segments/${segment}/why?person=${lead}`)
  assert.deepEqual([why.Id, why.isIn], [contact, true], 'the lead is answered for as who they are now')
})

test('calls and inquiries are asked for by how they ended and when', async () => {
  const [called, quiet] = [await aLead('Called', { Company: 'Call AB' }), await aLead('Quiet', { Company: 'Call AB' })]
  await made('tasks', {
    Subject: 'Call',
    WhoId: called,
    TaskSubtype: 'Call',
    Status: 'Completed',
    CallDisposition: 'Definite maybe',
  })
  const here = { field: 'Company', op: 'eq', value: 'Call AB' }
  const fit = (...conditions: readonly Json[]) => whoFit({ and: [here, ...conditions] })
  assert.deepEqual(await fit({ activity: { kind: 'call', within: 'LAST_N_DAYS:2' } }), [called])
  assert.deepEqual(await fit({ activity: { kind: 'call', result: 'definite maybe' } }), [called])
  assert.deepEqual(await fit({ activity: { kind: 'call', result: 'Dead end' } }), [])
  assert.deepEqual(await fit({ activity: { kind: 'any' } }), [called])
  assert.deepEqual(await fit({ activity: { kind: 'meeting' } }), [])
  assert.deepEqual(await fit({ not: { activity: { kind: 'any', within: 'LAST_N_DAYS:90' } } }), [quiet])
  assert.deepEqual(await fit({ inquiry: {} }), [])
})

test('whoever may not see a lead neither counts it nor gets it', async () => {
  await aLead('Hidden', { Company: 'Secret AB' })
  const seller = await server.as('sales')
  const condition = { field: 'Company', op: 'eq', value: 'Secret AB' }
  const segment = await kept('Secret', condition)
  const setPrivate = (privateObjects: readonly string[]) =>
    inTransaction(server.db, server.org, (tx) => changeSettings(tx, theProgram, { privateObjects }))
  await setPrivate(['Lead'])
  try {
    assert.deepEqual(await ask.sent('GET', `/api/segments/${segment}/count`, undefined, seller), {
      leads: 0,
      contacts: 0,
    })
    assert.deepEqual(await ask.sent('GET', `/api/segments/${segment}/people`, undefined, seller), {
      people: [],
      next: null,
    })
    const manager = await server.as('manager')
    assert.equal((await ask.sent('GET', `/api/segments/${segment}/count`, undefined, manager)).leads, 1)
  } finally {
    await setPrivate([])
  }
})

test('segments are kept by marketing and managers, and used by everybody', async () => {
  const segment = await kept('Everybody in Bergen', { field: 'City', op: 'eq', value: 'Bergen' })
  const seller = await server.as('sales')
  await ask.sent('GET', `/api/segments/${segment}/people`, undefined, seller)
  for (const [method, url] of [
    ['POST', '/api/segments'],
    ['PATCH', `/api/segments/${segment}`],
    ['DELETE', `/api/segments/${segment}`],
  ] as const)
    await ask.refused(
      method,
      url,
      method === 'DELETE' ? undefined : { Name: 'Mine', Condition: { and: [] } },
      'forbidden',
      seller,
    )
  const read = await ask.answer('GET', `/api/segments/${segment}`)
  const { etag } = read.headers as { etag: string }
  const renamed = await ask.sent(
    'PATCH',
    `/api/segments/${segment}`,
    { Name: ' In  Bergen ' },
    { ...marketing, 'if-match': etag },
  )
  assert.deepEqual([renamed.Name, renamed.Summary], ['In Bergen', 'City is Bergen'])
  await ask.refused('PATCH', `/api/segments/${segment}`, { Name: 'Again' }, 'stale', { ...marketing, 'if-match': etag })
  await ask.refused('POST', '/api/segments', { Name: 'in BERGEN', Condition: { and: [] } }, 'duplicate_value')
  await ask.sent('DELETE', `/api/segments/${segment}`)
  assert.equal((await ask.answer('GET', `/api/segments/${segment}`)).statusCode, 404)
})

test('a segment asks for others, never for itself, and one that is asked for stays', async () => {
  const [oslo, bergen] = [
    await aLead('Oslo', { City: 'Oslo', Company: 'Nest' }),
    await aLead('Bergen', { City: 'Bergen', Company: 'Nest' }),
  ]
  const inner = await kept('Nest', { field: 'Company', op: 'eq', value: 'Nest' })
  const fromOslo = await kept('From Oslo', { field: 'City', op: 'eq', value: 'Oslo' })
  const outer = await kept('Nest without Oslo', { and: [{ segment: inner }, { not: { segment: fromOslo } }] })
  const { people } = await ask.sent('GET', `/api/segments/${outer}/people`)
  assert.deepEqual(
    (people as Json[]).map(({ Id }) => Id),
    [bergen],
  )
  const ring = await ask.refused(
    'PATCH',
    `/api/segments/${inner}`,
    { Condition: { segment: outer } },
    'segment_asks_for_itself',
  )
  assert.match(String(ring.message), /asks for this segment/)
  const inUse = await ask.refused('DELETE', `/api/segments/${inner}`, undefined, 'segment_in_use')
  assert.match(String(inUse.message), /‘Nest without Oslo’ asks for ‘Nest’/)
  const why = await ask.sent('GET', `/api/segments/${outer}/why?person=${oslo}`)
  const parts = (why.why as Json).parts as Json[]
  assert.equal(why.isIn, false)
  assert.deepEqual(
    parts.map(({ holds, sentence }) => [holds, sentence]),
    [
      [true, 'Is in the segment ‘Nest’'],
      [false, 'Is not in the segment ‘From Oslo’'],
    ],
  )
  assert.deepEqual(parts[1]?.parts, [{ holds: false, sentence: 'City is not Oslo', found: 'Oslo', parts: [] }])
  await ask.sent('DELETE', `/api/segments/${outer}`)
  await ask.sent('DELETE', `/api/segments/${inner}`)
})

test('all people of a segment go into a campaign once, without those of another, and the count says who is in already', async () => {
  const AccountId = await made('accounts', { Name: 'Adding AB' })
  await made('contacts', { LastName: 'Contact', AccountId })
  const first = await aLead('First', { Company: 'Adding AB' })
  await aLead('Second', { Company: 'Adding AB', City: 'Vik' })
  const segment = await kept('Adding', { field: 'Company', op: 'eq', value: 'Adding AB' })
  const vik = await kept('Vik', { field: 'City', op: 'eq', value: 'Vik' })
  const campaign = await made('campaigns', { Name: 'Mailing', Type: 'Trade Show' })
  await made('campaign-members', { CampaignId: campaign, LeadId: first })
  const counted = await ask.sent('GET', `/api/segments/${segment}/count?campaign=${campaign}`)
  assert.deepEqual(counted, { leads: 2, contacts: 1, already: 1 })
  const add = async (object: string, more: Json = {}) => {
    const order = { object, segment, status: 'Registered', ...more }
    const { total, done } = await ask.sent('POST', `/api/campaigns/${campaign}/members`, order)
    return [total, done]
  }
  assert.deepEqual(await add('Lead', { exceptSegment: vik }), [1, 0])
  assert.deepEqual(await add('Lead'), [2, 1])
  assert.deepEqual(await add('Contact'), [1, 1])
  assert.deepEqual(await add('Lead'), [2, 0])
  await ask.refused('POST', `/api/campaigns/${campaign}/members`, { object: 'Lead', segment: campaign }, 'not_found')
})

test('pages hold everybody once, the newest first', async () => {
  for (const n of [1, 2, 3, 4, 5]) await aLead(`Page${n}`, { Company: 'Paging' })
  const segment = await kept('Paging', { field: 'Company', op: 'eq', value: 'Paging' })
  const names: unknown[] = []
  for (let next = ''; ;) {
    const page = await ask.sent('GET', `/api/segments/${segment}/people?limit=2${next}`)
    names.push(...(page.people as Json[]).map(({ Name }) => Name))
    if (typeof page.next !== 'string') break
    next = `&after=${page.next}`
  }
  assert.deepEqual(names, ['Page5', 'Page4', 'Page3', 'Page2', 'Page1'])
  await ask.refused('GET', `/api/segments/${segment}/people?after=x`, undefined, 'malformed_cursor')
})

test('a condition nobody could mean is refused with the reason', async () => {
  const field = { field: 'City', op: 'eq', value: 'Oslo' }
  const nested = (depth: number): Json => (depth === 0 ? field : { not: nested(depth - 1) })
  const gone = await made('campaigns', { Name: 'Gone', Type: 'Trade Show' })
  const asksForIt = await kept('Asks for what goes', { campaign: { id: gone } })
  await ask.sent('DELETE', `/api/campaigns/${gone}`)
  await ask.refused('GET', `/api/segments/${asksForIt}/count`, undefined, 'campaign_gone')
  for (const [condition, code] of [
    [{ field: 'Nothing', op: 'eq', value: 1 }, 'invalid_field'],
    [{ field: 'Lead.Nothing', op: 'eq', value: 1 }, 'invalid_field'],
    [{ field: 'Status', op: 'eq', value: 'x' }, 'invalid_field'],
    [{ field: 'CreatedDate', op: 'ge', value: 'SOMETIME' }, 'invalid_value'],
    [{ field: 'NumberOfEmployees', op: 'ge', value: 'many' }, 'json_parser_error'],
    [{ field: 'OwnerId', op: 'eq', value: '$me' }, 'malformed_condition'],
    [{ campaign: { within: 'NEXT_WEEK' } }, 'malformed_condition'],
    [{ campaign: { id: 'x'.repeat(15) } }, 'malformed_condition'],
    [{ campaign: { id: gone } }, 'campaign_gone'],
    [{ activity: { kind: 'email', result: 'Dead end' } }, 'malformed_condition'],
    [{ segment: '0SG000000000009' }, 'segment_gone'],
    [nested(9), 'condition_too_large'],
    [
      { and: [{ or: Array.from({ length: 60 }, () => field) }, { or: Array.from({ length: 60 }, () => field) }] },
      'condition_too_large',
    ],
    [
      {
        or: Array.from({ length: 6 }, () => ({
          field: 'City',
          op: 'in',
          value: Array.from({ length: 900 }, (_, n) => `${n}`),
        })),
      },
      'condition_too_large',
    ],
  ] as const) {
    const { status, errors } = await refusal(condition)
    assert.ok(status === 400 || status === 422, `${status} ${JSON.stringify(condition).slice(0, 200)}`)
    assert.equal(errors[0]?.code, code, JSON.stringify(errors))
  }
  assert.equal((await refusal(nested(40))).status, 400)
  assert.equal((await refusal({ campaign: { id: gone, more: 1 } })).status, 400)
})

const refusal = async (Condition: unknown): Promise<{ status: number; errors: readonly Json[] }> => {
  const answer = await ask.answer('POST', '/api/segments', { Name: 'Refused', Condition })
  return { status: answer.statusCode, errors: answer.json<{ errors?: Json[] }>().errors ?? [] }
}

const made = async (path: string, body: Json): Promise<string> =>
  String((await ask.sent('POST', `/api/${path}`, body)).Id)

const aLead = (LastName: string, more: Json = {}): Promise<string> =>
  made('leads', { LastName, Company: 'Stand', ...more })

const kept = async (Name: string, Condition: Json): Promise<string> =>
  String((await ask.sent('POST', '/api/segments', { Name, Condition })).Id)

/** The ids of those who fit a condition, the newest first. */
async function whoFit(Condition: Json): Promise<unknown[]> {
  const { people, leads, contacts } = await ask.sent('POST', '/api/segments/preview', { Condition })
  const ids = (people as Json[]).map(({ Id }) => Id)
  assert.equal(Number(leads) + Number(contacts), ids.length)
  return ids
}
