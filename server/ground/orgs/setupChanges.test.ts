import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Change = {
  readonly area: string
  readonly what: string
  readonly act: string
  readonly name: string | null
  readonly count: number
  readonly by: { readonly Id: string; readonly Name: string } | null
  readonly values: readonly unknown[]
}
type Page = { readonly changes: readonly Change[]; readonly next: string | null }
type Method = 'POST' | 'PATCH' | 'DELETE'

let server: TestServer
let admin: Record<string, string>

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

const change = async (method: Method, url: string, body?: unknown): Promise<string> => {
  const answer = await server.call(method, url, { headers: admin, ...(body !== undefined && { body }) })
  assert.ok(answer.statusCode < 300, `${method} ${url}: ${answer.body}`)
  return answer.body === '' ? '' : String(answer.json<{ Id?: string; id?: string }>().Id ?? answer.json().id)
}

const read = async (query = ''): Promise<Page> =>
  (await server.call('GET', `/api/setup-changes?${query}`, { headers: admin })).json()

/** The newest change in words. */
const last = async (): Promise<string> => {
  const [one] = (await read('limit=1')).changes
  return [one?.area, one?.what, one?.act, one?.name].filter((word) => typeof word === 'string').join(' ')
}

test('every page of Setup leaves word of who changed what there', async () => {
  await change('PATCH', '/api/settings', { Currency: 'CHF' })
  assert.deepEqual((await read('limit=1')).changes[0]?.values, [{ name: 'currency', from: 'USD', to: 'CHF' }])
  await change('PATCH', '/api/settings', { Name: 'Südwind' })
  assert.match(await last(), /^organization settings changed name$/)
  const user = { FirstName: 'Mira', LastName: 'Berg', Email: 'berg@nordwind.example', Role: 'sales' }
  await change('POST', '/api/users', user)
  assert.equal(await last(), 'users user created Mira Berg')
  const queue = await change('POST', '/api/groups', { Name: 'Fair leads', Type: 'Queue' })
  assert.equal(await last(), 'queues queue created Fair leads')
  const [mira] = (await server.call('GET', '/api/users?q=Berg', { headers: admin })).json().records
  await change('POST', `/api/groups/${queue}/members`, { userIds: [mira.Id] })
  assert.equal(await last(), 'queues queue members_added Fair leads')
  await change('DELETE', `/api/groups/${queue}/members?userIds=${mira.Id}`)
  assert.equal(await last(), 'queues queue members_removed Fair leads')
  const status = await change('POST', '/api/lead-statuses', { MasterLabel: 'Parked', State: 'nurturing' })
  assert.equal(await last(), 'lead-statuses lead_status created Parked')
  await change('DELETE', `/api/lead-statuses/${status}`)
  assert.equal(await last(), 'lead-statuses lead_status removed Parked')
  await change('POST', '/api/opportunity-stages', { MasterLabel: 'Trial', DefaultProbability: 40 })
  assert.equal(await last(), 'opportunity-stages opportunity_stage created Trial')
  const type = await change('POST', '/api/campaign-types', {
    name: 'Podcast',
    statuses: [{ label: 'Listened', hasResponded: true, isDefault: true }],
  })
  assert.equal(await last(), 'campaign-types campaign_type created Podcast')
  await change('DELETE', `/api/campaign-types/${type}`)
  assert.equal(await last(), 'campaign-types campaign_type removed Podcast')
  await change('POST', '/api/agreements', { firstResponseHours: 4 })
  assert.match(await last(), /^agreement agreement drafted Version \d+$/)
  await change('PATCH', '/api/conversion-mapping', { Contact: { Title: null } })
  assert.deepEqual((await read('limit=1')).changes[0]?.values, [{ name: 'Contact title', from: 'Title', to: null }])
  await change('PATCH', '/api/attribution/settings', { windowDays: 365 })
  assert.deepEqual((await read('limit=1')).changes[0]?.values, [{ name: 'window days', from: '730', to: '365' }])
  await change('POST', '/api/web-forms', { Name: 'Price list' })
  assert.equal(await last(), 'web-forms web_form created Price list')
  await change('POST', '/api/allowed-return-urls', { Pattern: 'www.nordwind.example' })
  assert.equal(await last(), 'return-addresses return_address allowed www.nordwind.example')
  await change('PATCH', '/api/form-settings', { PostsKeptDays: 60 })
  assert.equal((await read('limit=1&area=form-limits')).changes[0]?.values.length, 1)
  await change('POST', '/api/custom-fields', { object: 'Lead', label: 'Hat size', type: 'string', length: 20 })
  assert.equal(await last(), 'fields custom_field created Lead.Hat_size__c')
})

test('changes are read by person and by page, a page at a time, by who sets up and by nobody else', async () => {
  const [newest] = (await read('limit=1')).changes
  assert.ok(newest?.by)
  const theirs = await read(`user=${newest.by.Id}&limit=200`)
  assert.deepEqual([...new Set(theirs.changes.map(({ by }) => by?.Id))], [newest.by.Id])
  const queues = await read('area=queues')
  assert.deepEqual(
    queues.changes.map(({ act }) => act),
    ['members_removed', 'members_added', 'created'],
  )
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const page: Page = await read(`area=queues&limit=1${next === '' ? '' : `&after=${next}`}`)
    seen.push(...page.changes.map(({ act }) => act))
    next = page.next
  }
  assert.deepEqual(seen, ['members_removed', 'members_added', 'created'])
  const manager = await server.as('manager')
  assert.equal((await server.call('GET', '/api/setup-changes', { headers: manager })).statusCode, 403)
})
