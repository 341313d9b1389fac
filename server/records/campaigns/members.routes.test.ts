import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { asking } from '../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { run, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { decodeId } from '../../../shared/ids.ts'
import { campaignJobs } from './campaigns.jobs.ts'
import { foldCampaignCounts, recountCampaigns } from './counting.ts'

type Json = Record<string, unknown>
type Ask = ReturnType<typeof asking>

let server: TestServer
let ask: Ask

before(async () => {
  campaignJobs()
  server = await aServer()
  ask = asking(server, await server.as('administrator'))
})
after(() => server.close())
afterEach(() => stopClockAt(undefined))

const made = async (path: string, body: Json): Promise<string> =>
  String((await ask.sent('POST', `/api/${path}?allowDuplicates=true`, body)).Id)

const aFair = (fields: Json = {}): Promise<string> => made('campaigns', { Name: 'Fair', Type: 'Trade Show', ...fields })

let people = 0
const aLead = (fields: Json = {}): Promise<string> =>
  made('leads', { LastName: `Okafor${++people}`, Company: `Nordwind ${people}`, ...fields })

const standings = async (campaign: string, asAt = ''): Promise<Json> =>
  Object.fromEntries(
    (
      (await ask.sent('GET', `/api/campaigns/${campaign}/standings${asAt}`)).standings as {
        status: string
        members: number
      }[]
    )
      .filter(({ members }) => members > 0)
      .map(({ status, members }) => [status, members]),
  )

const rollUps = async (campaign: string) =>
  (await ask.sent('GET', `/api/campaigns/${campaign}/roll-ups`)) as { own: Json; tree: Json }

const statusId = async (campaign: string, label: string): Promise<string> => {
  const filter = JSON.stringify({
    and: [
      { field: 'CampaignId', op: 'eq', value: campaign },
      { field: 'Label', op: 'eq', value: label },
    ],
  })
  const { records } = await ask.sent('GET', `/api/campaign-member-statuses?filter=${encodeURIComponent(filter)}`)
  return String((records as Json[])[0]?.Id)
}

test('all rows of a filter become members at once, who is in stays, and numbers follow', async () => {
  const [campaign, other] = [await aFair(), await aFair({ Name: 'Last year' })]
  const leads = [await aLead({ City: 'Kiel' }), await aLead({ City: 'Kiel' }), await aLead({ City: 'Kiel' })]
  await ask.sent('POST', '/api/campaign-members', { CampaignId: campaign, LeadId: leads[0], Status: 'Attended' })
  const all = { object: 'Lead', filter: { field: 'City', op: 'eq', value: 'Kiel' } }
  assert.deepEqual(await ask.sent('POST', `/api/campaigns/${campaign}/members`, all), {
    total: 3,
    done: 2,
    left: 0,
    workId: null,
  })
  assert.deepEqual(await standings(campaign), { Attended: 1, Invited: 2 })
  const invited = { filter: { field: 'Status', op: 'eq', value: 'Invited' }, status: 'no show' }
  await ask.sent('PATCH', `/api/campaigns/${campaign}/members`, invited)
  assert.deepEqual(await standings(campaign), { Attended: 1, 'No Show': 2 })
  await ask.sent('POST', `/api/campaigns/${other}/members`, { object: 'Lead', memberOf: campaign })
  assert.deepEqual(await standings(other), { Invited: 3 })
  await ask.sent('POST', `/api/campaigns/${campaign}/members/removal`, {
    filter: { field: 'Status', op: 'eq', value: 'No Show' },
  })
  const { own } = await rollUps(campaign)
  assert.deepEqual([own.members, own.leads, own.responses], [1, 1, 1])
  await ask.refused('PATCH', `/api/campaigns/${campaign}/members`, { status: 'Clicked' }, 'invalid_member_status')
})

test('of two who add the same person at once one wins, and the other hears who is in', async () => {
  const [campaign, lead] = [await aFair(), await aLead({ FirstName: 'Ada', LastName: 'Twice' })]
  const member = { CampaignId: campaign, LeadId: lead }
  const answers = await Promise.all([1, 2, 3].map(() => ask.answer('POST', '/api/campaign-members', member)))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [201, 409, 409],
  )
  for (const { statusCode, body } of answers)
    if (statusCode === 409) assert.match(body, /Ada Twice is already in this campaign/)
  assert.deepEqual(await standings(campaign), { Invited: 1 })
})

test('many who write to one campaign at once are all counted, before and after folding', async () => {
  const campaign = await aFair()
  const leads = await Promise.all(Array.from({ length: 24 }, () => aLead()))
  await Promise.all(
    leads.map(async (LeadId, at) => {
      const id = await made('campaign-members', { CampaignId: campaign, LeadId })
      if (at % 2 === 0) await ask.sent('PATCH', `/api/campaign-members/${id}`, { Status: 'Attended' })
      if (at % 6 === 0) await ask.sent('DELETE', `/api/campaign-members/${id}`)
      if (at % 5 === 0) await inTransaction(server.db, server.org, foldCampaignCounts)
    }),
  )
  const expected = { Attended: 8, Invited: 12 }
  assert.deepEqual(await standings(campaign), expected)
  await inTransaction(server.db, server.org, foldCampaignCounts)
  assert.deepEqual(await standings(campaign), expected)
  assert.deepEqual(await inTransaction(server.db, server.org, recountCampaigns), [])
})

test('a status that is renamed while numbers are put together keeps its numbers', async () => {
  const campaign = await aFair()
  await made('campaign-members', { CampaignId: campaign, LeadId: await aLead() })
  const id = await statusId(campaign, 'Invited')
  let renaming: Promise<Json> | undefined
  await inTransaction(server.db, server.org, async (tx) => {
    await foldCampaignCounts(tx)
    renaming = ask.sent('PATCH', `/api/campaign-member-statuses/${id}`, { Label: 'Asked' })
    await Promise.race([renaming, setTimeout(500)])
  })
  await renaming
  assert.deepEqual(await standings(campaign), { Asked: 1 })
})

test('a misspelled choice is refused, and never taken for everybody', async () => {
  const campaign = await aFair()
  await made('campaign-members', { CampaignId: campaign, LeadId: await aLead() })
  const filter = { field: 'Status', op: 'eq', value: 'Invited' }
  for (const [method, path, body] of [
    ['PATCH', '', { fliter: filter, status: 'Attended' }],
    ['POST', '', { object: 'Lead', id: [] }],
    ['POST', '/removal', { filter, ids: [] }],
  ] as const)
    assert.equal((await ask.answer(method, `/api/campaigns/${campaign}/members${path}`, body)).statusCode, 400)
  assert.deepEqual(await standings(campaign), { Invited: 1 })
})

test('a recount says what the kept numbers were off by, and corrects them', async () => {
  const campaign = await aFair({ Name: 'Miscounted' })
  await made('campaign-members', { CampaignId: campaign, LeadId: await aLead() })
  const id = decodeId(campaign)
  await inTransaction(server.db, server.org, (tx) =>
    run(tx, sql`delete from campaign_count where campaign_id = ${id ?? 0}`),
  )
  const [off] = await inTransaction(server.db, server.org, recountCampaigns)
  assert.deepEqual([off?.campaign, off?.status, off?.wasMembers, off?.members], ['Miscounted', 'Invited', 0, 1])
  assert.deepEqual(await standings(campaign), { Invited: 1 })
})

test('where somebody stood is known as at any moment, with who moved them and those who left', async () => {
  const [campaign, lead] = [await aFair(), await aLead({ FirstName: 'Mira', LastName: 'Holt' })]
  const member = await made('campaign-members', { CampaignId: campaign, LeadId: lead })
  const moments: string[] = []
  const start = now().getTime()
  const minutesLater = (minutes: number): void => stopClockAt(new Date(start + minutes * 60_000))
  const note = async (): Promise<void> => {
    minutesLater(2 * moments.length + 1)
    moments.push(String((await ask.sent('GET', `/api/campaigns/${campaign}/standings`)).asAt))
    minutesLater(2 * moments.length)
  }
  await note()
  await ask.sent('PATCH', `/api/campaign-members/${member}`, { Status: 'Attended' })
  await note()
  await ask.sent('PATCH', `/api/campaign-members/${member}`, { Status: 'No Show' })
  const { standings: steps } = await ask.sent('GET', `/api/campaign-members/${member}/standings`)
  assert.deepEqual(
    (steps as Json[]).map(({ status, until }) => [status, until === null]),
    [
      ['No Show', true],
      ['Attended', false],
      ['Invited', false],
    ],
  )
  await ask.sent('DELETE', `/api/campaign-members/${member}`)
  assert.deepEqual(await standings(campaign, `?asAt=${moments[0]}`), { Invited: 1 })
  assert.deepEqual(await standings(campaign, `?asAt=${moments[1]}`), { Attended: 1 })
  assert.deepEqual(await standings(campaign), {})
  assert.deepEqual(await standings(campaign, '?asAt=2020-01-01'), {})
  const { members } = await ask.sent('GET', `/api/campaigns/${campaign}/members?asAt=${moments[1]}&status=Attended`)
  assert.deepEqual(
    (members as Json[]).map(({ Name, status }) => [Name, status]),
    [['Mira Holt', 'Attended']],
  )
})

test('history decides who responded when a status begins or ceases to count', async () => {
  const campaign = await aFair()
  const member = await made('campaign-members', { CampaignId: campaign, LeadId: await aLead(), Status: 'Registered' })
  await ask.sent('PATCH', `/api/campaign-members/${member}`, { Status: 'No Show' })
  assert.equal((await rollUps(campaign)).own.responses, 1, 'who responded once has responded')
  const registered = await statusId(campaign, 'Registered')
  await ask.sent('PATCH', `/api/campaign-member-statuses/${registered}`, { HasResponded: false })
  assert.equal((await rollUps(campaign)).own.responses, 0)
  const noShow = await statusId(campaign, 'No Show')
  await ask.sent('PATCH', `/api/campaign-member-statuses/${noShow}`, { HasResponded: true })
  assert.equal((await rollUps(campaign)).own.responses, 1)
  assert.equal((await ask.sent('GET', `/api/campaign-members/${member}`)).HasResponded, true)
})

test('a status in use, and the default, say the way on; the members move, and it can go', async () => {
  const campaign = await aFair()
  await made('campaign-members', { CampaignId: campaign, LeadId: await aLead(), Status: 'Attended' })
  const [attended, invited] = [await statusId(campaign, 'Attended'), await statusId(campaign, 'Invited')]
  const path = `/api/campaign-member-statuses/${attended}`
  const refusal = await ask.refused('DELETE', path, undefined, 'member_status_in_use')
  assert.deepEqual([(refusal.way as Json).action, (refusal.facts as Json).members], ['move_members', 1])
  await ask.sent('PATCH', `/api/campaigns/${campaign}/members`, {
    filter: { field: 'Status', op: 'eq', value: 'Attended' },
    status: 'Visited Stand',
  })
  await ask.sent('DELETE', path)
  await ask.refused('DELETE', `/api/campaign-member-statuses/${invited}`, undefined, 'default_member_status')
  await ask.sent('PATCH', `/api/campaign-member-statuses/${await statusId(campaign, 'Visited Stand')}`, {
    Label: 'Came by',
  })
  assert.deepEqual(await standings(campaign), { 'Came by': 1 })
})

test('a member is found by the beginning of a name or a company, in their campaign alone', async () => {
  const [campaign, other] = [await aFair(), await aFair()]
  const [tove, ole] = [
    await aLead({ FirstName: 'Tove', LastName: 'Kestrelsen', Company: 'Fjordkraft AS' }),
    await aLead({ FirstName: 'Ole', LastName: 'Kestrelsen', Company: 'Havkraft AS' }),
  ]
  await made('campaign-members', { CampaignId: campaign, LeadId: tove })
  await made('campaign-members', { CampaignId: other, LeadId: ole })
  const found = async (q: string): Promise<unknown[]> => {
    const filter = encodeURIComponent(JSON.stringify({ field: 'CampaignId', op: 'eq', value: campaign }))
    const { records } = await ask.sent('GET', `/api/campaign-members?filter=${filter}&q=${encodeURIComponent(q)}`)
    return (records as Json[]).map(({ FirstName }) => FirstName)
  }
  assert.deepEqual([await found('kestrel'), await found('fjordk'), await found('ole')], [['Tove'], ['Tove'], []])
})
