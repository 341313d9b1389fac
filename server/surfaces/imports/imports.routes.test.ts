import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeId } from '../../../shared/ids.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { importing } from '../../doors.ts'
import { importJobs } from './imports.jobs.ts'
import { workImport } from './writing/run.ts'
import { undoImport } from './writing/undo.ts'

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  importJobs(importing)()
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

const LIST =
  'First Name,Last Name,Company,Email\nAda,Byron,Byron Looms,ada@byronlooms.example\nCharles,Cabbage,Engine Works,nobody\n'

const workshop = () => ({ db: server.db, ...importing })
const idOf = (text: string): number => decodeId(text) ?? 0
const post = (url: string, body?: unknown) => server.call('POST', url, { headers: admin, body })
const get = (url: string) => server.call('GET', url, { headers: admin })

const sendRaw = (name: string, payload: string | Buffer, query = '') =>
  server.app.inject({
    method: 'POST',
    url: `/api/imports?name=${name}${query}`,
    headers: { ...admin, 'content-type': 'text/csv' },
    payload,
  })

test('an import may no more than the token that started it', async () => {
  const made = await post('/api/tokens', { name: 'Only writes', scopes: ['write'] })
  const headers = { authorization: `Bearer ${made.json().token}` }
  const content = 'LastName,Email,Role\nMallory,mallory@nordwind.example,administrator\n'
  const body = { name: 'users.csv', content, object: 'User' }
  const { Id } = (await server.call('POST', '/api/imports', { headers, body })).json()
  const started = await server.call('POST', `/api/imports/${Id}/start`, { headers })
  assert.equal(started.statusCode, 200, started.body)
  await workImport(workshop(), server.org, idOf(Id))
  const ended = (await get(`/api/imports/${Id}`)).json()
  assert.deepEqual([ended.state, ended.counts.created, ended.counts.refused], ['done', 0, 1])
  assert.match((await get(`/api/imports/${Id}/errors`)).body, /scope 'write', which is not enough/)
  assert.equal((await get('/api/users?q=mallory')).json().records.length, 0)
})

test('who may not make users takes back no import of users, though they oversee imports', async () => {
  const content = 'LastName,Email,Role\nBerg,berg@undo.example,sales\n'
  const { Id } = (await post('/api/imports', { name: 'colleagues.csv', content, object: 'User' })).json()
  await post(`/api/imports/${Id}/start`)
  await workImport(workshop(), server.org, idOf(Id))
  assert.equal((await get(`/api/imports/${Id}`)).json().counts.created, 1)
  const headers = await server.as('manager')
  assert.equal((await server.call('GET', `/api/imports/${Id}`, { headers })).statusCode, 200)
  const refused = await server.call('POST', `/api/imports/${Id}/undo`, { headers })
  assert.deepEqual([refused.statusCode, refused.json().errors[0].code], [422, 'import_object_unknown'])
  assert.equal((await get(`/api/imports/${Id}`)).json().state, 'done')
})

test('a file comes as multipart, is shown, chosen, started, watched, and taken back', async () => {
  const boundary = 'x123'
  const payload = `--${boundary}\r\nContent-Disposition: form-data; name="options"\r\n\r\n{"duplicates":"create"}\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="fair.csv"\r\nContent-Type: text/csv\r\n\r\n${LIST}\r\n--${boundary}--\r\n`
  const taken = await server.app.inject({
    method: 'POST',
    url: '/api/imports',
    headers: { ...admin, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload,
  })
  assert.equal(taken.statusCode, 201, taken.body)
  const { Id, object, mapping, options, state, may } = taken.json()
  assert.deepEqual([object, state, options.duplicates], ['Lead', 'ready', 'create'])
  assert.deepEqual(
    mapping.map(({ field }: { field: string }) => field),
    ['FirstName', 'LastName', 'Company', 'Email'],
  )
  assert.ok(may.includes('start'))

  const preview = await get(`/api/imports/${Id}/preview`)
  assert.deepEqual([preview.json().tried, preview.json().counts.created, preview.json().counts.refused], [2, 1, 1])
  const patched = await server.call('PATCH', `/api/imports/${Id}`, {
    headers: admin,
    body: { mapping: [{ column: 'Company', field: null }] },
  })
  assert.equal(patched.json().mapping[2].field, null)

  const started = await post(`/api/imports/${Id}/start`)
  assert.deepEqual([started.statusCode, started.json().state], [200, 'running'])
  await workImport(workshop(), server.org, idOf(Id))
  const done = (await get(`/api/imports/${Id}`)).json()
  assert.deepEqual([done.state, done.progress, done.counts.created, done.counts.refused], ['done', 1, 1, 1])
  assert.deepEqual(
    done.notes.map(({ sentence }: { sentence: string }) => sentence),
    ['Rows without a company say [not provided].'],
  )

  const [lead] = (await get('/api/leads?q=Byron')).json().records
  const [made] = (await get(`/api/leads/${lead.Id}/timeline`)).json().entries
  assert.deepEqual([made.title, made.detail, made.href], ['Lead created', 'From an imported file', `/imports/${Id}`])

  const errors = await get(`/api/imports/${Id}/errors`)
  assert.match(String(errors.headers['content-disposition']), /fair-errors\.csv/)
  assert.match(errors.body, /3,Refused,Email,.*Charles,Cabbage/)
  const again = await post(`/api/imports/${Id}/start`)
  assert.deepEqual([again.statusCode, again.json().errors[0].code], [409, 'import_cannot'])

  assert.equal((await post(`/api/imports/${Id}/undo`)).json().state, 'undoing')
  await undoImport(workshop(), server.org, idOf(Id))
  assert.equal((await get(`/api/imports/${Id}`)).json().state, 'undone')
  assert.equal((await get('/api/leads?q=Byron')).json().records.length, 0)
  assert.equal((await get('/api/imports')).json().imports[0].Id, Id)
})

test('a file comes as the body, or inside JSON', async () => {
  const raw = await sendRaw('list.csv', LIST, '&object=Contact')
  assert.deepEqual([raw.statusCode, raw.json().object, raw.json().name], [201, 'Contact', 'list.csv'])
  const json = await post('/api/imports', { name: 'list.csv', content: LIST })
  assert.deepEqual([json.statusCode, json.json().object], [201, 'Lead'])
})

test('what is no file, no table or no choice is refused by name', async () => {
  const picture = await sendRaw('people.csv', Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
  assert.deepEqual([picture.statusCode, picture.json().errors[0].code], [415, 'not_csv'])
  const empty = await sendRaw('people.csv', '')
  assert.deepEqual([empty.statusCode, empty.json().errors[0].code], [400, 'file_empty'])
  const { Id } = (await sendRaw('people.csv', LIST)).json()
  const strange = await server.call('PATCH', `/api/imports/${Id}`, {
    headers: admin,
    body: { mapping: [{ column: 'Colour', field: 'LastName' }] },
  })
  assert.deepEqual([strange.statusCode, strange.json().errors[0].code], [400, 'column_unknown'])
  const option = await server.call('PATCH', `/api/imports/${Id}`, {
    headers: admin,
    body: { options: { duplicates: 'perhaps' } },
  })
  assert.equal(option.statusCode, 400)
  assert.equal((await get('/api/imports/0IM00000000ZZZZ')).statusCode, 404)
})

test('who may not import is told so', async () => {
  const sales = await server.as('read_only')
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/imports?name=x.csv',
    headers: { ...sales, 'content-type': 'text/csv' },
    payload: LIST,
  })
  assert.equal(answer.statusCode, 403)
})

test('the preview tells the file’s own words for our lists, and takes what they are said to mean', async () => {
  const content =
    'Last Name,Company,Status,Rating\nWordy,A,Cooking,Hottest\nWordier,B,Cooking,Hot\nWordiest,C,Neu,Hot\n'
  const { Id } = (await sendRaw('words.csv', content)).json()
  type Column = {
    column: string
    words: { word: string; rows: number; value: string | null; isListed: boolean; suggestion: string | null }[]
  }
  const wordsNow = async () =>
    Object.fromEntries(
      (await get(`/api/imports/${Id}/preview`))
        .json<{ columns: Column[] }>()
        .columns.map(({ column, words }) => [column, words]),
    )
  const before = await wordsNow()
  assert.deepEqual(before.Company, [])
  assert.deepEqual(
    before.Status?.map(({ word, rows, isListed }) => [word, rows, isListed]),
    [
      ['Cooking', 2, false],
      ['Neu', 1, true],
    ],
  )
  assert.deepEqual(
    before.Rating?.map(({ word, isListed, suggestion }) => [word, isListed, suggestion]),
    [['Hottest', false, 'Hot']],
  )
  await server.call('PATCH', `/api/imports/${Id}`, {
    headers: admin,
    body: { options: { values: { Status: { Cooking: 'Working - Contacted' }, Rating: { Hottest: 'Hot' } } } },
  })
  assert.deepEqual((await wordsNow()).Status?.[0]?.value, 'Working - Contacted')
  await post(`/api/imports/${Id}/start`)
  await workImport(workshop(), server.org, idOf(Id))
  const filter = encodeURIComponent(JSON.stringify({ field: 'ImportId', op: 'eq', value: Id }))
  const { records } = (
    await get(`/api/leads?filter=${filter}&fields=LastName,Status,Rating,ImportId&sort=LastName`)
  ).json()
  assert.deepEqual(
    records.map(({ LastName, Status, Rating, ImportId }: Record<string, string>) => [
      LastName,
      Status,
      Rating,
      ImportId,
    ]),
    [
      ['Wordier', 'Working - Contacted', 'Hot', Id],
      ['Wordiest', 'Open - Not Contacted', 'Hot', Id],
      ['Wordy', 'Working - Contacted', 'Hot', Id],
    ],
  )
})

test('nobody sets the import of a record, and it comes along only when asked for', async () => {
  const refused = await server.call('POST', '/api/leads', {
    headers: admin,
    body: { LastName: 'Forged', Company: 'X', ImportId: '0IM000000000001AAA' },
  })
  assert.equal(refused.statusCode, 422)
  const lead = (
    await server.call('POST', '/api/leads', { headers: admin, body: { LastName: 'Plain', Company: 'X' } })
  ).json()
  assert.equal('ImportId' in lead, false)
  assert.equal((await get(`/api/leads/${lead.Id}?fields=ImportId`)).json().ImportId, null)
})

test('JSON that is no file is refused with what a file in JSON is, and what is odd about it', async () => {
  for (const [body, field] of [
    [{ csv: LIST }, 'name'],
    [{ name: 'fair.csv', content: 7 }, 'content'],
    [{ name: 'fair.csv', content: LIST, campaign: 'Fair' }, 'campaign'],
    [[], undefined],
  ] as const) {
    const answer = await post('/api/imports', body)
    assert.equal(answer.statusCode, 400, answer.body)
    const [error] = answer.json().errors
    assert.deepEqual([error.code, error.field], ['not_a_file', field])
  }
})
