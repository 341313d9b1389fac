import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client
let headers: Readonly<Record<string, string>>

before(async () => {
  client = await aClient()
  headers = await client.server.as('administrator')
})
after(() => client.server.close())

type Fields = Readonly<Record<string, unknown>>

const aContact = async (fields: Fields = {}): Promise<string> =>
  (await client.conn.sobject('Contact').create({ LastName: client.aName(), ...fields })).id ?? ''

const contact = (id: string) => client.conn.sobject('Contact').retrieve(id)

const own = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) =>
  client.server.call(method, path, { body, headers })

test('a tool makes a contact before it has an account, and finds it as it was sent', async () => {
  const id = await aContact({ LastName: 'Okonkwo' })
  const { records } = await client.conn.query<Fields>(
    `SELECT LastName, AccountId, Account.Name FROM Contact WHERE Id = '${id}' AND AccountId = null`,
  )
  assert.deepEqual(
    records.map(({ LastName, AccountId, Account }) => ({ LastName, AccountId, Account })),
    [{ LastName: 'Okonkwo', AccountId: null, Account: null }],
  )
  const { searchRecords } = await client.conn.search('FIND {Okonkwo} IN NAME FIELDS RETURNING Contact(Id)')
  assert.ok(searchRecords.some(({ Id }) => Id === id))
})

test('it may be taken out of its account, deleted and brought back', async () => {
  const id = await aContact({ AccountId: await client.anAccount() })
  await client.conn.sobject('Contact').update({ Id: id, AccountId: null })
  assert.equal((await contact(id)).AccountId, null)
  await client.conn.sobject('Contact').destroy(id)
  const [back] = await client.conn.soap.undelete([id])
  assert.equal(back?.success, true, JSON.stringify(back))
})

test('two such contacts are merged, and stay without an account or take the one there is', async () => {
  const merged = async (master: Fields, loser: Fields): Promise<unknown> => {
    const [kept, gone] = [await aContact(master), await aContact(loser)]
    const result = await client.conn.soap.merge([
      { masterRecord: { type: 'Contact', Id: kept }, recordToMergeIds: [gone] },
    ])
    assert.equal([result].flat()[0]?.success, true, JSON.stringify(result))
    return (await contact(kept)).AccountId
  }
  assert.equal(await merged({}, {}), null)
  const AccountId = await client.anAccount()
  assert.equal(await merged({ AccountId }, {}), AccountId)
  assert.equal(await merged({}, { AccountId }), AccountId)
})

test('our own API asks for the account, and changes such a contact without one', async () => {
  const refused = await own('POST', '/api/contacts', { LastName: 'Falk' })
  assert.deepEqual([refused.statusCode, refused.json().errors[0].code], [422, 'contact_without_account'])
  const id = await aContact()
  assert.equal((await own('PATCH', `/api/contacts/${id}`, { Title: 'Head of production' })).statusCode, 200)
  const AccountId = await client.anAccount()
  assert.equal((await own('PATCH', `/api/contacts/${id}`, { AccountId })).statusCode, 200)
  const taken = await own('PATCH', `/api/contacts/${id}`, { AccountId: null })
  assert.equal(taken.json().errors[0].code, 'contact_without_account')
})

test('a lead is not converted into a contact without an account, and the way on is said', async () => {
  const contactId = await aContact()
  const { id: leadId } = await client.conn.sobject('Lead').create({ LastName: 'Falk', Company: client.aName() })
  const answer = await own('POST', `/api/leads/${leadId}/conversion`, {
    accountId: await client.anAccount(),
    contactId,
    overrideReason: 'Signed already',
  })
  const [error] = answer.json().errors
  assert.deepEqual([answer.statusCode, error.code], [422, 'contact_of_another_account'])
  assert.match(error.message, /no account yet/)
})
