import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { commandsIn, type Commands } from '../../test/support/commands.ts'
import { makeTestFolder, urlOf } from '../../test/support/postgres.ts'
import { ADMINISTRATOR, aServer, type TestServer } from '../../test/support/server.ts'

let server: TestServer
let folder: string
let commands: Commands

before(async () => {
  folder = await makeTestFolder()
  server = await aServer()
  commands = commandsIn(folder, { DATABASE_URL: urlOf(server.connection), ASSAY_URL: 'https://crm.example' })
})
after(async () => {
  await commands.close()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const type: Commands['type'] = (...typed) => commands.type(...typed)

test('a user made with a link chooses a password by it, and one made with a password signs in', async () => {
  const [invited, known] = await Promise.all([
    type(['user', 'create', '--email', 'grace@nordwind.example', '--name', 'Grace Hopper', '--role', 'sales']),
    commands.begin(
      [
        'user',
        'create',
        '--email',
        'linus@nordwind.example',
        '--name',
        'Linus',
        '--role',
        'marketing',
        '--password-stdin',
      ],
      { input: 'seven green turtles\n' },
    ).ended,
  ])
  assert.equal(invited.status, 0, invited.said)
  const token = new URL(invited.out.trim()).searchParams.get('token')
  assert.match(invited.out, /^https:\/\/crm\.example\/invitation\?token=/)
  const accepted = await server.call('POST', '/api/invitations/accept', {
    body: { token, password: 'seven green turtles' },
  })
  assert.ok(accepted.statusCode < 300, accepted.body)
  assert.equal(known.status, 0, known.said)
  const session = await server.call('POST', '/api/session', {
    body: { email: 'linus@nordwind.example', password: 'seven green turtles' },
  })
  assert.ok(session.statusCode < 300, session.body)
  const again = await type([
    'user',
    'create',
    '--email',
    'linus@nordwind.example',
    '--name',
    'Linus',
    '--role',
    'sales',
  ])
  assert.equal(again.status, 1)
  assert.match(again.said, /signs in as 'linus@nordwind.example' already/)
})

test('who can no longer sign in chooses a new password by a link made here', async () => {
  const reset = (...more: string[]) => type(['user', 'reset', '--email', ADMINISTRATOR.email, ...more])
  const [made, unknown] = await Promise.all([
    reset('--remove-second-step'),
    type(['user', 'reset', '--email', 'nobody@nordwind.example']),
  ])
  assert.equal(made.status, 0, made.said)
  assert.match(made.said, /asks for no second step any more/)
  const link = new URL(made.out.trim())
  assert.equal(link.pathname, '/new-password')
  const accepted = await server.call('POST', '/api/invitations/accept', {
    body: { token: link.searchParams.get('token'), password: ADMINISTRATOR.password },
  })
  assert.ok(accepted.statusCode < 300, accepted.body)
  assert.deepEqual([unknown.status, unknown.out], [1, ''])
})

test('a token made here opens the API with the role of its user, and stands alone on standard output', async () => {
  const nightly = ['--name', 'nightly', '--scopes', 'read', '--expires', '2999-12-31']
  const [made, unknown] = await Promise.all([
    type(['token', 'create', '--user', 'ada@nordwind.example', ...nightly]),
    type(['token', 'create', '--user', 'nobody@nordwind.example', '--name', 'x']),
  ])
  assert.equal(made.status, 0, made.said)
  const headers = { authorization: `Bearer ${made.out.trim()}` }
  assert.equal((await server.call('GET', '/api/leads', { headers })).statusCode, 200)
  assert.equal(
    (await server.call('POST', '/api/leads', { headers, body: { LastName: 'No', Company: 'No' } })).statusCode,
    403,
  )
  assert.deepEqual([unknown.status, unknown.out], [1, ''])
})
