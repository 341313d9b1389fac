import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { addLeads, type Headers } from '../../../test/support/duplicateRuns.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { LONGEST_WAIT_MS, until } from '../../../test/support/until.ts'
import { workbookOf, zipOf } from '../../../test/support/workbooks.ts'
import { removeScratch, scratchFolder } from '../../platform/scratch.ts'
import { bytesSource } from '../imports/reading/source.ts'
import { checkList, openList } from './lists.ts'

let server: TestServer
let admin: Headers
let william: string

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  ;[william = ''] = await addLeads(server, admin, [
    { FirstName: 'William', LastName: 'Okafor', Company: 'Nordwind GmbH', Email: 'w.okafor@nordwind.example' },
    { FirstName: 'Mira', LastName: 'Holt', Company: 'Fjord AB', Email: 'mira@fjord.example' },
  ])
})
after(() => server.close())

type Line = {
  readonly kind?: string
  readonly sheet?: string
  readonly columns?: readonly { readonly column: string; readonly meaning: string }[]
  readonly pairs?: readonly {
    readonly left: string
    readonly right: string
    readonly probability: number
    readonly reasons: readonly string[]
  }[]
  readonly texts?: Readonly<Record<string, string>>
  readonly done?: {
    readonly rows: number
    readonly pairs: number
    readonly stored?: number
    readonly unread?: number
    readonly passedOver?: number
    readonly firstUnread?: { readonly line: number; readonly why: string }
  }
}

async function check(
  csv: string,
  query = '',
  headers: Headers = admin,
): Promise<{ readonly status: number; readonly lines: readonly Line[] }> {
  const answer = await server.call('POST', `/api/lists/pairs?${query}`, {
    headers: { ...headers, 'content-type': 'text/csv' },
    body: csv,
  })
  const lines = answer.body
    .split('\n')
    .filter(Boolean)
    .map((line): Line => JSON.parse(line))
  return { status: answer.statusCode, lines }
}

const pairsIn = (lines: readonly Line[]) => lines.flatMap(({ pairs = [] }) => pairs)

const people = `ref;given_name;surname;date_of_birth;town;trade
a1;Catherine;Hollander;19031204;Whitby;rope maker
a2;Peter;Quint;18990101;Leeds;
a3;Katherine;Hollander;19031204;Whitby;rope maker
a4;Petra;Quandt;19120707;York;nurse
`

test('rows that no column names are told of by what they say', async () => {
  const { lines } = await check(people, 'min=0.5')
  assert.deepEqual(
    pairsIn(lines).map(({ left, right }) => [left, right]),
    [['1', '3']],
  )
  assert.deepEqual(lines.at(-2)?.texts, {
    1: 'Catherine · Hollander · 19031204 · Whitby · a1',
    3: 'Katherine · Hollander · 19031204 · Whitby · a3',
  })
})

test('a list is checked within itself: its columns are understood, and nothing is stored', async () => {
  const before = await leadCount()
  const { lines } = await check(people, 'min=0.5&id=ref')
  const [{ kind, columns = [] } = {}] = lines
  assert.equal(kind, 'person')
  assert.deepEqual(
    columns.map(({ meaning }) => meaning),
    ['nothing', 'firstName', 'lastName', 'birthdate', 'city', 'other'],
  )
  const [pair, ...more] = pairsIn(lines)
  assert.deepEqual([pair?.left, pair?.right, more.length], ['a1', 'a3', 0])
  assert.ok((pair?.probability ?? 0) > 0.9)
  assert.ok((pair?.reasons.length ?? 0) > 0)
  assert.deepEqual(lines.at(-1)?.done, { rows: 4, pairs: 1 })
  assert.equal(await leadCount(), before)
  assert.deepEqual(
    (await readdir(os.tmpdir())).filter((name) => name.startsWith('assay-list-')),
    [],
  )
})

test('a list is checked against leads: the right side is the id of the record', async () => {
  const { lines } = await check(
    'Name,Company,E-mail\nBill Okafor,Nordwind,w.okafor@nordwind.example\nSomebody Else,Elsewhere,else@elsewhere.example\n',
    'against=Lead&min=0.8',
  )
  assert.deepEqual(
    pairsIn(lines).map(({ left, right }) => [left, right]),
    [['1', william]],
  )
})

test('a list of organisations is told from one of people, and a legal form makes no difference', async () => {
  const { lines } = await check(
    'registered_name,town\nBlue Whale Shipping Ltd,Hull\nBlue Whale Shipping Limited,Hull\nRed Lantern Foods GmbH,Ulm\nCorner Press Inc,Austin\n',
    'min=0.5',
  )
  assert.equal(lines[0]?.kind, 'account')
  assert.deepEqual(
    pairsIn(lines).map(({ left, right }) => [left, right]),
    [['1', '2']],
  )
})

test('rows that cannot be read are told of, and rows of the list are counted apart from what they are compared with', async () => {
  const { lines } = await check(`name,city\nMira Holt,Kiel\n${'x'.repeat(3_000_000)}\nOtto Falk,Ulm\n`, 'against=Lead')
  const done = lines.at(-1)?.done
  assert.deepEqual([done?.rows, done?.unread, done?.firstUnread?.line], [3, 1, 3])
  assert.match(done?.firstUnread?.why ?? '', /\w.*\./)
  assert.equal(done?.stored, await leadCount())
})

test('a number that too many rows share is told of, since not all of them were compared for it', async () => {
  const rows = Array.from({ length: 450 }, (_, at) => `Ada${at},Quill${at},+49 30 5550100`)
  const { lines } = await check(['First name,Last name,Phone', ...rows].join('\n'))
  assert.ok((lines.at(-1)?.done?.passedOver ?? 0) > 0)
  const few = await check('First name,Last name,Phone\nAda,Quill,+49 30 5550100\nMira,Holt,+49 30 5550101')
  assert.equal(few.lines.at(-1)?.done?.passedOver, undefined)
})

test('a list in which nothing can be compared is refused, not passed over in silence', async () => {
  for (const [csv, code] of [
    ['name,city\n', 'file_empty'],
    ['n1,n2\n,\n,\n', 'nothing_to_compare'],
  ] as const) {
    const answer = await server.call('POST', '/api/lists/pairs', {
      headers: { ...admin, 'content-type': 'text/csv' },
      body: csv,
    })
    assert.deepEqual([answer.statusCode, answer.json().errors[0].code], [400, code])
  }
})

test('a file that is no list, and a column that is not there, are refused with a sentence', async () => {
  const zip = await check('PK\u0003\u0004 not a list', 'name=list.csv')
  assert.ok(zip.status >= 400 && zip.status < 500, String(zip.status))
  const missing = await server.call('POST', '/api/lists/pairs?id=nowhere', {
    headers: { ...admin, 'content-type': 'text/csv' },
    body: people,
  })
  assert.deepEqual([missing.statusCode, missing.json().errors[0].code], [422, 'no_such_column'])
})

test('who may not see leads learns nothing of them from a list', async () => {
  const vetter = await server.as('vetter')
  const settings = await server.call('PATCH', '/api/settings', {
    headers: admin,
    body: { Sharing: { Lead: 'private' } },
  })
  assert.equal(settings.statusCode, 200, settings.body)
  const { lines } = await check('Name,E-mail\nBill Okafor,w.okafor@nordwind.example\n', 'against=Lead&min=0.1', vetter)
  assert.deepEqual(pairsIn(lines), [])
  assert.equal(lines.at(-1)?.done?.pairs, 0)
})

test('a name that is a path, and a cell that is all blanks, stop nothing', async () => {
  for (const name of ['..', 'work', '..%2F..%2Fetc%2Fpasswd'])
    assert.deepEqual((await check(people, `min=0.5&name=${name}`)).lines.at(-1)?.done, { rows: 4, pairs: 1 }, name)
  const blanks = `x${' '.repeat(400_000)}y`
  const from = performance.now()
  const { lines } = await check(`given_name,surname,address\nAda,Lovelace,${blanks}\nBen,Hall,"1 High St, York"\n`)
  assert.deepEqual(lines.at(-1)?.done, { rows: 2, pairs: 0 })
  assert.ok(performance.now() - from < LONGEST_WAIT_MS, 'a look at such a cell takes no minutes')
})

test('a list of more rows than may be is refused half-way', async () => {
  const list = await openList(bytesSource('long.csv', Buffer.from(people)))
  const scratch = await scratchFolder('match')
  const found = checkList(list, { atLeast: 0.5, mostRows: 3, folder: path.join(scratch, 'work') })
  await assert.rejects(Array.fromAsync(found), { code: 'list_too_large' })
  await removeScratch(scratch)
})

test('a list that takes more room than may be is refused in a sentence', async () => {
  const list = await openList(bytesSource('long.csv', Buffer.from(people)))
  const scratch = await scratchFolder('match')
  const found = checkList(list, { atLeast: 0.5, mostAsideBytes: 200, folder: path.join(scratch, 'work') })
  await assert.rejects(Array.fromAsync(found), { code: 'list_too_large', message: /check it in parts/ })
  await removeScratch(scratch)
})

test('a spreadsheet is checked as it is, and one that is none is refused', async () => {
  const file = workbookOf([
    { name: 'Empty', rows: [] },
    {
      name: 'Guests',
      rows: people
        .trim()
        .split('\n')
        .map((line) => line.split(';')),
    },
  ])
  const sent = (body: Buffer) =>
    server.app.inject({
      method: 'POST',
      url: '/api/lists/pairs?min=0.5&id=ref&name=guests.xlsx',
      headers: { ...admin, 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
      payload: body,
    })
  const answer = await sent(file)
  const lines = answer.body
    .split('\n')
    .filter(Boolean)
    .map((line): Line => JSON.parse(line))
  assert.equal(lines[0]?.sheet, 'Guests', answer.body.slice(0, 500))
  assert.deepEqual(
    pairsIn(lines).map(({ left, right }) => [left, right]),
    [['a1', 'a3']],
  )
  const packed = await sent(zipOf([['people.csv', people]]))
  assert.equal(packed.statusCode, 415)
  assert.match(packed.json<{ errors: { message: string }[] }>().errors[0]?.message ?? '', /Unpack it, and send/)
})

test('whoever asks and leaves at once keeps nobody else from asking', async () => {
  const address = new URL(await server.app.listen({ port: 0, host: '127.0.0.1' }))
  const body = Buffer.from(people)
  await Promise.all(
    Array.from({ length: 24 }, async (_, at) => {
      const sent = request(new URL('/api/lists/pairs', address), {
        method: 'POST',
        headers: { ...admin, 'content-type': 'text/csv', 'content-length': body.length },
      })
      sent.on('error', () => undefined)
      sent.end(body)
      await setTimeout(at * 4)
      sent.destroy()
    }),
  )
  await until(
    async () => (await check(people)).status,
    (status) => status === 200,
  )
})

async function leadCount(): Promise<number> {
  const answer = await server.call('GET', '/api/leads?limit=200&fields=Id', { headers: admin })
  return answer.json<{ records: unknown[] }>().records.length
}
