import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client
let people = 0

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

const idNamed = async (object: string, name: string): Promise<string> =>
  (await client.conn.query(`SELECT Id FROM ${object} WHERE Name = '${name}'`)).records[0]?.Id ?? ''

/** As programs make users elsewhere, where all of these must be said. */
const aUser = async (more: Readonly<Record<string, unknown>>): Promise<string> => {
  const name = `okafor-${++people}@nordwind.example`
  const { id } = await client.conn.sobject('User').create({
    LastName: 'Okafor',
    Username: name,
    Email: name,
    Alias: 'okaf',
    CommunityNickname: `okafor${people}`,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'de_DE',
    LanguageLocaleKey: 'de',
    EmailEncodingKey: 'UTF-8',
    ...more,
  })
  return id ?? ''
}

const userNow = async (id: string) =>
  (
    await client.conn.query<Record<string, unknown> & { Profile: { Name: string } }>(
      `SELECT Role, IsActive, Profile.Name, LocaleSidKey FROM User WHERE Id = '${id}'`,
    )
  ).records[0]

test('a user is made, moved and left as programs that keep users do it elsewhere', async () => {
  const [sales, vetter] = [await idNamed('Profile', 'Sales'), await idNamed('Profile', 'Vetter')]
  const id = await aUser({ ProfileId: sales, UserRoleId: await idNamed('UserRole', 'Manager'), IsActive: true })
  const made = await userNow(id)
  assert.deepEqual([made?.['Role'], made?.Profile.Name, made?.['IsActive']], ['sales', 'Sales', true])
  const user = client.conn.sobject('User')
  await user.update({ Id: id, ProfileId: vetter })
  assert.equal((await userNow(id))?.['Role'], 'vetter')
  await user.update({ Id: id, IsActive: false, UserRoleId: null })
  assert.equal((await userNow(id))?.['IsActive'], false)
  await user.update({ Id: id, IsActive: true })
  assert.deepEqual([(await userNow(id))?.['IsActive'], (await userNow(id))?.['Role']], [true, 'vetter'])
  const gone = await aUser({ ProfileId: sales, IsActive: false })
  assert.equal((await userNow(gone))?.['IsActive'], false)
})

test('a place in the hierarchy alone says the role, and a language alone the region', async () => {
  const id = await aUser({ UserRoleId: await idNamed('UserRole', 'Manager'), LocaleSidKey: undefined })
  const made = await userNow(id)
  assert.deepEqual([made?.['Role'], made?.['LocaleSidKey']], ['manager', 'de'])
})

test('a profile there is none of is refused, and nobody leaves who may not', async () => {
  await assert.rejects(aUser({ ProfileId: await idNamed('UserRole', 'Sales') }), {
    errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  })
  const someone = await aUser({ ProfileId: await idNamed('Profile', 'Sales') })
  await assert.rejects(async () => client.conn.sobject('User').update({ Id: someone, IsActive: 'perhaps' }), {
    errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
  })
  const me = (await client.get('/chatter/users/me')).json().id
  await assert.rejects(async () => client.conn.sobject('User').update({ Id: me, IsActive: false }), {
    message: /cannot deactivate yourself/,
  })
  const seller = await client.server.as('sales')
  const itself = (await client.server.call('GET', '/services/data/v59.0/chatter/users/me', { headers: seller })).json()
    .id
  const raised = await client.server.call('PATCH', `/services/data/v59.0/sobjects/User/${itself}`, {
    headers: seller,
    body: { ProfileId: await idNamed('Profile', 'System Administrator') },
  })
  assert.equal(raised.statusCode, 403)
})

test('describe says that these can be set', async () => {
  const { fields } = await client.conn.sobject('User').describe()
  for (const name of ['ProfileId', 'UserRoleId', 'Alias', 'EmailEncodingKey', 'LanguageLocaleKey', 'IsActive'])
    assert.ok(
      fields.some((field) => field.name === name && field.createable && field.updateable),
      name,
    )
})
