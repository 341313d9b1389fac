import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

// As another org gives them, and as people make one up.
const OTHERS = ['0015g00000QyXzaAAB', '001000000000000AAA', '0015g00000QyXza']

test('a well-formed id that is none of ours is nobody, and no mistake', async () => {
  for (const id of OTHERS) {
    assert.equal(
      (await client.get(`/sobjects/Account/${id}`)).json()[0].message,
      'The requested resource does not exist',
    )
    assert.deepEqual((await client.conn.query(`SELECT Id FROM Account WHERE Id = '${id}'`)).records, [])
    const [refused] = (await client.send('POST', '/sobjects/Contact', { LastName: 'Ek', AccountId: id })).json()
    assert.deepEqual(
      [refused.errorCode, refused.message],
      ['INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'],
    )
    const [changed] = [await client.conn.sobject('Account').update([{ Id: id, Name: 'x' }])].flat()
    assert.equal(changed?.errors[0]?.errorCode ?? Object(changed?.errors[0]).statusCode, 'INVALID_CROSS_REFERENCE_KEY')
  }
})

test('who makes a record gives it no id', async () => {
  const Id = await client.anAccount()
  const alone = await client.send('POST', '/sobjects/Account', { Id, Name: 'x' })
  assert.deepEqual(
    [alone.statusCode, alone.json()[0].errorCode, alone.json()[0].message],
    [400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.'],
  )
  const records = [
    { attributes: { type: 'Account' }, Id, Name: 'x' },
    { attributes: { type: 'Account' }, Id: null, Name: 'y' },
  ]
  const [refused, made] = (await client.send('POST', '/composite/sobjects', { records })).json()
  assert.deepEqual(refused.errors, [
    {
      statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      message: 'cannot specify Id in an insert call',
      fields: ['Id'],
    },
  ])
  assert.deepEqual(Object.keys(made), ['id', 'success', 'errors'])
})
