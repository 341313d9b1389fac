import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})

after(() => client.server.close())

const accounts = () => client.conn.sobject('Account')
const codes = (results: readonly { readonly errors: readonly unknown[] }[]): unknown[] =>
  results.map(({ errors: [error] }) =>
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined,
  )

describe('many records', () => {
  test('are made, read, changed and deleted in one call each', async () => {
    const made = await accounts().create([{ Name: client.aName() }, { Name: client.aName() }])
    assert.deepEqual(
      made.map(({ success }) => success),
      [true, true],
    )
    const ids = made.map(({ id = '' }) => id)
    const read = await accounts().retrieve(ids, { fields: ['Id', 'Name'] })
    assert.deepEqual(
      read.map(({ Id }) => Id),
      ids,
    )
    const changed = await accounts().update(ids.map((Id, place) => ({ Id, Name: `Renamed ${place}` })))
    assert.ok(changed.every(({ success }) => success))
    assert.equal((await accounts().retrieve(ids[1] ?? '')).Name, 'Renamed 1')
    const gone = await accounts().destroy(ids)
    assert.ok(gone.every(({ success }) => success))
    const again = await accounts().retrieve(ids, { fields: ['Name'] })
    assert.deepEqual(again, [null, null])
    assert.deepEqual(codes(await accounts().destroy(ids)), ['ENTITY_IS_DELETED', 'ENTITY_IS_DELETED'])
  })

  test('with a refused one among them are made without it', async () => {
    const made = await accounts().create([{ Name: 'A' }, { BillingCity: 'B' }, { Name: 'C' }])
    assert.deepEqual(
      made.map(({ success }) => success),
      [true, false, true],
    )
    assert.deepEqual(made[1]?.errors, [
      { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] },
    ])
  })

  test('that go together are all undone by one', async () => {
    const name = client.aName()
    const made = await accounts().create([{ Name: name }, {}], { allOrNone: true })
    assert.deepEqual(
      made.map(({ success }) => success),
      [false, false],
    )
    assert.deepEqual(codes(made), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'REQUIRED_FIELD_MISSING'])
    assert.equal((await client.conn.query(`SELECT Id FROM Account WHERE Name = '${name}'`)).totalSize, 0)
    const id = await client.anAccount()
    const gone = await accounts().destroy([id, '001000000000zzzAAA'], { allOrNone: true })
    assert.deepEqual(codes(gone), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'INVALID_CROSS_REFERENCE_KEY'])
    assert.equal((await client.get(`/sobjects/Account/${id}`)).statusCode, 200)
  })

  test('of several objects are made in one call', async () => {
    const answer = await client.send('POST', '/composite/sobjects', {
      records: [
        { attributes: { type: 'account' }, Name: client.aName() },
        { attributes: { type: 'Lead' }, LastName: 'Lind', Company: client.aName() },
        { attributes: { type: 'Bogus' }, Name: 'x' },
        { Name: 'of no type' },
      ],
    })
    const results = answer.json()
    assert.match(results[0].id, /^001/)
    assert.match(results[1].id, /^00Q/)
    assert.deepEqual(codes(results), [undefined, undefined, 'INVALID_TYPE', 'INVALID_TYPE'])
    const gone = await client.send('DELETE', `/composite/sobjects?ids=${results[0].id},${results[1].id},nonsense`)
    assert.deepEqual(codes(gone.json()), [undefined, undefined, 'MALFORMED_ID'])
  })

  test('may refer to others by external ids, looked up together', async () => {
    await client.anAccount({ ErpId__c: 'P-1' })
    await client.anAccount({ ErpId__c: 'P-2' })
    const made = await client.conn
      .sobject('Contact')
      .create(['P-2', 'P-1', 'P-none'].map((ErpId__c) => ({ LastName: ErpId__c, Account: { ErpId__c } })))
    assert.deepEqual(codes(made), [undefined, undefined, 'INVALID_FIELD'])
    const { records } = await client.conn.query(
      "SELECT LastName, Account.ErpId__c FROM Contact WHERE Account.ErpId__c LIKE 'P-%' ORDER BY LastName",
    )
    assert.deepEqual(
      records.map(({ LastName, Account }) => [LastName, Account.ErpId__c]),
      [
        ['P-1', 'P-1'],
        ['P-2', 'P-2'],
      ],
    )
  })

  test('are at most 200, each changed once and with its id', async () => {
    const many = await client.send('POST', '/composite/sobjects', {
      records: Array.from({ length: 201 }, () => ({ attributes: { type: 'Account' }, Name: 'x' })),
    })
    assert.deepEqual([many.statusCode, many.json()[0].errorCode], [400, 'EXCEEDED_ID_LIMIT'])
    const id = await client.anAccount()
    const type = { attributes: { type: 'Account' } }
    const changed = await client.send('PATCH', '/composite/sobjects', {
      records: [
        { ...type, id, Name: 'once' },
        { ...type, id, Name: 'twice' },
        { ...type, Name: 'nobody' },
      ],
    })
    assert.deepEqual(codes(changed.json()), [undefined, 'DUPLICATE_VALUE', 'MISSING_ARGUMENT'])
    const wrong = await client.send('PATCH', '/composite/sobjects', { records: [{ ...type, id: `00Q${id.slice(3)}` }] })
    assert.equal(codes(wrong.json())[0], 'MALFORMED_ID')
  })

  test('that take each other a unique value are refused one by one', async () => {
    const made = await accounts().create([
      { Name: 'A', ErpId__c: 'U-1' },
      { Name: 'B', ErpId__c: 'U-1' },
      { Name: 'C', ErpId__c: 'U-2' },
    ])
    assert.deepEqual(codes(made), [undefined, 'DUPLICATE_VALUE', undefined])
  })
})

describe('upserting many records', () => {
  test('makes some and changes the others, and says which', async () => {
    const first = await accounts().upsert([{ Name: 'A', ErpId__c: 'M-1' }], 'ErpId__c')
    const results = await accounts().upsert(
      [
        { Name: 'A again', ErpId__c: 'm-1' },
        { Name: 'B', ErpId__c: 'M-2' },
        { Name: 'C', ErpId__c: 'M-3' },
        { Name: 'D', ErpId__c: 'M-3' },
      ],
      'ErpId__c',
    )
    assert.equal(results[0]?.id, first[0]?.id)
    assert.deepEqual(codes(results), [undefined, undefined, 'DUPLICATE_VALUE', 'DUPLICATE_VALUE'])
    assert.deepEqual(
      results.slice(0, 2).map((result) => result.success && result.created),
      [false, true],
    )
  })

  test('refuses what has no key, and what several have', async () => {
    await client.anAccount({ Region__c: 'Twice' })
    await client.anAccount({ Region__c: 'twice' })
    const keyless = await client.send('PATCH', '/composite/sobjects/Account/ErpId__c', {
      records: [{ attributes: { type: 'Account' }, Name: 'no key' }],
    })
    assert.deepEqual(codes(keyless.json()), ['MISSING_ARGUMENT'])
    const several = await accounts().upsert([{ Name: 'A', Region__c: 'Twice' }], 'Region__c')
    assert.deepEqual(codes(several), ['DUPLICATE_EXTERNAL_ID'])
  })

  test('that go together are undone by one, and say what they would have been', async () => {
    const results = await client.send('PATCH', '/composite/sobjects/Account/Id', {
      allOrNone: true,
      records: [
        { attributes: { type: 'Account' }, Name: 'kept?' },
        { attributes: { type: 'Account' }, id: 'nonsense', Name: 'culprit' },
      ],
    })
    assert.deepEqual(
      results.json().map(({ success, created }: { success: boolean; created: boolean }) => [success, created]),
      [
        [false, true],
        [false, true],
      ],
    )
    assert.deepEqual(codes(results.json()), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'MALFORMED_ID'])
  })
})
