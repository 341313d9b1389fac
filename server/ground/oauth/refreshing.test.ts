import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aProgramServer, type ProgramServer } from '../../../test/support/programs.ts'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { challenge, codeFor, exchanged, opens, secretsOf, verifier, withCode } from '../../../test/support/consents.ts'

let server: ProgramServer

before(async () => {
  server = await aProgramServer()
})
after(() => server.close())

test('a refresh token good for one use brings the next one, and ends the connection when it comes again', async () => {
  const app = await server.connect({ rotatesRefreshTokens: true })
  const refresh = (token: unknown) =>
    exchanged(server, { grant_type: 'refresh_token', refresh_token: String(token), ...secretsOf(app) })
  const first = await withCode(server, app, await codeFor(server, app))
  const second = await refresh(first.refresh_token)
  const third = await refresh(second.refresh_token)
  assert.deepEqual([second.status, third.status], [200, 200])
  assert.equal(new Set([first, second, third].map((one) => one.refresh_token)).size, 3)
  assert.ok(await opens(server, third.access_token))
  assert.equal((await refresh(first.refresh_token)).error, 'invalid_grant')
  assert.ok(!(await opens(server, third.access_token)))
  assert.equal((await refresh(third.refresh_token)).error, 'invalid_grant')
})

test('of two who use one refresh token at once one gets in, and neither stays', async () => {
  const app = await server.connect({ rotatesRefreshTokens: true })
  const { refresh_token: token } = await withCode(server, app, await codeFor(server, app))
  const form = { grant_type: 'refresh_token', refresh_token: String(token), ...secretsOf(app) }
  const answers = await Promise.all([exchanged(server, form), exchanged(server, form)])
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 400]))
  const won = answers.find(({ status }) => status === 200)
  assert.ok(!(await opens(server, won?.access_token)))
})

test('a refresh token stays where its app does not say otherwise, as the field’s tools expect', async () => {
  const app = await server.connect({ needsSecret: false })
  const { refresh_token: token } = await withCode(
    server,
    app,
    await codeFor(server, app, { code_challenge: challenge }),
    {
      code_verifier: verifier,
    },
  )
  const form = { grant_type: 'refresh_token', refresh_token: String(token), client_id: app.clientId }
  for (let use = 0; use < 3; use++) {
    const answer = await exchanged(server, form)
    assert.deepEqual([answer.status, answer.refresh_token], [200, undefined])
  }
})

test('who signed in finds in their history that a program went on for them, and that one came with a wrong secret', async () => {
  const app = await server.connect({ name: 'Historian', flows: ['authorization_code', 'password'] })
  const { refresh_token: token, access_token: access } = await withCode(server, app, await codeFor(server, app))
  const form = { grant_type: 'refresh_token', refresh_token: String(token), ...secretsOf(app) }
  assert.equal((await exchanged(server, form)).status, 200)
  const wrong = { client_secret: 'not the secret' }
  const refused = await exchanged(server, { ...form, ...wrong })
  assert.deepEqual([refused.status, refused.error], [400, 'invalid_client'])
  const { email, password } = ADMINISTRATOR
  const byPassword = { grant_type: 'password', username: email, password, ...secretsOf(app), ...wrong }
  assert.equal((await exchanged(server, byPassword)).error, 'invalid_client')
  const soql = "SELECT LoginType, Status FROM LoginHistory WHERE Application = 'Historian' ORDER BY LoginTime, Id"
  const answer = await fetch(`${server.url}/services/data/v64.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${String(access)}` },
  })
  const { records } = (await answer.json()) as { records: readonly { LoginType: string; Status: string }[] }
  assert.deepEqual(
    records.map(({ LoginType, Status }) => `${LoginType}: ${Status}`),
    [
      'Remote Access 2.0: Success',
      'Remote Access 2.0: Success',
      'Remote Access 2.0: Failed: Invalid Client Credentials',
      'Remote Access 2.0: Failed: Invalid Client Credentials',
    ],
  )
})

test('nobody fills a history with a client id and wrong secrets', async () => {
  const { ask } = await server.browser()
  const runAsId = ((await ask('GET', '/api/session')).user as { Id: string }).Id
  const app = await server.connect({ name: 'Guesser', flows: ['client_credentials'], runAsId, callbackUrls: [] })
  const form = { grant_type: 'client_credentials', client_id: app.clientId, client_secret: 'a guess' }
  for (let guess = 0; guess < 62; guess++) assert.equal((await exchanged(server, form)).error, 'invalid_client')
  const { access_token: access } = await exchanged(server, { ...form, ...secretsOf(app) })
  const soql = "SELECT COUNT() FROM LoginHistory WHERE Application = 'Guesser' AND Status != 'Success'"
  const answer = await fetch(`${server.url}/services/data/v64.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${String(access)}` },
  })
  const { totalSize } = (await answer.json()) as { totalSize: number }
  assert.equal(totalSize, 60)
})
