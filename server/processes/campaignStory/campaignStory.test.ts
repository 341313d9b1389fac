import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let marketing: { readonly authorization: string }
before(async () => {
  server = await aServer()
  marketing = await server.as('marketing')
})
after(() => server.close())

type Story = {
  readonly campaigns: readonly {
    readonly campaign: { Name: string }
    readonly status: string
    readonly steps: readonly { kind: string; text: string; responded: boolean }[]
  }[]
}
type Week = {
  readonly people: readonly {
    readonly person: { Id: string; Name: string }
    readonly doings: readonly { kind: string; text: string; campaign: { Name: string } | null }[]
  }[]
}

const call = async <T = { Id: string }>(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  body?: object,
  headers = marketing,
): Promise<T> => {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, `${method} ${url} ${answer.body}`)
  return answer.json<T>()
}
const campaign = async (Name: string) =>
  (await call('POST', '/api/campaigns', { Name, Type: 'Webinar', IsActive: true })).Id

test('a person’s campaigns are one story, before the conversion and after it, each status dated', async () => {
  const manager = await server.as('manager')
  const lead = (await call('POST', '/api/leads', { FirstName: 'Mira', LastName: 'Holt', Company: 'Nordwind' })).Id
  const member = (
    await call('POST', '/api/campaign-members', {
      LeadId: lead,
      CampaignId: await campaign('Pumps'),
      Status: 'Invited',
    })
  ).Id
  await call('PATCH', `/api/campaign-members/${member}`, { Status: 'Attended' })
  const { contactId } = await call<{ contactId: string }>(
    'POST',
    `/api/leads/${lead}/conversion`,
    { overrideReason: 'A story' },
    manager,
  )
  await call('POST', '/api/campaign-members', {
    ContactId: contactId,
    CampaignId: await campaign('Gears'),
    Status: 'Registered',
  })
  const { campaigns } = await call<Story>('GET', `/api/contacts/${contactId}/campaigns`)
  assert.deepEqual(
    campaigns.map((one) => [one.campaign.Name, one.status, one.steps.map(({ text }) => text)]),
    [
      ['Gears', 'Registered', ['Registered']],
      ['Pumps', 'Attended', ['Invited', 'Attended']],
    ],
  )
  assert.deepEqual((await call<Story>('GET', `/api/leads/${lead}/campaigns`)).campaigns.length, 2)
})

test('a salesperson sees what others did with their own people, and nobody else’s', async () => {
  const sales = await server.as('sales')
  const other = await server.as('sales')
  const mine = (await call('POST', '/api/leads', { LastName: 'Falk', Company: 'Umbra' }, sales)).Id
  const theirs = (await call('POST', '/api/leads', { LastName: 'Berg', Company: 'Pilot' }, other)).Id
  const webinar = await campaign('Sensors')
  const member = (await call('POST', '/api/campaign-members', { LeadId: mine, CampaignId: webinar, Status: 'Invited' }))
    .Id
  await call('POST', '/api/campaign-members', { LeadId: theirs, CampaignId: webinar, Status: 'Invited' })
  await call('PATCH', `/api/campaign-members/${member}`, { Status: 'Registered' })
  // What somebody does with their own people is no news to them.
  await call(
    'POST',
    '/api/campaign-members',
    { LeadId: mine, CampaignId: await campaign('Own doing'), Status: 'Invited' },
    sales,
  )
  const week = await call<Week>('GET', '/api/marketing-week', undefined, sales)
  assert.deepEqual(
    week.people.map(({ person, doings }) => [
      person.Id,
      doings.map(({ kind, text, campaign: one }) => `${kind} ${text} ${one?.Name ?? ''}`).toSorted(),
    ]),
    [[mine, ['added Invited Sensors', 'status Registered Sensors']]],
  )
  // Whose people are too many to be asked one by one is told the same.
  for (let at = 0; at < 5001; at += 1667)
    await call(
      'POST',
      '/api/leads',
      Array.from({ length: 1667 }, (_, n) => ({ LastName: `Ek ${at + n}`, Company: `Skog ${at + n}` })),
      sales,
    )
  assert.deepEqual(await call<Week>('GET', '/api/marketing-week', undefined, sales), week)
  await call('PATCH', '/api/settings', { Sharing: { Lead: 'private' } }, await server.as('administrator'))
  const session = await call<Week>('GET', '/api/marketing-week', undefined, other)
  assert.deepEqual(
    session.people.map(({ person }) => person.Name),
    ['Berg'],
  )
})
