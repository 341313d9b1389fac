import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { oneOfEach } from '../../../test/support/oneOfEach.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { roles } from '../../../shared/roles.ts'
import { allows, needOf, stated } from './routeNeeds.fixture.ts'
import { requestTo, type Ids } from './routeRequests.fixture.ts'

type Json = Record<string, unknown>

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
  ids = await oneOfEach(server)
})
after(() => server.close())

async function answerTo(
  route: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; code: unknown; body: string }> {
  const { method, url, body } = requestTo(route, ids)
  const answer = await server.call(method as 'GET', url, { headers, body })
  const errors =
    answer.statusCode >= 400 && answer.body.startsWith('{')
      ? (answer.json<{ errors?: { code: string }[] }>().errors ?? [])
      : []
  return { status: answer.statusCode, code: errors[0]?.code, body: answer.body.slice(0, 160) }
}

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

test('the document names every call once, and tells how each is answered', async () => {
  const { paths } = (await server.call('GET', '/api/openapi.json')).json<{
    paths: Record<string, Record<string, Call>>
  }>()
  const calls = Object.values(paths).flatMap((one) => Object.values(one))
  assert.equal(new Set(calls.map(({ operationId }) => operationId)).size, calls.length)
  const headers = await server.as('administrator')
  const untold: string[] = []
  let answered = 0
  // What deletes comes last, so that there is something to answer with.
  for (const route of [...routes].sort((a, b) => Number(a.startsWith('DELETE')) - Number(b.startsWith('DELETE')))) {
    const [method = '', pattern = ''] = route.split(' ')
    const call = paths[pattern.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    // The document does not tell of itself.
    if (call === undefined) untold.push(...(/openapi|docs$/.test(route) ? [] : [`${route} is not told of`]))
    else if (!/session|setup|connect|invitation/.test(route)) {
      const { status } = await answerTo(route, headers)
      if (status < 300) answered += 1
      if (status < 300 && call.responses[status] === undefined) untold.push(`${route} answers ${status}`)
      if (call.responses['default'] === undefined) untold.push(`${route} never says no`)
    }
  }
  assert.deepEqual(untold, [])
  assert.ok(answered > 150, `${answered} answered`)
})

type Call = { readonly operationId: string; readonly responses: Readonly<Record<string, unknown>> }
