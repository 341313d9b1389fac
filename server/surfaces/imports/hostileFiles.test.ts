import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import iconv from 'iconv-lite'
import { importStories, type ImportStories } from '../../../test/support/importStories.ts'

let stories: ImportStories

before(async () => {
  stories = await importStories()
})
after(async () => {
  assert.equal((await stories.get('/api/imports')).statusCode, 200, 'the server lives')
  await stories.server.close()
})

type Previewed = {
  readonly columns: readonly { readonly column: string; readonly decided: string | null; readonly unsure: boolean }[]
}
const previewOf = async (id: string) => (await stories.get(`/api/imports/${id}/preview`)).json<Previewed>()

test('three encodings in one file: each letter is read as what it is, and the page says how', async () => {
  const { opened, carried, get } = stories
  const file = Buffer.concat([
    Buffer.from('Last Name,Company\nMüller,Müller KG\n', 'utf8'),
    Buffer.from('Søren,Søren ApS\n', 'latin1'),
    Buffer.from([0x8d, 0x8e, 0x93, 0x63, 0x2c]),
    Buffer.from('Tokyo Pumps\n'),
  ])
  const taken = await opened('mixed.csv', file, { options: { duplicates: 'create' } })
  const { layout } = (await get(`/api/imports/${taken.Id}`)).json()
  assert.match(layout.encodingReason, /Most of it is UTF-8; letters that are not are read as Windows Western European/)
  const done = await carried(taken.Id)
  assert.deepEqual([done.state, done.counts.created + done.counts.refused], ['done', 3])
  const filter = encodeURIComponent(JSON.stringify({ field: 'Company', op: 'in', value: ['Müller KG', 'Søren ApS'] }))
  const { records } = (await get(`/api/leads?filter=${filter}`)).json<{ records: readonly { LastName: string }[] }>()
  assert.deepEqual(records.map(({ LastName }) => LastName).toSorted(), ['Müller', 'Søren'])
})

test('letters of an old program are found by themselves, and others can be chosen before anything is stored', async () => {
  const { opened, carried, get, server } = stories
  const text = 'Last Name,First Name,Company\nКузнецов,Сергей,Завод Ромашка\nСидорова,Ольга,Завод Ромашка\n'
  const taken = await opened('old.csv', iconv.encode(text, 'koi8-r'), { options: { duplicates: 'create' } })
  const layoutNow = async () => (await get(`/api/imports/${taken.Id}`)).json().layout
  const { encoding, encodingReason } = await layoutNow()
  assert.equal(encoding, 'koi8-r')
  assert.match(encodingReason, /by its letters it is Russian \(KOI8\)\. Look whether names are right/)
  const choose = (chosen: string) =>
    server.call('PATCH', `/api/imports/${taken.Id}`, {
      headers: stories.admin,
      body: { options: { encoding: chosen } },
    })
  assert.equal((await choose('windows-1251')).statusCode, 200)
  assert.match(JSON.stringify((await get(`/api/imports/${taken.Id}/preview`)).json()), /ъБЧПД тПНБЫЛБ/)
  assert.equal((await choose('koi8-r')).statusCode, 200)
  const done = await carried(taken.Id)
  assert.deepEqual([done.state, done.counts.created], ['done', 2])
  const filter = encodeURIComponent(JSON.stringify({ field: 'Company', op: 'eq', value: 'Завод Ромашка' }))
  const { records } = (await get(`/api/leads?filter=${filter}`)).json<{ records: readonly { LastName: string }[] }>()
  assert.deepEqual(records.map(({ LastName }) => LastName).toSorted(), ['Кузнецов', 'Сидорова'])
})

test('bytes that are no letters cost nothing else of their file, and their row is told', async () => {
  const { opened, carried, get } = stories
  const lines = Array.from({ length: 40 }, (_, at) => `Кузнецов,Сергей,Завод Гвоздика ${at}\n`).join('')
  const damaged = Buffer.concat([Buffer.from([0x98]), iconv.encode('етров,Иван,Завод Гвоздика 40\n', 'windows-1251')])
  const file = Buffer.concat([iconv.encode(`Last Name,First Name,Company\n${lines}`, 'windows-1251'), damaged])
  const taken = await opened('damaged.csv', file, { options: { duplicates: 'create' } })
  const done = await carried(taken.Id)
  assert.deepEqual([done.state, done.counts.created, done.counts.refused], ['done', 41, 0])
  const told = await get(`/api/imports/${taken.Id}/errors`)
  assert.match(told.body, /Letters of this row could not be read/)
  assert.equal(told.body.match(/could not be read/g)?.length, 1)
})

test('a file of which nothing is understood makes no empty records', async () => {
  const taken = await stories.opened('odd.csv', 'qx1,qx2\nfoo,bar\n', { object: 'Lead' })
  const refused = await stories.post(`/api/imports/${taken.Id}/start`)
  assert.equal(refused.statusCode, 422)
  assert.match(refused.json().errors[0].message, /Say for at least one column where it goes/)
})

test('a file without column names is read by what its columns hold', async () => {
  const { opened, carried } = stories
  const taken = await opened('bare.csv', 'Ada,Byron,ada@bare.example\nBo,Ek,bo@bare.example\n', { object: 'Lead' })
  assert.deepEqual(
    taken.mapping.map(({ column }) => column),
    ['Column 1', 'Column 2', 'Column 3'],
  )
  assert.equal(taken.mapping[2]?.field, 'Email')
  assert.ok(['done', 'failed'].includes((await carried(taken.Id)).state))
})

test('ten thousand columns are read, and more are refused with how many there may be', async () => {
  const { opened, send } = stories
  const heads = (n: number) =>
    ['Last Name', 'Company', ...Array.from({ length: n - 2 }, (_, at) => `Extra ${at}`)].join(',')
  const wide = await opened('wide.csv', `${heads(10_000)}\n${'x,'.repeat(9_999)}x\n`)
  assert.equal(wide.mapping.length, 10_000)
  const refused = await send('wider.csv', `${heads(10_001)}\n${'x,'.repeat(10_000)}x\n`)
  assert.deepEqual([refused.statusCode, refused.json().errors[0].code], [413, 'too_many_columns'])
  assert.match(refused.json().errors[0].message, /has 10001 columns; at most 10000 can be read/)
})

test('a file that is cut off on its way is refused by that name', async () => {
  const { authorization } = await stories.server.as('administrator')
  const inside = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\n'
  for (const payload of ['--b\r\nCont', inside]) {
    const answer = await stories.server.app.inject({
      method: 'POST',
      url: '/api/imports',
      headers: { authorization, 'content-type': 'multipart/form-data; boundary=b' },
      payload,
    })
    assert.deepEqual([answer.statusCode, answer.json().errors[0].code], [400, 'upload_cut_off'])
  }
})

test('a cell of a million digits is no number, and takes no longer than others', async () => {
  const { opened, carried } = stories
  const file = `Last Name,Company,Employees\nLong,Long Ltd,${'1'.repeat(1_000_000)}x\nShort,Short Ltd,12\n`
  const taken = await opened('digits.csv', file, { object: 'Lead', options: { duplicates: 'create' } })
  const done = await carried(taken.Id)
  assert.deepEqual([done.state, done.counts.created, done.counts.refused], ['done', 1, 1])
})

test('a line without end costs itself, not the rows around it', async () => {
  const { opened, carried, errorsOf } = stories
  const endless = `Long,${'x'.repeat(12 * 1024 * 1024)}`
  const file = `Last Name,Company\nFirst,First Ltd\n${endless}\nLast,Last Ltd\n`
  const done = await carried((await opened('long.csv', file, { options: { duplicates: 'create' } })).Id)
  assert.deepEqual([done.counts.created, done.counts.refused], [2, 1])
  assert.match(await errorsOf(done.Id), /3,Refused,,"A row may have at most 2048 kB\./)
})

test('a file that is one line without end is refused, and says why', async () => {
  const answer = await stories.send('one line.csv', 'x'.repeat(9 * 1024 * 1024))
  assert.deepEqual([answer.statusCode, answer.json().errors[0].code], [400, 'line_too_long'])
  assert.match(
    answer.json().errors[0].message,
    /has no end within 512 kB, so it names no columns\. Export the list again/,
  )
})

test('a quote that is never closed costs its line', async () => {
  const { opened, carried, errorsOf } = stories
  const file = 'Last Name,Company\n"Open,Open Ltd\nMoe,Moe Ltd\nRoe,Roe Ltd\n'
  const done = await carried((await opened('quotes.csv', file, { options: { duplicates: 'create' } })).Id)
  assert.deepEqual([done.counts.created, done.counts.refused], [2, 1])
  assert.match(await errorsOf(done.Id), /opens a quote that is never closed\. Close it, or double every quote/)
})

test('the preview of a file with a quote that is never closed shows the rows behind it, and why that line is refused', async () => {
  const { opened, get } = stories
  const rows = Array.from({ length: 40 }, (_, at) => `Row${at},Row${at} Ltd`).join('\n')
  const { Id } = await opened('open.csv', `Last Name,Company\n"Open,Open Ltd\n${rows}\n`)
  const preview = (await get(`/api/imports/${Id}/preview`)).json()
  assert.deepEqual([preview.tried, preview.isWholeFile, preview.counts.refused], [41, true, 1])
  assert.match(preview.problems[0].reason, /opens a quote that is never closed/)
})

test('what is no text is refused whatever it is called, and nothing is made of it', async () => {
  const noise = Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7919 + (at >> 3) * 104_729) % 251))
  const answer = await stories.send('people.csv', noise)
  assert.deepEqual([answer.statusCode, answer.json().errors[0].code], [415, 'not_csv'])
  assert.match(answer.json().errors[0].message, /'people\.csv' is no text/)
})

test('dates in three orders: what cannot be known is asked, and the answer holds', async () => {
  const { opened, carried, get, server, admin } = stories
  const head = 'Last Name,Company,Created Date\n'
  const unsure = await opened('unsure.csv', `${head}A,A Ltd,03/04/2020\nB,B Ltd,05/06/2020\n`)
  const [, , asked] = (await previewOf(unsure.Id)).columns
  assert.deepEqual(
    [asked?.unsure, asked?.decided],
    [
      true,
      'Dates are read as day, month, year: 03/04/2020 is 2020-04-03. Nothing in the first rows rules the other reading out.',
    ],
  )
  const answered = await server.call('PATCH', `/api/imports/${unsure.Id}`, {
    headers: admin,
    body: { options: { order: 'mdy', duplicates: 'create' } },
  })
  assert.equal(answered.statusCode, 200)
  assert.equal((await previewOf(unsure.Id)).columns[2]?.unsure, false)
  assert.equal((await carried(unsure.Id)).counts.created, 2)
  const { records } = (await get('/api/leads?q=A&fields=CreatedDate,LastName')).json()
  assert.ok(records.some((one: { CreatedDate: string }) => one.CreatedDate.startsWith('2020-03-04')))

  const three = await opened(
    'three.csv',
    `${head.replace('Company', 'Firm')}A,A3 Ltd,2020-12-31\nB,B3 Ltd,31/12/2020\nC,C3 Ltd,12/31/2020\n`,
    {
      options: { duplicates: 'create' },
    },
  )
  const [, , column] = (await previewOf(three.Id)).columns
  assert.equal(column?.unsure, true)
  assert.match(
    column?.decided ?? '',
    /As many of the first rows \(1\) can only be read the other way\. Say which it is\./,
  )
  const done = await carried(three.Id)
  assert.deepEqual([done.counts.created, done.counts.refused], [2, 1])
  assert.match(await stories.errorsOf(three.Id), /is not a date we can read \(this column is read as/)
})

test('an empty file, one of blank lines, and one of column names alone are refused or done in words', async () => {
  const { send, opened, carried } = stories
  for (const content of ['', '\n\n  \n', Buffer.from([0xef, 0xbb, 0xbf])]) {
    const answer = await send('nothing.csv', content)
    assert.deepEqual([answer.statusCode, answer.json().errors[0].code], [400, 'file_empty'], answer.body)
    assert.match(answer.json().errors[0].message, /Send a file with a line of column names and at least one row/)
  }
  const heads = await carried((await opened('heads.csv', 'Last Name,Company,Email\n')).Id)
  assert.deepEqual([heads.state, heads.counts.read], ['done', 0])
})

test('NUL bytes are dropped, and a column that stands twice is told apart', async () => {
  const { opened, carried, get } = stories
  const taken = await opened(
    'twice.csv',
    'Last Name,Company,Email,Email\nNul\0l,N\0 Ltd,n@nul.example,other@nul.example\n',
  )
  assert.deepEqual(
    taken.mapping.map(({ column, field }) => [column, field]),
    [
      ['Last Name', 'LastName'],
      ['Company', 'Company'],
      ['Email', 'Email'],
      ['Email (2)', null],
    ],
  )
  assert.equal((await carried(taken.Id)).counts.created, 1)
  assert.equal((await get('/api/leads?q=Null&fields=LastName')).json().records[0]?.LastName, 'Null')
})

test('an import is paused, goes on where it rested, is cancelled, and taken back', async () => {
  const { opened, post, shown, carried, takenBack } = stories
  const rows = Array.from({ length: 50 }, (_, at) => `Row${at},Row ${at} Ltd`).join('\n')
  const taken = await opened('rows.csv', `Last Name,Company\n${rows}\n`, { options: { duplicates: 'create' } })
  assert.equal((await post(`/api/imports/${taken.Id}/start`)).json().state, 'running')
  const paused = (await post(`/api/imports/${taken.Id}/pause`)).json()
  assert.deepEqual([paused.state, paused.may], ['paused', ['start', 'cancel', 'undo']])
  assert.equal((await carried(taken.Id)).counts.created, 50)
  assert.equal((await takenBack(taken.Id)).state, 'undone')
  const other = await opened('others.csv', `Last Name,Company\n${rows}\n`)
  assert.equal((await post(`/api/imports/${other.Id}/cancel`)).json().state, 'cancelled')
  const late = await post(`/api/imports/${other.Id}/start`)
  assert.deepEqual(
    [late.statusCode, late.json().errors[0].message],
    [409, 'This import was cancelled, so it cannot be started.'],
  )
  assert.equal((await shown(other.Id)).counts.created, 0)
})
