import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aProgramServer, type Connected, type ProgramServer } from '../../../test/support/programs.ts'
import { askedBy, codeFor, withCode } from '../../../test/support/consents.ts'

let server: ProgramServer

before(async () => {
  server = await aProgramServer()
})
after(() => server.close())

test('an address nobody registered is never followed, however much it looks like one', async () => {
  const app = await server.connect()
  const { cookies } = await server.browser()
  for (const redirect of [
    'https://evil.example/callback',
    'https://loader.example/callback/',
    'https://loader.example/callback?x=1',
    'https://loader.example/callback#x',
    'https://loader.example:444/callback',
    'https://loader.example.evil.example/callback',
    'https://loader.example@evil.example/callback',
    'https://LOADER.example/callback',
    'http://loader.example/callback',
    '//evil.example/callback',
    'javascript:alert(1)//https://loader.example/callback',
    'https://loader.example/callback\u0009',
  ]) {
    for (const allow of [true, false]) {
      const body = { asked: askedBy(app, { redirect_uri: redirect }), allow }
      const answer = await server.call('POST', '/api/connect/authorization', { body, cookies })
      assert.equal(answer.statusCode, 422, `${redirect}: ${answer.body}`)
      assert.ok(!answer.body.includes('redirectTo'))
    }
    const asked = new URLSearchParams({ client_id: app.clientId, redirect_uri: redirect })
    const page = await fetch(`${server.url}/services/oauth2/authorize?${asked}`, { redirect: 'manual' })
    assert.equal(new URL(page.headers.get('location') ?? '').origin, server.url)
  }
})

test('an app is registered for no address that others could read', async () => {
  const { cookies } = await server.browser()
  for (const url of [
    'http://loader.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'nonsense',
    'https://a.example/#x',
  ]) {
    const body = { name: 'X', flows: ['authorization_code'], callbackUrls: [url] }
    const answer = await server.call('POST', '/api/connected-apps', { body, cookies })
    assert.equal(answer.statusCode, 422, url)
    assert.match(answer.body, /callbackUrls/)
  }
})

test('no other site says yes in somebody’s name, and no page is shown inside another', async () => {
  const app = await server.connect()
  const { cookies } = await server.browser()
  const body = { asked: askedBy(app), allow: true }
  const sites: readonly Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of sites) {
    const answer = await server.call('POST', '/api/connect/authorization', { body, cookies, headers })
    assert.equal(answer.statusCode, 403)
  }
  const form = await server.app.inject({
    method: 'POST',
    url: '/api/connect/authorization',
    cookies,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'allow=true',
  })
  assert.equal(form.statusCode, 415)
  const { headers } = await fetch(`${server.url}/services/oauth2/authorize?client_id=x`, { redirect: 'manual' })
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
})

test('a door into the web opens for nobody who was led there by another site', async () => {
  const app = await server.connect({ scopes: ['api', 'web'] })
  const { access_token: access } = await withCode(server, app, await codeFor(server, app))
  const headers = { authorization: `Bearer ${String(access)}` }
  const door = async (to: string) =>
    (await (
      await fetch(`${server.url}/services/oauth2/singleaccess?redirect_uri=${encodeURIComponent(to)}`, { headers })
    ).json()) as { frontdoor_uri: string }
  const { frontdoor_uri: first } = await door('//evil.example')
  const led = await fetch(first, { redirect: 'manual', headers: { 'sec-fetch-site': 'cross-site' } })
  assert.equal(led.headers.get('set-cookie'), null)
  for (const to of [
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
  ]) {
    const { frontdoor_uri: address } = await door(to)
    const location = (await fetch(address, { redirect: 'manual' })).headers.get('location') ?? ''
    assert.equal(new URL(location, server.url).origin, server.url, to)
  }
})

test('a session opened by a door ends with the connection it came from, and with its app', async () => {
  const { ask } = await server.browser()
  const ends: readonly ((app: Connected, access: string) => Promise<unknown>)[] = [
    async ({ Id }) => {
      const { connections } = (await ask('GET', `/api/connected-apps/${Id}/connections`)) as {
        connections: readonly { id: string }[]
      }
      return ask('DELETE', `/api/connections/${connections[0]?.id}`)
    },
    ({ Id }) => ask('PATCH', `/api/connected-apps/${Id}`, { enabled: false }),
    ({ Id }) => ask('DELETE', `/api/connected-apps/${Id}`),
    (_, token) =>
      fetch(`${server.url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token }) }),
  ]
  for (const end of ends) {
    const app = await server.connect({ scopes: ['api', 'web'] })
    const { access_token: access } = await withCode(server, app, await codeFor(server, app))
    const headers = { authorization: `Bearer ${String(access)}` }
    const door = (await (await fetch(`${server.url}/services/oauth2/singleaccess`, { headers })).json()) as {
      frontdoor_uri: string
    }
    const opened = await fetch(door.frontdoor_uri, { redirect: 'manual' })
    const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';')
    const isSignedIn = async () => (await fetch(`${server.url}/api/session`, { headers: { cookie } })).status === 200
    assert.ok(await isSignedIn())
    await end(app, String(access))
    assert.ok(!(await isSignedIn()))
  }
})
