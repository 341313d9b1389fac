import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Connection } from 'jsforce'
import { aServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let conn: Connection

before(async () => {
  server = await aServer()
  const { authorization } = await server.as('administrator')
  const instanceUrl = await server.app.listen({ port: 0, host: '127.0.0.1' })
  conn = new Connection({ instanceUrl, accessToken: authorization.replace('Bearer ', ''), version: '59.0' })
})

after(() => server.close())

let names = 0
const aName = (): string => `Nordwind ${++names}`

describe('one record', () => {
  test('is made, read, changed and deleted', async () => {
    const made = await conn.sobject('Account').create({ Name: 'Fjord AB', Industry: 'Energy' })
    assert.ok(made.success)
    const read = await conn.sobject('Account').retrieve(made.id)
    assert.equal(read.Name, 'Fjord AB')
    assert.equal(read.attributes?.type, 'Account')
    const changed = await conn.sobject('Account').update({ Id: made.id, Name: 'Fjord Energi AB' })
    assert.ok(changed.success)
    assert.equal((await conn.sobject('Account').retrieve(made.id)).Name, 'Fjord Energi AB')
    assert.ok((await conn.sobject('Account').destroy(made.id)).success)
    await assert.rejects(conn.sobject('Account').retrieve(made.id), { errorCode: 'NOT_FOUND' })
    await assert.rejects(conn.sobject('Account').destroy(made.id), { errorCode: 'ENTITY_IS_DELETED' })
  })
})

describe('many records', () => {
  test('are made, read, changed and deleted in one call each', async () => {
    const made = await conn.sobject('Account').create([{ Name: aName() }, { Name: aName() }])
    assert.deepEqual(
      made.map(({ success }) => success),
      [true, true],
    )
    const ids = made.map(({ id = '' }) => id)
    const read = await conn.sobject('Account').retrieve(ids, { fields: ['Id', 'Name'] })
    assert.equal(read.length, 2)
    const changed = await conn.sobject('Account').update(ids.map((Id, at) => ({ Id, Name: `Renamed ${at}` })))
    assert.ok(changed.every(({ success }) => success))
    const gone = await conn.sobject('Account').destroy(ids)
    assert.ok(gone.every(({ success }) => success))
  })
  test('made with a refused one among them are kept without it', async () => {
    const made = await conn.sobject('Account').create([{ Name: 'A' }, { BillingCity: 'B' }, { Name: 'C' }])
    assert.deepEqual(
      made.map(({ success }) => success),
      [true, false, true],
    )
    assert.deepEqual(made[1]?.errors, [
      { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] },
    ])
  })
})

test('a query answers rows', async () => {
  await conn.sobject('Account').create({ Name: 'Query me' })
  const result = await conn.query("SELECT Id, Name, Owner.Name FROM Account WHERE Name = 'Query me'")
  assert.equal(result.totalSize, 1)
  assert.equal(result.done, true)
})
