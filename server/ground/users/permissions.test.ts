import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encodeId, idOf, type StandardObject } from '../../../shared/ids.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { standardDefinitions } from '../objects/definition.ts'
import { grantsOf, roles, type Act, type Capability, type Role } from './roles.ts'

type Json = Record<string, unknown>

/** What a route asks of its caller: an act on an object, a capability (one of several), a person, a sign-in, or nothing. */
type Need =
  | { readonly act: Act; readonly object: string }
  | { readonly capabilities: readonly Capability[] }
  | 'a person'
  | 'signed in'
  | 'open'

const may = (act: Act, object: string): Need => ({ act, object })
const has = (...capabilities: readonly Capability[]): Need => ({ capabilities })

const forms: readonly Role[] = ['administrator', 'manager', 'marketing']

/** Roles a route names itself, where neither an object nor a capability says it. */
const only = new Map<string, readonly Role[]>()
const keepForms = (route: string): [string, Need] => {
  only.set(route, forms)
  return [route, 'signed in']
}

/** Every route that is no plain record route, with what it needs and a body it understands. A new route is written down here. */
const stated = new Map<string, Need>([
  ['POST /api/session', 'open'],
  ['GET /api/session', 'signed in'],
  ['DELETE /api/session', 'open'],
  ['GET /api/session/list', 'a person'],
  ['DELETE /api/session/list/:id', 'a person'],
  ['POST /api/session/password', 'a person'],
  ['POST /api/invitations/accept', 'open'],
  ['POST /api/setup/administrator', 'open'],
  ['POST /api/tokens', 'a person'],
  ['GET /api/tokens', 'a person'],
  ['DELETE /api/tokens/:id', 'a person'],
  ['POST /api/users/:id/deactivation', has('keep_users')],
  ['DELETE /api/users/:id/deactivation', has('keep_users')],
  ['POST /api/users/:id/invitation', has('keep_users')],
  ['POST /api/users/:id/invitation/mail', has('keep_users')],
  ['GET /api/groups/:id/members', may('read', 'Group')],
  ['POST /api/groups/:id/members', has('keep_users')],
  ['DELETE /api/groups/:id/members', has('keep_users')],
  ['GET /api/settings', 'signed in'],
  ['PATCH /api/settings', has('set_up')],
  ['GET /api/objects', 'signed in'],
  ['GET /api/objects/:name', 'signed in'],
  ['GET /api/custom-fields', has('set_up')],
  ['POST /api/custom-fields', has('set_up')],
  ['DELETE /api/custom-fields/:name', has('set_up')],
  ['POST /api/leads/:id/view', may('read', 'Lead')],
  ...(['Lead', 'Contact', 'Account'] as const).flatMap((object): [string, Need][] => [
    [`GET /api/${object.toLowerCase()}s/:id/duplicates`, may('read', object)],
    [`GET /api/${object.toLowerCase()}s/duplicates`, may('read', object)],
    [`POST /api/${object.toLowerCase()}s/duplicates`, may('read', object)],
    [`POST /api/${object.toLowerCase()}s/merge`, has('merge')],
  ]),
  ['POST /api/leads/accounts', may('read', 'Account')],
  ['GET /api/duplicates', may('read', 'Lead')],
  ['POST /api/duplicates/verdicts', may('edit', 'Lead')],
  ['DELETE /api/merges/:id', has('merge')],
  ...(['leads', 'contacts'] as const).flatMap((path): [string, Need][] => [
    [`GET /api/${path}/:id/inquiries`, may('read', 'Lead')],
    [`GET /api/${path}/:id/timeline`, may('read', 'Lead')],
  ]),
  ['GET /api/agreements', may('read', 'Lead')],
  ['GET /api/agreements/current', may('read', 'Lead')],
  ['POST /api/agreements', has('sign_for_marketing', 'sign_for_sales')],
  ['POST /api/agreements/:id/signature', has('sign_for_marketing')],
  ['GET /api/leads/:id/evidence', may('read', 'Lead')],
  ['POST /api/leads/:id/evidence', may('edit', 'Lead')],
  ['GET /api/leads/qualification', may('read', 'Lead')],
  ['POST /api/leads/:id/outcome', may('edit', 'Lead')],
  ['POST /api/leads/:id/reopening', may('edit', 'Lead')],
  ['GET /api/leads/:id/conversion', may('read', 'Lead')],
  ['POST /api/leads/:id/conversion', has('convert')],
  ['DELETE /api/leads/:id/conversion', has('convert')],
  ['POST /api/leads/conversion', has('convert')],
  ['GET /api/leads/:id/company', may('read', 'Lead')],
  ['GET /api/accounts/:id/leads', may('read', 'Account')],
  ['GET /api/mail', has('set_up')],
  ['POST /api/mail/:id/resend', has('set_up')],
  ...[
    'GET /api/form-posts',
    'GET /api/form-posts/counts',
    'GET /api/form-posts/:id',
    'PATCH /api/form-posts/:id',
    'POST /api/form-posts/:id/replay',
    'POST /api/form-posts/replay',
    'POST /api/form-posts/:id/discard',
    'POST /api/form-posts/discard',
  ].map(keepForms),
  ...[
    'GET /api/web-forms',
    'POST /api/web-forms',
    'GET /api/web-forms/:id',
    'PATCH /api/web-forms/:id',
    'DELETE /api/web-forms/:id',
    'GET /api/web-forms/:id/html',
  ].map(keepForms),
  keepForms('GET /api/allowed-return-urls'),
  ['POST /api/allowed-return-urls', has('set_up')],
  ['DELETE /api/allowed-return-urls', has('set_up')],
  ['GET /api/form-settings', has('set_up')],
  ['PATCH /api/form-settings', has('set_up')],
  ...[
    'POST /api/imports',
    'GET /api/imports',
    'GET /api/imports/:id',
    'PATCH /api/imports/:id',
    'GET /api/imports/:id/preview',
    'GET /api/imports/:id/errors',
    ...['check', 'start', 'pause', 'cancel', 'undo'].map((act) => `POST /api/imports/:id/${act}`),
  ].map((route): [string, Need] => [route, has('import')]),
  ['GET /api/exports/:file', has('export')],
  ['GET /api/home', 'signed in'],
  ['GET /api/search', 'signed in'],
  ['GET /api/openapi.json', 'open'],
  ['GET /api/docs', 'open'],
])

const day = '2027-03-31'
const bodies: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'POST /api/session': () => ({ email: 'nobody@nordwind.example', password: 'wrong wrong' }),
  'POST /api/session/password': () => ({ currentPassword: 'x', newPassword: 'nine red whales' }),
  'POST /api/invitations/accept': () => ({ token: 'x', password: 'nine red whales' }),
  'POST /api/setup/administrator': () => ({
    token: 'x',
    email: 'a@b.example',
    password: 'nine red whales',
    name: 'Eve',
  }),
  'POST /api/tokens': () => ({ name: 'x' }),
  'POST /api/groups/:id/members': ({ users }) => ({ userIds: [users] }),
  'PATCH /api/settings': () => ({}),
  'POST /api/custom-fields': () => ({ object: 'Lead', label: 'X', type: 'string' }),
  ...Object.fromEntries(
    ['leads', 'contacts', 'accounts'].map((path) => [
      `POST /api/${path}/merge`,
      (ids: Ids) => ({ master: ids[path], losers: [noSuch(path)] }),
    ]),
  ),
  'POST /api/duplicates/verdicts': ({ leads }) => ({
    verdicts: [{ left: leads, right: noSuch('leads'), verdict: 'unsure' }],
  }),
  'POST /api/agreements/:id/signature': () => ({ side: 'marketing' }),
  'POST /api/leads/:id/evidence': () => ({ criterion: 'Need', value: 'x', source: 'call' }),
  'POST /api/leads/:id/outcome': () => ({ outcome: 'definite_maybe', followUpOn: day }),
  'POST /api/leads/:id/reopening': () => ({ reason: 'x' }),
  'POST /api/leads/conversion': ({ leads }) => [{ leadId: leads }],
  'PATCH /api/form-posts/:id': () => ({ fields: {} }),
  'POST /api/form-posts/replay': () => ({ ids: [encodeId(idOf('FormPost', 9))] }),
  'POST /api/form-posts/discard': () => ({ ids: [encodeId(idOf('FormPost', 9))] }),
  'POST /api/web-forms': () => ({ Name: 'X' }),
  'POST /api/allowed-return-urls': () => ({ Pattern: 'www.nordwind.example' }),
  'PATCH /api/form-settings': () => ({ PostsPerMinute: 60 }),
  'POST /api/imports': () => ({ name: 'a.csv', content: 'LastName\nOkafor', object: 'Lead' }),
}

const queries: Readonly<Record<string, (ids: Ids) => string>> = {
  'GET /api/leads/qualification': ({ leads }) => `?ids=${leads}`,
  'DELETE /api/groups/:id/members': ({ users }) => `?userIds=${users}`,
  'DELETE /api/allowed-return-urls': () => '?pattern=www.nordwind.example',
  'GET /api/search': () => '?q=x',
}

type Ids = Readonly<Record<string, string>>

const noSuch = (path: string): string => encodeId(idOf(objectAt(path), 2 ** 40))

const objectAt = (path: string): StandardObject => {
  const found = standardDefinitions().find((definition) => definition.path === path)
  assert.ok(found, path)
  return found.name as StandardObject
}

let server: TestServer
let routes: readonly string[]
let ids: Ids

before(async () => {
  const collected = new Set<string>()
  server = await aServer({}, [
    (app) =>
      void app.addHook('onRoute', ({ method, url }) =>
        [method].flat().forEach((one) => one !== 'HEAD' && url.startsWith('/api') && collected.add(`${one} ${url}`)),
      ),
  ])
  routes = [...collected].sort()
  ids = await oneOfEach()
})
after(() => server.close())

/** An id of every object that has routes of its own, so that a refusal is for the role and for nothing else. */
async function oneOfEach(): Promise<Ids> {
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
  await make('tasks', { Subject: 'Call', WhoId: lead })
  await make('events', { Subject: 'Meeting', WhoId: lead, StartDateTime: `${day}T10:00:00Z` })
  await make('notes', { Title: 'Note', ParentId: lead })
  await make('groups', { Name: 'Queue' })
  for (const path of ['users', 'lead-statuses', 'opportunity-stages', 'campaign-member-statuses']) await first(path)
  return made
}

const RECORD_ROUTE =
  /^(GET|POST|PATCH|DELETE) \/api\/([a-z-]+)(\/count|\/counts|\/:id|\/:id\/history|\/:id\/restoration)?$/

/** Objects whose records are changed only by who sets up, or who keeps users. */
const setUp: Readonly<Record<string, Capability>> = {
  User: 'keep_users',
  Group: 'keep_users',
  LeadStatus: 'set_up',
  OpportunityStage: 'set_up',
}

function needOf(route: string): Need | undefined {
  const need = stated.get(route)
  if (need !== undefined) return need
  const [, method, path, rest = ''] = RECORD_ROUTE.exec(route) ?? []
  const object = standardDefinitions().find((definition) => definition.path === path)?.name
  if (object === undefined || path === undefined) return undefined
  if (method === 'GET') return may('read', object)
  const capability = setUp[object]
  if (capability !== undefined) return has(capability)
  if (rest === '/:id/restoration') return may('delete', object)
  return may(method === 'POST' ? 'create' : method === 'PATCH' ? 'edit' : 'delete', object)
}

function allows(role: Role, route: string, need: Need): boolean {
  const named = only.get(route)
  if (named !== undefined) return named.includes(role)
  if (typeof need === 'string') return true
  return 'act' in need
    ? grantsOf(role).may(need.act, need.object)
    : need.capabilities.some((one) => grantsOf(role).capabilities.includes(one))
}

async function answerTo(
  route: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; code: unknown; body: string }> {
  const [method = '', pattern = ''] = route.split(' ')
  const [, path = ''] = pattern.split('/').slice(1)
  const filled = pattern
    .replace(':id', ids[path] ?? someId(path))
    .replace(':name', path === 'objects' ? 'Lead' : 'Lead.X__c')
    .replace(':file', 'leads.csv')
  const query =
    queries[route]?.(ids) ??
    (pattern.endsWith('/counts')
      ? '?field=Name'
      : method === 'DELETE' && !pattern.includes(':')
        ? `?ids=${noSuchOf(path)}`
        : pattern.endsWith('/duplicates') && method === 'GET' && !pattern.includes(':') && ids[path] !== undefined
          ? `?ids=${ids[path]}`
          : '')
  const body =
    bodies[route]?.(ids) ??
    (method === 'PATCH' && !pattern.includes(':')
      ? [{ Id: ids[path] }]
      : method === 'POST' || method === 'PATCH'
        ? {}
        : undefined)
  const answer = await server.call(method as 'GET', filled + query, { headers, body })
  const errors =
    answer.statusCode >= 400 && answer.body.startsWith('{')
      ? (answer.json<{ errors?: { code: string }[] }>().errors ?? [])
      : []
  return { status: answer.statusCode, code: errors[0]?.code, body: answer.body.slice(0, 160) }
}

const objectsOfOthers: Readonly<Record<string, StandardObject>> = {
  tokens: 'ApiToken',
  merges: 'Merge',
  agreements: 'Agreement',
  mail: 'MailMessage',
  'form-posts': 'FormPost',
  'web-forms': 'WebForm',
  imports: 'Import',
}

const someId = (path: string): string =>
  path === 'session' ? '0123456789abcdef' : encodeId(idOf(objectsOfOthers[path] ?? 'Person', 9))

const noSuchOf = (path: string): string => (ids[path] === undefined ? someId(path) : noSuch(path))

test('every route says what it needs', () => {
  assert.deepEqual(
    routes.filter((route) => needOf(route) === undefined),
    [],
  )
  assert.deepEqual(
    [...stated.keys()].filter((route) => !routes.includes(route)),
    [],
  )
  assert.ok(routes.length > 150, `${routes.length} routes`)
})

test('nothing is answered to who is not signed in, but what is open', async () => {
  for (const route of routes) {
    const { status, code, body } = await answerTo(route, {})
    if (needOf(route) === 'open') assert.notEqual(code, 'not_signed_in', route)
    else assert.deepEqual([status, code], [401, 'not_signed_in'], `${route} answers ${status} ${body}`)
  }
})

test('what a role may not do is refused on every route, and what it may do is not', async () => {
  for (const role of roles) {
    const headers = await server.as(role)
    const wrong: string[] = []
    for (const route of routes) {
      const need = needOf(route)
      // Signing the caller out, or in as another, would end the story; a token may not change a password at all.
      if (need === undefined || need === 'open' || route === 'POST /api/session/password') continue
      // What is allowed is not carried out here: only that it is not refused.
      const allowed = allows(role, route, need)
      if (allowed && !route.startsWith('GET')) continue
      const { status, body } = await answerTo(route, headers)
      if (allowed === (status === 403)) wrong.push(`${route} answers ${status} ${body}`)
    }
    assert.deepEqual(wrong, [], role)
  }
})

test('a token that may only read changes nothing, whoever made it', async () => {
  const headers = await server.as('administrator', ['read'])
  for (const route of routes.filter((one) => !one.startsWith('GET'))) {
    const need = needOf(route)
    if (need === undefined || need === 'open' || (typeof need === 'object' && 'act' in need && need.act === 'read'))
      continue
    const { status, body } = await answerTo(route, headers)
    assert.equal(status, 403, `${route} answers ${status} ${body}`)
  }
})

test('a token without the scope admin neither sets up nor touches tokens and sessions', async () => {
  const headers = await server.as('administrator', ['write'])
  for (const route of routes) {
    const need = needOf(route)
    const setsUp =
      typeof need === 'object' &&
      'capabilities' in need &&
      need.capabilities.some((one) => one === 'set_up' || one === 'keep_users')
    if (need !== 'a person' && !setsUp) continue
    const { status, body } = await answerTo(route, headers)
    assert.equal(status, 403, `${route} answers ${status} ${body}`)
  }
})

test('a role is lowered or raised only by who keeps users, in whatever letters the field is written', async () => {
  const admin = await server.as('administrator')
  for (const name of ['Role', 'role', 'ROLE']) {
    const headers = await server.as('sales')
    const { user } = (await server.call('GET', '/api/session', { headers })).json<{ user: Json }>()
    assert.equal(
      (await server.call('PATCH', `/api/users/${String(user.Id)}`, { headers, body: { [name]: 'administrator' } }))
        .statusCode,
      403,
    )
    assert.equal(
      (await server.call('PATCH', `/api/users/${String(user.Id)}`, { headers: admin, body: { [name]: 'vetter' } }))
        .statusCode,
      200,
    )
  }
})

test('the last administrator stays one, in whatever letters the field is written', async () => {
  const own = await aServer({}, [], { administrator: false })
  const headers = await own.as('administrator')
  const { user } = (await own.call('GET', '/api/session', { headers })).json<{ user: Json }>()
  for (const name of ['Role', 'role', 'ROLE']) {
    const answer = await own.call('PATCH', `/api/users/${String(user.Id)}`, { headers, body: { [name]: 'sales' } })
    assert.equal(answer.statusCode, 422, name)
    assert.match(answer.body, /last_administrator/)
  }
  await own.close()
})
