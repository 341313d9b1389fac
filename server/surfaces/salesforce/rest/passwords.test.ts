import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client
let address: string
let user: string

before(async () => {
  client = await aClient()
  const seller = await client.server.as('sales')
  user = (await client.server.call('GET', '/services/oauth2/userinfo', { headers: seller })).json().user_id
  address = `/sobjects/User/${user}/password`
})
after(() => client.server.close())

const signedIn = async (password: string): Promise<number> => {
  const { Email } = (await client.get(`/sobjects/User/${user}?fields=Email`)).json()
  return (await client.server.call('POST', '/api/session', { body: { email: Email, password } })).statusCode
}

test('a user gets another password over REST, and signs in with it', async () => {
  for (const written of [address, address.replace('User', 'user')])
    assert.deepEqual((await client.get(written)).json(), { isExpired: false })
  assert.equal((await client.send('POST', address, { NewPassword: 'nine red whales' })).statusCode, 204)
  assert.equal(await signedIn('nine red whales'), 200)
  const { NewPassword } = (await client.send('DELETE', address)).json()
  assert.equal(await signedIn('nine red whales'), 401)
  assert.equal(await signedIn(NewPassword), 200)
})

test('a weak password, nobody, and who keeps no users is refused', async () => {
  const codes = async (path: string, body: unknown, headers = {}) => {
    const answer = await client.send('POST', path, body, headers)
    return [answer.statusCode, answer.json()[0].errorCode]
  }
  assert.deepEqual(await codes(address, { NewPassword: 'x' }), [400, 'INVALID_NEW_PASSWORD'])
  assert.deepEqual(await codes(address, {}), [400, 'REQUIRED_FIELD_MISSING'])
  assert.deepEqual(await codes('/sobjects/User/005000000000zzzAAA/password', { NewPassword: 'nine red whales' }), [
    400,
    'INVALID_ID_FIELD',
  ])
  const seller = await client.server.as('sales')
  assert.deepEqual(await codes(address, { NewPassword: 'nine red whales' }, seller), [
    403,
    'INSUFFICIENT_ACCESS_OR_READONLY',
  ])
  assert.equal((await client.server.call('GET', at(address), { headers: seller })).statusCode, 403)
})

test('who asks for XML is told in XML what is wrong, and that it is', async () => {
  const answer = await client.get('/sobjects/Lead/00Q000000000zzzAAA', { accept: 'application/xml' })
  assert.equal(answer.statusCode, 404)
  assert.match(String(answer.headers['content-type']), /^application\/xml/)
  assert.match(answer.body, /<errorCode>NOT_FOUND<\/errorCode>/)
})
