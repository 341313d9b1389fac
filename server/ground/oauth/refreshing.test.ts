import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aProgramServer, type ProgramServer } from '../../../test/support/programs.ts'
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
