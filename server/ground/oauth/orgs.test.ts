import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aProgramServer, type ProgramServer } from '../../../test/support/programs.ts'
import { aSecretKey } from '../../../test/support/secretKey.ts'
import { ADMINISTRATOR } from '../../../test/support/server.ts'
import { createOrg } from '../orgs/orgs.commands.ts'
import type { Org } from '../orgs/orgs.ts'
import { createAdministrator } from '../users/signIn.commands.ts'
import { callerOfToken } from '../users/sessions.ts'
import { endApiSession, signInForApi } from './apiSessions.commands.ts'

type Json = Record<string, unknown>

const other = { email: 'olga@fjord.example', password: 'seven green herons', name: 'Olga Fjord' }

let server: ProgramServer
let fjord: Org

before(async () => {
  server = await aProgramServer()
  fjord = await createOrg(server.db, { name: 'Fjord' })
  await createAdministrator(server.db, fjord, other)
})
after(() => server.close())

const errorOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as Json).error

test('a user name leads to its own org, and ends there what it began', async () => {
  const session = await signInForApi(server.db, await aSecretKey(), { username: other.email, password: other.password })
  assert.equal(session.org.id, fjord.id)
  assert.deepEqual([session.expiresInSeconds, session.sessionSecondsValid], [7200, 7200])
  assert.equal((await callerOfToken(server.db, session.accessToken))?.org.id, fjord.id)
  assert.equal(await endApiSession(server.db, session.accessToken), true)
  assert.equal(await callerOfToken(server.db, session.accessToken), undefined)
  assert.equal(await endApiSession(server.db, session.accessToken), false)
  assert.equal(await endApiSession(server.db, 'nonsense'), false)
})

test('an app of one org signs nobody of another in', async () => {
  const app = await server.connect({ flows: ['password'] })
  const form = { grant_type: 'password', client_id: app.clientId, client_secret: app.clientSecret }
  const ours = { ...form, username: ADMINISTRATOR.email, password: ADMINISTRATOR.password }
  assert.equal((await server.post('/services/oauth2/token', ours)).status, 200)
  const theirs = { ...form, username: other.email, password: other.password }
  assert.equal(await errorOf(await server.post('/services/oauth2/token', theirs)), 'invalid_grant')
  const claimed = app.clientId.replace(/00D\w{15}/, '00D000000000009EAA')
  const elsewhere = await server.post('/services/oauth2/token', { ...ours, client_id: claimed })
  assert.equal(await errorOf(elsewhere), 'invalid_client_id')
})

test('where there are several orgs, a client id that stands in each begins nothing it cannot place', async () => {
  const begun = await server.post('/services/oauth2/token', { response_type: 'device_code', client_id: 'PlatformCLI' })
  assert.equal(await errorOf(begun), 'invalid_client_id')
})
