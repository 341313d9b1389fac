import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Connection } from 'jsforce'
import { aProgramServer, type ProgramServer } from '../../../test/support/programs.ts'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { forgetAllAttempts } from '../users/attempts.ts'
import {
  answered,
  askedBy,
  challenge,
  codeFor,
  exchanged,
  opens,
  secretsOf,
  verifier,
  withCode,
} from '../../../test/support/consents.ts'

type Json = Record<string, unknown>

let server: ProgramServer

before(async () => {
  server = await aProgramServer()
})
after(() => server.close())

test('a code that comes twice ends what it made, for whoever brought it', async () => {
  const app = await server.connect()
  const code = await codeFor(server, app)
  const first = await withCode(server, app, code)
  assert.ok(await opens(server, first.access_token))
  const again = await withCode(server, app, code)
  assert.deepEqual([again.status, again.error], [400, 'invalid_grant'])
  assert.ok(!(await opens(server, first.access_token)))
  const refreshed = await exchanged(server, {
    grant_type: 'refresh_token',
    refresh_token: String(first.refresh_token),
    ...secretsOf(app),
  })
  assert.equal(refreshed.error, 'invalid_grant')
})

test('of two who bring a code at once one gets tokens at most, and they end', async () => {
  const app = await server.connect()
  const code = await codeFor(server, app)
  const answers = await Promise.all([withCode(server, app, code), withCode(server, app, code)])
  const granted = answers.filter(({ status }) => status === 200)
  assert.equal(granted.length, 1)
  assert.ok(!(await opens(server, granted[0]?.access_token)))
})

test('a code is worth nothing to who brings it wrongly, and a wrong verifier uses it up', async () => {
  const [app, other] = [await server.connect(), await server.connect()]
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }
  const code = await codeFor(server, app, pkce)
  assert.equal((await withCode(server, other, code, { code_verifier: verifier })).error, 'invalid_grant')
  assert.equal((await withCode(server, { ...app, clientSecret: 'guessed' }, code)).error, 'invalid_client')
  assert.equal(
    (await withCode(server, { ...app, clientSecret: '' }, code, { code_verifier: verifier })).error,
    'invalid_client',
  )
  assert.equal(
    (await withCode(server, app, code, { code_verifier: 'w'.repeat(64) })).error_description,
    'invalid code verifier',
  )
  assert.equal((await withCode(server, app, code, { code_verifier: verifier })).error, 'invalid_grant')
  assert.equal(
    (await withCode(server, app, await codeFor(server, app, pkce))).error_description,
    'invalid code verifier',
  )
  const elsewhere = await withCode(server, app, await codeFor(server, app), {
    redirect_uri: 'https://loader.example/other',
  })
  assert.equal(elsewhere.error, 'redirect_uri_mismatch')

  const late = await codeFor(server, app)
  stopClockAt(new Date(now().getTime() + 11 * 60_000))
  try {
    assert.equal((await withCode(server, app, late)).error_description, 'expired authorization code')
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
  const odd = await answered(server, askedBy(app, { code_challenge: challenge, state: 'ä 1e5 "\u2028&' }))
  assert.equal(odd.searchParams.get('state'), 'ä 1e5 "\u2028&')
  assert.match(odd.searchParams.get('code') ?? '', /^aPrx\./)
  for (const [more, sentence] of refusals) {
    const back = await answered(server, askedBy(app, more))
    assert.equal(back.origin, 'https://loader.example')
    assert.equal(back.searchParams.get('code'), null)
    assert.equal(back.searchParams.get('error_description'), sentence)
  }
})

test('a refresh token opens nothing to another app, and nothing once it is given back', async () => {
  const [app, other] = [await server.connect(), await server.connect()]
  const { refresh_token: token, access_token: access } = await withCode(server, app, await codeFor(server, app))
  const form = { grant_type: 'refresh_token', refresh_token: String(token) }
  assert.equal((await exchanged(server, { ...form, ...secretsOf(other) })).error, 'invalid_grant')
  assert.equal((await exchanged(server, { ...form, client_id: app.clientId })).error, 'invalid_client')
  assert.equal((await exchanged(server, { ...form, ...secretsOf(app) })).status, 200)
  assert.equal((await server.post('/services/oauth2/revoke', { token: String(token) })).status, 200)
  assert.equal((await exchanged(server, { ...form, ...secretsOf(app) })).error, 'invalid_grant')
  assert.ok(!(await opens(server, access)))
})

test('a disabled app opens nothing, at once, and everything again when it is enabled', async () => {
  const app = await server.connect()
  const { ask } = await server.browser()
  const { access_token: access, refresh_token: token } = await withCode(server, app, await codeFor(server, app))
  const form = { grant_type: 'refresh_token', refresh_token: String(token), ...secretsOf(app) }
  assert.ok(await opens(server, access))
  await ask('PATCH', `/api/connected-apps/${app.Id}`, { enabled: false })
  assert.ok(!(await opens(server, access)))
  assert.equal((await exchanged(server, form)).error, 'invalid_client')
  await ask('PATCH', `/api/connected-apps/${app.Id}`, { enabled: true })
  assert.ok(await opens(server, (await exchanged(server, form)).access_token))
})

test('what an administrator takes from an app its tokens lose at once', async () => {
  const app = await server.connect({ scopes: ['api', 'web', 'refresh_token'] })
  const { ask } = await server.browser()
  const { access_token: access } = await withCode(server, app, await codeFor(server, app))
  assert.ok(await opens(server, access))
  await ask('PATCH', `/api/connected-apps/${app.Id}`, { scopes: ['web', 'id'] })
  assert.ok(!(await opens(server, access)))
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
  const { access_token: access } = await exchanged(server, form)
  assert.ok(await opens(server, access))
  await ask('POST', `/api/users/${String(Id)}/deactivation`)
  assert.ok(!(await opens(server, access)))
  assert.equal((await exchanged(server, form)).error_description, 'authentication failure')
  await ask('DELETE', `/api/users/${String(Id)}/deactivation`)
  assert.ok(!(await opens(server, access)))
  const next = (await exchanged(server, form)).access_token
  const his = await server.browser({ email, password })
  await his.ask('POST', '/api/session/password', { currentPassword: password, newPassword: 'five grey herons' })
  assert.ok(!(await opens(server, next)))
})

test('passwords are not guessed here either, and can be switched off for programs', async () => {
  const app = await server.connect({ flows: ['password'] })
  const form = { grant_type: 'password', username: ADMINISTRATOR.email, ...secretsOf(app) }
  const { ask } = await server.browser()
  await ask('PATCH', '/api/api-access', { passwordSignIn: false })
  const off = await exchanged(server, { ...form, password: ADMINISTRATOR.password })
  assert.match(String(off.error_description), /switched off/)
  await ask('PATCH', '/api/api-access', { passwordSignIn: true })
  const answers: (Json & { status: number })[] = []
  for (let count = 0; count < 10; count++) answers.push(await exchanged(server, { ...form, password: 'guessed' }))
  assert.deepEqual([answers[0]?.status, answers[0]?.error_description], [400, 'authentication failure'])
  assert.deepEqual([answers.at(-1)?.status, answers.at(-1)?.error], [429, 'rate_limit_exceeded'])
  forgetAllAttempts()
})

test('a token that may not use the API says who one is, and opens nothing else', async () => {
  const app = await server.connect({ scopes: ['openid', 'email', 'web', 'refresh_token'] })
  const { access_token: access, refresh_token: refresh } = await withCode(server, app, await codeFor(server, app))
  const headers = { authorization: `Bearer ${String(access)}` }
  assert.equal((await fetch(`${server.url}/services/oauth2/userinfo`, { headers })).status, 200)
  assert.ok(!(await opens(server, access)))
  assert.equal((await fetch(`${server.url}/api/leads`, { headers })).status, 401)
  const connection = new Connection({
    oauth2: { loginUrl: server.url, ...app },
    instanceUrl: server.url,
    accessToken: String(access),
    refreshToken: String(refresh),
  })
  await assert.rejects(async () => connection.query('select Id from Lead'), /not valid for use with the REST API/)
})

test('an app sets up what its user may, and acts in person never', async () => {
  const app = await server.connect({ scopes: ['full', 'refresh_token'] })
  const { access_token: access } = await withCode(server, app, await codeFor(server, app))
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

test('who comes in by the door of an app gives no further access away, so that to end the app is to end all of it', async () => {
  const app = await server.connect({ scopes: ['api', 'web'] })
  const { access_token: access } = await withCode(server, app, await codeFor(server, app))
  const authorization = `Bearer ${String(access)}`
  const door = await fetch(`${server.url}/services/oauth2/singleaccess`, { headers: { authorization } })
  const { frontdoor_uri: address } = (await door.json()) as { frontdoor_uri: string }
  const opened = await fetch(address, { redirect: 'manual' })
  const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';')
  const call = async (method: string, path: string, body?: Json) =>
    (
      await fetch(server.url + path, {
        method,
        headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    ).status
  assert.equal(await call('GET', '/api/session'), 200)
  assert.equal(await call('POST', '/api/leads', { LastName: 'Door', Company: 'Nordwind' }), 201)
  assert.equal(await call('POST', '/api/tokens', { name: 'x', scopes: ['admin'] }), 403)
  assert.equal(await call('POST', '/api/connected-apps', { name: 'x' }), 403)
  assert.equal(await call('POST', '/api/connect/authorization', { asked: askedBy(app), allow: true }), 403)
  assert.equal(await call('GET', '/api/session/list'), 403)
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
