import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ADMINISTRATOR } from '../../../../test/support/server.ts'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'
import { until } from '../../../../test/support/until.ts'

type Row = Readonly<Record<string, unknown>>

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

const ask = async (soql: string, headers = client.admin): Promise<readonly Row[]> => {
  const answer = await client.get(`/query?q=${encodeURIComponent(soql)}`, headers)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().records
}

const { email, password } = ADMINISTRATOR

const signIn = (given: string) => client.server.call('POST', '/api/session', { body: { email, password: given } })

const HISTORY = 'SELECT User.Email, LoginType, Application, Status FROM LoginHistory'

test('who came in and who tried to is kept, for themselves and for who keeps the users', async () => {
  assert.equal((await signIn(password)).statusCode, 200)
  assert.equal((await signIn('not the password')).statusCode, 401)
  const theirs = await until(
    () => ask(`${HISTORY} WHERE User.Email = '${email}' ORDER BY LoginTime`),
    ({ length }) => length === 2,
  )
  assert.deepEqual(
    theirs.map(({ LoginType, Application, Status }) => [LoginType, Application, Status]),
    [
      ['Application', 'Browser', 'Success'],
      ['Application', 'Browser', 'Invalid Password'],
    ],
  )
  assert.deepEqual(await ask(HISTORY, await client.server.as('read_only')), [])
})

test('sessions that are open now are told of, and no longer when they are over', async () => {
  const open = () => ask(`SELECT Id, SessionType, NumSecondsValid FROM AuthSession WHERE Users.Email = '${email}'`)
  const before = await open()
  const [cookie] = String((await signIn(password)).headers['set-cookie']).split(';')
  const [first, ...more] = (await open()).filter(({ Id }) => !before.some((one) => one.Id === Id))
  assert.deepEqual([first?.SessionType, more], ['UI', []])
  assert.ok(Number(first?.NumSecondsValid) > 0)
  assert.match(String(first?.Id), /^0Ak/)
  assert.deepEqual(await ask('SELECT Id FROM AuthSession', await client.server.as('read_only')), [])
  await client.server.call('DELETE', '/api/session', { headers: { cookie: cookie ?? '' } })
  // Meanwhile the seconds of the others run out.
  const idsOf = (sessions: typeof before) => sessions.map(({ Id }) => Id)
  assert.deepEqual(idsOf(await open()), idsOf(before))
})

test('what somebody changed in Setup is told to who may change it, and to nobody else', async () => {
  const { server, admin } = client
  const field = { object: 'Lead', label: 'Hat size', type: 'string', length: 20 }
  const made = await server.call('POST', '/api/custom-fields', { headers: admin, body: field })
  assert.equal(made.statusCode, 201, made.body)
  await server.call('PATCH', '/api/settings', { headers: admin, body: { DefaultCountry: 'NO' } })
  const trail = await ask(
    'SELECT Action, Section, Display, CreatedBy.Username FROM SetupAuditTrail ORDER BY Id DESC LIMIT 2',
  )
  assert.deepEqual(
    trail.map(({ Action, Section, Display }) => [Action, Section, Display]),
    [
      ['settings_changed', 'Company Information', 'Changed settings country'],
      ['custom_field_created', 'Customize Fields', 'Created custom field Lead.Hat_size__c'],
    ],
  )
  assert.ok(trail.every(({ CreatedBy }) => typeof CreatedBy === 'object' && CreatedBy !== null))
  assert.deepEqual(await ask('SELECT Id FROM SetupAuditTrail', await server.as('manager')), [])
})
