import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { aBulkServer, type BulkServer, type Row } from '../../../../../test/support/bulk.ts'
import { until } from '../../../../../test/support/until.ts'

let server: BulkServer
before(async () => {
  server = await aBulkServer()
})
after(() => server.close())

const JOBS = '/services/data/v64.0/jobs/ingest'
const LINE = 'line-between'
const HEADERS = { 'content-type': `multipart/form-data; boundary=${LINE}` }

const part = (name: string, type: string, content: string): string =>
  `--${LINE}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`
const field = (name: string, content: string): string =>
  `--${LINE}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: application/json\r\n\r\n${content}\r\n`
const job = field('job', JSON.stringify({ object: 'Lead', operation: 'insert', contentType: 'CSV', lineEnding: 'LF' }))
const people = `LastName,Company\n${Array.from({ length: 20_000 }, (_, at) => `Cut ${at},Works\n`).join('')}`
const whole = `${job}${part('content', 'text/csv', people)}--${LINE}--\r\n`

const jobs = async (): Promise<readonly Row[]> =>
  ((await (await server.ask('GET', JOBS)).json()) as { records: Row[] }).records

const leads = async (): Promise<number> =>
  (await server.conn.query("SELECT Id FROM Lead WHERE Company = 'Works'")).totalSize

test('a job sent with its data that ends in the middle is aborted, keeps nothing, and may be sent again', async () => {
  for (const length of [whole.length - LINE.length - 6, whole.length - 100, 60_000, job.length + 20, job.length]) {
    const answer = await server.ask('POST', JOBS, { body: whole.slice(0, length), headers: HEADERS })
    assert.ok(answer.status >= 400 && answer.status < 500, `${length}: ${answer.status}`)
  }
  assert.deepEqual([...new Set((await jobs()).map(({ state }) => state))], ['Aborted'])
  assert.equal(await leads(), 0)
  const answer = await server.ask('POST', JOBS, { body: whole, headers: HEADERS })
  const { id } = (await answer.json()) as Row
  assert.equal((await server.settled(String(id))).numberRecordsProcessed, 20_000)
  assert.equal(await leads(), 20_000)
})

test('whoever hangs up while they send leaves no job open and no row behind', async () => {
  const before = await jobs()
  const sending = request(`${server.url}${JOBS}`, {
    method: 'POST',
    headers: { ...HEADERS, authorization: `Bearer ${server.conn.accessToken ?? ''}` },
  })
  const closed = new Promise((resolve) => sending.once('close', resolve).on('error', () => undefined))
  sending.write(whole.slice(0, 200_000))
  await until(jobs, ({ length }) => length > before.length)
  sending.destroy()
  await closed
  const after = await until(jobs, (all) => all.every(({ state }) => state !== 'Open'))
  const known = new Set(before.map(({ id }) => id))
  assert.deepEqual(
    after.flatMap(({ id, state }) => (known.has(id) ? [] : [state])),
    ['Aborted'],
  )
  assert.equal(await leads(), 20_000)
})
