import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { aBulkServer, type BulkServer, type Row } from '../../../../test/support/bulk.ts'
import { decodeId } from '../../../../shared/ids.ts'
import { forSalesforce } from '../../../doors.ts'
import { one, sql } from '../../../platform/sql.ts'
import { reading } from '../../../platform/transactions.ts'
import { workJob } from './work.ts'

let server: BulkServer
before(async () => {
  server = await aBulkServer({ worker: false })
})
after(() => server.close())

// Three pieces as they are cut, and with their descriptions two pages of a query.
const ROWS = 5000
const DESCRIPTION = 'Has seen the pumps at the fair. '.repeat(4).trim()

const json = { 'content-type': 'application/json' }
const work = (id: string): Promise<void> =>
  workJob({ db: server.db, rooms: forSalesforce }, server.org, decodeId(id) ?? 0)

const look = async (address: string): Promise<Row> => (await (await server.ask('GET', address)).json()) as Row

/** Works a job in a program of its own, which is killed after so many pieces. */
async function killAfter(id: string, pieces: number): Promise<void> {
  const program = spawn(
    process.execPath,
    [
      path.join(import.meta.dirname, '../../../../test/support/bulkProgram.ts'),
      JSON.stringify(server.connection),
      server.org.schema,
      String(decodeId(id)),
      String(pieces),
    ],
    { stdio: 'inherit' },
  )
  assert.deepEqual(await once(program, 'exit'), [null, 'SIGKILL'])
}

const count = async (): Promise<{ rows: number; different: number }> =>
  reading(server.db, server.org, (tx) =>
    one(
      tx,
      sql`select count(*)::int as rows, count(distinct last_name)::int as different from lead where company = 'Killed Works'`,
    ),
  )

test('killed half-way and worked again, no row is there twice, none is missing, and each is answered for', async () => {
  const jobs = '/services/data/v64.0/jobs/ingest'
  const rows = ROWS
  const opened = await server.ask('POST', jobs, {
    body: JSON.stringify({ object: 'Lead', operation: 'insert' }),
    headers: json,
  })
  const id = String(((await opened.json()) as Row).id)
  const csv = `LastName,Company,Description\n${Array.from({ length: rows }, (_, at) => `Person ${at},Killed Works,${DESCRIPTION}\n`).join('')}`
  await server.ask('PUT', `${jobs}/${id}/batches`, { body: csv, headers: { 'content-type': 'text/csv' } })
  await server.ask('PATCH', `${jobs}/${id}`, { body: JSON.stringify({ state: 'UploadComplete' }), headers: json })
  await killAfter(id, 2)
  const half = await look(`${jobs}/${id}`)
  const written = Number(half.numberRecordsProcessed)
  assert.equal(half.state, 'InProgress')
  assert.ok(written > 0 && written < rows, `${written} rows were written`)
  assert.equal((await count()).rows, written)
  // Two workers at one job do it no harm.
  await Promise.all([work(id), work(id)])
  await work(id)
  const done = await look(`${jobs}/${id}`)
  assert.deepEqual([done.state, done.numberRecordsProcessed, done.numberRecordsFailed], ['JobComplete', rows, 0])
  assert.deepEqual(await count(), { rows, different: rows })
  const results = (await (await server.ask('GET', `${jobs}/${id}/successfulResults`)).text())
    .trim()
    .split('\n')
    .slice(1)
  assert.equal(results.length, rows)
  assert.equal(new Set(results.map((row) => row.slice(0, 20))).size, rows)
})

test('a query killed half-way begins anew, and brings each record once', async () => {
  const jobs = '/services/data/v64.0/jobs/query'
  const query = "SELECT Id, LastName, Company, Description, Title FROM Lead WHERE Company = 'Killed Works'"
  const opened = await server.ask('POST', jobs, { body: JSON.stringify({ operation: 'query', query }), headers: json })
  const id = String(((await opened.json()) as Row).id)
  await killAfter(id, 2)
  assert.equal((await look(`${jobs}/${id}`)).state, 'InProgress')
  await work(id)
  const done = await look(`${jobs}/${id}`)
  assert.deepEqual([done.state, done.numberRecordsProcessed], ['JobComplete', ROWS])
  const answer = await server.ask('GET', `${jobs}/${id}/results`)
  const ids = (await answer.text()).match(/00Q\w{15}/g) ?? []
  assert.deepEqual(
    [answer.headers.get('sforce-numberofrecords'), ids.length, new Set(ids).size],
    [String(ROWS), ROWS, ROWS],
  )
})
