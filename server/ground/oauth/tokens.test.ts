import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { SignJWT } from 'jose'
import { Connection, OAuth2 } from 'jsforce'
import { aCertificate } from '../../../test/support/certificate.ts'
import { aProgramServer, type ProgramServer } from '../../../test/support/programs.ts'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { JWT_BEARER } from './assertions.ts'

type Json = Record<string, unknown>

const callback = 'https://loader.example/callback'

let server: ProgramServer

before(async () => {
  server = await aProgramServer()
})
after(() => server.close())

/** The administrator opens the address an app sent them to, and says yes; answers the code the app gets. */
async function consent(address: string): Promise<URL> {
  const opened = await fetch(address, { redirect: 'manual' })
  assert.equal(opened.status, 302)
  const page = new URL(opened.headers.get('location') ?? '')
  assert.equal(page.origin + page.pathname, `${server.url}/connect`)
  const word = page.searchParams.get('request')?.slice(1) ?? ''
  const parameters = new URLSearchParams(Buffer.from(word, 'base64url').toString())
  const asked = Object.fromEntries(parameters)
  const { ask } = await server.browser()
  const seen = await ask('GET', `/api/connect/authorization?${parameters}`)
  assert.ok(Array.isArray(seen.scopes) && seen.problem === null)
  const { redirectTo } = await ask('POST', '/api/connect/authorization', { asked, allow: true })
  return new URL(String(redirectTo))
}

const whoIs = async (connection: Connection): Promise<string> => (await connection.identity()).username

const errorOf = async (answer: Response): Promise<Json> => (await answer.json()) as Json

test('jsforce signs in by user name and password, with or without a security token behind it', async () => {
  const app = await server.connect({ flows: ['password'] })
  for (const password of [ADMINISTRATOR.password, `${ADMINISTRATOR.password}Ab3dEf6hIj9lMn2pQr5tUv8x`]) {
    const connection = new Connection({ oauth2: { loginUrl: server.url, ...app } })
    const user = await connection.login(ADMINISTRATOR.email, password)
    assert.match(connection.accessToken ?? '', /^(00D\w{12,15})![.\w]*$/)
    assert.equal(connection.instanceUrl, server.url)
    assert.match(user.id, /^005/)
    assert.match(user.organizationId, /^00D/)
    assert.equal(await whoIs(connection), ADMINISTRATOR.email)
  }
})

test('the answer is signed with the secret, and names who signed in where', async () => {
  const app = await server.connect({ flows: ['password'] })
  const answer = await new OAuth2({ loginUrl: server.url, ...app }).authenticate(
    ADMINISTRATOR.email,
    ADMINISTRATOR.password,
  )
  const { id, issued_at: issuedAt, signature, token_type: type, refresh_token: refresh } = answer as unknown as Json
  const expected = createHmac('sha256', app.clientSecret)
    .update(`${String(id)}${String(issuedAt)}`)
    .digest('base64')
  assert.equal(signature, expected)
  assert.equal(type, 'Bearer')
  assert.equal(refresh, undefined)
  assert.match(String(issuedAt), /^\d{13}$/)
})

test('jsforce gets its tokens by a code after a yes, with PKCE, and goes on when its access token ends mid-way', async () => {
  const app = await server.connect()
  const oauth2 = new OAuth2({ loginUrl: server.url, ...app, redirectUri: callback, useVerifier: true })
  const back = await consent(oauth2.getAuthorizationUrl({ scope: 'api refresh_token', state: 'mine', prompt: 'login' }))
  assert.equal(back.origin + back.pathname, callback)
  assert.equal(back.searchParams.get('state'), 'mine')
  const connection = new Connection({ oauth2 })
  await connection.authorize(back.searchParams.get('code') ?? '')
  assert.match(connection.refreshToken ?? '', /^[\w.-]+$/)
  assert.equal((await connection.query('select Id from Lead')).totalSize, 0)

  const first = connection.accessToken
  stopClockAt(new Date(now().getTime() + 3 * 3_600_000))
  try {
    assert.equal((await connection.query('select Id from Lead')).totalSize, 0)
  } finally {
    stopClockAt(undefined)
  }
  assert.notEqual(connection.accessToken, first)
})

test('the command line signs in by the client id every org knows, at any free port of the user’s own machine', async () => {
  const redirectUri = 'http://localhost:51717/OauthRedirect'
  const oauth2 = new OAuth2({ loginUrl: server.url, clientId: 'PlatformCLI', redirectUri, useVerifier: true })
  const back = await consent(oauth2.getAuthorizationUrl({ scope: 'refresh_token api web', state: 's' }))
  const connection = new Connection({ oauth2 })
  await connection.authorize(back.searchParams.get('code') ?? '')
  const door = await connection.request<Json>('/services/oauth2/singleaccess?redirect_uri=/leads')
  const opened = await fetch(String(door.frontdoor_uri), { redirect: 'manual' })
  assert.equal(opened.headers.get('location'), '/leads')
  assert.match(opened.headers.get('set-cookie') ?? '', /assay_session=/)
  const again = await fetch(String(door.frontdoor_uri), { redirect: 'manual' })
  assert.equal(again.headers.get('location'), '/sign-in')
  assert.equal(again.headers.get('set-cookie'), null)
})

test('an app signs in by itself as the user an administrator chose', async () => {
  const { ask } = await server.browser()
  const { Id } = await ask('POST', '/api/users', {
    LastName: 'Loader',
    Email: 'loader@nordwind.example',
    Role: 'read_only',
  })
  const app = await server.connect({ flows: ['client_credentials'], callbackUrls: [], runAsId: Id })
  const connection = new Connection({ oauth2: { loginUrl: server.url, ...app } })
  await connection.authorize({ grant_type: 'client_credentials' })
  assert.equal(await whoIs(connection), 'loader@nordwind.example')
  const lead = { method: 'POST', url: `${server.url}/api/leads`, body: '{"LastName":"X","Company":"Y"}' } as const
  await assert.rejects(
    connection.request({ ...lead, headers: { 'content-type': 'application/json' } }),
    /Read-only|read-only/,
  )

  const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')
  const answer = await server.post(
    '/services/oauth2/token',
    { grant_type: 'client_credentials' },
    { authorization: `Basic ${basic}` },
  )
  assert.equal(answer.status, 200)
})

test('an app signs in users an administrator approved for it, by its certificate, each assertion once', async () => {
  const { key, certificate } = aCertificate()
  const app = await server.connect({
    flows: ['jwt_bearer'],
    callbackUrls: [],
    certificate,
    approvedRoles: ['administrator'],
  })
  const seconds = Math.floor(now().getTime() / 1000)
  const signed = (claims: Json = {}, signer = key) =>
    new SignJWT({
      iss: app.clientId,
      sub: ADMINISTRATOR.email,
      aud: 'https://login.salesforce.com',
      exp: seconds + 170,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(signer)
  const exchanged = (assertion: string) => server.post('/services/oauth2/token', { grant_type: JWT_BEARER, assertion })
  const connection = new Connection({ oauth2: { loginUrl: server.url, clientId: app.clientId } })
  await connection.authorize({ grant_type: JWT_BEARER, assertion: await signed({ aud: server.url }) })
  assert.equal(await whoIs(connection), ADMINISTRATOR.email)
  // The command line writes milliseconds where seconds belong.
  assert.equal((await exchanged(await signed({ exp: now().getTime() + 300 }))).status, 200)

  const once = await signed({ jti: 'one' })
  assert.equal((await exchanged(once)).status, 200)
  const { ask } = await server.browser()
  const vetter = { LastName: 'Vetter', Email: 'vetter@nordwind.example', Role: 'vetter' }
  await ask('POST', '/api/users', vetter)
  const wrong: readonly (readonly [string, string])[] = [
    [once, 'assertion has been used already'],
    [await signed({ aud: 'https://elsewhere.example' }), 'audience is invalid'],
    [await signed({ exp: seconds - 600 }), 'expired authorization code'],
    [await signed({ exp: seconds + 3600 }), 'assertion may expire at most 3 minutes ahead'],
    [await signed({ sub: 'nobody@nordwind.example' }), "user hasn't approved this consumer"],
    [await signed({ sub: vetter.Email }), "user hasn't approved this consumer"],
    [await signed({}, aCertificate().key), 'invalid assertion'],
    [`${Buffer.from('{"alg":"none"}').toString('base64url')}.${once.split('.')[1]}.`, 'invalid assertion'],
  ]
  for (const [assertion, sentence] of wrong) {
    const answer = await exchanged(assertion)
    assert.equal(answer.status, 400, sentence)
    assert.deepEqual(await errorOf(answer), { error: 'invalid_grant', error_description: sentence })
  }
  const stranger = await exchanged(await signed({ iss: 'stranger' }))
  assert.deepEqual(await errorOf(stranger), {
    error: 'invalid_client_id',
    error_description: 'client identifier invalid',
  })
})

test('a certificate signs for nobody once it is no longer valid', async () => {
  const hour = 3_600_000
  const inAnHour = new Date(now().getTime() + hour).toISOString().replaceAll(/^20|[-:T]|\.\d+/g, '')
  const { key, certificate } = aCertificate({ validTo: inAnHour })
  const approvedRoles = ['administrator']
  const app = await server.connect({ flows: ['jwt_bearer'], callbackUrls: [], certificate, approvedRoles })
  const exchanged = async () => {
    const exp = Math.floor(now().getTime() / 1000) + 170
    const assertion = await new SignJWT({ iss: app.clientId, sub: ADMINISTRATOR.email, aud: server.url, exp })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(key)
    return server.post('/services/oauth2/token', { grant_type: JWT_BEARER, assertion })
  }
  assert.equal((await exchanged()).status, 200)
  stopClockAt(new Date(now().getTime() + 2 * hour))
  try {
    const answer = await exchanged()
    assert.deepEqual(await errorOf(answer), {
      error: 'invalid_grant',
      error_description: 'certificate has expired',
    })
  } finally {
    stopClockAt(undefined)
  }
})

test('a device without a browser waits until somebody typed its code and said yes', async () => {
  const app = await server.connect({ flows: ['device'], callbackUrls: [], needsSecret: false })
  const begin = async () =>
    (await (
      await server.post('/services/oauth2/token', { response_type: 'device_code', client_id: app.clientId })
    ).json()) as { device_code: string; user_code: string; verification_uri: string; interval: number }
  const device = await begin()
  assert.equal(device.verification_uri, `${server.url}/setup/connect`)
  const poll = (code: string) =>
    server.post('/services/oauth2/token', { grant_type: 'device', client_id: app.clientId, code })
  assert.equal((await errorOf(await poll(device.device_code))).error, 'authorization_pending')
  assert.equal((await errorOf(await poll(device.device_code))).error, 'slow_down')

  const { ask } = await server.browser()
  const typed = device.user_code.toLowerCase()
  assert.equal(((await ask('GET', `/api/connect/device?code=${typed}`)).app as Json).name, 'Loader')
  await ask('POST', '/api/connect/device', { code: typed, allow: true })
  const answer = (await (await poll(device.device_code)).json()) as Json
  assert.match(String(answer.access_token), /^00D\w+!/)
  assert.match(String(answer.refresh_token), /^5Aep861/)
  assert.equal((await errorOf(await poll(device.device_code))).error_description, 'invalid device code')

  const refused = await begin()
  await ask('POST', '/api/connect/device', { code: refused.user_code, allow: false })
  assert.equal((await errorOf(await poll(refused.device_code))).error, 'access_denied')
})

test('jsforce gives its token back, and it opens nothing any more', async () => {
  const app = await server.connect({ flows: ['password'] })
  const connection = new Connection({ oauth2: { loginUrl: server.url, ...app } })
  await connection.login(ADMINISTRATOR.email, ADMINISTRATOR.password)
  const { accessToken } = connection
  await connection.logout()
  const answer = await fetch(`${server.url}/api/session`, { headers: { authorization: `Bearer ${accessToken}` } })
  assert.equal(answer.status, 401)
  const again = await server.post('/services/oauth2/revoke', { token: accessToken ?? '' })
  assert.equal((await errorOf(again)).error, 'invalid_token')
})

test('an app is told about its own tokens, and of others only that they are none of its', async () => {
  const [app, other] = [await server.connect({ flows: ['password'] }), await server.connect({ flows: ['password'] })]
  const answer = await new OAuth2({ loginUrl: server.url, ...app }).authenticate(
    ADMINISTRATOR.email,
    ADMINISTRATOR.password,
  )
  const introspected = async ({ clientId, clientSecret }: typeof app) =>
    (await (
      await server.post('/services/oauth2/introspect', {
        token: answer.access_token,
        client_id: clientId,
        client_secret: clientSecret,
      })
    ).json()) as Json
  const { active, username, client_id: client, exp, iat } = await introspected(app)
  assert.deepEqual(
    [active, username, client, Number(exp) - Number(iat)],
    [true, ADMINISTRATOR.email, app.clientId, 7200],
  )
  assert.deepEqual(await introspected(other), { active: false })
  assert.equal((await introspected({ ...app, clientSecret: 'guessed' })).error, 'invalid_client')
})

test('who one is, is told by header, form or address, to a token of any kind, and of nobody else', async () => {
  const { authorization } = await server.as('sales', ['read'])
  const own = (await (
    await fetch(`${server.url}/services/oauth2/userinfo`, { headers: { authorization } })
  ).json()) as Json
  const address = String(own.sub)
  const token = authorization.slice('Bearer '.length)
  for (const answer of [
    await fetch(address, { headers: { authorization } }),
    await fetch(address, { headers: { authorization: `OAuth ${token}` } }),
    await fetch(`${address}?format=json&oauth_token=${encodeURIComponent(token)}`),
    await server.post(address.slice(server.url.length), { oauth_token: token }),
  ]) {
    assert.equal(answer.status, 200)
    assert.equal(((await answer.json()) as Json).user_id, own.user_id)
  }
  const { cookies } = await server.browser()
  const words: readonly (readonly [string, Record<string, string>, string])[] = [
    [address, {}, 'Missing_OAuth_Token'],
    [
      address,
      {
        cookie: Object.entries(cookies)
          .map((pair) => pair.join('='))
          .join('; '),
      },
      'Missing_OAuth_Token',
    ],
    [address, { authorization: 'Bearer 00D000000000001EAA!A.nonsense' }, 'Bad_OAuth_Token'],
    [address.replace(/00D\w+/, '00D000000000009EAA'), { authorization }, 'Wrong_Org'],
    [address.replace(/005\w+/, '005000000000009AAA'), { authorization }, 'Bad_Id'],
  ]
  for (const [where, headers, word] of words) assert.equal(await (await fetch(where, { headers })).text(), word)
})
