import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { run, sql } from '../../platform/sql.ts'
import { decodeId } from '../../../shared/ids.ts'
import { modelNames } from './model.ts'

type Headers = { readonly authorization: string }
type Json = Record<string, unknown>
type Shares = Readonly<Record<(typeof modelNames)[number], number>>
type Group = {
  readonly key: string
  readonly label: string
  readonly origin: string
  readonly deals: number
  readonly shares: Shares
}
type Answer = {
  readonly total: { readonly deals: number; readonly amount: number; readonly collected: number }
  readonly origins: readonly { readonly origin: string; readonly shares: Shares }[]
  readonly groups: readonly Group[]
}
type Path = {
  readonly touches: readonly {
    readonly label: string
    readonly milestones: readonly string[]
    readonly shares: Shares
    readonly origin: string
    readonly person: { readonly Name: string } | null
  }[]
  readonly primary: { readonly label: string }
}

let server: TestServer
let manager: Headers

before(async () => {
  server = await aServer()
  manager = await server.as('manager')
})
after(() => server.close())

const call = async <T = Json>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
  headers: Headers = manager,
): Promise<T> => {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, `${method} ${url} ${answer.body}`)
  return answer.body === '' ? ({} as T) : answer.json<T>()
}

const made = async (path: string, body: object): Promise<string> =>
  String((await call('POST', `/api/${path}?allowDuplicates=true`, body)).Id)

/** What a door dates now happened on these days. */
const happened = (table: string, id: string, columns: Readonly<Record<string, string>>): Promise<void> =>
  inTransaction(server.db, server.org, async (tx) => {
    const set = Object.entries(columns).map(([name, at]) => sql`${sql.ref(name)} = ${at}::timestamptz`)
    await run(tx, sql`update ${sql.table(table)} set ${sql.join(set)} where id = ${decodeId(id) ?? 0}`)
  })

const campaigns = new Map<string, string>()

async function campaign(Name: string, Type: string): Promise<string> {
  const id = campaigns.get(Name) ?? (await made('campaigns', { Name, Type, IsActive: true }))
  campaigns.set(Name, id)
  return id
}

async function answered(
  who: { LeadId: string } | { ContactId: string },
  CampaignId: string,
  Status: string,
  at: string,
): Promise<void> {
  const member = await made('campaign-members', { ...who, CampaignId, Status })
  await happened('campaign_member', member, { responded_at: at, created_at: at })
}

/** A lead who met us at a fair, read a guide, came to a webinar and bought: 1,000.00, won in May. */
async function aWonDeal(): Promise<string> {
  const lead = await made('leads', {
    FirstName: 'Mira',
    LastName: 'Holt',
    Company: 'Nordwind',
    LeadSource: 'Trade Show',
  })
  await answered({ LeadId: lead }, await campaign('Fair', 'Trade Show'), 'Visited Stand', '2026-01-10T10:00:00Z')
  await answered({ LeadId: lead }, await campaign('Guide', 'Gated Content'), 'Responded', '2026-02-10T10:00:00Z')
  await answered({ LeadId: lead }, await campaign('Webinar', 'Webinar'), 'Attended', '2026-03-10T10:00:00Z')
  await happened('lead', lead, { created_at: '2026-01-10T12:00:00Z' })
  const { opportunityId } = await call('POST', `/api/leads/${lead}/conversion`, {
    overrideReason: 'A story',
    convertedStatus: 'Closed - Converted',
  })
  const deal = String(opportunityId)
  await call('PATCH', `/api/opportunities/${deal}`, { Amount: 1000.01, NoAmountReason: null })
  await call('PATCH', `/api/opportunities/${deal}`, { StageName: 'Closed Won' })
  await happened('opportunity', deal, {
    created_at: '2026-03-15T10:00:00Z',
    closed_at: '2026-05-20T10:00:00Z',
    won_at: '2026-05-20T10:00:00Z',
  })
  const contact = await call<{ records: { ContactId: string }[] }>(
    'GET',
    `/api/opportunity-contact-roles?fields=ContactId&filter=${encodeURIComponent(JSON.stringify({ field: 'OpportunityId', op: 'eq', value: deal }))}`,
  )
  await answered(
    { ContactId: String(contact.records[0]?.ContactId) },
    await campaign('Customer day', 'Event'),
    'Attended',
    '2026-05-10T10:00:00Z',
  )
  return deal
}

let deal: Promise<string> | undefined
const theDeal = (): Promise<string> => (deal ??= aWonDeal())

test('touches from before the conversion count, in their order, each for the milestones it stands for', async () => {
  const { touches, primary } = await call<Path>('GET', `/api/opportunities/${await theDeal()}/attribution`)
  assert.deepEqual(
    touches.map(({ label, milestones, person }) => [label, milestones.join(), person?.Name]),
    [
      ['Fair', 'first,lead', 'Mira Holt'],
      ['Guide', '', 'Mira Holt'],
      ['Webinar', 'opportunity', 'Mira Holt'],
      ['Customer day', 'close', 'Mira Holt'],
    ],
  )
  assert.equal(primary.label, 'Webinar')
})

test('each model shares the amount by its formula, and the cents add up', async () => {
  const { touches } = await call<Path>('GET', `/api/opportunities/${await theDeal()}/attribution`)
  const under = (model: (typeof modelNames)[number]) => touches.map(({ shares }) => shares[model])
  assert.deepEqual(under('first'), [1000.01, 0, 0, 0])
  assert.deepEqual(under('last'), [0, 0, 0, 1000.01])
  assert.deepEqual(under('even'), [250.01, 250, 250, 250])
  // 40 %, half of 20 % twice, 40 % of 100,001 cents: 40,000.4, 10,000.1, 10,000.1 and 40,000.4; the first lost most.
  assert.deepEqual(under('uShaped'), [400.01, 100, 100, 400])
  // 30 for the first and 30 for the lead, 30 for the opportunity, and 10 for two others.
  assert.deepEqual(under('wShaped'), [600.01, 50, 300, 50])
  // 22.5 twice, once, once, and 10 for the one other.
  assert.deepEqual(under('fullPath'), [450.01, 100, 225, 225])
  for (const model of modelNames.filter((name) => name !== 'primary'))
    assert.equal(
      under(model).reduce((sum, one) => sum + Math.round(one * 100), 0),
      100_001,
      model,
    )
  const decay = under('timeDecay')
  assert.ok(
    decay.every((one, at) => at === 0 || one > (decay[at - 1] ?? 0)),
    'the nearer the more',
  )
})

test('what salespeople brought stands beside what marketing brought, and no deal is dropped', async () => {
  await theDeal()
  const account = await made('accounts', { Name: 'Fjord' })
  const opened = async (more: object) => {
    const id = await made('opportunities', {
      Name: 'Deal',
      AccountId: account,
      StageName: 'Prospecting',
      CloseDate: '2026-06-30',
      Amount: 500,
      ...more,
    })
    await call('PATCH', `/api/opportunities/${id}`, { StageName: 'Closed Won' })
    await happened('opportunity', id, {
      created_at: '2026-04-01T10:00:00Z',
      closed_at: '2026-05-25T10:00:00Z',
      won_at: '2026-05-25T10:00:00Z',
    })
    return id
  }
  const paid = await opened({ LeadSource: 'External Referral' })
  await made('payments', { OpportunityId: paid, Amount: 99.99, ReceivedDate: '2026-06-01' })
  await opened({})
  const asked = await call<Answer>('GET', '/api/attribution?by=campaign&which=won&from=2026-05-01&to=2026-05-31')
  assert.deepEqual(asked.total, { deals: 3, amount: 2000.01, collected: 99.99 })
  assert.deepEqual(asked.groups.find(({ key }) => key === 'none')?.shares.even, 500)
  assert.deepEqual(asked.groups.find(({ label }) => label === 'Lead source: External Referral')?.origin, 'sales')
  for (const model of modelNames) {
    const cents = (rows: readonly { readonly shares: Shares }[]) =>
      rows.reduce((sum, one) => sum + Math.round(one.shares[model] * 100), 0)
    assert.equal(cents(asked.groups), 200_001, model)
    assert.equal(cents(asked.origins), 200_001, model)
  }
  const cash = await call<Answer>(
    'GET',
    '/api/attribution?by=campaign&which=won&from=2026-05-01&to=2026-05-31&measure=collected',
  )
  assert.deepEqual(cash.total, asked.total)
  for (const model of modelNames)
    assert.deepEqual(
      cash.groups.flatMap(({ label, shares }) => (shares[model] === 0 ? [] : [[label, shares[model]]])),
      [['Lead source: External Referral', 99.99]],
    )
  const outside = await call<Answer>('GET', '/api/attribution?by=type&which=won&from=2026-06-01&to=2026-06-30')
  assert.deepEqual([outside.total.deals, outside.groups.length], [0, 0])
})

test('a figure opens the deals behind it, page by page, and they come to the figure', async () => {
  await theDeal()
  const range = 'which=won&from=2026-05-01&to=2026-05-31'
  const { groups } = await call<Answer>('GET', `/api/attribution?by=source&${range}`)
  for (const group of groups) {
    let after = ''
    let cents = 0
    let deals = 0
    for (;;) {
      const page = await call<{ deals: { shares: Shares }[]; next: string | null }>(
        'GET',
        `/api/attribution/deals?by=source&${range}&model=wShaped&limit=1&key=${encodeURIComponent(group.key)}${after}`,
      )
      cents += page.deals.reduce((sum, { shares }) => sum + Math.round(shares.wShaped * 100), 0)
      deals += page.deals.length
      if (page.next === null) break
      after = `&after=${encodeURIComponent(page.next)}`
    }
    assert.deepEqual([deals, cents], [group.deals, Math.round(group.shares.wShaped * 100)], group.label)
  }
  const bad = await server.call('GET', `/api/attribution/deals?by=source&${range}&key=none&after=WyJ4IiwieSJd`, {
    headers: manager,
  })
  assert.equal(bad.statusCode, 400)
})

test('a campaign shows the deals it had a part in, and its share of each', async () => {
  await theDeal()
  const { deals, totals } = await call<{
    deals: { Name: string; shares: Shares }[]
    totals: { which: string; deals: number; amount: number; shares: Shares }[]
  }>('GET', `/api/campaigns/${campaigns.get('Guide')}/attribution?model=even`)
  assert.deepEqual(
    deals.map(({ shares }) => shares.even),
    [250],
  )
  assert.deepEqual(
    totals.map(({ which, deals: count, amount }) => [which, count, amount]),
    [['won', 1, 1000.01]],
  )
})

test('what is counted is a setting of administrators, and counts at once', async () => {
  const administrator = await server.as('administrator')
  const refused = await server.call('PATCH', '/api/attribution/settings', {
    headers: await server.as('marketing'),
    body: { windowDays: 30 },
  })
  assert.equal(refused.statusCode, 403)
  const wrong = await server.call('PATCH', '/api/attribution/settings', {
    headers: administrator,
    body: { halfLifeDays: 0 },
  })
  assert.deepEqual(
    [wrong.statusCode, wrong.json<{ errors: { field: string }[] }>().errors[0]?.field],
    [422, 'halfLifeDays'],
  )
  await call('PATCH', '/api/attribution/settings', { windowDays: 30 }, administrator)
  const { touches } = await call<Path>('GET', `/api/opportunities/${await theDeal()}/attribution`)
  assert.deepEqual(
    touches.map(({ label }) => label),
    ['Webinar', 'Customer day'],
  )
  await call('PATCH', '/api/attribution/settings', { windowDays: 730 }, administrator)
})

test('whoever may not see a campaign sees its share, but not its name; whoever may not see a deal sees nothing of it', async () => {
  const id = await theDeal()
  const administrator = await server.as('administrator')
  await call('PATCH', '/api/settings', { Sharing: { Campaign: 'private' } }, administrator)
  const sales = await server.as('sales')
  const { touches } = await call<Path>('GET', `/api/opportunities/${id}/attribution`, undefined, sales)
  assert.deepEqual([touches.length, touches[0]?.label], [4, 'A campaign you may not see'])
  const { groups, total } = await call<Answer>(
    'GET',
    '/api/attribution?by=campaign&from=2026-05-01&to=2026-05-31',
    undefined,
    sales,
  )
  assert.ok(groups.every(({ label }) => !['Fair', 'Guide', 'Webinar'].includes(label)))
  assert.equal(
    groups.reduce((sum, one) => sum + Math.round(one.shares.even * 100), 0),
    Math.round(total.amount * 100),
  )
  await call('PATCH', '/api/settings', { Sharing: { Campaign: 'public', Opportunity: 'private' } }, administrator)
  const hidden = await server.call('GET', `/api/opportunities/${id}/attribution`, { headers: sales })
  assert.equal(hidden.statusCode, 404)
  await call('PATCH', '/api/settings', { Sharing: { Opportunity: 'public' } }, administrator)
})
