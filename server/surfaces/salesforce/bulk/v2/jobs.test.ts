import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aBulkServer, type BulkServer, type Row } from '../../../../../test/support/bulk.ts'
import { run, sql } from '../../../../platform/sql.ts'
import { inTransaction } from '../../../../platform/transactions.ts'
import { forSalesforce } from '../../../../doors.ts'
import { removeJobsBefore } from '../jobs.sql.ts'
import { workJob } from '../work.ts'
import { decodeId } from '../../../../../shared/ids.ts'

// Without a worker: what is worked, and when, is said here.
let server: BulkServer
before(async () => {
  server = await aBulkServer({ worker: false })
})
after(() => server.close())

const JOBS = '/services/data/v64.0/jobs/ingest'
const json = { 'content-type': 'application/json' }

async function open(wanted: Row = {}, conn = server.conn): Promise<{ status: number; job: Row }> {
  const body = JSON.stringify({ object: 'Lead', operation: 'insert', ...wanted })
  const answer = await server.ask('POST', JOBS, { body, headers: json, conn })
  const said = (await answer.json()) as Row | Row[]
  return { status: answer.status, job: Array.isArray(said) ? (said[0] ?? {}) : said }
}

const put = (id: unknown, rows: BodyInit, headers: Record<string, string> = {}) =>
  server.ask('PUT', `${JOBS}/${String(id)}/batches`, {
    body: rows,
    headers: { 'content-type': 'text/csv', ...headers },
  })

async function become(id: unknown, state: string): Promise<{ status: number; said: Row }> {
  const answer = await server.ask('PATCH', `${JOBS}/${String(id)}`, { body: JSON.stringify({ state }), headers: json })
  const said = (await answer.json()) as Row | Row[]
  return { status: answer.status, said: Array.isArray(said) ? (said[0] ?? {}) : said }
}

const look = async (id: unknown): Promise<Row> =>
  (await (await server.ask('GET', `${JOBS}/${String(id)}`)).json()) as Row
const textAt = async (path: string): Promise<string> => (await server.ask('GET', path)).text()
const people = (n: number): string =>
  `LastName,Company\n${Array.from({ length: n }, (_, at) => `Person ${at},Works ${at}\n`).join('')}`

function work(id: unknown, onProgress?: (rows: number) => Promise<void>): Promise<void> {
  return workJob({ db: server.db, rooms: forSalesforce, onProgress }, server.org, decodeId(String(id)) ?? 0)
}

test('a job goes from Open to JobComplete, and no other way', async () => {
  const { job } = await open({ lineEnding: 'CRLF', columnDelimiter: 'PIPE' })
  assert.deepEqual(
    [
      job.state,
      job.object,
      job.contentType,
      job.apiVersion,
      job.lineEnding,
      job.columnDelimiter,
      job.jobType,
      job.concurrencyMode,
    ],
    ['Open', 'Lead', 'CSV', 64, 'CRLF', 'PIPE', 'V2Ingest', 'Parallel'],
  )
  assert.equal(job.contentUrl, `services/data/v64.0/jobs/ingest/${String(job.id)}/batches`)
  assert.match(String(job.createdDate), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
  assert.equal((await put(job.id, 'LastName|Company\nOne|Works\n')).status, 201)
  assert.deepEqual([(await put(job.id, 'LastName|Company\nTwo|Works\n')).status], [400])
  assert.equal((await become(job.id, 'UploadComplete')).said.state, 'UploadComplete')
  const again = await become(job.id, 'UploadComplete')
  assert.deepEqual([again.status, again.said.errorCode], [400, 'INVALIDJOBSTATE'])
  await work(job.id)
  const done = await look(job.id)
  assert.deepEqual([done.state, done.numberRecordsProcessed, done.numberRecordsFailed], ['JobComplete', 1, 0])
  assert.equal((await become(job.id, 'Aborted')).said.errorCode, 'INVALIDJOBSTATE')
})

test('a job aborted mid-way keeps what it wrote and tells what it left', async () => {
  const { job } = await open()
  const rows = 9000
  await put(job.id, people(rows))
  await become(job.id, 'UploadComplete')
  let aborted: ReturnType<typeof become> | undefined
  await work(job.id, async () => {
    const { said } = await (aborted ??= become(job.id, 'Aborted'))
    assert.equal(said.state, 'Aborted')
  })
  const done = await look(job.id)
  const left = (await textAt(`${JOBS}/${String(job.id)}/unprocessedrecords`)).trim().split('\n')
  const good = (await textAt(`${JOBS}/${String(job.id)}/successfulResults`)).trim().split('\n')
  assert.equal(left[0], '"LastName","Company"')
  assert.ok(left.length > 1 && good.length > 1, `${good.length} were written, ${left.length} left`)
  assert.equal(left.length - 1 + good.length - 1, rows)
  assert.equal(done.numberRecordsProcessed, good.length - 1)
  await work(job.id)
  assert.equal((await look(job.id)).numberRecordsProcessed, done.numberRecordsProcessed)
})

test('a column the object does not have fails the job before anything is written', async () => {
  const { job } = await open()
  await put(job.id, 'LastName,Company,Shoe_Size__c\nOne,Works,43\n')
  await become(job.id, 'UploadComplete')
  await work(job.id)
  const done = await look(job.id)
  assert.deepEqual([done.state, done.numberRecordsProcessed], ['Failed', 0])
  assert.equal(done.errorMessage, 'InvalidBatch : Field name not found : Shoe_Size__c')
  assert.equal(
    await textAt(`${JOBS}/${String(job.id)}/unprocessedrecords`),
    '"LastName","Company","Shoe_Size__c"\n"One","Works","43"\n',
  )
})

test('a row with more cells than columns is refused alone', async () => {
  const { job } = await open()
  await put(job.id, 'LastName,Company\nOne,Works, Ltd\nTwo,Works,\nThree,Works\n')
  await become(job.id, 'UploadComplete')
  await work(job.id)
  assert.deepEqual([(await look(job.id)).numberRecordsProcessed, (await look(job.id)).numberRecordsFailed], [3, 1])
})

test('a job is there for its maker and for administrators, and for nobody else', async () => {
  const [seller, other] = [await server.client('sales'), await server.client('sales')]
  const { job } = await open({ object: 'Account' }, seller)
  const seen = async (conn: typeof seller): Promise<number> =>
    (await server.ask('GET', `${JOBS}/${String(job.id)}`, { conn })).status
  const manager = await server.client('manager')
  assert.deepEqual(
    [await seen(seller), await seen(other), await seen(manager), await seen(server.conn)],
    [200, 404, 404, 200],
  )
  const listed = async (conn: typeof seller): Promise<number> =>
    ((await (await server.ask('GET', JOBS, { conn })).json()) as { records: Row[] }).records.filter(
      ({ id }) => id === job.id,
    ).length
  assert.deepEqual([await listed(seller), await listed(other)], [1, 0])
})

test('nobody but its maker sends rows into a job: they are written in the name of who made it', async () => {
  const { job } = await open({ object: 'Account' }, await server.client('sales'))
  const sent = await put(job.id, 'Name\nIn their name\n')
  assert.deepEqual([sent.status, ((await sent.json()) as Row[])[0]?.errorCode], [403, 'INVALIDUSER'])
  assert.equal((await become(job.id, 'UploadComplete')).status, 403)
  assert.equal((await become(job.id, 'Aborted')).said.state, 'Aborted')
})

test('what a role or a token may not do is refused before a row is sent', async () => {
  const reader = await server.client('administrator', ['read'])
  assert.deepEqual((await open({}, reader)).status, 403)
  assert.equal((await open({}, await server.client('read_only'))).status, 403)
  // Putting records beyond the recycle bin takes more than deleting them.
  assert.equal((await open({ operation: 'hardDelete' }, await server.client('manager'))).status, 403)
  const unknown = await open({ object: 'Nothing__c' })
  assert.deepEqual([unknown.status, unknown.job.errorCode], [400, 'INVALIDJOB'])
  assert.match(String((await open({ operation: 'upsert' })).job.message), /External ID was blank for Lead/)
  assert.match(
    String((await open({ operation: 'upsert', externalIdFieldName: 'Title' })).job.message),
    /not an External ID/,
  )
  assert.match(String((await open({ operation: 'explode' })).job.message), /none of insert, update/)
  assert.match(String((await open({ columnDelimiter: 'COLON' })).job.message), /none of BACKQUOTE/)
})

test('jobs are listed, the newest first, page by page, each kind under its own address', async () => {
  const { records, done } = (await (await server.ask('GET', `${JOBS}?jobType=V2Ingest`)).json()) as {
    records: Row[]
    done: boolean
  }
  assert.ok(records.length >= 4 && done)
  const dates = records.map(({ createdDate }) => String(createdDate))
  assert.deepEqual(dates, dates.toSorted().toReversed())
  const [, second] = records
  const rest = (await (await server.ask('GET', `${JOBS}?queryLocator=${String(second?.id)}`)).json()) as {
    records: Row[]
  }
  assert.deepEqual(
    rest.records.map(({ id }) => id),
    records.slice(2).map(({ id }) => id),
  )
  assert.equal(
    ((await (await server.ask('GET', '/services/data/v64.0/jobs/query')).json()) as { records: Row[] }).records.length,
    0,
  )
})

test('addresses are taken as the field writes them: two slashes in front, one at the end', async () => {
  const answer = await server.ask('GET', '//services/data/v64.0/jobs/ingest/')
  assert.deepEqual(
    [answer.status, /^api-usage=\d+\/\d+$/.test(answer.headers.get('sforce-limit-info') ?? '')],
    [200, true],
  )
  assert.equal((await server.ask('GET', '/services/data/v12.0/jobs/ingest')).status, 404)
})

test('a job at rest is deleted with all it holds, one at work is not', async () => {
  const { job } = await open()
  const first = await server.ask('DELETE', `${JOBS}/${String(job.id)}`)
  assert.equal(first.status, 400)
  await become(job.id, 'Aborted')
  assert.equal((await server.ask('DELETE', `${JOBS}/${String(job.id)}`)).status, 204)
  assert.equal((await server.ask('GET', `${JOBS}/${String(job.id)}`)).status, 404)
})

test('old jobs go, with their rows', async () => {
  const { job } = await open()
  await put(job.id, people(3))
  const id = decodeId(String(job.id)) ?? 0
  await inTransaction(server.db, server.org, (tx) =>
    run(tx, sql`update bulk_job set created_at = ${new Date('2020-01-01')} where id = ${id}`),
  )
  const gone = await inTransaction(server.db, server.org, (tx) => removeJobsBefore(tx, new Date('2020-01-08')))
  assert.equal(gone, 1)
  assert.equal((await server.ask('GET', `${JOBS}/${String(job.id)}`)).status, 404)
})

test('a job that leaves something out, or has it in another form, is told what', async () => {
  for (const [wanted, message] of [
    [{ object: undefined }, 'InvalidJob : object is missing'],
    [{ object: 5 }, 'InvalidJob : object must be a text'],
    [{ columnDelimiter: 'STAR' }, /columnDelimiter 'STAR' is none of BACKQUOTE/],
  ] as const) {
    const { status, job } = await open(wanted)
    assert.equal(status, 400)
    assert.equal(job.errorCode, 'INVALIDJOB')
    if (typeof message === 'string') assert.equal(job.message, message)
    else assert.match(String(job.message), message)
  }
})
