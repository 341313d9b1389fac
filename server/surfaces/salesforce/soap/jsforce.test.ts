import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import jsforce, { type Connection } from 'jsforce'
import { ADMINISTRATOR } from '../../../../test/support/server.ts'
import { aProgramServer, type ProgramServer } from '../../../../test/support/programs.ts'

let server: ProgramServer
let conn: Connection

before(async () => {
  server = await aProgramServer()
  conn = await signedIn()
})
after(() => server.close())

async function signedIn(username = ADMINISTRATOR.email, password = ADMINISTRATOR.password): Promise<Connection> {
  const connection = new jsforce.Connection({ loginUrl: server.url, version: '60.0' })
  await connection.loginBySoap(username, password)
  return connection
}

const aLead = (FirstName: string) => ({ type: 'Lead', FirstName, LastName: 'Lead', Company: `${FirstName} Works` })

async function make(...records: readonly object[]): Promise<string[]> {
  const results = await conn.soap.create([...records])
  return results.map(({ id, success, errors }) => {
    assert.ok(success && typeof id === 'string', JSON.stringify(errors))
    return id
  })
}

test('jsforce signs in by SOAP, and is told who it is', async () => {
  assert.equal(conn.instanceUrl, server.url)
  const info = await conn.soap.getUserInfo()
  assert.equal(info.userName, ADMINISTRATOR.email)
  assert.equal(info.organizationName, 'Nordwind')
  assert.match(info.profileId, /^00e\w{15}$/)
  assert.equal(info.userId, conn.userInfo?.id)
  assert.equal(info.organizationMultiCurrency, false)
  const { timestamp } = await conn.soap.getServerTimestamp()
  assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000)
})

test('a wrong password is refused in the words clients know', async () => {
  await assert.rejects(signedIn(ADMINISTRATOR.email, 'not this one'), {
    message: 'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
  })
})

test('a session that was logged out opens nothing', async () => {
  const other = await signedIn()
  const token = other.accessToken
  await other.logout()
  const late = new jsforce.Connection({ instanceUrl: server.url, accessToken: token ?? '', version: '60.0' })
  await assert.rejects(late.soap.getUserInfo(), { name: 'sf:INVALID_SESSION_ID' })
})

test('records of several objects are made, changed, deleted and undeleted in one call each', async () => {
  const [lead, account] = await make(aLead('Ines'), { type: 'Account', Name: 'Fjord' })
  const updated = await conn.soap.update([
    { type: 'Account', Id: account, Name: 'Fjord AS', Phone: null },
    { type: 'Lead', Id: lead, Title: 'Buyer' },
  ])
  assert.deepEqual(
    updated.map(({ id, success }) => [id, success]),
    [
      [account, true],
      [lead, true],
    ],
  )
  const deleted = await conn.soap.delete([account, lead, '00Q000000000001', 'nonsense'] as string[])
  assert.deepEqual(
    deleted.map(({ success, errors }) => [success, errors?.[0]?.statusCode]),
    [
      [true, undefined],
      [true, undefined],
      [false, 'INVALID_CROSS_REFERENCE_KEY'],
      [false, 'MALFORMED_ID'],
    ],
  )
  const back = await conn.soap.undelete([lead ?? '', account ?? ''])
  assert.deepEqual(
    back.map(({ success }) => success),
    [true, true],
  )
  assert.equal((await conn.sobject('Account').retrieve(account ?? '')).Name, 'Fjord AS')
})

test('what is wrong with a record is said in its result, with the fields', async () => {
  const [result] = await conn.soap.create([{ type: 'Lead', LastName: 'Alone' }])
  assert.equal(result?.success, false)
  assert.equal(result?.id, null)
  assert.deepEqual(result?.errors[0]?.statusCode, 'REQUIRED_FIELD_MISSING')
  assert.deepEqual([result?.errors[0]?.fields].flat(), ['Company'])
})

test('upsert finds records by id and makes those without one', async () => {
  const [id] = await make({ type: 'Account', Name: 'Upsert GmbH' })
  const results = await conn.soap.upsert('Id', [
    { type: 'Account', Id: id, Name: 'Upsert AG' },
    { type: 'Account', Name: 'Another' },
  ])
  assert.deepEqual(
    results.map(({ created, success }) => [created, success]),
    [
      [false, true],
      [true, true],
    ],
  )
})

test('a lead is converted over SOAP, and the results keep the order though one is refused', async () => {
  const [first, second, third] = await make(aLead('Cora'), aLead('Dora'), aLead('Emma'))
  const status = 'Closed - Converted'
  const once = await conn.soap.convertLead({ leadId: first, convertedStatus: status })
  assert.equal(once.success, true)
  assert.match(String(once.accountId), /^001/)
  assert.match(String(once.contactId), /^003/)
  assert.match(String(once.opportunityId), /^006/)
  const results = await conn.soap.convertLead([
    { leadId: second, accountId: once.accountId, convertedStatus: status, doNotCreateOpportunity: true },
    { leadId: first, convertedStatus: status },
    { leadId: third, convertedStatus: 'No such status' },
    { leadId: third, convertedStatus: status, opportunityName: 'Emma wants ten' },
  ])
  assert.deepEqual(
    results.map(({ success, errors }) => [success, errors[0]?.statusCode]),
    [
      [true, undefined],
      [false, 'CANNOT_UPDATE_CONVERTED_LEAD'],
      [false, 'INVALID_STATUS'],
      [false, 'DUPLICATE_VALUE'],
    ],
  )
  assert.equal(results[0]?.opportunityId, null)
  assert.equal(results[0]?.accountId, once.accountId)
})

test('leads are merged: the master keeps its id and takes the values it was sent', async () => {
  const [master, one, two] = await make(aLead('Mia'), aLead('Mila'), aLead('Milena'))
  const [task] = await make({ type: 'Task', Subject: 'Call', WhoId: one })
  const masterRecord = { type: 'Lead', Id: master ?? '', Title: 'Head of Purchasing' }
  const result = await conn.soap.merge({
    masterRecord,
    recordToMergeIds: [one ?? '', two ?? ''],
  })
  assert.equal(result.success, true, JSON.stringify(result.errors))
  assert.equal(result.id, master)
  assert.deepEqual(result.mergedRecordIds, [one, two])
  assert.ok(result.updatedRelatedIds.includes(task ?? ''))
  const kept = await conn.sobject('Lead').retrieve(master ?? '')
  assert.equal(kept.Title, 'Head of Purchasing')
})

test('what is in the recycle bin is removed for good, and what is not stays', async () => {
  const [gone, kept] = await make(aLead('Ava'), aLead('Eva'))
  await conn.soap.delete([gone ?? ''])
  const results = await conn.soap.emptyRecycleBin([gone ?? '', kept ?? ''])
  // Its types name one result, and its schema reads a list.
  assert.deepEqual(
    [results].flat().map(({ success }) => success),
    [true, false],
  )
  const [back] = await conn.soap.undelete([gone ?? ''])
  assert.equal(back?.success, false)
})

test('the tabs are the pages of Assay', async () => {
  const [app] = await conn.soap.describeTabs()
  assert.equal(app?.label, 'Assay')
  assert.ok(app?.tabs.some(({ sobjectName, url }) => sobjectName === 'Lead' && url === `${server.url}/leads`))
  for (const tab of app?.tabs ?? []) {
    assert.equal(typeof tab.sobjectName, 'string')
    assert.equal(typeof tab.miniIconUrl, 'string')
    assert.ok(Array.isArray(tab.icons))
  }
})

test('an administrator sets and resets passwords, and signs in with what came of it', async () => {
  const [id] = await make({ type: 'User', LastName: 'Sand', Email: 'sand@nordwind.example', Role: 'sales' })
  await conn.soap.setPassword(id ?? '', 'twelve green bottles')
  const sand = await signedIn('sand@nordwind.example', 'twelve green bottles')
  await assert.rejects(sand.soap.setPassword(conn.userInfo?.id ?? '', 'stolen by a seller'), /INSUFFICIENT_ACCESS/)
  await assert.rejects(conn.soap.setPassword(id ?? '', 'short'), { name: 'sf:INVALID_NEW_PASSWORD' })
  const { password } = await conn.soap.resetPassword(id ?? '')
  await assert.rejects(signedIn('sand@nordwind.example', 'twelve green bottles'), /INVALID_LOGIN/)
  assert.ok((await signedIn('sand@nordwind.example', password)).accessToken)
})

test('a client that is still sending hears why it was refused, packed or not', async () => {
  const bomb = `<!DOCTYPE a>${'<!-- -->'.repeat(600_000)}`
  const noise = Buffer.from(`<a>${Array.from({ length: 300_000 }, (_, at) => Math.sin(at)).join('')}`)
  const bodies = [
    [bomb, {}],
    [gzipSync(Buffer.concat([Buffer.from('<!DOCTYPE a>'), noise])), { 'content-encoding': 'gzip' }],
  ] as const
  for (const [body, headers] of bodies) {
    const url = `${server.url}/services/Soap/u/60.0`
    const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'text/xml', ...headers } })
    assert.equal(answer.status, 500)
    assert.match(await answer.text(), /document type/)
  }
})
