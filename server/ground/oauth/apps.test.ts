import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aCertificate } from '../../../test/support/certificate.ts'
import { aProgramServer, type Connected, type ProgramServer } from '../../../test/support/programs.ts'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { manyOnce, sql } from '../../platform/sql.ts'
import { reading } from '../../platform/transactions.ts'
import { apiUsage } from './use.ts'
import { hashOfToken } from '../users/secrets.ts'

type Json = Record<string, unknown>
type Listed = { apps: readonly Json[] }

let server: ProgramServer

before(async () => {
  server = await aProgramServer()
})
after(() => server.close())

const signedIn = async ({ clientId, clientSecret }: Connected): Promise<Json> => {
  const answer = await server.post('/services/oauth2/token', {
    grant_type: 'password',
    username: ADMINISTRATOR.email,
    password: ADMINISTRATOR.password,
    client_id: clientId,
    client_secret: clientSecret,
  })
  return (await answer.json()) as Json
}

const refused = async (method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: Json): Promise<Json> => {
  const { cookies } = await server.browser()
  const answer = await server.call(method, url, { body, cookies })
  assert.ok(answer.statusCode >= 400, answer.body)
  return answer.json<{ errors: Json[] }>().errors[0] ?? {}
}

test('the secret of an app is shown once and kept nowhere; a new one ends the old one', async () => {
  const { ask } = await server.browser()
  const app = await server.connect({ flows: ['password'] })
  assert.match(app.clientId, /^3MVG9\.00D\w+\.[0-9a-f]{64}$/)
  const kept = await reading(server.db, server.org, (tx) =>
    manyOnce<{ row: string }>(tx, sql`select row_to_json(a)::text as row from connected_app a`),
  )
  assert.ok(kept.every(({ row }) => !row.includes(app.clientSecret)))
  assert.ok(kept.some(({ row }) => row.includes(hashOfToken(app.clientSecret))))
  assert.ok(!JSON.stringify(await ask('GET', `/api/connected-apps/${app.Id}`)).includes(app.clientSecret))

  const { clientSecret } = await ask('POST', `/api/connected-apps/${app.Id}/secret`)
  assert.equal((await signedIn(app)).error, 'invalid_client')
  assert.ok((await signedIn({ ...app, clientSecret: String(clientSecret) })).access_token)
})

test('an app is refused with the field at fault, and says what is missing for its flows', async () => {
  const whole = { name: 'X', flows: ['password'] }
  const cases: readonly (readonly [Json, string])[] = [
    [{ ...whole, name: ' ' }, 'name'],
    [{ ...whole, scopes: [] }, 'scopes'],
    [{ ...whole, flows: ['authorization_code'] }, 'callbackUrls'],
    [{ ...whole, flows: ['jwt_bearer'] }, 'certificate'],
    [{ ...whole, flows: ['client_credentials'] }, 'runAsId'],
    [{ ...whole, certificate: 'nonsense' }, 'certificate'],
    [{ ...whole, certificate: aCertificate({ bits: 1024 }).certificate }, 'certificate'],
    [{ ...whole, certificate: aCertificate({ validTo: '210101000000Z' }).certificate }, 'certificate'],
    [
      {
        ...whole,
        certificate: `${aCertificate().certificate}${aCertificate().key.export({ type: 'pkcs8', format: 'pem' })}`,
      },
      'certificate',
    ],
  ]
  for (const [app, field] of cases) assert.equal((await refused('POST', '/api/connected-apps', app)).field, field)
})

test('the app of the command line stays as its tools know it, and can be switched off', async () => {
  const { ask } = await server.browser()
  const { apps } = (await ask('GET', '/api/connected-apps')) as Listed
  const builtIn = apps.find(({ clientId }) => clientId === 'PlatformCLI')
  const address = `/api/connected-apps/${String(builtIn?.Id)}`
  for (const [method, url, body] of [
    ['PATCH', address, { name: 'Mine' }],
    ['PATCH', address, { callbackUrls: ['https://evil.example/'] }],
    ['PATCH', address, { flows: ['password'] }],
    ['POST', `${address}/secret`, undefined],
    ['DELETE', address, undefined],
  ] as const)
    assert.equal((await refused(method, url, body)).code, 'built_in_app')
  assert.equal((await ask('PATCH', address, { enabled: false })).enabled, false)
  assert.equal((await ask('PATCH', address, { enabled: true })).enabled, true)
})

test('an administrator sees for whom an app is connected, and ends one or all; a user their own', async () => {
  const { ask } = await server.browser()
  const app = await server.connect({ flows: ['password'] })
  const tokens = [await signedIn(app), await signedIn(app), await signedIn(app)].map(({ access_token: token }) => token)
  const list = async () =>
    (await ask('GET', `/api/connected-apps/${app.Id}/connections`)).connections as readonly Json[]
  const opens = async (token: unknown) =>
    (await fetch(`${server.url}/api/session`, { headers: { authorization: `Bearer ${String(token)}` } })).status === 200
  const [newest] = await list()
  assert.equal((await list()).length, 3)
  assert.deepEqual([newest?.userName, newest?.flow], [ADMINISTRATOR.name, 'password'])
  await ask('DELETE', `/api/connections/${String(newest?.id)}`)
  assert.deepEqual(await Promise.all(tokens.map(opens)), [true, true, false])

  const stranger = await server.as('sales')
  const [other] = await list()
  const answer = await server.call('DELETE', `/api/connections/${String(other?.id)}`, { headers: stranger })
  assert.equal(answer.statusCode, 404)
  assert.deepEqual((await server.call('GET', '/api/connections', { headers: stranger })).json<Json>().connections, [])

  assert.deepEqual(await ask('DELETE', `/api/connected-apps/${app.Id}/connections`), { ended: 2 })
  assert.deepEqual(await Promise.all(tokens.map(opens)), [false, false, false])
  await ask('DELETE', `/api/connected-apps/${app.Id}`)
  assert.equal((await signedIn(app)).error, 'invalid_client_id')
})

test('what programs ask for is counted by the hour, the program and the user, and survives a restart', async () => {
  const { ask } = await server.browser()
  const app = await server.connect({ name: 'Counter', flows: ['password'] })
  const { access_token: token } = await signedIn(app)
  const headers = { authorization: `Bearer ${String(token)}` }
  const before = apiUsage(server.db, server.org).used
  for (const path of ['/api/leads', '/api/leads', '/api/nothing']) await fetch(server.url + path, { headers })
  assert.equal(apiUsage(server.db, server.org).used, before + 3)
  // Closing writes what was counted, without waiting for the clock.
  const own = await aProgramServer()
  try {
    const counted = await own.connect({ name: 'Counter', flows: ['password'] })
    const answer = await own.post('/services/oauth2/token', {
      grant_type: 'password',
      username: ADMINISTRATOR.email,
      password: ADMINISTRATOR.password,
      client_id: counted.clientId,
      client_secret: counted.clientSecret,
    })
    const { access_token: one } = (await answer.json()) as Json
    await fetch(`${own.url}/api/leads`, { headers: { authorization: `Bearer ${String(one)}` } })
    await own.app.close()
    const rows = await reading(own.db, own.org, (tx) =>
      manyOnce<Json>(tx, sql`select family, calls, errors, app_id is not null as named from api_use`),
    )
    assert.deepEqual(rows, [{ family: 'Assay API', calls: 1, errors: 0, named: true }])
  } finally {
    await own.close()
  }
  assert.ok(Array.isArray((await ask('GET', '/api/api-use')).uses))
})
