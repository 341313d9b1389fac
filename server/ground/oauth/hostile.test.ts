import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { aProgramServer, type Connected, type ProgramServer } from '../../../test/support/programs.ts'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { forgetAllAttempts } from '../users/attempts.ts'

type Json = Record<string, unknown>

const callback = 'https://loader.example/callback'
const verifier = 'v'.repeat(64)
const challenge = createHash('sha256').update(verifier).digest('base64url')

let server: ProgramServer

before(async () => {
  server = await aProgramServer()
})
after(() => server.close())

/** What an app writes into the address it sends a user to. */
const askedBy = (app: Pick<Connected, 'clientId'>, more: Json = {}): Json => ({
  response_type: 'code',
  client_id: app.clientId,
  redirect_uri: callback,
  ...more,
})

async function answered(asked: Json, allow = true): Promise<URL> {
  const { ask } = await server.browser()
  const { redirectTo } = await ask('POST', '/api/connect/authorization', { asked, allow })
  return new URL(String(redirectTo))
}

const codeFor = async (app: Connected, more: Json = {}): Promise<string> =>
  (await answered(askedBy(app, more))).searchParams.get('code') ?? ''

async function exchanged(form: Readonly<Record<string, string>>): Promise<Json & { status: number }> {
  const answer = await server.post('/services/oauth2/token', form)
  return { status: answer.status, ...((await answer.json()) as Json) }
}

const secretsOf = ({ clientId, clientSecret }: Connected) => ({ client_id: clientId, client_secret: clientSecret })

const withCode = (app: Connected, code: string, more: Readonly<Record<string, string>> = {}) =>
  exchanged({ grant_type: 'authorization_code', redirect_uri: callback, code, ...secretsOf(app), ...more })

const opens = async (token: unknown): Promise<boolean> =>
  (await fetch(`${server.url}/api/session`, { headers: { authorization: `Bearer ${String(token)}` } })).status === 200

test('a code that comes twice ends what it made, for whoever brought it', async () => {
  const app = await server.connect()
  const code = await codeFor(app)
  const first = await withCode(app, code)
  assert.ok(await opens(first.access_token))
  const again = await withCode(app, code)
  assert.deepEqual([again.status, again.error], [400, 'invalid_grant'])
  assert.ok(!(await opens(first.access_token)))
  const refreshed = await exchanged({
    grant_type: 'refresh_token',
    refresh_token: String(first.refresh_token),
    ...secretsOf(app),
  })
  assert.equal(refreshed.error, 'invalid_grant')
})

test('of two who bring a code at once one gets tokens at most, and they end', async () => {
  const app = await server.connect()
  const code = await codeFor(app)
  const answers = await Promise.all([withCode(app, code), withCode(app, code)])
  const granted = answers.filter(({ status }) => status === 200)
  assert.equal(granted.length, 1)
  assert.ok(!(await opens(granted[0]?.access_token)))
})

test('a code is worth nothing to who brings it wrongly, and a wrong verifier uses it up', async () => {
  const [app, other] = [await server.connect(), await server.connect()]
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }
  const code = await codeFor(app, pkce)
  assert.equal((await withCode(other, code, { code_verifier: verifier })).error, 'invalid_grant')
  assert.equal((await withCode({ ...app, clientSecret: 'guessed' }, code)).error, 'invalid_client')
  assert.equal(
    (await withCode({ ...app, clientSecret: '' }, code, { code_verifier: verifier })).error,
    'invalid_client',
  )
  assert.equal(
    (await withCode(app, code, { code_verifier: 'w'.repeat(64) })).error_description,
    'invalid code verifier',
  )
  assert.equal((await withCode(app, code, { code_verifier: verifier })).error, 'invalid_grant')
  assert.equal((await withCode(app, await codeFor(app, pkce))).error_description, 'invalid code verifier')
  const elsewhere = await withCode(app, await codeFor(app), { redirect_uri: 'https://loader.example/other' })
  assert.equal(elsewhere.error, 'redirect_uri_mismatch')

  const late = await codeFor(app)
  stopClockAt(new Date(now().getTime() + 11 * 60_000))
  try {
    assert.equal((await withCode(app, late)).error_description, 'expired authorization code')
  } finally {
    stopClockAt(undefined)
  }
})

test('an app without a secret must prove itself by PKCE, and plain is no proof', async () => {
  const app = await server.connect({ needsSecret: false })
  const refusals: readonly (readonly [Json, string])[] = [
    [{}, 'missing required code challenge'],
    [{ code_challenge: 'short' }, 'missing required code challenge'],
    [{ code_challenge: challenge, code_challenge_method: 'plain' }, 'code challenge method must be S256'],
  ]
  for (const [more, sentence] of refusals) {
    const back = await answered(askedBy(app, more))
    assert.equal(back.origin, 'https://loader.example')
    assert.equal(back.searchParams.get('code'), null)
    assert.equal(back.searchParams.get('error_description'), sentence)
  }
})

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

test('a refresh token opens nothing to another app, and nothing once it is given back', async () => {
  const [app, other] = [await server.connect(), await server.connect()]
  const { refresh_token: token, access_token: access } = await withCode(app, await codeFor(app))
  const form = { grant_type: 'refresh_token', refresh_token: String(token) }
  assert.equal((await exchanged({ ...form, ...secretsOf(other) })).error, 'invalid_grant')
  assert.equal((await exchanged({ ...form, client_id: app.clientId })).error, 'invalid_client')
  assert.equal((await exchanged({ ...form, ...secretsOf(app) })).status, 200)
  assert.equal((await server.post('/services/oauth2/revoke', { token: String(token) })).status, 200)
  assert.equal((await exchanged({ ...form, ...secretsOf(app) })).error, 'invalid_grant')
  assert.ok(!(await opens(access)))
})

test('a disabled app opens nothing, at once, and everything again when it is enabled', async () => {
  const app = await server.connect()
  const { ask } = await server.browser()
  const { access_token: access, refresh_token: token } = await withCode(app, await codeFor(app))
  const form = { grant_type: 'refresh_token', refresh_token: String(token), ...secretsOf(app) }
  assert.ok(await opens(access))
  await ask('PATCH', `/api/connected-apps/${app.Id}`, { enabled: false })
  assert.ok(!(await opens(access)))
  assert.equal((await exchanged(form)).error, 'invalid_client')
  await ask('PATCH', `/api/connected-apps/${app.Id}`, { enabled: true })
  assert.ok(await opens((await exchanged(form)).access_token))
})

test('who leaves takes every program along that acted for them, also when they come back', async () => {
  const app = await server.connect({ flows: ['password'] })
  const { ask } = await server.browser()
  const email = 'leaver@nordwind.example'
  const { Id } = await ask('POST', '/api/users', { LastName: 'Leaver', Email: email, Role: 'sales' })
  const { url } = await ask('POST', `/api/users/${String(Id)}/invitation`, {})
  const token = new URL(String(url)).searchParams.get('token')
  const password = 'four grey herons'
  assert.equal((await server.call('POST', '/api/invitations/accept', { body: { token, password } })).statusCode, 200)
  const form = { grant_type: 'password', username: email, password, ...secretsOf(app) }
  const { access_token: access } = await exchanged(form)
  assert.ok(await opens(access))
  await ask('POST', `/api/users/${String(Id)}/deactivation`)
  assert.ok(!(await opens(access)))
  assert.equal((await exchanged(form)).error_description, 'authentication failure')
  await ask('DELETE', `/api/users/${String(Id)}/deactivation`)
  assert.ok(!(await opens(access)))
  const next = (await exchanged(form)).access_token
  const his = await server.browser({ email, password })
  await his.ask('POST', '/api/session/password', { currentPassword: password, newPassword: 'five grey herons' })
  assert.ok(!(await opens(next)))
})

test('passwords are not guessed here either, and can be switched off for programs', async () => {
  const app = await server.connect({ flows: ['password'] })
  const form = { grant_type: 'password', username: ADMINISTRATOR.email, ...secretsOf(app) }
  const { ask } = await server.browser()
  await ask('PATCH', '/api/api-access', { passwordSignIn: false })
  const off = await exchanged({ ...form, password: ADMINISTRATOR.password })
  assert.match(String(off.error_description), /switched off/)
  await ask('PATCH', '/api/api-access', { passwordSignIn: true })
  const answers: (Json & { status: number })[] = []
  for (let count = 0; count < 10; count++) answers.push(await exchanged({ ...form, password: 'guessed' }))
  assert.deepEqual([answers[0]?.status, answers[0]?.error_description], [400, 'authentication failure'])
  assert.deepEqual([answers.at(-1)?.status, answers.at(-1)?.error], [429, 'rate_limit_exceeded'])
  forgetAllAttempts()
})

test('a token that may not use the API says who one is, and opens nothing else', async () => {
  const app = await server.connect({ scopes: ['openid', 'email', 'web'] })
  const { access_token: access } = await withCode(app, await codeFor(app))
  const headers = { authorization: `Bearer ${String(access)}` }
  assert.equal((await fetch(`${server.url}/services/oauth2/userinfo`, { headers })).status, 200)
  assert.ok(!(await opens(access)))
  assert.equal((await fetch(`${server.url}/api/leads`, { headers })).status, 401)
})

test('an app sets up what its user may, and acts in person never', async () => {
  const app = await server.connect({ scopes: ['full', 'refresh_token'] })
  const { access_token: access } = await withCode(app, await codeFor(app))
  const headers = { authorization: `Bearer ${String(access)}` }
  const call = async (method: string, path: string, body: Json) =>
    (
      await fetch(server.url + path, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).status
  assert.equal(await call('POST', '/api/custom-fields', { object: 'Lead', label: 'Pumps', type: 'string' }), 201)
  assert.equal(await call('POST', '/api/tokens', { name: 'x', scopes: ['admin'] }), 403)
  assert.equal(await call('POST', '/api/connected-apps', { name: 'x' }), 403)
  assert.equal(await call('PATCH', '/api/api-access', { passwordSignIn: false }), 403)
  assert.equal(await call('POST', '/api/connect/authorization', { asked: askedBy(app), allow: true }), 403)
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
  const { access_token: access } = await withCode(app, await codeFor(app))
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

test('what cannot be understood is refused in OAuth’s words, and nothing is a fault', async () => {
  const app = await server.connect({ flows: ['password', 'device'] })
  const cases: readonly (readonly [string, string])[] = [
    ['', 'unsupported_grant_type'],
    ['grant_type=magic', 'unsupported_grant_type'],
    ['grant_type=__proto__', 'unsupported_grant_type'],
    ['grant_type=constructor&client_id=x', 'unsupported_grant_type'],
    ['grant_type=refresh_token', 'invalid_client_id'],
    ['grant_type=refresh_token&client_id=nobody', 'invalid_client_id'],
    [`grant_type=refresh_token&client_id=${app.clientId}`, 'invalid_client'],
    [
      `grant_type=client_credentials&client_id=${app.clientId}&client_secret=${app.clientSecret}`,
      'unauthorized_client',
    ],
    [`grant_type=password&client_id=${app.clientId}&client_secret=${app.clientSecret}`, 'invalid_grant'],
    [`grant_type=password&client_id=${app.clientId}&client_id=${app.clientId}`, 'invalid_request'],
    ['grant_type=password&username=%00', 'invalid_request'],
    ['grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=a.b.c', 'invalid_client_id'],
    [`response_type=device_code&client_id=${app.clientId}&scope=web%20full`, 'invalid_scope'],
    [`response_type=device_code&client_id=${app.clientId}&scope=magic`, 'invalid_scope'],
  ]
  for (const [payload, error] of cases) {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/services/oauth2/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload,
    })
    assert.deepEqual([answer.statusCode, answer.json<Json>().error], [400, error], `${payload}: ${answer.body}`)
    assert.equal(answer.headers['cache-control'], 'no-store')
  }
  const wrong: readonly (readonly [string, string, number])[] = [
    ['application/json', '{"grant_type":"password"}', 400],
    ['application/x-www-form-urlencoded', `grant_type=${'x'.repeat(100_000)}`, 413],
  ]
  for (const [type, payload, status] of wrong) {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/services/oauth2/token',
      headers: { 'content-type': type },
      payload,
    })
    assert.deepEqual([answer.statusCode, answer.json<Json>().error], [status, 'invalid_request'])
  }
})
