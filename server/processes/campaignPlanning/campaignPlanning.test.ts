import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Headers = { readonly authorization: string }
type Json = Record<string, unknown>
type Planned = {
  readonly Id: string
  readonly Name: string
  readonly BudgetedCost: number | null
  readonly months: readonly { month: string; budgeted: number; actual: number }[]
  readonly responses: number
  readonly notInMonths: { readonly budgeted: number; readonly actual: number }
  readonly goal: { readonly verdict: string; readonly measured: number | null } | null
}

let server: TestServer
let marketing: Headers
before(async () => {
  server = await aServer()
  marketing = await server.as('marketing')
})
after(() => server.close())

const call = async <T = Json>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
  headers = marketing,
): Promise<T> => {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, `${method} ${url} ${answer.body}`)
  return answer.body === '' ? ({} as T) : answer.json<T>()
}
const refused = async (
  method: 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body: object,
  headers = marketing,
): Promise<[number, string]> => {
  const answer = await server.call(method, url, { headers, body })
  return [answer.statusCode, answer.json<{ errors: { code: string }[] }>().errors[0]?.code ?? '']
}
const aCampaign = async (more: object = {}): Promise<string> =>
  String(
    (
      await call('POST', '/api/campaigns', {
        Name: 'Fair',
        Type: 'Trade Show',
        StartDate: '2026-03-02',
        EndDate: '2026-04-30',
        ...more,
      })
    ).Id,
  )
const planOf = async (id: string): Promise<Planned> => {
  const { campaigns } = await call<{ campaigns: Planned[] }>('GET', '/api/campaign-plan?from=2026-01-01&to=2026-12-31')
  const found = campaigns.find((one) => one.Id === id)
  assert.ok(found !== undefined)
  return found
}
const line = async (CampaignId: string, Month: string, more: object): Promise<string> =>
  String((await call('POST', '/api/campaign-costs', { CampaignId, Month, ...more })).Id)

test('what stands in months and what stands in none come to the budget as shown, whoever sets it', async () => {
  const id = await aCampaign({ BudgetedCost: 10_000 })
  const march = await line(id, '2026-03-17', { BudgetedCost: 4000.1, Note: 'Stand' })
  assert.deepEqual([(await planOf(id)).BudgetedCost, (await planOf(id)).notInMonths.budgeted], [10_000, 5999.9])
  await line(id, '2026-04-01', { BudgetedCost: 7000, ActualCost: 250.55 })
  const spread = await planOf(id)
  assert.deepEqual([spread.BudgetedCost, spread.notInMonths], [11_000.1, { budgeted: 0, actual: 0 }])
  assert.deepEqual(spread.months, [
    { month: '2026-03', budgeted: 4000.1, actual: 0 },
    { month: '2026-04', budgeted: 7000, actual: 250.55 },
  ])
  await call('PATCH', `/api/campaigns/${id}`, { BudgetedCost: 9000 })
  assert.equal((await planOf(id)).notInMonths.budgeted, -2000.1)
  await call('PATCH', `/api/campaign-costs/${march}`, { BudgetedCost: 1000 })
  const lowered = await planOf(id)
  assert.equal(lowered.BudgetedCost, 5999.9)
  assert.equal(
    Math.round((lowered.months.reduce((sum, one) => sum + one.budgeted, 0) + lowered.notInMonths.budgeted) * 100),
    599_990,
  )
  await call('DELETE', `/api/campaign-costs/${march}`)
  assert.equal((await planOf(id)).BudgetedCost, 4999.9)
})

test('a cost without an amount, one below nothing, and one by whoever may not plan are refused', async () => {
  const id = await aCampaign()
  assert.deepEqual(await refused('POST', '/api/campaign-costs', { CampaignId: id, Month: '2026-03-01' }), [
    422,
    'required_field_missing',
  ])
  assert.deepEqual(
    await refused('POST', '/api/campaign-costs', { CampaignId: id, Month: '2026-03-01', ActualCost: -1 }),
    [422, 'invalid_value'],
  )
  const [status] = await refused(
    'POST',
    '/api/campaign-costs',
    { CampaignId: id, Month: '2026-03-01', ActualCost: 1 },
    await server.as('sales'),
  )
  assert.equal(status, 403)
})

test('lines added at the same moment all count', async () => {
  const id = await aCampaign()
  await Promise.all([1, 2, 3, 4, 5].map((month) => line(id, `2026-0${month}-01`, { BudgetedCost: 100 })))
  assert.deepEqual([(await planOf(id)).BudgetedCost, (await planOf(id)).notInMonths.budgeted], [500, 0])
})

test('who responded and moved on has responded, beside what was expected as well', async () => {
  const CampaignId = await aCampaign()
  const { Id: LeadId } = await call('POST', '/api/leads', { LastName: 'Okafor', Company: 'Nordwind' })
  const { Id } = await call('POST', '/api/campaign-members', { CampaignId, LeadId, Status: 'Registered' })
  await call('PATCH', `/api/campaign-members/${String(Id)}`, { Status: 'No Show' })
  assert.equal((await planOf(CampaignId)).responses, 1)
})

test('an outcome that can be measured says itself whether it was met', async () => {
  const id = await aCampaign({ Type: 'Business Development', EndDate: '2099-12-31' })
  const goal = { sentence: 'Two plants meet us.', measure: 'members', memberStatus: 'Meeting Held', target: 2 }
  const verdict = async () =>
    (await call<{ goal: { verdict: string; measured: number } }>('GET', `/api/campaigns/${id}/goal`)).goal
  await call('PATCH', `/api/campaigns/${id}/goal`, goal)
  assert.deepEqual(pick(await verdict()), ['open', 0])
  for (const LastName of ['Holt', 'Falk']) {
    const lead = await call('POST', '/api/leads?allowDuplicates=true', { LastName, Company: LastName })
    const member = await call('POST', '/api/campaign-members', {
      CampaignId: id,
      LeadId: lead.Id,
      Status: 'Meeting Held',
    })
    // Who met us has met us, whatever came after.
    if (LastName === 'Holt') await call('PATCH', `/api/campaign-members/${String(member.Id)}`, { Status: 'Declined' })
  }
  assert.deepEqual(pick(await verdict()), ['met', 2])
  await call('PATCH', `/api/campaigns/${id}/goal`, { ...goal, target: 3 })
  await call('PATCH', `/api/campaigns/${id}`, { Status: 'Completed' })
  assert.deepEqual(pick(await verdict()), ['not_met', 2])
  assert.deepEqual(
    await refused('POST', `/api/campaigns/${id}/goal/verdict`, { verdict: 'met', reason: 'I say so', version: 2 }),
    [422, 'goal_is_measured'],
  )
})

test('an outcome nobody can measure is said by a person, with a reason, and of two at once one wins', async () => {
  const id = await aCampaign({ Type: 'Business Development' })
  const asked = await call<{ goal: { version: number } }>('PATCH', `/api/campaigns/${id}/goal`, {
    sentence: 'The board knows our name.',
    measure: 'said',
  })
  const { version } = asked.goal
  assert.deepEqual(
    await refused('POST', `/api/campaigns/${id}/goal/verdict`, { verdict: 'met', reason: ' ', version }),
    [422, 'required_field_missing'],
  )
  const both = await Promise.all(
    (['met', 'not_met'] as const).map((verdict) =>
      server.call('POST', `/api/campaigns/${id}/goal/verdict`, {
        headers: marketing,
        body: { verdict, reason: 'They wrote to us', version },
      }),
    ),
  )
  assert.deepEqual(
    both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [200, 409],
  )
  assert.deepEqual(await refused('PATCH', `/api/campaigns/${id}/goal`, { sentence: ' ', measure: 'said' }), [
    422,
    'required_field_missing',
  ])
  assert.deepEqual(await refused('PATCH', `/api/campaigns/${id}/goal`, { sentence: 'Ten deals.', measure: 'won' }), [
    422,
    'required_field_missing',
  ])
})

test('the plan is paged by key, and meets every campaign of its time once', async () => {
  const seen: string[] = []
  let after = ''
  for (;;) {
    const page = await call<{ campaigns: Planned[]; next: string | null }>(
      'GET',
      `/api/campaign-plan?from=2026-03-01&to=2026-03-31&limit=2${after}`,
    )
    seen.push(...page.campaigns.map(({ Id }) => Id))
    if (page.next === null) break
    after = `&after=${encodeURIComponent(page.next)}`
  }
  assert.equal(new Set(seen).size, seen.length)
  assert.ok(seen.length >= 5)
  const elsewhere = await call<{ campaigns: Planned[] }>('GET', '/api/campaign-plan?from=2025-01-01&to=2025-01-31')
  assert.equal(elsewhere.campaigns.length, 0)
})

const pick = ({ verdict, measured }: { verdict: string; measured: number }) => [verdict, measured]
