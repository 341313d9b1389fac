import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

test('there are no workflow rules, and all of them are tried', async () => {
  const { conn } = client
  assert.deepEqual(await conn.process.rule.list(), {})
  const done = await conn.process.rule.trigger([await client.anAccount()])
  assert.deepEqual([done.success, done.errors], [true, null])
  const wrong = await client.send('POST', '/process/rules', { contextIds: 'all' })
  assert.deepEqual([wrong.statusCode, wrong.json()[0].errorCode], [400, 'REQUIRED_FIELD_MISSING'])
})

test('who asks for an approval hears that no process is there to give it, and what to do instead', async () => {
  const { conn } = client
  const accountId = await client.anAccount()
  const asked = await conn.process.approval.submit(accountId, 'Please')
  assert.equal(asked.success, false)
  assert.match(JSON.stringify(asked), new RegExp(`"entityId":"${accountId}".*NO_APPLICABLE_PROCESS.*task`))
})

test('there is no Apex: its addresses are in nobody’s use, nothing compiles, and an editor is offered nothing', async () => {
  const { conn } = client
  await assert.rejects(conn.apex.get('/MyService/1'), { name: 'NOT_FOUND', message: 'Could not find a match for URL' })
  await assert.rejects(conn.apex.post('/MyService/', { name: 'x' }), { name: 'NOT_FOUND' })
  const { statusCode, json } = await client.server.call('GET', '/services/apexrest/MyService')
  assert.deepEqual([statusCode, json()[0].errorCode], [401, 'INVALID_SESSION_ID'])
  assert.deepEqual(await conn.tooling.completions('apex'), { publicDeclarations: {} })
  assert.equal((await conn.tooling.executeAnonymous('System.debug(1);')).compiled, false)
})

test('reports, dashboards, templates and kept mails are queried, and there are none', async () => {
  const { conn } = client
  assert.deepEqual(await conn.analytics.reports(), [])
  await assert.rejects(conn.analytics.report('00O000000000001').describe(), { name: 'NOT_FOUND' })
  for (const object of ['Report', 'Dashboard', 'Folder', 'EmailTemplate', 'EmailMessage', 'ListEmail']) {
    assert.equal((await conn.query(`SELECT Id, CreatedBy.Name FROM ${object}`)).totalSize, 0)
    assert.equal((await conn.sobject(object).describe()).createable, false)
  }
  const logs = await conn.tooling.query(
    'SELECT Id, Application, DurationMilliseconds, LogLength, LogUser.Name, StartTime FROM ApexLog ORDER BY StartTime DESC',
  )
  assert.equal(logs.totalSize, 0)
})
