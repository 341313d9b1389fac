import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import { remindOfNominations } from './reminders.ts'

type Json = Record<string, unknown>
type Headers = { readonly authorization: string }

let server: TestServer
let admin: Headers
let marketing: Headers
let sales: Headers

before(async () => {
  server = await aServer()
  ;[admin, marketing, sales] = [
    await server.as('administrator'),
    await server.as('marketing'),
    await server.as('sales'),
  ]
})
after(async () => {
  stopClockAt(undefined)
  await server.close()
})

async function call(method: 'GET' | 'POST' | 'PATCH', url: string, body?: unknown, headers = admin): Promise<Json> {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, `${method} ${url}: ${answer.statusCode} ${answer.body}`)
  return answer.json()
}

const me = async (headers: Headers): Promise<string> =>
  String(((await call('GET', '/api/session', undefined, headers)).user as Json).Id)

let people = 0
const aPerson = async (fields: Json = {}): Promise<string> =>
  String(
    (
      await call('POST', '/api/leads', {
        LastName: `Gast${++people}`,
        Company: 'Werft Nord',
        Email: `gast${people}@werft.example`,
        Street: 'Kai 1',
        City: 'Kiel',
        ...fields,
      })
    ).Id,
  )

async function aGiftCampaign(plan: Json = {}, campaign: Json = {}): Promise<string> {
  const { Id } = await call('POST', '/api/campaigns', {
    Name: 'Wine 2026',
    Type: 'Gift or Greeting',
    IsActive: true,
    ...campaign,
  })
  await call('PATCH', `/api/campaigns/${String(Id)}/nomination-plan`, { ApproverIds: [await me(marketing)], ...plan })
  return String(Id)
}

type Result = {
  readonly id: string
  readonly success: boolean
  readonly errors: readonly { code: string; message: string; facts?: Json }[]
}

const propose = async (
  campaign: string,
  who: readonly string[],
  headers = sales,
  Reason = 'Best customer',
): Promise<Result[]> =>
  (
    await call(
      'POST',
      `/api/campaigns/${campaign}/nominations`,
      { people: who.map((WhoId) => ({ WhoId, Reason })) },
      headers,
    )
  ).results as Result[]

const decide = async (decisions: readonly Json[], headers = marketing): Promise<Result[]> =>
  (await call('POST', '/api/nominations/decision', { decisions }, headers)).results as Result[]

const list = async (campaign: string, query = '', headers = marketing): Promise<Json[]> =>
  (await call('GET', `/api/campaigns/${campaign}/nominations${query}`, undefined, headers)).records as Json[]

const statusOf = async (campaign: string): Promise<string[]> =>
  (
    (
      await call(
        'GET',
        `/api/campaign-members?sort=CreatedDate&filter=${encodeURIComponent(JSON.stringify({ field: 'CampaignId', op: 'eq', value: campaign }))}`,
      )
    ).records as Json[]
  ).map((one) => String(one.Status))

test('a salesperson proposes, the approver approves or rejects with a reason, and what is approved is sent: each step is a dated status', async () => {
  const campaign = await aGiftCampaign()
  const [first, second] = await propose(campaign, [await aPerson(), await aPerson()])
  assert.deepEqual(await statusOf(campaign), ['Proposed', 'Proposed'])
  const waiting = await call('GET', '/api/nominations/waiting', undefined, marketing)
  assert.partialDeepStrictEqual(waiting, { campaigns: [{ Id: campaign, Count: 2 }] })
  const [yes, no] = await decide([
    { Id: first?.id, Approve: true },
    { Id: second?.id, Approve: false },
  ])
  assert.deepEqual([yes?.success, no?.errors[0]?.code], [true, 'reason_missing'])
  await decide([{ Id: second?.id, Approve: false, Reason: 'Had one last month' }])
  assert.deepEqual(await statusOf(campaign), ['Approved', 'Rejected'])
  assert.equal((await call('POST', `/api/campaigns/${campaign}/nominations/sent`, {})).sent, 1)
  assert.deepEqual(await statusOf(campaign), ['Sent', 'Rejected'])
  const [mine] = await list(campaign, '?view=mine', sales)
  assert.partialDeepStrictEqual(mine, { State: 'approved', Reason: 'Best customer', Status: 'Sent' })
  const history = await call('GET', `/api/campaign-members/${String(mine?.MemberId)}/history`)
  const steps = (history.entries as Json[]).filter(({ field }) => field === 'Status').map(({ newValue }) => newValue)
  assert.deepEqual(steps, ['Sent', 'Approved'])
})

test('nobody gets past their quota, however many proposals arrive at once, and is told how many are left', async () => {
  const campaign = await aGiftCampaign({ Quota: 3 })
  const who = await Promise.all(Array.from({ length: 8 }, () => aPerson()))
  const results = (await Promise.all(who.map((one) => propose(campaign, [one])))).flat()
  assert.equal(results.filter(({ success }) => success).length, 3)
  const refused = results.find(({ success }) => !success)?.errors[0]
  assert.equal(refused?.code, 'quota_reached')
  assert.match(refused.message, /You may propose 3 people .* 0 of them are left/)
  const { counts } = await call('GET', `/api/campaigns/${campaign}/nomination-plan`, undefined, sales)
  assert.partialDeepStrictEqual(counts, { mine: 3, left: 0 })
  const [mine] = await list(campaign, '?view=mine', sales)
  await call('POST', '/api/nominations/withdrawal', { ids: [mine?.Id] }, sales)
  assert.equal((await propose(campaign, [await aPerson()]))[0]?.success, true)
  assert.equal((await statusOf(campaign)).length, 3, 'who was taken back is no member')
})

test('of two approvers at once one wins, and the other is told who', async () => {
  const campaign = await aGiftCampaign({ ApproverIds: [await me(marketing), await me(admin)] })
  const [proposed] = await propose(campaign, [await aPerson()])
  const results = (
    await Promise.all([
      decide([{ Id: proposed?.id, Approve: true }], marketing),
      decide([{ Id: proposed?.id, Approve: false, Reason: 'No' }], admin),
    ])
  ).flat()
  assert.equal(results.filter(({ success }) => success).length, 1)
  const loser = results.find(({ success }) => !success)?.errors[0]
  assert.equal(loser?.code, 'already_decided')
  assert.match(loser.message, /^(marketing|administrator) (approved|rejected) this nomination at \d\d:\d\d UTC/)
})

test('who is proposed twice is refused by name; who is a member, opted out or without address is flagged before anybody approves', async () => {
  const campaign = await aGiftCampaign()
  const twice = await aPerson({ LastName: 'Doppelt' })
  await propose(campaign, [twice])
  const [again] = await propose(campaign, [twice], admin)
  assert.match(again?.errors[0]?.message ?? '', /Doppelt was proposed already, by sales/)
  const [member, out, nowhere] = [
    await aPerson(),
    await aPerson({ HasOptedOutOfEmail: true }),
    await aPerson({ Street: null }),
  ]
  await call('POST', '/api/campaign-members', { CampaignId: campaign, LeadId: member, Status: 'Sent' })
  await propose(campaign, [member, out, nowhere])
  const flags = (await list(campaign, '?view=waiting')).map((one) => one.Flags)
  assert.deepEqual(flags, [[], ['already_member'], ['opted_out'], ['no_postal_address']])
  const waiting = await list(campaign, '?view=waiting')
  await decide([{ Id: waiting[1]?.Id, Approve: false, Reason: 'Has it' }])
  assert.equal(
    (await list(campaign, '?view=decided'))[0]?.Status,
    'Sent',
    'a member keeps their place when somebody says no',
  )
})

test('last year’s list stands beside this year’s: who got it then and not now is proposed again in one go', async () => {
  const last = await aGiftCampaign({}, { Name: 'Honey 2025', StartDate: '2025-11-01', Type: 'Gift or Greeting' })
  const [kept, dropped, refused] = [await aPerson(), await aPerson(), await aPerson()]
  for (const [LeadId, Status] of [
    [kept, 'Sent'],
    [dropped, 'Sent'],
    [refused, 'Rejected'],
  ] as const)
    await call('POST', '/api/campaign-members', { CampaignId: last, LeadId, Status })
  const campaign = await aGiftCampaign({}, { Name: 'Honey 2026', StartDate: '2026-11-01' })
  const { plan } = await call('GET', `/api/campaigns/${campaign}/nomination-plan`)
  assert.ok((plan as Json).PreviousCampaign, 'the one of the same type before this is found')
  await call('PATCH', `/api/campaigns/${campaign}/nomination-plan`, { PreviousCampaignId: last })
  await propose(campaign, [kept])
  const before = async (query = '') =>
    (await call('GET', `/api/campaigns/${campaign}/nominations/previous${query}`)).records as Json[]
  assert.deepEqual(
    (await before()).map((one) => (one.Who as Json).Id),
    [dropped],
  )
  assert.deepEqual(
    (await before('?missing=false')).map((one) => one.NowState),
    ['proposed', null],
  )
  assert.deepEqual((await before('?mine=true')).length, 1)
  await propose(
    campaign,
    (await before()).map((one) => String((one.Who as Json).Id)),
  )
  assert.deepEqual(await before(), [])
})

const allLetters = () =>
  reading(server.db, server.org, (tx) =>
    many<{ to: string; subject: string; text: string }>(
      tx,
      sql`
      select to_address as "to", subject, text_body as text
      from mail_message
      order by created_at, id`,
    ),
  )

const remind = () => inTransaction(server.db, server.org, (tx) => remindOfNominations(tx, 'http://assay.test'))

test('an approver approves from a mail without signing in; opening the link decides nothing, and it speaks for one campaign', async () => {
  const campaign = await aGiftCampaign({}, { Name: 'By mail' })
  const [first, second] = await propose(campaign, [await aPerson({ LastName: 'Brief' }), await aPerson()])
  await Promise.all([remind(), remind()])
  const letters = (await allLetters()).filter(({ subject }) => subject.includes('By mail'))
  assert.equal(letters.length, 1, 'once a day, however many programs run')
  const link = /http:\/\/assay\.test(\/approve\/\S+)/.exec(letters[0]?.text ?? '')?.[1] ?? ''
  const shown = await server.app.inject({ method: 'GET', url: link })
  assert.match(shown.body, /Brief/)
  assert.deepEqual((await list(campaign, '?view=waiting')).length, 2)
  const send = (url: string, fields: Record<string, string>) =>
    server.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    })
  const other = await aGiftCampaign({}, { Name: 'Another' })
  const [foreign] = await propose(other, [await aPerson()])
  const answered = await send(link, {
    [first?.id ?? '']: 'approve',
    [second?.id ?? '']: 'reject',
    [`why-${second?.id ?? ''}`]: 'Too <b>late</b>',
    [foreign?.id ?? '']: 'approve',
  })
  assert.match(answered.body, /2 nominations are decided\. There is no nomination here/)
  assert.deepEqual(
    (await list(campaign, '?view=decided')).map((one) => one.State),
    ['approved', 'rejected'],
  )
  assert.deepEqual((await list(other, '?view=waiting')).length, 1)
  assert.match(
    (await send(link, { [first?.id ?? '']: 'reject', [`why-${first?.id ?? ''}`]: 'No' })).body,
    /marketing approved this nomination/,
  )
  assert.equal((await server.app.inject({ method: 'GET', url: `${link}x` })).statusCode, 404)
  stopClockAt(new Date(now().getTime() + 15 * 86_400_000))
  assert.equal((await server.app.inject({ method: 'GET', url: link })).statusCode, 404)
  stopClockAt(undefined)
})

test('who has not proposed anybody a week before the end is reminded, and afterwards nobody is proposed any more', async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const campaign = await aGiftCampaign({ ClosesOn: day(5), Quota: 4 }, { Name: 'Closing soon' })
  const late = await server.as('sales')
  await propose(campaign, [await aPerson()])
  await remind()
  await remind()
  const letters = (await allLetters()).filter(({ subject }) => subject.startsWith('Whom do you propose? Closing soon'))
  assert.equal(letters.length, 1)
  assert.match(letters[0]?.text ?? '', /You may propose 4 people/)
  await call('PATCH', `/api/campaigns/${campaign}/nomination-plan`, { ClosesOn: day(-1) })
  const answer = await server.call('POST', `/api/campaigns/${campaign}/nominations`, {
    headers: late,
    body: { people: [{ WhoId: await aPerson() }] },
  })
  assert.equal(answer.statusCode, 422)
  assert.match(answer.body, /nominations_closed/)
})

test('who is no approver decides nothing and is told who does; statuses a list lacks are added in plain sight', async () => {
  const campaign = await aGiftCampaign({}, { Name: 'Dinner', Type: 'Business Development' })
  const labels = (
    await call(
      'GET',
      `/api/campaign-member-statuses?sort=SortOrder&filter=${encodeURIComponent(JSON.stringify({ field: 'CampaignId', op: 'eq', value: campaign }))}`,
    )
  ).records as Json[]
  assert.deepEqual(
    labels.slice(-4).map((one) => one.Label),
    ['Proposed', 'Approved', 'Rejected', 'Sent'],
  )
  const [proposed] = await propose(campaign, [await aPerson()])
  const answer = await server.call('POST', '/api/nominations/decision', {
    headers: sales,
    body: { decisions: [{ Id: proposed?.id, Approve: true }] },
  })
  assert.equal(answer.statusCode, 403)
  assert.match(answer.body, /marketing decides on nominations for Dinner/)
})

test('who registered or answered after being proposed stays in the campaign when the proposal is withdrawn', async () => {
  const campaign = await aGiftCampaign()
  const [moved, waits] = await propose(campaign, [await aPerson(), await aPerson()])
  const member = String((await list(campaign)).find(({ Id }) => Id === moved?.id)?.MemberId)
  await call('PATCH', `/api/campaign-members/${member}`, { Status: 'Sent' })
  await call('POST', '/api/nominations/withdrawal', { ids: [moved?.id, waits?.id] }, sales)
  assert.deepEqual(await statusOf(campaign), ['Sent'])
})

test('where leads are private, who was proposed and withdrawn is seen by nobody who may not see the lead', async () => {
  const campaign = await aGiftCampaign()
  const [one] = await propose(campaign, [await aPerson({ LastName: 'Verborgen' })], admin)
  await call('POST', '/api/nominations/withdrawal', { ids: [one?.id] })
  assert.equal((await list(campaign, '', sales)).length, 1)
  await call('PATCH', '/api/settings', { Sharing: { Lead: 'private' } })
  assert.deepEqual(await list(campaign, '', sales), [])
  assert.equal((await list(campaign, '', admin)).length, 1)
  await call('PATCH', '/api/settings', { Sharing: { Lead: 'public' } })
})
