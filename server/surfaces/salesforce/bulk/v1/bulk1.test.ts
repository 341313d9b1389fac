import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import jsforce from 'jsforce'
import { aBulkServer, type BulkServer, type Row } from '../../../../../test/support/bulk.ts'
import { publicFile } from '../../../../../test/support/importing.ts'
import { until } from '../../../../../test/support/until.ts'

let server: BulkServer
before(async () => {
  server = await aBulkServer()
})
after(() => server.close())

const JOB = '/services/async/64.0/job'
const NAMESPACE = 'xmlns="http://www.force.com/2009/06/asyncapi/dataload"'

const xml = (info: Readonly<Record<string, string>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?><jobInfo ${NAMESPACE}>${Object.entries(info)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</jobInfo>`

const post = async (path: string, body: BodyInit, type: string, headers: Record<string, string> = {}) => {
  const answer = await server.ask('POST', path, { body, headers: { 'content-type': type, ...headers } })
  return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') ?? '' }
}

async function open(info: Readonly<Record<string, string>>): Promise<string> {
  const { text } = await post(JOB, xml(info), 'application/xml')
  return /<id>(750\w{15})<\/id>/.exec(text)?.[1] ?? assert.fail(text)
}

/** Waits until a batch has come to its end; answers it. */
const ended = (job: string, batch: string): Promise<string> =>
  until(
    async () => (await server.ask('GET', `${JOB}/${job}/batch/${batch}`)).text(),
    (text) => !/Queued|InProgress/.test(text),
  )

async function sent(job: string, body: BodyInit, type: string, headers: Record<string, string> = {}): Promise<string> {
  const { status, text } = await post(`${JOB}/${job}/batch`, body, type, headers)
  assert.equal(status, 201, text)
  const batch = /(751\w{15})/.exec(text)?.[1] ?? assert.fail(text)
  await ended(job, batch)
  return batch
}

const resultOf = async (job: string, batch: string): Promise<string> =>
  (await server.ask('GET', `${JOB}/${job}/batch/${batch}/result`)).text()

test('jsforce loads, changes and deletes records', async () => {
  const accounts: Row[] = [
    ...Array.from({ length: 200 }, (_, at) => ({ Name: `Bulk ${at}`, NumberOfEmployees: at })),
    { BillingState: 'CA' },
  ]
  const made = await server.conn.bulk.load('Account', 'insert', accounts)
  assert.deepEqual([made.length, made.filter(({ success, created }) => success && created).length], [201, 200])
  assert.deepEqual(
    [made[200]?.id, made[200]?.success, made[200]?.errors],
    [null, false, ['REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --']],
  )
  const some = made.slice(0, 3).map(({ id }) => ({ Id: id ?? '', Name: 'Renamed' }))
  assert.ok(
    (await server.conn.bulk.load('Account', 'update', some)).every(({ success, created }) => success && !created),
  )
  assert.equal((await server.conn.sobject('Account').find({ Name: 'Renamed' })).length, 3)
  assert.ok((await server.conn.bulk.load('Account', 'delete', some)).every(({ success }) => success))
})

test('jsforce changes and removes what a query finds, beyond the size where it turns to bulk', async () => {
  await server.conn.bulk.load(
    'Account',
    'insert',
    Array.from({ length: 250 }, (_, at) => ({ Name: `Many ${at}`, BillingState: 'CA' })),
  )
  const found = server.conn.sobject('Account').find({ Name: { $like: 'Many %' } })
  const changed = await found.update({ Name: '${Name} (Updated)', BillingState: null } as never)
  assert.deepEqual([changed.length, changed.every(({ success }) => success)], [250, true])
  const now = await server.conn.sobject('Account').find({ Name: { $like: 'Many %' } }, ['Name', 'BillingState'])
  assert.ok(
    now.every(
      ({ Name, BillingState }) => typeof Name === 'string' && Name.endsWith('(Updated)') && BillingState === null,
    ),
  )
  const removed = await server.conn
    .sobject('Account')
    .find({ Name: { $like: 'Many %' } })
    .destroy({ bulkApiVersion: 2 } as never)
  assert.deepEqual([removed.length, removed.every(({ success }) => success)], [250, true])
})

test('an empty batch is no batch', async () => {
  await assert.rejects(async () => await server.conn.bulk.load('Account', 'update', []), { name: 'ClientInputError' })
})

test('a session that is over is told so, and a client that can renew it goes on', async () => {
  const made = await server.conn.bulk.load('Account', 'insert', [{ Name: 'Renewed' }])
  const refreshFn = (_: unknown, done: (error: Error | null, token?: string) => void): void =>
    done(null, server.conn.accessToken ?? '')
  const over = new jsforce.Connection({
    instanceUrl: server.url,
    accessToken: 'invalid_token',
    version: '64.0',
    refreshFn,
  })
  over.bulk.pollInterval = 20
  const gone = await over.bulk.load('Account', 'delete', [{ Id: made[0]?.id ?? '' }])
  assert.equal(gone[0]?.success, true)
  const lost = new jsforce.Connection({ instanceUrl: server.url, accessToken: 'invalid_token', version: '64.0' })
  await assert.rejects(async () => await lost.bulk.load('Account', 'insert', [{ Name: 'Impossible' }]), {
    name: 'InvalidSessionId',
  })
  await assert.rejects(
    lost.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'insert', input: [{ Name: 'Impossible' }] }),
    { name: 'INVALID_SESSION_ID' },
  )
})

test('XML rows are read, a nil empties a field, and results are XML', async () => {
  const job = await open({ operation: 'insert', object: 'Account', contentType: 'XML', concurrencyMode: 'Serial' })
  const rows = `<?xml version="1.0"?><sObjects ${NAMESPACE} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sObject><Name>R&amp;D &lt;lead&gt;</Name><Phone xsi:nil="true"/></sObject><sObject><Phone>1</Phone></sObject></sObjects>`
  const batch = await sent(job, rows, 'application/xml; charset=UTF-8')
  const result = await resultOf(job, batch)
  assert.match(
    result,
    /<result><errors><fields>Name<\/fields><message>Required fields are missing: \[Name\]<\/message><statusCode>REQUIRED_FIELD_MISSING<\/statusCode><\/errors><success>false<\/success><created>false<\/created><\/result><\/results>$/,
  )
  const [, id = ''] =
    /<result><id>(001\w{15})<\/id><success>true<\/success><created>true<\/created><\/result>/.exec(result) ?? []
  assert.equal((await server.conn.sobject('Account').retrieve(id)).Name, 'R&D <lead>')
  assert.match(
    await (await server.ask('GET', `${JOB}/${job}/batch/${batch}/request`)).text(),
    /<Name>R&amp;D &lt;lead&gt;<\/Name><Phone xsi:nil="true"\/>/,
  )
})

test('JSON is answered with JSON', async () => {
  const opened = await post(
    JOB,
    JSON.stringify({ operation: 'upsert', object: 'Lead', externalIdFieldName: 'Email', contentType: 'JSON' }),
    'application/json',
  )
  const { id: job, state } = JSON.parse(opened.text) as Row
  assert.deepEqual([opened.status, state], [201, 'Open'])
  const rows = [
    { LastName: 'Json', Company: 'Fjord', Email: 'json@fjord.example' },
    { LastName: 'Again', Company: 'Fjord', Email: 'other@fjord.example', NumberOfEmployees: 'never' },
  ]
  const batch = await sent(String(job), JSON.stringify(rows), 'application/json')
  const results = JSON.parse(await resultOf(String(job), batch)) as { success: boolean; errors: Row[] }[]
  assert.deepEqual(
    results.map(({ success }) => success),
    [true, false],
  )
  assert.deepEqual(
    [results[1]?.errors[0]?.statusCode, results[1]?.errors[0]?.fields],
    ['INVALID_TYPE_ON_FIELD_IN_RECORD', ['NumberOfEmployees']],
  )
})

test('a client that says JSON of a CSV job hears of the job in JSON, and of its batches in XML', async () => {
  const json = { headers: { 'content-type': 'application/json' } }
  const opened = await post(
    JOB,
    JSON.stringify({ operation: 'queryAll', object: 'Account', contentType: 'CSV' }),
    'application/json',
  )
  const { id: job } = JSON.parse(opened.text) as { id: string }
  const batch = await sent(job, 'SELECT Id FROM Account ORDER BY SystemModstamp ASC', 'text/csv')
  for (const [path, root] of [
    ['batch', /<batchInfoList/],
    [`batch/${batch}`, /<batchInfo/],
    [`batch/${batch}/result`, /<result-list/],
  ] as const)
    assert.match(await (await server.ask('GET', `${JOB}/${job}/${path}`, json)).text(), root)
  const missing = await server.ask('GET', `${JOB}/750000000000001AAA`, json)
  assert.deepEqual([missing.status, ((await missing.json()) as Row).exceptionCode], [400, 'InvalidJob'])
})

test('a job counts its batches, closes, and takes no more', async () => {
  const job = await open({ operation: 'insert', object: 'Lead', contentType: 'CSV' })
  await sent(job, 'LastName,Company\nOne,Works\n', 'text/csv')
  await sent(job, gzipSync('LastName,Company\nZipped,Works\n'), 'text/csv', { 'content-encoding': 'gzip' })
  await sent(job, Buffer.from('LastName,Company\nJosé,Café\n', 'latin1'), 'text/csv; charset=ISO-8859-1')
  assert.equal(
    (await server.conn.query("SELECT Id FROM Lead WHERE LastName = 'José' AND Company = 'Café'")).totalSize,
    1,
  )
  const closed = await post(`${JOB}/${job}`, xml({ state: 'Closed' }), 'application/xml')
  assert.match(
    closed.text,
    /<state>Closed<\/state>.*<numberBatchesCompleted>3<\/numberBatchesCompleted>.*<numberBatchesTotal>3<\/numberBatchesTotal><numberRecordsProcessed>3</,
  )
  const more = await post(`${JOB}/${job}/batch`, 'LastName,Company\nLate,Works\n', 'text/csv')
  assert.deepEqual([more.status, /<exceptionCode>InvalidJobState<\/exceptionCode>/.test(more.text)], [400, true])
  const list = await (await server.ask('GET', `${JOB}/${job}/batch`)).text()
  assert.equal(list.match(/<batchInfo><id>751/g)?.length, 3)
})

test('an aborted job leaves what it has not begun', async () => {
  const job = await open({ operation: 'insert', object: 'Lead', contentType: 'CSV' })
  assert.match(
    (await post(`${JOB}/${job}`, xml({ state: 'Aborted' }), 'application/xml')).text,
    /<state>Aborted<\/state>/,
  )
  assert.match(
    (await post(`${JOB}/${job}/batch`, 'LastName,Company\nLate,Works\n', 'text/csv')).text,
    /InvalidJobState/,
  )
})

test('a batch is told what is wrong with it as a whole', async () => {
  const job = await open({ operation: 'insert', object: 'Lead', contentType: 'CSV' })
  const wrong: readonly (readonly [BodyInit, RegExp])[] = [
    ['LastName,Shoes\nOne,2\n', /<stateMessage>InvalidBatch : Field name not found : Shoes</],
    ['LastName,Amount\nOne,2\n', /<stateMessage>InvalidBatch : Field name not found : Amount\. .*opportunit/i],
    ['LastName,Company\nOne,"Works\n', /Row 2 opens a quote that is never closed/],
    [`LastName,Company\n${'One,Works\n'.repeat(10_001)}`, /Records limit exceeded/],
    ['LastName,LASTNAME\nOne,Two\n', /Duplicate field name/],
  ]
  for (const [body, said] of wrong) {
    const { text } = await post(`${JOB}/${job}/batch`, body, 'text/csv')
    const batch = /(751\w{15})/.exec(text)?.[1] ?? assert.fail(text)
    const end = await ended(job, batch)
    assert.match(end, /<state>Failed<\/state>/)
    assert.match(end, said)
  }
  assert.equal(
    (await server.conn.query("SELECT Id FROM Lead WHERE LastName = 'One' AND Company = 'Works'")).totalSize,
    1,
  )
})

test('requests nobody can carry out are refused in XML', async () => {
  const refused: readonly (readonly [string, string, string, RegExp])[] = [
    [JOB, '<jobInfo><operation>insert</operation>', 'application/xml', /InvalidXML/],
    [
      JOB,
      '<!DOCTYPE j [<!ENTITY a "aaaa">]><jobInfo><operation>&a;</operation></jobInfo>',
      'application/xml',
      /InvalidXML.*DOCTYPE/s,
    ],
    [
      JOB,
      xml({ operation: 'insert', object: 'Nothing__c' }),
      'application/xml',
      /InvalidJob<.*Unable to find object: Nothing__c/,
    ],
    [JOB, xml({ operation: 'insert', object: 'Lead', contentType: 'ZIP_CSV' }), 'application/xml', /FeatureNotEnabled/],
    ['/services/async/12.0/job', xml({ operation: 'insert', object: 'Lead' }), 'application/xml', /InvalidUrl/],
    [`${JOB}/750000000000000AAA/batch`, 'Id\n', 'text/csv', /InvalidJob/],
  ]
  for (const [path, body, type, said] of refused) {
    const answer = await post(path, body, type)
    assert.equal(answer.status, 400, answer.text)
    assert.match(answer.text, said)
    assert.match(answer.type, /^application\/xml/)
  }
})

test("the field's own test file for 1.0 is taken in", async (t) => {
  const bytes = await publicFile('import/Account_bulk1_test.csv')
  if (bytes === undefined) return t.skip('the public data is not beside the project')
  const job = await open({ operation: 'insert', object: 'Account', contentType: 'CSV' })
  const batch = await sent(job, new Uint8Array(bytes), 'text/csv')
  const [head, ...rows] = (await resultOf(job, batch)).trim().split('\n')
  assert.equal(head, '"Id","Success","Created","Error"')
  assert.deepEqual([rows.length, rows.filter((row) => !row.includes('"true","true",""'))], [100, []])
})

test('an address under which nothing is is refused in the words of Bulk 1.0', async () => {
  const answer = await server.ask('GET', '/services/async/64.0/jobs')
  assert.equal(answer.status, 400)
  assert.match(await answer.text(), /<exceptionCode>InvalidUrl</)
})
