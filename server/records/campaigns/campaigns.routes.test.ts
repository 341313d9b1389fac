import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asking } from '../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Json = Record<string, unknown>

let server: TestServer
let ask: ReturnType<typeof asking>

before(async () => {
  server = await aServer()
  ask = asking(server, await server.as('administrator'))
})
after(() => server.close())

const made = async (path: string, body: Json): Promise<string> =>
  String((await ask.sent('POST', `/api/${path}?allowDuplicates=true`, body)).Id)

const labelsOf = async (campaign: string): Promise<unknown[]> =>
  (
    (await ask.sent('GET', `/api/campaigns/${campaign}/standings`)).standings as {
      status: string
      hasResponded: boolean
      isDefault: boolean
    }[]
  ).map(({ status, hasResponded, isDefault }) => [status, hasResponded, isDefault])

test('an org has types of its own, and a new campaign starts with the statuses of its type', async () => {
  const statuses = [
    { label: 'Asked', hasResponded: false, isDefault: true },
    { label: 'Answered', hasResponded: true, isDefault: false },
  ]
  const { id } = await ask.sent('POST', '/api/campaign-types', { name: 'Survey', statuses })
  const first = await made('campaigns', { Name: 'Autumn survey', Type: 'Survey' })
  assert.deepEqual(await labelsOf(first), [
    ['Asked', false, true],
    ['Answered', true, false],
  ])
  await ask.sent('PATCH', `/api/campaign-types/${String(id)}`, { name: 'Poll', statuses: statuses.slice(0, 1) })
  assert.equal((await ask.sent('GET', `/api/campaigns/${first}`)).Type, 'Poll')
  assert.equal((await labelsOf(first)).length, 2, 'a campaign keeps its own list')
  assert.equal((await labelsOf(await made('campaigns', { Name: 'Poll', Type: 'poll' }))).length, 1)
  const twice = { name: 'Bad', statuses: [...statuses, { label: 'asked', hasResponded: false, isDefault: false }] }
  await ask.refused('POST', '/api/campaign-types', twice, 'member_status_list')
  await ask.refused('POST', '/api/campaign-types', { name: 'trade show', statuses }, 'campaign_type_taken')
  await ask.sent('DELETE', `/api/campaign-types/${String(id)}`)
  const { types } = await ask.sent('GET', '/api/campaign-types')
  assert.ok((types as Json[]).every(({ name }) => name !== 'Poll'))
  await ask.sent('POST', '/api/campaign-types/order', {
    ids: (types as Json[]).map((one) => one.id).toReversed(),
  })
  const { types: ordered } = await ask.sent('GET', '/api/campaign-types')
  assert.deepEqual(
    (ordered as Json[]).map(({ name }) => name),
    (types as Json[]).map(({ name }) => name).toReversed(),
  )
})

test('a tree rolls up members, opportunities and costs of all its levels; a bought list costs by the name', async () => {
  const top = await made('campaigns', { Name: 'Tour', ActualCost: 1000, BudgetedCost: 5000 })
  const stop = await made('campaigns', { Name: 'Oslo', ParentId: top, ActualCost: 400 })
  const list = await made('campaigns', { Name: 'Names', ParentId: stop, Type: 'List Purchase', CostPerName: 2.5 })
  for (const campaign of [top, stop, list, list])
    await made('campaign-members', {
      CampaignId: campaign,
      LeadId: await made('leads', { LastName: 'Lind', Company: 'Fjord' }),
    })
  const AccountId = await made('accounts', { Name: 'Fjord AB' })
  const deal = { AccountId, Name: 'Pumps', CloseDate: '2027-03-31', StageName: 'Prospecting', Amount: 700 }
  await made('opportunities', { ...deal, CampaignId: stop })
  await made('opportunities', { ...deal, CampaignId: list, StageName: 'Closed Won', Amount: 300 })
  const { own, tree } = (await ask.sent('GET', `/api/campaigns/${top}/roll-ups`)) as { own: Json; tree: Json }
  assert.deepEqual([own.members, own.opportunities, own.cost], [1, 0, 1000])
  assert.deepEqual(
    [
      tree.campaigns,
      tree.members,
      tree.opportunities,
      tree.won,
      tree.amountAll,
      tree.amountWon,
      tree.cost,
      tree.budget,
    ],
    [3, 4, 2, 1, 1000, 300, 1405, 5000],
  )
  const { rollUps } = await ask.sent('GET', `/api/campaigns/roll-ups?ids=${list},${top}`)
  assert.deepEqual(
    (rollUps as { Id: string; own: Json; tree: Json }[]).map(({ Id, ...numbers }) => [Id, numbers.tree.members]),
    [
      [list, 2],
      [top, 4],
    ],
    'several at once, in the order asked for',
  )
  assert.deepEqual((rollUps as Json[])[1], { Id: top, own, tree })
  const fields =
    'HierarchyNumberOfLeads,HierarchyNumberOfOpportunities,HierarchyAmountWonOpportunities,HierarchyActualCost'
  const read = await ask.sent('GET', `/api/campaigns/${top}?fields=${fields}`)
  assert.deepEqual(
    fields.split(',').map((name) => read[name]),
    [4, 2, 300, 1400],
  )
  const { campaigns } = await ask.sent('GET', `/api/campaigns/${list}/tree`)
  assert.deepEqual(
    (campaigns as Json[]).map(({ name, level, members }) => [name, level, members]),
    [
      ['Tour', 1, 1],
      ['Oslo', 2, 1],
      ['Names', 3, 2],
    ],
  )
})

test('a campaign with members, with children or that brought opportunities stays, and says the way on', async () => {
  const parent = await made('campaigns', { Name: 'Parent' })
  const child = await made('campaigns', { Name: 'Child', ParentId: parent })
  await ask.refused('DELETE', `/api/campaigns/${parent}`, undefined, 'campaign_has_children')
  const LeadId = await made('leads', { LastName: 'Lind', Company: 'Sund' })
  await made('campaign-members', { CampaignId: child, LeadId })
  const refusal = await ask.refused('DELETE', `/api/campaigns/${child}`, undefined, 'campaign_has_members')
  assert.equal((refusal.facts as Json).members, 1)
  await ask.sent('POST', `/api/campaigns/${child}/members/removal`, { filter: { and: [] } })
  await ask.sent('DELETE', `/api/campaigns/${child}`)
  await ask.sent('DELETE', `/api/campaigns/${parent}`)
})

test('next year’s edition has the fields, the statuses and, if wanted, the members of this one', async () => {
  const original = await made('campaigns', {
    Name: 'Gifts 2026',
    Type: 'Gift or Greeting',
    BudgetedCost: 900,
    ActualCost: 800,
    StartDate: '2026-12-01',
  })
  await ask.sent('POST', '/api/campaign-member-statuses', { CampaignId: original, Label: 'Returned' })
  const LeadId = await made('leads', { LastName: 'Lind', Company: 'Vik' })
  await made('campaign-members', { CampaignId: original, LeadId, Status: 'Sent' })
  const { Id, members } = await ask.sent('POST', `/api/campaigns/${original}/copy`, {
    name: 'Gifts 2027',
    withMembers: true,
  })
  assert.equal(members, 1)
  const copy = await ask.sent('GET', `/api/campaigns/${String(Id)}`)
  assert.deepEqual(
    [copy.Type, copy.BudgetedCost, copy.ActualCost, copy.StartDate],
    ['Gift or Greeting', 900, null, null],
  )
  assert.deepEqual(
    (await labelsOf(String(Id))).map((one) => (one as unknown[])[0]),
    ['Proposed', 'Approved', 'Rejected', 'Sent', 'Returned'],
  )
})
