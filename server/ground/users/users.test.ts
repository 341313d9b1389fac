import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ADMINISTRATOR, aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer

before(async () => {
  server = await aServer()
})
after(() => server.close())

test('a token may do what its scopes say, and no more than its user', async () => {
  const read = await server.as('administrator', ['read'])
  const write = await server.as('administrator', ['write'])
  const sales = await server.as('sales', ['admin'])
  assert.equal((await server.call('GET', '/api/groups', { headers: read })).statusCode, 200)
  assert.equal((await server.call('POST', '/api/groups', { headers: read, body: { Name: 'A' } })).statusCode, 403)
  assert.equal((await server.call('POST', '/api/groups', { headers: write, body: { Name: 'B' } })).statusCode, 403)
  assert.equal((await server.call('POST', '/api/groups', { headers: sales, body: { Name: 'C' } })).statusCode, 403)
  const wider = await server.call('POST', '/api/tokens', { headers: read, body: { name: 'wider', scopes: ['admin'] } })
  assert.equal(wider.statusCode, 403)
})

test('a token is shown once, and opens nothing once it is revoked', async () => {
  const admin = await server.as('administrator')
  const made = await server.call('POST', '/api/tokens', { headers: admin, body: { name: 'import', scopes: ['read'] } })
  assert.equal(made.statusCode, 201)
  const { token, id } = made.json()
  assert.match(token, /^00D\w{12,15}![.\w]+$/)
  const headers = { authorization: `Bearer ${token}` }
  assert.equal((await server.call('GET', '/api/users', { headers })).statusCode, 200)
  const listed = await server.call('GET', '/api/tokens', { headers: admin })
  assert.ok(
    listed
      .json()
      .tokens.some((one: { id: string; lastUsedOn: string | null }) => one.id === id && one.lastUsedOn !== null),
  )
  assert.ok(!listed.body.includes(token.split('!')[1]))
  assert.equal((await server.call('DELETE', `/api/tokens/${id}`, { headers: admin })).statusCode, 204)
  assert.equal((await server.call('GET', '/api/users', { headers })).statusCode, 401)
})

test('nobody sees or revokes the tokens of somebody else, but for who keeps users', async () => {
  const [sales, admin] = [await server.as('sales'), await server.as('administrator')]
  const { id } = (
    await server.call('POST', '/api/tokens', { headers: admin, body: { name: 'mine', scopes: ['read'] } })
  ).json()
  const { tokens } = (await server.call('GET', '/api/tokens', { headers: sales })).json()
  assert.equal(tokens.length, 1)
  assert.equal((await server.call('DELETE', `/api/tokens/${id}`, { headers: sales })).statusCode, 404)
})

test('only administrators make users, and each user name is there once', async () => {
  const [sales, admin] = [await server.as('sales'), await server.as('administrator')]
  const user = { Email: 'Nia@Nordwind.example', LastName: 'Mensah', FirstName: 'Nia', Role: 'vetter' }
  assert.equal((await server.call('POST', '/api/users', { headers: sales, body: user })).statusCode, 403)
  const made = await server.call('POST', '/api/users', { headers: admin, body: user })
  assert.equal(made.statusCode, 201, made.body)
  assert.equal(made.json().Username, 'nia@nordwind.example')
  assert.equal(made.json().Name, 'Nia Mensah')
  const again = await server.call('POST', '/api/users', {
    headers: admin,
    body: [user, { ...user, Email: 'nia2@nordwind.example' }],
  })
  assert.deepEqual(
    again.json().results.map(({ success }: { success: boolean }) => success),
    [false, true],
  )
  const invitation = await server.call('POST', `/api/users/${made.json().Id}/invitation`, { headers: admin })
  assert.match(invitation.json().url, /^http:\/\/assay\.test\/invitation\?token=00D/)
})

test('a user who leaves can no longer do anything, and is not deleted', async () => {
  const [sales, admin] = [await server.as('sales'), await server.as('administrator')]
  const me = (await server.call('GET', '/api/session', { headers: sales })).json().user
  assert.equal(
    (await server.call('DELETE', `/api/users/${me.Id}`, { headers: admin })).json().errors[0].code,
    'users_stay',
  )
  assert.equal((await server.call('POST', `/api/users/${me.Id}/deactivation`, { headers: admin })).statusCode, 204)
  assert.equal((await server.call('GET', '/api/session', { headers: sales })).statusCode, 401)
  const kept = (await server.call('GET', `/api/users/${me.Id}`, { headers: admin })).json()
  assert.equal(kept.IsActive, false)
  assert.equal(kept.Name, me.Name)
  const history = (await server.call('GET', `/api/users/${me.Id}/history`, { headers: admin })).json()
  assert.equal(history.entries[0].field, 'IsActive')
  assert.equal((await server.call('DELETE', `/api/users/${me.Id}/deactivation`, { headers: admin })).statusCode, 204)
  assert.equal((await server.call('GET', '/api/session', { headers: sales })).statusCode, 200)
})

test('the last administrator cannot be demoted or deactivated', async () => {
  const alone = await aServer()
  try {
    const signedIn = await alone.call('POST', '/api/session', {
      body: { email: ADMINISTRATOR.email, password: ADMINISTRATOR.password },
    })
    const cookies = { assay_session: signedIn.cookies[0]?.value ?? '' }
    const { Id } = signedIn.json().user
    assert.equal(
      (await alone.call('PATCH', `/api/users/${Id}`, { cookies, body: { Role: 'sales' } })).json().errors[0].code,
      'last_administrator',
    )
    assert.equal(
      (await alone.call('POST', `/api/users/${Id}/deactivation`, { cookies })).json().errors[0].code,
      'own_user',
    )
  } finally {
    await alone.close()
  }
})

test('everybody changes their own phone number, and nobody their own role', async () => {
  const sales = await server.as('sales')
  const { Id } = (await server.call('GET', '/api/session', { headers: sales })).json().user
  const change = (body: Record<string, unknown>) => server.call('PATCH', `/api/users/${Id}`, { headers: sales, body })
  assert.equal((await change({ Phone: '+49 30 1234' })).json().Phone, '+49 30 1234')
  assert.equal((await change({ Role: 'administrator' })).statusCode, 403)
  assert.equal((await change({ role: 'administrator' })).statusCode, 403)
  assert.equal((await change({ Email: 'other@nordwind.example' })).statusCode, 403)
  assert.equal((await change({ TimeZoneSidKey: 'Mars/Olympus' })).statusCode, 422)
})

test('a new user name is the one that signs in, and the old one is free again', async () => {
  const admin = await server.as('administrator')
  const made = (
    await server.call('POST', '/api/users', {
      headers: admin,
      body: { Email: 'old@nordwind.example', LastName: 'Name', Role: 'sales' },
    })
  ).json()
  const renamed = await server.call('PATCH', `/api/users/${made.Id}`, {
    headers: admin,
    body: { Username: 'New@nordwind.example' },
  })
  assert.equal(renamed.json().Username, 'new@nordwind.example')
  const another = await server.call('POST', '/api/users', {
    headers: admin,
    body: { Email: 'old@nordwind.example', LastName: 'Two', Role: 'sales' },
  })
  assert.equal(another.statusCode, 201, another.body)
  const taken = await server.call('PATCH', `/api/users/${another.json().Id}`, {
    headers: admin,
    body: { Username: 'new@nordwind.example' },
  })
  assert.equal(taken.statusCode, 409, taken.body)
})

test('a change made on an old version is refused', async () => {
  const admin = await server.as('administrator')
  const made = await server.call('POST', '/api/groups', { headers: admin, body: { Name: 'Inbound' } })
  const etag = String(made.headers.etag)
  const change = (name: string) =>
    server.call('PATCH', `/api/groups/${made.json().Id}`, {
      headers: { ...admin, 'if-match': etag },
      body: { Name: name },
    })
  assert.equal((await change('Inbound Europe')).statusCode, 200)
  const stale = await change('Inbound Asia')
  assert.equal(stale.statusCode, 412)
  assert.equal(stale.json().errors[0].code, 'stale')
})

test('a queue has members, and its name is there once', async () => {
  const [admin, sales] = [await server.as('administrator'), await server.as('sales')]
  const { Id } = (await server.call('POST', '/api/groups', { headers: admin, body: { Name: 'Outbound' } })).json()
  assert.equal(
    (await server.call('POST', '/api/groups', { headers: admin, body: { Name: 'Outbound' } })).statusCode,
    409,
  )
  const me = (await server.call('GET', '/api/session', { headers: sales })).json().user
  assert.equal(
    (await server.call('POST', `/api/groups/${Id}/members`, { headers: admin, body: { userIds: [me.Id] } })).statusCode,
    204,
  )
  const { members } = (await server.call('GET', `/api/groups/${Id}/members`, { headers: sales })).json()
  assert.deepEqual(
    members.map((one: { Id: string }) => one.Id),
    [me.Id],
  )
  assert.equal(
    (await server.call('POST', `/api/groups/${Id}/members`, { headers: sales, body: { userIds: [me.Id] } })).statusCode,
    403,
  )
  assert.equal(
    (await server.call('DELETE', `/api/groups/${Id}/members?userIds=${me.Id}`, { headers: admin })).statusCode,
    204,
  )
  assert.equal((await server.call('GET', `/api/groups/${Id}/members`, { headers: admin })).json().members.length, 0)
})

test('settings are read by everybody, changed by administrators, and checked', async () => {
  const [admin, sales] = [await server.as('administrator'), await server.as('sales')]
  const change = (body: unknown, headers = admin) => server.call('PATCH', '/api/settings', { headers, body })
  assert.equal((await change({ Currency: 'EUR' }, sales)).statusCode, 403)
  assert.equal((await change({ Currency: 'EUR', DefaultCountry: 'DE', Sharing: { Lead: 'private' } })).statusCode, 200)
  const { Currency, DefaultCountry, Sharing } = (await server.call('GET', '/api/settings', { headers: sales })).json()
  assert.deepEqual([Currency, DefaultCountry, Sharing.Lead, Sharing.Account], ['EUR', 'DE', 'private', 'public'])
  assert.equal((await server.call('GET', '/api/session', { headers: sales })).json().org.currency, 'EUR')
  const wrong = (await change({ Currency: 'XYZ!', DefaultCountry: 'Germany' })).json().errors
  assert.deepEqual(
    wrong.map(({ field }: { field: string }) => field),
    ['Currency', 'DefaultCountry'],
  )
})

test('nothing is given to who has left, and what was theirs stays theirs until somebody takes it', async () => {
  const headers = await server.as('administrator')
  const send = (method: 'POST' | 'PATCH', url: string, body?: object) => server.call(method, url, { headers, body })
  const gone = (
    await send('POST', '/api/users', { LastName: 'Gone', Email: 'gone@nordwind.example', Role: 'sales' })
  ).json()
  const theirs = (await send('POST', '/api/leads', { LastName: 'A', Company: 'A', OwnerId: gone.Id })).json()
  const other = (await send('POST', '/api/leads', { LastName: 'B', Company: 'B' })).json()
  assert.equal((await send('POST', `/api/users/${gone.Id}/deactivation`)).statusCode, 204)
  for (const answer of [
    await send('POST', '/api/leads', { LastName: 'C', Company: 'C', OwnerId: gone.Id }),
    await send('PATCH', `/api/leads/${other.Id}`, { OwnerId: gone.Id }),
  ]) {
    assert.equal(answer.statusCode, 422)
    assert.deepEqual([answer.json().errors[0].code, answer.json().errors[0].field], ['inactive_owner', 'OwnerId'])
  }
  const kept = await send('PATCH', `/api/leads/${theirs.Id}`, { OwnerId: gone.Id, Title: 'Buyer' })
  assert.equal(kept.statusCode, 200, kept.body)
})
