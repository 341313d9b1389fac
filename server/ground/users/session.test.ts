import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { stopClockAt } from '../../platform/clock.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import { ADMINISTRATOR, aServer, type TestServer } from '../../../test/support/server.ts'
import { forgetAllAttempts } from './attempts.ts'
import { forgetCallers } from './callers.ts'
import { inviteUsers } from './links.ts'
import { theProgram } from './actor.ts'
import { createOrg } from '../orgs/orgs.commands.ts'
import { newFirstRun } from './signIn.commands.ts'
import { credentialsOf } from './users.sql.ts'
import { createUsers } from './users.ts'

let server: TestServer

before(async () => {
  server = await aServer()
})
after(() => server.close())
beforeEach(() => forgetAllAttempts())

const signIn = (
  password = ADMINISTRATOR.password,
  email = ADMINISTRATOR.email,
  cookies: Readonly<Record<string, string>> = {},
) => server.call('POST', '/api/session', { body: { email, password }, cookies })

function cookieOf(answer: Awaited<ReturnType<typeof signIn>>): { readonly assay_session: string } {
  const cookie = answer.cookies.find(({ name }) => name === 'assay_session')
  assert.ok(cookie, `no cookie came with ${answer.statusCode} ${answer.body}`)
  return { assay_session: cookie.value }
}

/** A user who has chosen a password by an invitation. */
async function anInvited(email: string): Promise<{ readonly id: number; readonly token: string }> {
  return inTransaction(server.db, server.org, async (tx) => {
    const [saved] = await createUsers(tx, theProgram, [{ Email: email, LastName: 'Lind', Role: 'sales' }])
    if (saved?.id === undefined) throw saved?.refusal ?? new Error('The user was not made.')
    const [link] = await inviteUsers(tx, theProgram, [saved.id])
    assert.ok(link)
    return { id: saved.id, token: link.token }
  })
}

test('a right password opens a session that says who I am and what I may do', async () => {
  const answer = await signIn()
  assert.equal(answer.statusCode, 200)
  const cookie = answer.cookies.find(({ name }) => name === 'assay_session')
  assert.match(cookie?.value ?? '', /^00D\w{12,15}![.\w]+$/)
  assert.equal(cookie?.httpOnly, true)
  assert.equal(cookie?.sameSite, 'Lax')
  const me = await server.call('GET', '/api/session', { cookies: cookieOf(answer) })
  const { user, may, org, permissions } = me.json()
  assert.equal(user.Name, 'Ada Okafor')
  assert.equal(user.Role, 'administrator')
  assert.deepEqual(may.Lead, { read: true, create: true, edit: true, delete: true })
  assert.equal(org.name, 'Nordwind')
  assert.ok(permissions.includes('convert'))
  assert.ok(!me.body.includes('argon2'))
})

test('over https the cookie is secure and bound to this host', async () => {
  const secure = await aServer({ ASSAY_URL: 'https://assay.test' })
  try {
    const answer = await secure.call('POST', '/api/session', {
      body: { email: ADMINISTRATOR.email, password: ADMINISTRATOR.password },
    })
    const [cookie] = answer.cookies
    assert.equal(cookie?.name, '__Host-assay_session')
    assert.equal(cookie?.secure, true)
    assert.ok(answer.headers['strict-transport-security'])
  } finally {
    await secure.close()
  }
})

test('a wrong password and an unknown user get the same answer', async () => {
  const wrong = await signIn('not the password')
  const unknown = await signIn('not the password', 'nobody@nordwind.example')
  assert.equal(wrong.statusCode, 401)
  assert.equal(unknown.statusCode, 401)
  assert.deepEqual(wrong.json(), unknown.json())
  assert.equal(wrong.cookies.length, 0)
})

test('after eight wrong passwords even the right one has to wait, and another account does not', async () => {
  const { token } = await anInvited('wait@nordwind.example')
  await server.call('POST', '/api/invitations/accept', { body: { token, password: 'seven green herons' } })
  const tries = await Promise.all(
    Array.from({ length: 10 }, () => signIn('guess guess guess', 'wait@nordwind.example')),
  )
  assert.equal(tries.filter(({ statusCode }) => statusCode === 401).length, 8)
  const refused = await signIn('seven green herons', 'wait@nordwind.example')
  assert.equal(refused.statusCode, 429)
  const seconds = Number(refused.headers['retry-after'])
  assert.ok(seconds > 800 && seconds <= 900, `Retry-After is ${seconds}`)
  assert.equal((await signIn()).statusCode, 200)
})

test('blanks around a user name, and further addresses of one network, give no further tries', async () => {
  const { token } = await anInvited('spaces@nordwind.example')
  await server.call('POST', '/api/invitations/accept', { body: { token, password: 'seven green herons' } })
  const tried = async (remoteAddress: string, username: string, password: string) =>
    (await server.app.inject({ method: 'POST', url: '/api/session', remoteAddress, payload: { username, password } }))
      .statusCode
  for (let at = 1; at <= 9; at++) {
    const status = await tried(`2001:db8:1:2:${at}::${at}`, `${' '.repeat(at)}Spaces@nordwind.example`, 'guess guess')
    assert.equal(status, at < 9 ? 401 : 429)
  }
  assert.equal(await tried('2001:db8:1:3::1', 'spaces@nordwind.example', 'seven green herons'), 200)
  for (let at = 1; at <= 9; at++) {
    const status = await tried(
      at % 2 === 0 ? '192.0.2.81' : '::ffff:192.0.2.81',
      'spaces@nordwind.example',
      'guess guess',
    )
    assert.equal(status, at < 9 ? 401 : 429)
  }
})

test('signing in again ends the session of before', async () => {
  const first = cookieOf(await signIn())
  assert.equal((await server.call('GET', '/api/session', { cookies: first })).statusCode, 200)
  const second = cookieOf(await signIn(ADMINISTRATOR.password, ADMINISTRATOR.email, first))
  assert.notEqual(second.assay_session, first.assay_session)
  assert.equal((await server.call('GET', '/api/session', { cookies: first })).statusCode, 401)
  assert.equal((await server.call('GET', '/api/session', { cookies: second })).statusCode, 200)
})

test('signing out ends the session at once', async () => {
  const cookies = cookieOf(await signIn())
  assert.equal((await server.call('DELETE', '/api/session', { cookies })).statusCode, 204)
  const after = await server.call('GET', '/api/session', { cookies })
  assert.equal(after.statusCode, 401)
  assert.equal(after.json().errors[0].code, 'not_signed_in')
})

test('a session ends after a week without use, and after thirty days in any case', async () => {
  const start = new Date()
  const day = (days: number) => new Date(start.getTime() + days * 86_400_000)
  try {
    stopClockAt(start)
    const idle = cookieOf(await signIn())
    const used = cookieOf(await signIn())
    const isOpen = async (cookies: Readonly<Record<string, string>>, at: number) => {
      stopClockAt(day(at))
      forgetCallers()
      return (await server.call('GET', '/api/session', { cookies })).statusCode === 200
    }
    for (const at of [5, 10, 15, 20, 25, 29]) assert.equal(await isOpen(used, at), true, `day ${at}`)
    assert.equal(await isOpen(used, 31), false)
    assert.equal(await isOpen(idle, 8), false)
  } finally {
    stopClockAt(undefined)
  }
})

test('a new password needs the old one, ends every other session and keeps this one', async () => {
  const { token, id } = await anInvited('change@nordwind.example')
  const here = cookieOf(
    await server.call('POST', '/api/invitations/accept', { body: { token, password: 'first password here' } }),
  )
  const elsewhere = cookieOf(await signIn('first password here', 'change@nordwind.example'))
  const change = (currentPassword: string, newPassword: string) =>
    server.call('POST', '/api/session/password', { cookies: here, body: { currentPassword, newPassword } })
  assert.equal((await change('wrong', 'second password here')).json().errors[0].code, 'wrong_password')
  assert.equal((await change('first password here', 'short')).json().errors[0].code, 'password_too_weak')
  assert.equal((await change('first password here', 'password1234')).json().errors[0].code, 'password_too_weak')
  assert.equal(
    (await change('first password here', 'Change@nordwind.example')).json().errors[0].code,
    'password_too_weak',
  )
  const changed = await change('first password here', 'second password here')
  assert.equal(changed.statusCode, 204)
  assert.equal((await server.call('GET', '/api/session', { cookies: elsewhere })).statusCode, 401)
  assert.equal((await server.call('GET', '/api/session', { cookies: cookieOf(changed) })).statusCode, 200)
  const kept = await reading(server.db, server.org, (tx) => credentialsOf(tx, id))
  assert.match(kept?.passwordHash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('an invitation is used once, and an older one of the same user ends with it', async () => {
  const { id, token } = await anInvited('invited@nordwind.example')
  const [another] = await inTransaction(server.db, server.org, (tx) => inviteUsers(tx, theProgram, [id]))
  const accept = (link: string | undefined) =>
    server.call('POST', '/api/invitations/accept', { body: { token: link, password: 'four red lanterns' } })
  const [one, two] = await Promise.all([accept(token), accept(token)])
  assert.deepEqual(new Set([one.statusCode, two.statusCode]), new Set([200, 404]))
  assert.equal((await accept(another?.token)).json().errors[0].code, 'link_is_over')
  assert.equal((await accept('00D000000000001EAA!L.0000000000000000000000000000')).statusCode, 404)
})

test('I see where I am signed in, and can end a session elsewhere', async () => {
  const { token } = await anInvited('list@nordwind.example')
  const here = cookieOf(
    await server.call('POST', '/api/invitations/accept', { body: { token, password: 'nine old windmills' } }),
  )
  const elsewhere = cookieOf(await signIn('nine old windmills', 'list@nordwind.example'))
  const { sessions } = (await server.call('GET', '/api/session/list', { cookies: here })).json()
  assert.equal(sessions.length, 2)
  const other = sessions.find(({ current }: { current: boolean }) => !current)
  assert.equal((await server.call('DELETE', `/api/session/list/${other.id}`, { cookies: here })).statusCode, 204)
  assert.equal((await server.call('GET', '/api/session', { cookies: elsewhere })).statusCode, 401)
  assert.equal((await server.call('DELETE', '/api/session/list/%25', { cookies: here })).statusCode, 404)
})

test('a page of another site changes nothing in my name', async () => {
  const cookies = cookieOf(await signIn())
  const leave = (headers: Record<string, string>) =>
    server.call('POST', '/api/tokens', { cookies, headers, body: { name: 'x', scopes: ['read'] } })
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ]
  for (const headers of foreign) {
    const refused = await leave(headers)
    assert.equal(refused.statusCode, 403, JSON.stringify(headers))
    assert.equal(refused.json().errors[0].code, 'cross_site_request')
  }
  const own: Record<string, string>[] = [
    { 'sec-fetch-site': 'same-origin', origin: 'http://assay.test' },
    { origin: 'http://localhost:5173' },
    {},
  ]
  for (const headers of own) {
    assert.equal((await leave({ host: 'localhost:5173', ...headers })).statusCode, 201, JSON.stringify(headers))
  }
  const planted = await server.call('POST', '/api/session', {
    headers: { origin: 'https://evil.example' },
    body: { email: ADMINISTRATOR.email, password: ADMINISTRATOR.password },
  })
  assert.equal(planted.statusCode, 403)
})

test('the printed link makes the first administrator once, and never when there is one', async () => {
  const fresh = await aServer({}, [], { administrator: false })
  try {
    const secret = await newFirstRun(fresh.db)
    const setUp = (token: string, currency = 'NOK') =>
      fresh.call('POST', '/api/setup/administrator', {
        body: {
          token,
          email: 'eve@fjord.example',
          password: 'a fine long password',
          name: 'Eve von Lind',
          orgName: 'Fjord',
          country: 'NO',
          currency,
        },
      })
    const isAwaited = async () => (await fresh.call('GET', '/api/setup/administrator')).json().isAwaited
    assert.equal((await setUp('made up')).json().errors[0].code, 'link_is_over')
    assert.equal(await isAwaited(), true)
    const unknown = await setUp(secret, 'XYZ')
    assert.deepEqual([unknown.statusCode, unknown.json().errors[0].field], [422, 'Currency'])
    const made = await setUp(secret)
    assert.equal(made.statusCode, 200, made.body)
    assert.equal(await isAwaited(), false)
    const { user, org } = made.json()
    assert.deepEqual(
      [user.FirstName, user.LastName, user.Role, org.name, org.country, org.currency],
      ['Eve von', 'Lind', 'administrator', 'Fjord', 'NO', 'NOK'],
    )
    assert.equal((await setUp(secret)).json().errors[0].code, 'link_is_over')
    assert.equal((await setUp(await newFirstRun(fresh.db))).json().errors[0].code, 'link_is_over')
  } finally {
    await fresh.close()
  }
})

test('a token of another org opens nothing here, and its ids are unknown here', async () => {
  const other = await createOrg(server.db, { name: 'Fjord' })
  const foreign = await inTransaction(server.db, other, async (tx) => {
    const [saved] = await createUsers(tx, theProgram, [
      { Email: 'olaf@fjord.example', LastName: 'Olaf', Role: 'administrator' },
    ])
    assert.ok(saved?.id)
    const [link] = await inviteUsers(tx, theProgram, [saved.id])
    return link?.token
  })
  const olaf = cookieOf(
    await server.call('POST', '/api/invitations/accept', { body: { token: foreign, password: 'a fjord in winter' } }),
  )
  const theirs = (await server.call('GET', '/api/users', { cookies: olaf })).json().records
  assert.deepEqual(
    theirs.map(({ Name }: { Name: string }) => Name),
    ['Olaf'],
  )
  const ada = cookieOf(await signIn())
  const mine = (await server.call('GET', '/api/session', { cookies: ada })).json().user.Id
  assert.equal((await server.call('GET', `/api/users/${mine}`, { cookies: olaf })).statusCode, 404)
  assert.equal(
    (await server.call('PATCH', `/api/users/${mine}`, { cookies: olaf, body: { Title: 'x' } })).statusCode,
    404,
  )
  const swapped = olaf.assay_session.replace(/^00D\w+!/, `${ada.assay_session.split('!')[0]}!`)
  assert.equal((await server.call('GET', '/api/session', { cookies: { assay_session: swapped } })).statusCode, 401)
  const taken = await server.call('POST', '/api/users', {
    cookies: olaf,
    body: { Email: ADMINISTRATOR.email, LastName: 'Ada', Role: 'sales' },
  })
  assert.equal(taken.json().errors[0].code, 'duplicate_value')
})
