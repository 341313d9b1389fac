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

async function aGiftCampaign(plan: Json, campaign: Json): Promise<string> {
  const { Id } = await ask.sent('POST', '/api/campaigns', { Type: 'Gift or Greeting', IsActive: true, ...campaign })
  await ask.sent('PATCH', `/api/campaigns/${String(Id)}/nomination-plan`, plan)
  return String(Id)
}

test('who guesses at nominations of a campaign they may not see learns nothing of it, nor of the one a plan follows', async () => {
  const last = await aGiftCampaign({}, { Name: 'Secret 2025', StartDate: '2025-11-01' })
  const campaign = await aGiftCampaign({ PreviousCampaignId: last }, { Name: 'Secret 2026', StartDate: '2026-11-01' })
  const lead = await ask.sent('POST', '/api/leads', { LastName: 'Gast', Company: 'Werft Nord' })
  const proposed = await ask.sent('POST', `/api/campaigns/${campaign}/nominations`, {
    people: [{ WhoId: lead.Id, Reason: 'Best customer' }],
  })
  const [one] = proposed.results as Json[]
  const sales = await server.as('sales')
  const { user } = await ask.sent('GET', '/api/session', undefined, sales)
  const seen = await aGiftCampaign({ PreviousCampaignId: last }, { Name: 'Open 2026', OwnerId: (user as Json).Id })
  await ask.sent('PATCH', '/api/settings', { Sharing: { Campaign: 'private' } })
  try {
    for (const [path, body] of [
      ['/api/nominations/decision', { decisions: [{ Id: one?.id, Approve: true }] }],
      ['/api/nominations/withdrawal', { ids: [one?.id] }],
    ] as const) {
      const answer = await ask.answer('POST', path, body, sales)
      assert.match(answer.body, /not_found/, path)
      assert.ok(!answer.body.includes('Secret'), answer.body)
    }
    const { plan } = await ask.sent('GET', `/api/campaigns/${seen}/nomination-plan`, undefined, sales)
    assert.equal((plan as Json).PreviousCampaign, null)
  } finally {
    await ask.sent('PATCH', '/api/settings', { Sharing: { Campaign: 'public' } })
  }
})
