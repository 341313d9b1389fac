import assert from 'node:assert/strict'
import { day, type Ids } from '../../server/ground/users/routeRequests.fixture.ts'
import type { TestServer } from './server.ts'

type Json = Record<string, unknown>

/** An id of every object that has routes of its own, so that a refusal is for the role and for nothing else. */
export async function oneOfEach(server: TestServer): Promise<Ids> {
  const admin = await server.as('administrator')
  const call = async (method: 'GET' | 'POST', url: string, body?: Json): Promise<Json> => {
    const answer = await server.call(method, url, { headers: admin, body })
    assert.ok(answer.statusCode < 300, `${url}: ${answer.body}`)
    return answer.json<Json>()
  }
  const made: Record<string, string> = {}
  const make = async (path: string, body: Json) =>
    (made[path] = String((await call('POST', `/api/${path}?allowDuplicates=true`, body)).Id))
  const first = async (path: string) =>
    (made[path] = String(((await call('GET', `/api/${path}`)).records as Json[])[0]?.Id))
  const account = await make('accounts', { Name: 'Fjord AB' })
  const contact = await make('contacts', { LastName: 'Lind', AccountId: account })
  const deal = await make('opportunities', {
    Name: 'Pumps',
    AccountId: account,
    StageName: 'Prospecting',
    CloseDate: day,
    Amount: 1,
  })
  const lead = await make('leads', { LastName: 'Okafor', Company: 'Nordwind' })
  const campaign = await make('campaigns', { Name: 'Fair', Type: 'Trade Show' })
  await make('campaign-members', { CampaignId: campaign, LeadId: lead })
  await make('opportunity-contact-roles', { OpportunityId: deal, ContactId: contact })
  await make('payments', { OpportunityId: deal, Amount: 1, ReceivedDate: '2026-01-02' })
  await make('tasks', { Subject: 'Call', WhoId: lead })
  await make('events', { Subject: 'Meeting', WhoId: lead, StartDateTime: `${day}T10:00:00Z` })
  await make('notes', { Title: 'Note', ParentId: lead })
  await make('groups', { Name: 'Queue' })
  await call('POST', '/api/custom-objects', { label: 'Own' })
  made.records = await make('records/Own__c', { Name: 'First' })
  for (const path of ['users', 'lead-statuses', 'opportunity-stages', 'campaign-member-statuses']) await first(path)
  return made
}
