import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})

after(() => client.server.close())

describe('one record', () => {
  test('is made, read, changed and deleted by jsforce', async () => {
    const made = await client.conn.sobject('Account').create({ Name: 'Fjord AB', Industry: 'Energy' })
    assert.ok(made.success)
    const read = await client.conn.sobject('Account').retrieve(made.id)
    assert.equal(read.Name, 'Fjord AB')
    assert.equal(read.attributes?.type, 'Account')
    const changed = await client.conn.sobject('Account').update({ Id: made.id, Name: 'Fjord Energi AB' })
    assert.ok(changed.success)
    assert.equal((await client.conn.sobject('Account').retrieve(made.id)).Name, 'Fjord Energi AB')
    assert.ok((await client.conn.sobject('Account').destroy(made.id)).success)
    await assert.rejects(client.conn.sobject('Account').retrieve(made.id), { errorCode: 'NOT_FOUND' })
    await assert.rejects(client.conn.sobject('Account').destroy(made.id), { errorCode: 'ENTITY_IS_DELETED' })
    await assert.rejects(client.conn.sobject('Account').update({ Id: made.id, Name: 'x' }), {
      errorCode: 'ENTITY_IS_DELETED',
    })
  })

  test('is told by where it is, by whom it is owned and when it changed, as Salesforce writes them', async () => {
    const id = await client.anAccount({ BillingStreet: 'Storgata 1', BillingCity: 'Oslo', BillingCountry: 'Norway' })
    const record = (await client.get(`/sobjects/account/${id}`)).json()
    assert.deepEqual(record.attributes, { type: 'Account', url: at(`/sobjects/Account/${id}`) })
    assert.match(record.CreatedDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
    assert.match(record.OwnerId, /^005\w{15}$/)
    assert.equal(record.BillingAddress.city, 'Oslo')
    assert.equal(record.ShippingAddress, null)
    const few = (await client.get(`/sobjects/Account/${id}?fields=Name,BillingAddress`)).json()
    assert.deepEqual(few.BillingAddress, record.BillingAddress)
    assert.deepEqual(Object.keys(few), ['attributes', 'Id', 'Name', 'BillingAddress'])
  })

  test('says all missing fields at once, and each wrong one in its own words', async () => {
    const missing = await client.send('POST', '/sobjects/Lead', {})
    assert.equal(missing.statusCode, 400)
    assert.deepEqual(missing.json(), [
      {
        message: 'Required fields are missing: [LastName, Company]',
        errorCode: 'REQUIRED_FIELD_MISSING',
        fields: ['LastName', 'Company'],
      },
    ])
    const wrong = await client.send('POST', '/sobjects/Lead', {
      LastName: 'x'.repeat(81),
      Company: 'Nordwind',
      Email: 'nobody',
      OwnerId: 'nobody',
      IsConverted: true,
      Status: 'Nowhere',
    })
    assert.equal(wrong.statusCode, 400)
    assert.deepEqual(
      wrong.json().map(({ errorCode, fields }: { errorCode: string; fields: string[] }) => [errorCode, ...fields]),
      [
        ['STRING_TOO_LONG', 'LastName'],
        ['INVALID_EMAIL_ADDRESS', 'Email'],
        ['MALFORMED_ID', 'OwnerId'],
        ['INVALID_FIELD_FOR_INSERT_UPDATE', 'IsConverted'],
      ],
    )
    assert.match(wrong.json()[0].message, /^Last Name: data value too large: x+… \(max length=80\)$/)
    const unknown = (await client.send('POST', '/sobjects/Lead', { Bogus: 1, Email: 'nobody' })).json()
    assert.deepEqual(
      unknown.map(({ message }: { message: string }) => message),
      ["No such column 'Bogus' on sobject of type Lead"],
    )
    const [status] = (
      await client.send('POST', '/sobjects/Lead', { LastName: 'A', Company: 'B', Status: 'Nowhere' })
    ).json()
    assert.equal(status.errorCode, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST')
    const [amount] = (await client.send('POST', '/sobjects/Lead', { LastName: 'A', Company: 'B', Amount: 3 })).json()
    assert.equal(amount.errorCode, 'FIELD_CUSTOM_VALIDATION_EXCEPTION')
    assert.match(amount.message, /belongs to an opportunity/)
  })

  test('is refused when its owner, its reference or its object is not there', async () => {
    const nobody = '005000000000zzzAAA'
    const [owner] = (await client.send('POST', '/sobjects/Account', { Name: 'A', OwnerId: nobody })).json()
    assert.deepEqual([owner.errorCode, owner.message], ['INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'])
    assert.equal((await client.send('POST', '/sobjects/Bogus', {})).json()[0].errorCode, 'NOT_FOUND')
    assert.equal((await client.get('/sobjects/Account/001000000000zzzAAA')).statusCode, 404)
    assert.equal((await client.get('/sobjects/Account/nonsense')).json()[0].errorCode, 'NOT_FOUND')
    assert.equal(
      (await client.send('PATCH', '/sobjects/Account/001000000000zzzAAA', { Name: 'x' })).json()[0].errorCode,
      'NOT_FOUND',
    )
  })

  test('with a likely duplicate is saved, unless the client asks to be told', async () => {
    const lead = { FirstName: 'Ada', LastName: 'Lovelace', Company: 'Engines Ltd', Email: 'ada@engines.example' }
    assert.equal((await client.send('POST', '/sobjects/Lead', lead)).statusCode, 201)
    const refused = await client.send('POST', '/sobjects/Lead', lead, {
      'sforce-duplicate-rule-header': 'allowSave=false',
    })
    assert.equal(refused.statusCode, 400)
    const [error] = refused.json()
    assert.equal(error.errorCode, 'DUPLICATES_DETECTED')
    assert.equal(error.duplicateResult.matchResults[0].matchRecords.length, 1)
    const forced = await client.send('POST', '/sobjects/Lead', lead, {
      'sforce-duplicate-rule-header': 'allowSave=true; x=y',
    })
    assert.equal(forced.statusCode, 201)
    assert.equal((await client.send('POST', '/sobjects/Lead', lead)).statusCode, 201)
  })

  test('that a duplicate rule blocks is refused whatever the header says, but to who may bypass the rule', async () => {
    const { server, admin } = client
    const rules = (await server.call('GET', '/api/duplicate-rules', { headers: admin })).json().rules
    const rule = rules.find(({ object }: { object: string }) => object === 'Account')
    const set = (action: 'allow' | 'block') =>
      server.call('PATCH', `/api/duplicate-rules/${rule.Id}`, { headers: admin, body: { onCreate: { action } } })
    await set('block')
    const account = { Name: 'Svalbard Ice Works', Website: 'svalbard-ice.example' }
    await client.anAccount(account)
    const vetter = await server.as('vetter')
    const send = (headers: Readonly<Record<string, string>>) =>
      server.call('POST', at('/sobjects/Account'), { headers, body: account })
    const refused = [await send(vetter), await send({ ...vetter, 'sforce-duplicate-rule-header': 'allowSave=true' })]
    for (const answer of refused) {
      const [error] = answer.json()
      assert.deepEqual([answer.statusCode, error.errorCode], [400, 'DUPLICATES_DETECTED'])
      assert.deepEqual(
        [
          error.duplicateResult.allowSave,
          error.duplicateResult.duplicateRule,
          error.duplicateResult.matchResults.length,
        ],
        [false, 'Standard_Account_Duplicate_Rule', 1],
      )
    }
    const bypassed = await send({ ...admin, 'sforce-duplicate-rule-header': 'allowSave=true' })
    await set('allow')
    assert.equal(bypassed.statusCode, 201, bypassed.body)
  })

  test('that has a value is not named to who may not see it', async () => {
    const hidden = await client.anAccount({ ErpId__c: 'Secret' })
    const seen = await client.send('POST', '/sobjects/Account', { Name: 'A', ErpId__c: 'secret' })
    assert.match(seen.json()[0].message, new RegExp(`duplicates value on record with id: ${hidden}$`))
    const sharing = (Account: 'private' | 'public') =>
      client.server.call('PATCH', '/api/settings', { headers: client.admin, body: { Sharing: { Account } } })
    assert.equal((await sharing('private')).statusCode, 200)
    const sales = await client.server.as('sales')
    const [told] = (
      await client.server.call('PATCH', at('/sobjects/Account/ErpId__c/Secret'), {
        headers: sales,
        body: { Name: 'B' },
      })
    ).json()
    await sharing('public')
    assert.equal(told.errorCode, 'DUPLICATE_VALUE')
    assert.match(told.message, /<unknown>$/)
  })

  test('is kept from who may not see or change it', async () => {
    const id = await client.anAccount()
    const reader = await client.server.as('read_only')
    assert.equal((await client.server.call('GET', at(`/sobjects/Account/${id}`), { headers: reader })).statusCode, 200)
    const refused = await client.server.call('PATCH', at(`/sobjects/Account/${id}`), {
      headers: reader,
      body: { Name: 'Mine' },
    })
    assert.equal(refused.statusCode, 403)
    assert.equal(refused.json()[0].errorCode, 'INSUFFICIENT_ACCESS_OR_READONLY')
    const narrow = await client.server.as('administrator', ['read'])
    assert.equal(
      (await client.server.call('DELETE', at(`/sobjects/Account/${id}`), { headers: narrow })).statusCode,
      403,
    )
  })
})

describe('conditions', () => {
  test('spare an answer the client has, and a change of what it has not seen', async () => {
    const id = await client.anAccount()
    const address = `/sobjects/Account/${id}`
    const first = await client.get(address)
    const [etag, modified] = [String(first.headers.etag), String(first.headers['last-modified'])]
    assert.equal((await client.get(address, { 'if-none-match': etag })).statusCode, 304)
    assert.equal((await client.get(address, { 'if-modified-since': modified })).statusCode, 304)
    assert.equal(
      (await client.get(address, { 'if-unmodified-since': 'Thu, 01 Jan 2015 00:00:00 GMT' })).statusCode,
      412,
    )
    assert.equal((await client.send('PATCH', address, { Name: 'Second' }, { 'if-match': etag })).statusCode, 204)
    const stale = await client.send('PATCH', address, { Name: 'Third' }, { 'if-match': etag })
    assert.equal(stale.statusCode, 412)
    assert.equal((await client.send('DELETE', address, undefined, { 'if-match': etag })).statusCode, 412)
    assert.equal((await client.get(address, { 'if-none-match': etag })).statusCode, 200)
    assert.equal((await client.get(address)).json().Name, 'Second')
  })
})

describe('a record by external id', () => {
  test('is made at first and changed afterwards', async () => {
    const made = await client.conn.sobject('Account').upsert({ Name: 'Upserted', ErpId__c: 'E-1' }, 'ErpId__c')
    assert.deepEqual([made.success, made.created], [true, true])
    const changed = await client.send('PATCH', '/sobjects/Account/ErpId__c/e-1', { Name: 'Upserted again' })
    assert.equal(changed.statusCode, 200)
    assert.deepEqual(changed.json(), { id: made.id, success: true, errors: [], created: false })
    const older = await client.server.call('PATCH', '/services/data/v45.0/sobjects/Account/ErpId__c/E-1', {
      body: { Name: 'Upserted thrice' },
      headers: client.admin,
    })
    assert.equal(older.statusCode, 204)
    const read = await client.get('/sobjects/account/erpid__c/E-1')
    assert.deepEqual([read.json().Id, read.json().Name], [made.id, 'Upserted thrice'])
    assert.equal(
      (await client.send('PATCH', '/sobjects/Account/ErpId__c/E-none?updateOnly=true', { Name: 'x' })).statusCode,
      404,
    )
    assert.equal((await client.send('DELETE', '/sobjects/Account/ErpId__c/E-1')).statusCode, 204)
    assert.equal((await client.get('/sobjects/Account/ErpId__c/E-1')).statusCode, 404)
  })

  test('that many clients upsert at once is made once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        client.send('PATCH', '/sobjects/Account/Region__c/Race', { Name: client.aName() }),
      ),
    )
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
      [200, 200, 200, 200, 200, 200, 200, 201],
    )
    assert.equal((await client.conn.query("SELECT Id FROM Account WHERE Region__c = 'Race'")).totalSize, 1)
  })

  test('that several have is answered with the addresses of all', async () => {
    const ids = [await client.anAccount({ Region__c: 'North' }), await client.anAccount({ Region__c: 'north' })]
    const several = await client.get('/sobjects/Account/Region__c/North')
    assert.equal(several.statusCode, 300)
    assert.deepEqual(
      several.json(),
      ids.map((id) => at(`/sobjects/Account/${id}`)),
    )
    assert.equal((await client.send('PATCH', '/sobjects/Account/Region__c/North', { Name: 'x' })).statusCode, 300)
  })

  test('is found by values with slashes, spaces and letters of all kinds, and not by a field that is no key', async () => {
    const id = await client.anAccount({ ErpId__c: 'Ä/1 %2' })
    assert.equal((await client.get(`/sobjects/Account/ErpId__c/${encodeURIComponent('Ä/1 %2')}`)).json().Id, id)
    const [error] = (await client.get('/sobjects/Account/Description/x')).json()
    assert.equal(error.errorCode, 'NOT_FOUND')
    assert.equal((await client.get(`/sobjects/Account/Id/${id}`)).json().Id, id)
  })

  test('is what another record refers to', async () => {
    await client.anAccount({ ErpId__c: 'E-parent' })
    const contact = await client.conn.sobject('Contact').create({ LastName: 'Lind', Account: { ErpId__c: 'E-parent' } })
    assert.ok(contact.success)
    const parent = await client.get(`/sobjects/Contact/${contact.id}/Account?fields=Name,ErpId__c`)
    assert.equal(parent.json().ErpId__c, 'E-parent')
    const [missing] = (
      await client.send('POST', '/sobjects/Contact', { LastName: 'L', Account: { ErpId__c: 'none' } })
    ).json()
    assert.equal(missing.errorCode, 'INVALID_FIELD')
    assert.match(missing.message, /Foreign key external ID: none not found for field ErpId__c in entity Account/)
  })
})

test('a record a client says somebody looks at is among the recent ones', async () => {
  const [looked, other] = [await client.anAccount(), await client.anAccount()]
  await client.get(`/sobjects/Account/${looked}?fields=Name`, { 'sforce-mru': 'updateMru=true' })
  await client.get(`/sobjects/Account/${other}?fields=Name`)
  const recent = new Set((await client.conn.recent(10)).map(({ Id }) => Id))
  assert.deepEqual([recent.has(looked), recent.has(other)], [true, false])
})

describe('relationships', () => {
  test('lead from a record to what it points to, and to what points to it', async () => {
    const accountId = await client.anAccount({ Industry: 'Energy' })
    const { id: contactId } = await client.conn.sobject('Contact').create({ LastName: 'Lind', AccountId: accountId })
    assert.equal((await client.get(`/sobjects/Contact/${contactId}/Account`)).json().Id, accountId)
    assert.equal(
      (await client.get(`/sobjects/Contact/${contactId}/account/Owner?fields=Name`)).json().attributes.type,
      'User',
    )
    const children = (await client.get(`/sobjects/Account/${accountId}/Contacts?fields=LastName`)).json()
    assert.deepEqual([children.totalSize, children.done, children.records[0].LastName], [1, true, 'Lind'])
    assert.equal(
      (await client.send('PATCH', `/sobjects/Contact/${contactId}/Account`, { Industry: 'Media' })).statusCode,
      204,
    )
    assert.equal((await client.get(`/sobjects/Account/${accountId}`)).json().Industry, 'Media')
    assert.equal((await client.get(`/sobjects/Account/${accountId}/Parent`)).statusCode, 404)
    assert.equal((await client.get(`/sobjects/Account/${accountId}/Nonsense`)).statusCode, 404)
    const [injected] = (await client.get(`/sobjects/Account/${accountId}/Contacts?fields=Id FROM User--`)).json()
    assert.equal(injected.errorCode, 'INVALID_FIELD')
  })
})
