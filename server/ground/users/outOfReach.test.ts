import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { roles } from '../../../shared/roles.ts'
import { oneOfEach } from '../../../test/support/oneOfEach.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { requestTo, type Ids } from './routeRequests.fixture.ts'

type Headers = Readonly<Record<string, string>>
type Request = { readonly method: string; readonly url: string; readonly body?: unknown }

const ROUTE_WITH_ID =
  /^[A-Z]+ \/api\/(leads|contacts|accounts|opportunities|campaigns|campaign-members|campaign-member-statuses|opportunity-contact-roles|payments|tasks|events|notes)\/:id/
/** Somebody opening a page is noted where there is something to note, and told nothing. */
const TELLS_NOTHING = new Set(['POST /api/leads/:id/view'])

let server: TestServer
let routes: readonly string[]
let ids: Ids
let strangers: readonly (readonly [string, Headers])[]

before(async () => {
  const collected = new Set<string>()
  server = await aServer({}, [
    (app) =>
      void app.addHook('onRoute', ({ method, url }) =>
        [method].flat().forEach((one) => one !== 'HEAD' && collected.add(`${one} ${url}`)),
      ),
  ])
  routes = [...collected].filter((one) => ROUTE_WITH_ID.test(one) && !TELLS_NOTHING.has(one)).sort()
  ids = await oneOfEach(server)
  const admin = await server.as('administrator')
  const send = async ({ method, url, body }: Request) => {
    const answer = await server.call(method as 'POST', url, { headers: admin, body })
    assert.ok(answer.statusCode < 300, `${url}: ${answer.body}`)
  }
  // What speaks against deleting them, were it the stranger's to delete.
  await send({ method: 'PATCH', url: `/api/opportunities/${ids.opportunities}`, body: { CampaignId: ids.campaigns } })
  const all = ['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign']
  await send({
    method: 'PATCH',
    url: '/api/settings',
    body: { Sharing: Object.fromEntries(all.map((name) => [name, 'private'])) },
  })
  strangers = await Promise.all(
    roles
      .filter((role) => !['administrator', 'manager'].includes(role))
      .map(async (role) => [role, await server.as(role)] as const),
  )
})
after(() => server.close())

/** The status and the words, the id itself left out. */
async function heard(headers: Headers, { method, url, body }: Request, id: string): Promise<string> {
  const answer = await server.call(method as 'GET', url, { headers, body })
  return `${answer.statusCode} ${answer.body.replaceAll(id, '<id>')}`
}

/** Of each object its id, and its name as tools made for Salesforce say it. */
const SOBJECTS = {
  leads: 'Lead',
  contacts: 'Contact',
  accounts: 'Account',
  opportunities: 'Opportunity',
  campaigns: 'Campaign',
  'campaign-members': 'CampaignMember',
  'campaign-member-statuses': 'CampaignMemberStatus',
  tasks: 'Task',
  notes: 'Note',
}

const never = (id: string): string => encodeId((decodeId(id) ?? assert.fail(id)) + 2 ** 40)

test('of a record out of reach nobody hears more than of one that was never there', async () => {
  const wrong: string[] = []
  for (const [role, headers] of strangers)
    for (const route of routes) {
      const path = ROUTE_WITH_ID.exec(route)?.[1] ?? ''
      wrong.push(...(await differences(`${role} ${route}`, headers, path, (of) => requestTo(route, of))))
    }
  assert.deepEqual(wrong, [])
})

test('tools made for Salesforce hear no more of it either', async () => {
  const wrong: string[] = []
  for (const [role, headers] of strangers)
    for (const [path, sobject] of Object.entries(SOBJECTS))
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        const request = (of: Ids): Request => ({
          method,
          url: `/services/data/v60.0/sobjects/${sobject}/${of[path]}`,
          body: method === 'PATCH' ? {} : undefined,
        })
        wrong.push(...(await differences(`${role} ${method} ${sobject}`, headers, path, request)))
      }
  assert.deepEqual(wrong, [])
})

test('what lies in the recycle bin out of reach is neither told of nor brought back', async () => {
  const { leads, contacts, accounts, payments } = ids
  const admin = await server.as('administrator')
  for (const url of [
    `payments/${payments}`,
    `opportunities/${ids.opportunities}`,
    `contacts/${contacts}`,
    `accounts/${accounts}`,
    `leads/${leads}`,
  ])
    assert.equal((await server.call('DELETE', `/api/${url}`, { headers: admin })).statusCode, 204, url)
  const wrong: string[] = []
  for (const [role, headers] of strangers)
    for (const path of ['leads', 'contacts', 'accounts', 'opportunities', 'payments']) {
      const request = (of: Ids): Request => ({
        method: 'POST',
        url: '/api/recycle-bin/restoration',
        body: { ids: [of[path]] },
      })
      const id = ids[path] ?? assert.fail(path)
      const there = await heard(headers, request(ids), id)
      const absent = await heard(headers, request({ ...ids, [path]: never(id) }), never(id))
      if (there !== absent) wrong.push(`${role} ${path}: ${there} / ${absent}`)
    }
  assert.deepEqual(wrong, [])
})

/** What somebody hears of the record that differs from what they hear of one that never was, or is no refusal. */
async function differences(
  what: string,
  headers: Headers,
  path: string,
  request: (of: Ids) => Request,
): Promise<readonly string[]> {
  const id = ids[path] ?? assert.fail(path)
  const there = await heard(headers, request(ids), id)
  const absent = await heard(headers, request({ ...ids, [path]: never(id) }), never(id))
  return there === absent && /^40[034] /.test(there) ? [] : [`${what}\n  ${there}\n  ${absent}`]
}
