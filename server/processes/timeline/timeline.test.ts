import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

type Json = Record<string, unknown>

const call = async (method: 'GET' | 'POST' | 'PATCH', url: string, body?: object, headers = admin): Promise<Json> => {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, answer.body)
  return answer.json()
}

const entries = async (url: string, headers = admin): Promise<Json[]> =>
  (await call('GET', `${url}/timeline?limit=200`, undefined, headers)).entries as Json[]

test('a timeline tells what was done with a person and what became of their records, by whom and where to look', async () => {
  const lead = await call('POST', '/api/leads', {
    LastName: 'Okafor',
    FirstName: 'Ada',
    Company: 'Nordwind',
    Email: 'ada@nordwind.example',
    LeadSource: 'Web',
  })
  const url = `/api/leads/${String(lead.Id)}`
  const other = await call('POST', '/api/leads?allowDuplicates=true', {
    LastName: 'Okafor',
    Company: 'Nordwind',
    Email: 'ada@nordwind.example',
  })
  const campaign = await call('POST', '/api/campaigns', { Name: 'Fair' })
  await call('POST', '/api/tasks', {
    Subject: 'Called her',
    TaskSubtype: 'Call',
    Status: 'Completed',
    WhoId: lead.Id,
    CallDisposition: 'Reached',
  })
  await call('POST', '/api/events', { Subject: 'Meeting', WhoId: lead.Id, StartDateTime: '2099-03-31T09:00:00Z' })
  await call('POST', '/api/notes', { Title: 'Budget in May', ParentId: lead.Id })
  await call('POST', '/api/notes', { Title: 'Mine alone', ParentId: lead.Id, IsPrivate: true })
  const member = await call('POST', '/api/campaign-members', { CampaignId: campaign.Id, LeadId: lead.Id })
  await call('PATCH', `/api/campaign-members/${String(member.Id)}`, { Status: 'Responded' })
  await call('PATCH', url, { Status: 'Working - Contacted' })
  const queue = await call('POST', '/api/groups', { Name: 'Hot leads' })
  await call('PATCH', url, { OwnerId: queue.Id })
  await call('POST', '/api/leads/merge', { master: lead.Id, losers: [other.Id] })

  const told = await entries(url)
  const titles = new Map(told.map(({ kind, title }) => [kind, String(title)]))
  assert.deepEqual(told.map(({ kind }) => String(kind)).sort(), [
    'call',
    'campaign',
    'campaign_status',
    'created',
    'event',
    'merge',
    'note',
    'note',
    'owner',
    'status',
  ])
  assert.equal(titles.get('campaign_status'), 'Fair: Sent → Responded')
  assert.equal(titles.get('status'), 'Status: Open - Not Contacted → Working - Contacted')
  assert.match(titles.get('owner') ?? '', /^Owner: .*administrator.* → Hot leads$/)
  assert.equal(titles.get('merge'), '1 duplicate merged into this')
  const meeting = told.find(({ kind }) => kind === 'event')
  assert.equal(told[0], meeting)
  assert.match(String(meeting?.href), /^\/events\/00U/)
  assert.match(String((meeting?.by as Json | undefined)?.Name), /administrator/)
  const colleague = await server.as('vetter')
  assert.ok(!(await entries(url, colleague)).some(({ title }) => title === 'Mine alone'))
})

test('paging by key meets every entry once, in the same order, also where many happened at one moment', async () => {
  const lead = await call('POST', '/api/leads', { LastName: 'Pages', Company: 'Pages' })
  const url = `/api/leads/${String(lead.Id)}`
  await call(
    'POST',
    '/api/tasks',
    [...Array(25)].map((_, at) => ({ Subject: `Task ${at}`, WhoId: lead.Id })),
  )
  const seen: unknown[] = []
  let next: string | null = ''
  while (next !== null) {
    const page = await call('GET', `${url}/timeline?limit=4${next === '' ? '' : `&after=${next}`}`)
    seen.push(...(page.entries as Json[]).map(({ id }) => id))
    next = page.next as string | null
  }
  assert.equal(new Set(seen).size, 26)
  assert.deepEqual(
    seen,
    (await entries(url)).map(({ id }) => id),
  )
})

test('a lead nobody may see tells nothing', async () => {
  const answer = await server.call('GET', '/api/leads/00Q000000000zzzAAA/timeline', { headers: admin })
  assert.ok([400, 404].includes(answer.statusCode))
  const contact = await server.call('GET', '/api/contacts/00Q0000000001FJAAY/timeline', { headers: admin })
  assert.ok([400, 404].includes(contact.statusCode))
})

test('an account tells the story of its people and its deals, and a deal its own', async () => {
  const lead = await call('POST', '/api/leads', {
    LastName: 'Story',
    Company: 'Tellers',
    Email: 'story@tellers.example',
  })
  await call('POST', '/api/notes', { Title: 'Met at the fair', ParentId: lead.Id })
  const made = await call('POST', `/api/leads/${String(lead.Id)}/conversion`, {
    overrideReason: 'A referral',
    amount: 100,
  })
  const [account, contact, deal] = [made.accountId, made.contactId, made.opportunityId].map(String)
  await call('POST', '/api/tasks', { Subject: 'Call the boss', TaskSubtype: 'Call', WhoId: contact })
  await call('POST', '/api/tasks', { Subject: 'Write the offer', WhatId: deal })
  await call('PATCH', `/api/opportunities/${deal}`, { StageName: 'Qualification', Amount: 250 })
  await call('PATCH', `/api/accounts/${account}`, { Industry: 'Energy' })
  const stranger = await call('POST', '/api/accounts', { Name: 'Strangers' })
  await call('POST', '/api/tasks', { Subject: 'Not theirs', WhatId: stranger.Id })

  const titlesOf = async (url: string) => (await entries(url)).map(({ title }) => String(title))
  const ofAccount = await titlesOf(`/api/accounts/${account}`)
  for (const title of [
    'Met at the fair',
    'Call the boss',
    'Write the offer',
    'Industry: – → Energy',
    'Tellers: Stage: Prospecting → Qualification',
    'Account created',
    'Contact created: Story',
    'Story: Converted',
  ])
    assert.ok(ofAccount.includes(title), `${title} is not among ${ofAccount.join(', ')}`)
  assert.ok(!ofAccount.includes('Not theirs'))

  const ofDeal = await titlesOf(`/api/opportunities/${deal}`)
  for (const title of [
    'Write the offer',
    'Amount: 100 → 250',
    'Stage: Prospecting → Qualification',
    'Story: Converted',
  ])
    assert.ok(ofDeal.includes(title), `${title} is not among ${ofDeal.join(', ')}`)
  assert.ok(!ofDeal.includes('Call the boss'))
  // They follow from the stage, and from nothing else that was changed.
  assert.deepEqual(
    ofDeal.filter((title) => /^(?:Forecast|Probability|Won at|Closed at)/.test(title)),
    [],
  )
  assert.equal(new Set((await entries(`/api/accounts/${account}`)).map(({ id }) => id)).size, ofAccount.length)
})

test('what was learned about a lead stands where its person, company and deal are told of', async () => {
  const lead = await call('POST', '/api/leads', {
    LastName: 'Holt',
    Company: 'Learners',
    Email: 'holt@learners.example',
  })
  const url = `/api/leads/${String(lead.Id)}`
  await call('POST', `${url}/evidence`, {
    criterion: 'Budget',
    value: 'None before May',
    isMet: false,
    source: 'research',
  })
  await call('POST', `${url}/evidence`, {
    criterion: 'Budget',
    value: '40,000 a year',
    source: 'call',
    saidBy: 'the controller',
    observedOn: '2026-05-04',
  })
  const learned = async (address: string) =>
    (await entries(address))
      .filter(({ kind }) => kind === 'evidence')
      .map(({ title, detail, by }) => [title, detail, /administrator/.test(String((by as Json | undefined)?.Name))])
  const [latest, first] = await learned(url)
  assert.deepEqual(latest, ['Budget: 40,000 a year', 'In a call, 4 May 2026\nSaid by the controller', true])
  assert.equal(first?.[0], 'Budget, not met: None before May')
  assert.match(String(first?.[1]), /^By research, \d+ [A-Z][a-z]{2} \d{4}$/)

  const made = await call('POST', `${url}/conversion`, { overrideReason: 'A referral', amount: 100 })
  for (const [room, id, whose] of [
    ['contacts', made.contactId, ''],
    ['accounts', made.accountId, 'Holt: '],
    ['opportunities', made.opportunityId, 'Holt: '],
  ])
    assert.deepEqual(
      (await learned(`/api/${String(room)}/${String(id)}`)).map(([title]) => title),
      [`${String(whose)}Budget: 40,000 a year`, `${String(whose)}Budget, not met: None before May`],
    )
})

test('a deal’s changes name what they refer to, and tell of what followed only where nothing led', async () => {
  const account = await call('POST', '/api/accounts', { Name: 'Fleet builders' })
  const deal = await call('POST', '/api/opportunities', {
    Name: 'Fleet',
    AccountId: account.Id,
    Amount: 800,
    StageName: 'Prospecting',
    CloseDate: '2026-12-31',
  })
  const campaign = await call('POST', '/api/campaigns', { Name: 'Autumn fair' })
  const url = `/api/opportunities/${String(deal.Id)}`
  await call('PATCH', url, { CampaignId: campaign.Id })
  await call('PATCH', url, { Probability: 35 })
  await call('PATCH', url, { StageName: 'Closed Won', Amount: 900 })
  const changes = (await entries(url)).filter(({ kind }) => kind === 'change').map(({ change }) => change)
  assert.deepEqual(changes.toReversed(), [
    { field: 'CampaignId', from: null, to: 'Autumn fair' },
    { field: 'Probability', from: '10', to: '35' },
    { field: 'Amount', from: '800', to: '900' },
  ])
})
