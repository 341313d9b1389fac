import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { aBulkServer, type BulkServer, type Row } from '../../../../../test/support/bulk.ts'
import { publicFile } from '../../../../../test/support/importing.ts'

let server: BulkServer
before(async () => {
  server = await aBulkServer()
})
after(() => server.close())

type Load = {
  readonly externalIdFieldName?: string
  readonly columnDelimiter?: 'BACKQUOTE'
  readonly lineEnding?: 'CRLF'
}
type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete'

async function load(object: string, operation: IngestOperation, input: string | Row[], more: Load = {}) {
  const results = await server.conn.bulk2.loadAndWaitForResults({ object, operation, input, ...more })
  return {
    good: results.successfulResults as readonly Row[],
    bad: results.failedResults as readonly Row[],
    left: results.unprocessedRecords,
  }
}

const idsOf = (rows: readonly Row[]): string[] => rows.map((row) => String(row.sf__Id))

const readAccounts = async (name: string, fields: string[]): Promise<Row[]> =>
  server.conn.sobject('Account').find({ Name: { $like: `${name}%` } }, fields)

test('good rows are made, and a bad one is refused in the words the field knows', async () => {
  const accounts = [
    ...Array.from({ length: 200 }, (_, at) => ({ Name: `Fjord ${at}`, NumberOfEmployees: 300 + at })),
    { NumberOfEmployees: 7 },
  ]
  const { good, bad, left } = await load('Account', 'insert', accounts)
  assert.equal(good.length, 200)
  assert.ok(good.every(({ sf__Id, sf__Created }) => String(sf__Id).startsWith('001') && sf__Created === 'true'))
  assert.deepEqual([good[7]?.Name, good[7]?.NumberOfEmployees], ['Fjord 7', '307'])
  assert.deepEqual(
    bad.map(({ sf__Id, sf__Error, NumberOfEmployees }) => [sf__Id, sf__Error, NumberOfEmployees]),
    [['', 'REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --', '7']],
  )
  assert.deepEqual(left, [])
})

test('an update changes what it names, empties what is marked so, and leaves blanks alone', async () => {
  const made = await load('Account', 'insert', [{ Name: 'Skerry AB', Phone: '+46 8 1234', BillingCity: 'Malmö' }])
  const [id] = idsOf(made.good)
  const changed = await load('Account', 'update', `Id,Name,Phone,BillingCity\n${id},Skerry Group,#N/A,\n`)
  assert.deepEqual([changed.good[0]?.sf__Created, changed.bad.length], ['false', 0])
  const [now] = await readAccounts('Skerry', ['Name', 'Phone', 'BillingCity'])
  assert.deepEqual([now?.Name, now?.Phone, now?.BillingCity], ['Skerry Group', null, 'Malmö'])
})

test('an upsert by external id changes who is there, makes who is not, and a row may refer to a parent by its external id', async () => {
  const field = { object: 'Account', label: 'Ledger', type: 'string', length: 30, unique: true, externalId: true }
  const { ask } = await server.browser()
  await ask('POST', '/api/custom-fields', field)
  await load('Account', 'insert', [{ Name: 'Old Mill', Ledger__c: 'L1' }])
  const rows = [
    { Ledger__c: 'L1', Name: 'Old Mill Ltd' },
    { Ledger__c: 'L2', Name: 'New Mill' },
    { Ledger__c: '', Name: 'No Mill' },
  ]
  const { good, bad } = await load('Account', 'upsert', rows, { externalIdFieldName: 'ledger__C' })
  assert.deepEqual(
    good.map(({ sf__Created }) => sf__Created),
    ['false', 'true'],
  )
  assert.match(String(bad[0]?.sf__Error), /^MISSING_ARGUMENT:Ledger__c not specified/)
  const people = await load('Contact', 'insert', 'LastName,Account.Ledger__c\nLind,L2\nBerg,nowhere\n')
  assert.equal(people.good.length, 1)
  assert.match(String(people.bad[0]?.sf__Error), /^INVALID_FIELD:Foreign key external ID: nowhere not found/)
  const [lind] = (await server.conn.query("SELECT Account.Name FROM Contact WHERE LastName = 'Lind'")).records
  assert.equal(lind?.Account.Name, 'New Mill')
})

test('two jobs that upsert the same external ids at the same moment make each record once', async () => {
  const { ask } = await server.browser()
  await ask('POST', '/api/custom-fields', {
    object: 'Account',
    label: 'Quay',
    type: 'string',
    length: 30,
    externalId: true,
  })
  const rows = Array.from({ length: 900 }, (_, at) => ({ Quay__c: `Q${at}`, Name: `Quayside ${at}` }))
  const both = await Promise.all([1, 2].map(() => load('Account', 'upsert', rows, { externalIdFieldName: 'Quay__c' })))
  const made = both.flatMap(({ good }) => good).filter(({ sf__Created }) => sf__Created === 'true')
  assert.deepEqual([made.length, ...both.map(({ bad }) => bad.length)], [900, 0, 0])
  const { totalSize } = await server.conn.query("SELECT COUNT() FROM Account WHERE Name LIKE 'Quayside%'")
  assert.equal(totalSize, 900)
})

test('records are deleted by their ids, each answered for', async () => {
  const made = await load('Account', 'insert', [{ Name: 'Gone 1' }, { Name: 'Gone 2' }])
  const [one = '', two = ''] = idsOf(made.good)
  const { good, bad } = await load('Account', 'delete', `Id\n${one}\n${two}\n001000000000000AAA\nnonsense\n`)
  assert.deepEqual(idsOf(good), [one, two])
  assert.ok(bad.every(({ sf__Error }) => /^(MALFORMED_ID|INVALID_CROSS_REFERENCE_KEY):.*--$/.test(String(sf__Error))))
  assert.equal(bad.length, 2)
  assert.equal((await readAccounts('Gone', ['Id'])).length, 0)
})

test('an account deleted for good is not in the recycle bin, nor are its people; one with a won deal stays as it was', async () => {
  const made = await load('Account', 'insert', [{ Name: 'Purged' }, { Name: 'Bought once' }])
  const [gone = '', kept = ''] = idsOf(made.good)
  await load('Contact', 'insert', [{ LastName: 'Purged', AccountId: gone }])
  await load('Opportunity', 'insert', [
    { Name: 'Pilot', AccountId: kept, StageName: 'Closed Won', Amount: 5, CloseDate: '2026-05-01' },
  ])
  const { good, bad } = await load('Account', 'hardDelete', `Id\n${gone}\n${kept}\n`)
  assert.deepEqual([idsOf(good), bad.map(({ sf__Id }) => sf__Id)], [[gone], [kept]])
  const left = async (object: string) =>
    (
      await server.conn.query(`SELECT Name, IsDeleted FROM ${object} WHERE Name IN ('Purged', 'Bought once')`, {
        scanAll: true,
      })
    ).records.map(({ Name, IsDeleted }) => [Name, IsDeleted])
  assert.deepEqual(await left('Account'), [['Bought once', false]])
  assert.deepEqual(await left('Contact'), [])
})

test('no data at all succeeds with three empty results', async () => {
  for (const operation of ['insert', 'delete'] as const)
    assert.deepEqual(await load('Account', operation, []), { good: [], bad: [], left: [] })
  const job = server.conn.bulk2.createJob({ object: 'Account', operation: 'insert' })
  await job.open()
  await job.close()
  await job.poll(20, 120_000)
  assert.equal((await job.check()).state, 'JobComplete')
})

test('every delimiter and line end is read, and results come in the same form', async () => {
  const signs = { BACKQUOTE: '`', CARET: '^', COMMA: ',', PIPE: '|', SEMICOLON: ';', TAB: '\t' }
  for (const [columnDelimiter, sign] of Object.entries(signs)) {
    const lines = [
      `Name${sign}Description`,
      `"Says ""hej""${sign} ${columnDelimiter}"${sign}"two\r\nlines"`,
      `=SUM(A1)${sign}-1`,
    ]
    const { job } = await server.send(
      { object: 'Account', operation: 'insert', columnDelimiter, lineEnding: 'CRLF' },
      lines.join('\r\n'),
    )
    assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 2, 0])
    const text = await (
      await server.ask('GET', `/services/data/v64.0/jobs/ingest/${String(job.id)}/successfulResults`)
    ).text()
    const [head, ...rest] = text.split(/\r\n(?=")/)
    assert.equal(head, ['sf__Id', 'sf__Created', 'Name', 'Description'].map((name) => `"${name}"`).join(sign))
    // What a spreadsheet would run is data here: it stays as it is.
    assert.ok(rest.at(-1)?.endsWith(`${sign}"true"${sign}"=SUM(A1)"${sign}"-1"\r\n`), text)
    assert.ok(text.includes(`"Says ""hej""${sign} ${columnDelimiter}"${sign}"two\r\nlines"`), text)
  }
})

test('a job with its data in the same request begins at once', async () => {
  const body = [
    '--x\r\nContent-Type: application/json\r\nContent-Disposition: form-data; name="job"\r\n\r\n{"object":"Lead","contentType":"CSV","operation":"insert"}',
    '--x\r\nContent-Type: text/csv\r\nContent-Disposition: form-data; name="content"; filename="content"\r\n\r\nLastName,Company\nOne,Part\n',
    '--x--\r\n',
  ].join('\r\n')
  const answer = await server.ask('POST', '/services/data/v64.0/jobs/ingest', {
    body,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  })
  const job = (await answer.json()) as Row
  assert.deepEqual([answer.status, job.state, job.jobType], [200, 'UploadComplete', 'V2Ingest'])
  assert.equal((await server.settled(String(job.id))).numberRecordsProcessed, 1)
})

test('rows come in chunks of no stated length, as the sf command line sends them', async () => {
  const parts = ['LastName,Comp', 'any\nKirk,"Bri', 'dge\nCo"\nSpock,Sci', 'ence\n']
  const body = Readable.toWeb(Readable.from(parts.map((part) => Buffer.from(part)))) as ReadableStream
  const { job } = await server.send(
    { object: 'Lead', operation: 'insert', lineEnding: 'LF', columnDelimiter: 'COMMA' },
    body,
  )
  assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 2, 0])
})

test('likely duplicates are refused where the client asks for it', async () => {
  const rows = 'LastName,FirstName,Company,Email\nHopper,Grace,Navy Research,grace.hopper@navyresearch.example\n'
  await server.send({ object: 'Lead', operation: 'insert' }, rows)
  const again = await server.send({ object: 'Lead', operation: 'insert' }, rows)
  assert.equal(again.job.numberRecordsFailed, 0)
  const strict = await server.send({ object: 'Lead', operation: 'insert' }, rows, {
    'sforce-duplicate-rule-header': 'allowSave=false',
  })
  assert.equal(strict.job.numberRecordsFailed, 1)
  const text = await (
    await server.ask('GET', `/services/data/v64.0/jobs/ingest/${String(strict.job.id)}/failedResults`)
  ).text()
  assert.match(text, /"DUPLICATES_DETECTED:.*--"/)
})

for (const [file, rows, delimiter] of [
  ['Account_bulk2_test.csv', 100, 'COMMA'],
  ['Account_bulk2_test_backquote.csv', undefined, 'BACKQUOTE'],
] as const) {
  test(`the field's own test file ${file} is taken in`, async (t) => {
    const bytes = await publicFile(`import/${file}`)
    if (bytes === undefined) return t.skip('the public data is not beside the project')
    const { job } = await server.send(
      { object: 'Account', operation: 'insert', columnDelimiter: delimiter },
      new Uint8Array(bytes),
    )
    assert.equal(job.state, 'JobComplete', String(job.errorMessage))
    const text = await (
      await server.ask('GET', `/services/data/v64.0/jobs/ingest/${String(job.id)}/failedResults`)
    ).text()
    assert.equal(job.numberRecordsFailed, 0, text.slice(0, 500))
    assert.equal(job.numberRecordsProcessed, rows ?? bytes.toString('utf8').trim().split('\n').length - 1)
  })
}
