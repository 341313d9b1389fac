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

type Answer = {
  readonly campaigns: readonly {
    readonly campaign: { readonly Name: string }
    readonly campaigns: number
    readonly cost: number | null
    readonly members: number
    readonly responded: number
    readonly costPer: Readonly<Record<string, number | null>>
    readonly tails: { readonly won: readonly { readonly months: number; readonly reached: unknown }[] }
  }[]
}

const made = async (path: string, body: object): Promise<string> => {
  const answer = await server.call('POST', `/api/${path}?allowDuplicates=true`, { headers: marketing, body })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json<{ Id: string }>().Id
}
const compare = (query: string, headers = marketing) =>
  server.call('GET', `/api/campaign-comparison?${query}`, { headers })

test('campaigns stand side by side, alone or with what stands below them', async () => {
  const parent = await made('campaigns', { Name: 'Fairs', Type: 'Other', ActualCost: 100 })
  const child = await made('campaigns', { Name: 'Spring fair', Type: 'Trade Show', ParentId: parent, ActualCost: 900 })
  for (const [name, Status] of [
    ['Holt', 'Visited Stand'],
    ['Falk', 'Invited'],
  ])
    await made('campaign-members', {
      CampaignId: child,
      LeadId: await made('leads', { LastName: name, Company: name }),
      Status,
    })
  const alone = (await compare(`ids=${parent},${child}`)).json<Answer>().campaigns
  assert.deepEqual(
    alone.map((one) => [
      one.campaign.Name,
      one.cost,
      one.members,
      one.responded,
      one.costPer['member'],
      one.costPer['response'],
    ]),
    [
      ['Fairs', 100, 0, 0, null, null],
      ['Spring fair', 900, 2, 1, 450, 900],
    ],
  )
  const [tree] = (await compare(`ids=${parent},${child}&tree=true`)).json<Answer>().campaigns
  assert.deepEqual([tree?.campaigns, tree?.cost, tree?.members], [2, 1000, 2])
  // Whoever came in today has not had three months to buy: that is no 0.
  assert.deepEqual(
    alone[1]?.tails.won.map(({ reached }) => reached),
    [null, null, null, null, null],
  )
})

test('one campaign, eleven, and one that may not be seen are refused with the way on', async () => {
  const ids = await Promise.all(Array.from({ length: 11 }, (_, at) => made('campaigns', { Name: `Letter ${at}` })))
  for (const wrong of [ids.slice(0, 1), ids, [ids[0], ids[0]]]) {
    const answer = await compare(`ids=${wrong.join(',')}`)
    assert.deepEqual(
      [answer.statusCode, answer.json<{ errors: { code: string }[] }>().errors[0]?.code],
      [422, 'wrong_number_of_campaigns'],
    )
  }
  assert.equal((await compare(`ids=${ids[0]},nonsense`)).statusCode, 400)
  await server.call('PATCH', '/api/settings', {
    headers: await server.as('administrator'),
    body: { Sharing: { Campaign: 'private' } },
  })
  assert.equal((await compare(`ids=${ids[0]},${ids[1]}`, await server.as('sales'))).statusCode, 404)
})
