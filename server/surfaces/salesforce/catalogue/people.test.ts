import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

test('who asks Chatter who they are hears it, and of colleagues, too', async () => {
  const me = (await client.get('/chatter/users/me')).json()
  const identity = await client.conn.identity()
  const [user] = (await client.conn.query(`SELECT Username FROM User WHERE Id = '${identity.user_id}'`)).records
  assert.deepEqual([me.id, me.username, me.type], [identity.user_id, user?.['Username'], 'User'])
  const [other] = (
    await client.conn.query(`SELECT Id, Name FROM User WHERE Id != '${me.id}' ORDER BY CreatedDate LIMIT 1`)
  ).records
  assert.equal((await client.get(`/chatter/users/${other?.Id}`)).json().name, other?.['Name'])
  for (const nobody of ['005000000000999AAA', 'you', await client.anAccount()])
    assert.equal((await client.get(`/chatter/users/${nobody}`)).statusCode, 404)
})

test('who looks around in Chatter finds the people, and neither groups nor posts', async () => {
  const { chatter } = client.conn
  const about = await chatter.resource<Record<string, string>>('/').retrieve()
  assert.equal(about.feeds, '/services/data/v59.0/chatter/feeds')
  type People = { users: { username: string }[]; nextPageUrl: string | null; nextPageToken: string | null }
  const all = await chatter.resource<People>('/users').retrieve()
  const known = await client.conn.query<{ Username: string }>('SELECT Username FROM User')
  const names = (list: readonly { username: string }[]) => list.map(({ username }) => username).toSorted()
  assert.deepEqual(names(all.users), known.records.map(({ Username }) => Username).toSorted())
  const first = await chatter.resource<People>('/users', { pageSize: 1 }).retrieve()
  const second = await chatter.resource<People>('/users', { pageSize: 1, page: first.nextPageToken }).retrieve()
  assert.notEqual(names(second.users)[0], names(first.users)[0])
  const batch = await chatter.batch([chatter.resource('/groups'), chatter.resource('/feeds/company/feed-elements')])
  assert.equal(batch.hasErrors, false)
  assert.deepEqual(
    batch.results.map(({ statusCode }) => statusCode),
    [200, 200],
  )
})

test('every user has the license programs look for', async () => {
  const { records } = await client.conn.query<{ Profile: { UserLicense: { Name: string } } }>(
    'SELECT Profile.UserLicense.Name FROM User',
  )
  assert.ok(records.length > 0)
  assert.ok(records.every(({ Profile }) => Profile.UserLicense.Name === 'Salesforce'))
})

test('list views are found by a query: those that came with Assay and one’s own, and nobody else’s', async () => {
  const seller = await client.server.as('sales')
  const made = await client.server.call('POST', '/api/views', {
    headers: seller,
    body: { Object: 'Lead', Name: 'Only mine' },
  })
  assert.equal(made.statusCode, 201, made.body)
  const asked = '/services/data/v59.0/query?q=SELECT+Id,Name,DeveloperName+FROM+ListView+WHERE+SobjectType=%27Lead%27'
  const namesFor = async (headers: { readonly authorization: string }): Promise<readonly string[]> =>
    (await client.server.call('GET', asked, { headers }))
      .json()
      .records.map(({ Name }: { readonly Name: string }) => Name)
  const [hers, ours] = [await namesFor(seller), await namesFor(client.admin)]
  assert.ok(hers.includes('Only mine') && hers.includes('My open leads'))
  assert.ok(!ours.includes('Only mine') && ours.includes('My open leads'))
})
