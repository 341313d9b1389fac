import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import jsforce from 'jsforce'
import { createGzip, gzipSync } from 'node:zlib'
import { aBulkServer, type BulkServer, type Row } from '../../../../test/support/bulk.ts'
import { until } from '../../../../test/support/until.ts'
import { one, sql } from '../../../platform/sql.ts'
import { reading } from '../../../platform/transactions.ts'

let server: BulkServer
before(async () => {
  server = await aBulkServer()
})
after(() => server.close())

const JOBS = '/services/data/v64.0/jobs/ingest'
const json = { 'content-type': 'application/json' }

async function open(): Promise<string> {
  const answer = await server.ask('POST', JOBS, {
    body: JSON.stringify({ object: 'Lead', operation: 'insert' }),
    headers: json,
  })
  return String(((await answer.json()) as Row).id)
}

const put = (id: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  server.ask('PUT', `${JOBS}/${id}/batches`, { body, headers: { 'content-type': 'text/csv', ...headers } })

async function ended(id: string): Promise<Row> {
  await server.ask('PATCH', `${JOBS}/${id}`, { body: JSON.stringify({ state: 'UploadComplete' }), headers: json })
  return server.settled(id)
}

const rowsKept = async (): Promise<number> => {
  const { n } = await reading(server.db, server.org, (tx) =>
    one<{ n: number }>(tx, sql`select count(*)::int as n from bulk_piece`),
  )
  return n
}

function* endless(bytes: number): Generator<Buffer> {
  yield Buffer.from('LastName,Company\n')
  const chunk = Buffer.from(`${'x'.repeat(99)},Works\n`.repeat(10_000))
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk
}

test('an upload that says it has more than 150 MB is refused before it is read', async () => {
  const id = await open()
  const answer = await server.app.inject({
    method: 'PUT',
    url: `${JOBS}/${id}/batches`,
    headers: {
      authorization: `Bearer ${server.conn.accessToken ?? ''}`,
      'content-type': 'text/csv',
      'content-length': String(300 * 1024 * 1024),
    },
  })
  const [said] = answer.json<Row[]>()
  assert.deepEqual([answer.statusCode, said?.errorCode], [413, 'EXCEEDED_MAX_SIZE_REQUEST'])
  assert.match(String(said?.message), /150 MB/)
})

test('a batch beyond 10 MB, packed or not, is refused politely when it gets there, and leaves nothing', async () => {
  const xml = '<jobInfo><operation>insert</operation><object>Lead</object><contentType>CSV</contentType></jobInfo>'
  const opened = await server.ask('POST', '/services/async/64.0/job', {
    body: xml,
    headers: { 'content-type': 'text/xml' },
  })
  const [job = ''] = /750\w{15}/.exec(await opened.text()) ?? []
  const before = await rowsKept()
  const add = (body: Readable, headers: Record<string, string> = {}): Promise<Response> =>
    server.ask('POST', `/services/async/64.0/job/${job}/batch`, {
      body: Readable.toWeb(body) as ReadableStream,
      headers: { 'content-type': 'text/csv', ...headers },
    })
  const plain = await add(Readable.from(endless(12 * 1024 * 1024)))
  assert.match(await plain.text(), /<exceptionCode>ExceededQuota<\/exceptionCode><exceptionMessage>[^<]*10 MB/)
  const bomb = await add(Readable.from(endless(60 * 1024 * 1024)).pipe(createGzip({ level: 1 })), {
    'content-encoding': 'gzip',
  })
  assert.match(await bomb.text(), /<exceptionCode>ExceededQuota<\/exceptionCode>/)
  assert.deepEqual([plain.status, bomb.status, await rowsKept()], [400, 400, before])
})

test('what is not packed as it says is told so', async () => {
  const wrong = await put(await open(), 'LastName\nOne\n', { 'content-encoding': 'gzip' })
  assert.equal(wrong.status, 400)
  assert.equal((await put(await open(), 'LastName\nOne\n', { 'content-encoding': 'br' })).status, 415)
  const id = await open()
  const packed = new Uint8Array(gzipSync('LastName,Company\nZipped,Works\n'))
  assert.equal((await put(id, packed, { 'content-encoding': 'gzip' })).status, 201)
  assert.equal((await ended(id)).numberRecordsProcessed, 1)
})

test('rows that cannot be read fail the job as a whole, with the row and the reason', async () => {
  const wrong: readonly (readonly [BodyInit, RegExp])[] = [
    ['LastName,Company\nOne,"Works\nTwo,More\n', /InvalidBatch : Row 2 opens a quote that is never closed/],
    ['LastName,Company\nOne,Works\nTwo,"Wo"rks\n', /InvalidBatch : Row 3 has text behind a closing quote/],
    [
      new Uint8Array(Buffer.from('LastName,Company\nJosé,Works\n', 'latin1')),
      /ClientInputError : The data is not valid UTF-8/,
    ],
    [`LastName,Company\n"${'x'.repeat(3 * 1024 * 1024)}`, /longer than the 2 MB a row may have/],
  ]
  for (const [body, said] of wrong) {
    const id = await open()
    assert.equal((await put(id, body)).status, 201)
    const job = await ended(id)
    assert.deepEqual([job.state, job.numberRecordsProcessed], ['Failed', 0])
    assert.match(String(job.errorMessage), said)
  }
})

test('a NUL byte costs its row, and so does a text that is too long', async () => {
  const id = await open()
  await put(id, `LastName,Company\nN\0l,Works\n${'x'.repeat(300)},Works\nGood,Works\n`)
  const job = await ended(id)
  assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 3, 2])
  const failed = await (await server.ask('GET', `${JOBS}/${id}/failedResults`)).text()
  assert.match(failed, /STRING_TOO_LONG/)
})

test('a byte order mark, blank lines and a last line without an end are taken as they are meant', async () => {
  const id = await open()
  await put(id, '\uFEFFLastName,Company\r\n\r\nOne,Works\r\n\r\n"Two","Works"')
  assert.deepEqual((await ended(id)).numberRecordsProcessed, 2)
})

test('an upload that breaks off leaves nothing, and may be sent again', async () => {
  const id = await open()
  const before = await rowsKept()
  const breaking = Readable.from(
    (function* () {
      yield Buffer.from(`LastName,Company\n${'One,Works\n'.repeat(5000)}`)
      throw new Error('the line went dead')
    })(),
  )
  await assert.rejects(put(id, Readable.toWeb(breaking) as ReadableStream))
  assert.equal((await put(id, 'LastName,Company\nOne,Works\n')).status, 201)
  assert.equal((await ended(id)).numberRecordsProcessed, 1)
  assert.equal(await rowsKept(), before + 1)
})

test('of two uploads to one job the later counts, and the other hears so', async () => {
  const id = await open()
  const { promise: answered, resolve } = Promise.withResolvers<void>()
  const slow = Readable.from(
    (async function* () {
      yield Buffer.from(`LastName,Company\n${'Slow,Works\n'.repeat(60_000)}`)
      await answered
      yield Buffer.from('Slow,Works\n'.repeat(60_000))
    })(),
  )
  const before = await rowsKept()
  const first = put(id, Readable.toWeb(slow) as ReadableStream)
  await until(rowsKept, (kept) => kept > before)
  assert.equal((await put(id, 'LastName,Company\nQuick,Works\n')).status, 201)
  resolve()
  const refused = await first
  assert.equal(refused.status, 400)
  assert.match(await refused.text(), /took its place/)
  assert.equal((await ended(id)).numberRecordsProcessed, 1)
})

test('ids of others, and of other things, are no jobs', async () => {
  for (const id of ['750000000000000AAA', '00Q000000000001AAA', "750'--", '../../etc', '%00'])
    assert.ok([400, 404].includes((await server.ask('GET', `${JOBS}/${id}`)).status), id)
})

test('a record of forty thousand fields is refused alone, and keeps nobody waiting', { timeout: 60_000 }, async () => {
  const opened = await server.ask('POST', '/services/async/64.0/job', {
    body: '<jobInfo><operation>insert</operation><object>Lead</object><contentType>XML</contentType></jobInfo>',
    headers: { 'content-type': 'text/xml' },
  })
  const [job = ''] = /750\w{15}/.exec(await opened.text()) ?? []
  const fields = Array.from({ length: 40_000 }, (_, at) => `<a${at}/>`).join('')
  const good = '<sObject><LastName>Good</LastName><Company>Works</Company></sObject>'
  const added = await server.ask('POST', `/services/async/64.0/job/${job}/batch`, {
    body: `<sObjects><sObject>${fields}</sObject>${good}</sObjects>`,
    headers: { 'content-type': 'text/xml' },
  })
  const [batch = ''] = /751\w{15}/.exec(await added.text()) ?? []
  for (;;) {
    const said = await (await server.ask('GET', `/services/async/64.0/job/${job}/batch/${batch}`)).text()
    if (/<state>(?:Queued|InProgress)<\/state>/.test(said)) continue
    assert.match(said, /<state>Completed<\/state>/)
    assert.match(said, /<numberRecordsProcessed>2<\/numberRecordsProcessed><numberRecordsFailed>1</)
    break
  }
})

test('JSON that nests without end fails its batch, and is no fault of ours', async () => {
  const opened = await server.ask('POST', '/services/async/64.0/job', {
    body: JSON.stringify({ operation: 'insert', object: 'Lead', contentType: 'JSON' }),
    headers: json,
  })
  const { id: job } = (await opened.json()) as Row
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  const added = await server.ask('POST', `/services/async/64.0/job/${String(job)}/batch`, {
    body: `[{"LastName":"Deep","Company":"Works","Owner":{"Username":${deep}}}]`,
    headers: json,
  })
  const batch = (await added.json()) as Row
  assert.deepEqual([added.status, batch.state], [201, 'Failed'])
  assert.match(String(batch.stateMessage), /nests deeper than 6 levels/)
})

test('a token that may only read sends no rows to a job its user opened with another, and ends none', async () => {
  const made = await server.ask('POST', '/api/tokens', {
    body: JSON.stringify({ name: 'Reads', scopes: ['read'] }),
    headers: json,
  })
  const { token: accessToken } = (await made.json()) as { token: string }
  const reader = new jsforce.Connection({ instanceUrl: server.url, accessToken })
  const id = await open()
  const asReader = (method: string, path: string, body?: string, type = 'application/json') =>
    server.ask(method, path, { body, headers: { 'content-type': type }, conn: reader })
  assert.equal((await asReader('GET', `${JOBS}/${id}`)).status, 200)
  assert.equal(
    (await asReader('PUT', `${JOBS}/${id}/batches`, 'LastName,Company\nSly,Works\n', 'text/csv')).status,
    403,
  )
  for (const state of ['UploadComplete', 'Aborted'])
    assert.equal((await asReader('PATCH', `${JOBS}/${id}`, JSON.stringify({ state }))).status, 403)
  await put(id, 'LastName,Company\nOpen,Works\n')
  assert.equal((await ended(id)).numberRecordsProcessed, 1)
  assert.equal((await asReader('DELETE', `${JOBS}/${id}`)).status, 403)
})
