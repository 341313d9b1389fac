import assert from 'node:assert/strict'
import { text as textOf } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { aBulkServer, type BulkServer, type Row } from '../../../../../test/support/bulk.ts'
import { inTransaction } from '../../../../platform/transactions.ts'
import { theProgram } from '../../../../ground/users/actor.ts'
import { createLeads, deleteLeads } from '../../../../records/leads/leads.ts'

const LEADS = 5000
let server: BulkServer
before(async () => {
  server = await aBulkServer()
  await inTransaction(
    server.db,
    server.org,
    async (tx) => {
      const saved = await createLeads(
        tx,
        { ...theProgram, userId: (await firstUser()) ?? null },
        Array.from({ length: LEADS }, (_, at) => ({
          LastName: `Lead ${at}`,
          Company: at % 2 === 0 ? 'Says "hej"' : 'Two\nlines, Ltd',
          AnnualRevenue: at,
        })),
        { skipDuplicateCheck: true, readBack: false },
      )
      await deleteLeads(tx, theProgram, [saved[0]?.id ?? 0])
    },
    { streaming: true },
  )
})
after(() => server.close())

const firstUser = async (): Promise<number | undefined> => undefined

const JOBS = '/services/data/v64.0/jobs/query'
const json = { 'content-type': 'application/json' }

async function ask(query: string, more: Row = {}, conn = server.conn): Promise<{ status: number; job: Row }> {
  const answer = await server.ask('POST', JOBS, {
    body: JSON.stringify({ operation: 'query', query, ...more }),
    headers: json,
    conn,
  })
  const said = (await answer.json()) as Row | Row[]
  return { status: answer.status, job: Array.isArray(said) ? (said[0] ?? {}) : said }
}

test('jsforce reads every record of a bulk query', async () => {
  const stream = await server.conn.bulk2.query('SELECT Id, LastName, Company, Owner.Name FROM Lead')
  const records = await stream.toArray()
  assert.equal(records.length, LEADS - 1)
  const found = records.find(({ LastName }) => LastName === 'Lead 7')
  assert.deepEqual([found?.Company, String(found?.Id).slice(0, 3)], ['Two\nlines, Ltd', '00Q'])
  assert.ok('Owner.Name' in (found ?? {}))
})

test('the bulk queries of a day are counted among the limits', async () => {
  const left = async () => (await server.conn.limits()).DailyBulkV2QueryJobs?.Remaining ?? 0
  const before = await left()
  assert.equal((await ask('SELECT Id FROM Lead LIMIT 1')).status, 200)
  assert.equal(await left(), before - 1)
})

test('deleted records are among those of queryAll', async () => {
  const { job } = await ask('SELECT Id, IsDeleted FROM Lead', { operation: 'queryAll' })
  assert.equal((await server.settled(String(job.id), 'query')).numberRecordsProcessed, LEADS)
})

test('a result comes in answers of the size that is asked for, the last one named', async () => {
  const { job } = await ask('SELECT LastName, Company FROM Lead ORDER BY AnnualRevenue', {
    columnDelimiter: 'SEMICOLON',
    lineEnding: 'CRLF',
  })
  await server.settled(String(job.id), 'query')
  const whole = await server.ask('GET', `${JOBS}/${String(job.id)}/results`)
  assert.deepEqual(
    [whole.headers.get('sforce-locator'), whole.headers.get('sforce-numberofrecords')],
    ['null', String(LEADS - 1)],
  )
  const text = await whole.text()
  const head = '"LastName";"Company"\r\n'
  assert.ok(text.startsWith(`${head}"Lead 1";"Two\nlines, Ltd"\r\n"Lead 2";"Says ""hej"""\r\n`), text.slice(0, 200))
  let parts = ''
  let answers = 0
  for (let locator = ''; locator !== 'null'; answers++) {
    const page = await server.ask(
      'GET',
      `${JOBS}/${String(job.id)}/results?maxRecords=1999${locator === '' ? '' : `&locator=${locator}`}`,
    )
    const body = await page.text()
    assert.ok(body.startsWith(head))
    parts += body.slice(head.length)
    locator = page.headers.get('sforce-locator') ?? assert.fail('there is no locator')
  }
  assert.deepEqual([answers, head + parts], [3, text])
})

test('an empty result has a header, no rows, and no further answer', async () => {
  const { job } = await ask("SELECT Id FROM Lead WHERE LastName = 'Nobody'")
  await server.settled(String(job.id), 'query')
  const answer = await server.ask('GET', `${JOBS}/${String(job.id)}/results`)
  assert.deepEqual(
    [answer.headers.get('sforce-locator'), answer.headers.get('sforce-numberofrecords'), await answer.text()],
    ['null', '0', '"Id"\n'],
  )
})

test('whoever reads several pages at once is told where they begin', async () => {
  const { job } = await ask('SELECT Id FROM Lead')
  await server.settled(String(job.id), 'query')
  const base = `${JOBS}/${String(job.id)}`
  const { resultPages, nextRecordsUrl, done } = (await (await server.ask('GET', `${base}/resultPages`)).json()) as Row
  assert.deepEqual([nextRecordsUrl, done], [null, true])
  const [page, ...more] = resultPages as { readonly resultLink: string }[]
  assert.deepEqual(more, [])
  const rows = (await (await server.ask('GET', page?.resultLink ?? '')).text()).trimEnd().split('\n')
  assert.equal(rows.length - 1, LEADS - 1)
  assert.equal((await server.ask('GET', `${base}/resultPages?locator=..`)).status, 400)
})

test('what has no place in a table, what is no query and what is no locator is refused', async () => {
  assert.deepEqual(
    [(await ask('SELECT FROM')).status, (await ask('SELECT FROM')).job.errorCode],
    [400, 'MALFORMED_QUERY'],
  )
  assert.equal((await ask('SELECT Nothing__c FROM Lead')).job.errorCode, 'INVALID_FIELD')
  assert.match(
    String((await ask('SELECT Id, (SELECT Id FROM Contacts) FROM Account')).job.message),
    /Aggregate Relationships not supported/,
  )
  assert.match(String((await ask('SELECT COUNT() FROM User')).job.message), /COUNT not supported in Bulk Query/)
  const { job } = await ask('SELECT Id FROM Account')
  await server.settled(String(job.id), 'query')
  for (const more of ['locator=abc', 'locator=..%2F', 'maxRecords=0', 'maxRecords=x'])
    assert.equal((await server.ask('GET', `${JOBS}/${String(job.id)}/results?${more}`)).status, 400, more)
})

test('a bulk query brings what its maker may see, and is for who may carry records out', async () => {
  const vetter = await server.client('vetter')
  assert.equal((await ask('SELECT Id FROM Lead', {}, vetter)).status, 403)
  const { job } = await ask('SELECT Id FROM Account', {}, await server.client('marketing'))
  const other = await server.client('sales')
  assert.equal((await server.ask('GET', `${JOBS}/${String(job.id)}/results`, { conn: other })).status, 404)
  assert.equal((await server.ask('GET', `/services/data/v64.0/jobs/ingest/${String(job.id)}`)).status, 404)
})

test('a 1.0 query answers by batches, in CSV, XML and JSON', async () => {
  const stream = await server.conn.bulk.query("SELECT Id, LastName FROM Lead WHERE LastName LIKE 'Lead 12%'")
  const csv = await textOf(stream.stream('csv'))
  assert.equal(csv.trim().split('\n').length - 1, 111)
  for (const [contentType, shown] of [
    [
      'XML',
      /<records xsi:type="sObject"><type>Lead<\/type><Id>00Q\w{15}<\/Id><LastName>Lead 42<\/LastName><\/records>/,
    ],
    ['JSON', /"LastName":"Lead 42"/],
  ] as const) {
    const xml = `<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload"><operation>query</operation><object>Lead</object><contentType>${contentType}</contentType></jobInfo>`
    const { job, batch } = await oneBatch(xml, "SELECT LastName FROM Lead WHERE LastName = 'Lead 42'")
    const list = await (await server.ask('GET', `/services/async/64.0/job/${job}/batch/${batch}/result`)).text()
    const [result = ''] = /752\w{12}/.exec(list) ?? []
    assert.match(
      await (await server.ask('GET', `/services/async/64.0/job/${job}/batch/${batch}/result/${result}`)).text(),
      shown,
    )
  }
})

async function oneBatch(
  xml: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ job: string; batch: string }> {
  const opened = await (
    await server.ask('POST', '/services/async/64.0/job', {
      body: xml,
      headers: { 'content-type': 'application/xml', ...headers },
    })
  ).text()
  const [, job = ''] = /(750\w{15})/.exec(opened) ?? []
  const added = await (
    await server.ask('POST', `/services/async/64.0/job/${job}/batch`, { body, headers: { 'content-type': 'text/csv' } })
  ).text()
  const [, batch = ''] = /(751\w{15})/.exec(added) ?? []
  await batches(job)
  return { job, batch }
}

/** The batches of a job, once none is waiting. */
async function batches(job: string): Promise<string[]> {
  for (;;) {
    const list = await (await server.ask('GET', `/services/async/64.0/job/${job}/batch`)).text()
    const found = list.match(/<batchInfo>.*?<\/batchInfo>|\{"id":"751.*?\}/g) ?? []
    if (!found.some((one) => /Queued|InProgress/.test(one))) return found
  }
}

test('PK chunking parts a query into batches that bring each record once', async () => {
  const xml =
    '<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload"><operation>query</operation><object>Lead</object><contentType>CSV</contentType></jobInfo>'
  const { job, batch } = await oneBatch(xml, 'SELECT Id FROM Lead', { 'sforce-enable-pkchunking': 'chunkSize=2000' })
  const all = await batches(job)
  assert.match(all[0] ?? '', new RegExp(`${batch}.*NotProcessed`))
  assert.ok(all.length > 3, `there are ${all.length} batches`)
  const ids: string[] = []
  for (const one of all.slice(1)) {
    const [id = ''] = /751\w{15}/.exec(one) ?? []
    const text = await (
      await server.ask('GET', `/services/async/64.0/job/${job}/batch/${id}/result/752${id.slice(3, 15)}`)
    ).text()
    ids.push(...(text.match(/00Q\w{15}/g) ?? []))
  }
  assert.equal(ids.length, LEADS - 1)
  assert.equal(new Set(ids).size, LEADS - 1)
})
