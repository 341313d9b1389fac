import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Json = Record<string, unknown>
type Headers = Readonly<Record<string, string>>

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown, headers: Headers = {}) =>
  server.call(method, url, { body, headers: { ...admin, ...headers } })

const lead = (fields: Json = {}): Json => ({ LastName: 'Okafor', Company: 'Nordwind', ...fields })

const errorOf = (answer: Awaited<ReturnType<TestServer['call']>>): Json =>
  answer.json<{ errors: Json[] }>().errors[0] ?? {}

const refused = async (fields: Json): Promise<Json> => {
  const answer = await send('POST', '/api/leads', lead(fields))
  assert.equal(answer.statusCode, 422, answer.body)
  return errorOf(answer)
}

const made = async (fields: Json = {}): Promise<Json> => {
  const answer = await send('POST', '/api/leads?allowDuplicates=true', lead(fields))
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json<Json>()
}

const listed = async (query: string): Promise<Json[]> => {
  const answer = await send('GET', `/api/leads?${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<{ records: Json[] }>().records
}

const filtered = (filter: Json): Promise<Json[]> =>
  listed(`fields=Id&filter=${encodeURIComponent(JSON.stringify(filter))}`)

test('a day that no calendar has is refused with the field and the rule', async () => {
  for (const day of ['0000-01-01', '2027-02-29', '2027-13-01'])
    assert.equal((await refused({ RecheckOn: day })).field, 'RecheckOn', day)
  for (const moment of [
    '0000-01-01T00:00:00Z',
    '2027-02-31T00:00:00Z',
    '2027-02-28T25:00:00Z',
    '9999-12-31T23:59:59-14:00',
  ]) {
    assert.equal((await refused({ EmailBouncedDate: moment })).field, 'EmailBouncedDate', moment)
  }
})

test('a place that is nowhere on earth is refused with its field', async () => {
  assert.equal((await refused({ Latitude: 91 })).field, 'Latitude')
  assert.equal((await refused({ Longitude: 1e14 })).code, 'number_outside_valid_range')
})

test('a fraction is nobody’s id', async () => {
  assert.equal((await refused({ OwnerId: 17_592_186_044_416.5 })).code, 'malformed_id')
})

test('a name of letters that take two places each is kept and found, however long', async () => {
  const name = `a${'𠀀'.repeat(39)}`
  const { Id } = await made({ LastName: name })
  assert.deepEqual(
    (await listed(`fields=Id&q=${encodeURIComponent(name)}`)).map((one) => one.Id),
    [Id],
  )
})

test('what is sent comes back in an error only as far as it helps', async () => {
  const long = await send('POST', '/api/leads', lead({ Description: { text: 'x'.repeat(1_000_000) } }))
  assert.equal(long.statusCode, 422)
  assert.ok(long.body.length < 2000, `${long.body.length} characters`)
  const many = await send(
    'POST',
    '/api/leads',
    lead(Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`field${at}`, 1]))),
  )
  assert.equal(many.statusCode, 422)
  assert.ok(many.body.length < 10_000, `${many.body.length} characters`)
})

test('a body that nests without end is refused by that name', async () => {
  for (const [opening, closing] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    for (const innermost of ['1', '"\\u0000"']) {
      const answer = await send(
        'POST',
        '/api/leads',
        `{"LastName":${opening.repeat(100_000)}${innermost}${closing.repeat(100_000)}}`,
      )
      assert.equal(answer.statusCode, 400)
      assert.equal(errorOf(answer).code, 'json_too_deep')
    }
  }
})

test('a body that gives a field twice is refused by its name, and nothing of it is saved', async () => {
  for (const body of [
    '{"LastName": "Falk", "Company": "Nordwind", "LastName": "Okafor"}',
    '[{"LastName": "Falk", "Company": "Nordwind"}, {"Company": "A \\"{", "LastName": "B", "\\u004castName": "C"}]',
  ]) {
    const answer = await send('POST', '/api/leads', body)
    const { code, field } = errorOf(answer)
    assert.deepEqual([answer.statusCode, code, field], [400, 'field_given_twice', 'LastName'])
  }
})

test('a body of the wrong shape is told which shape is right, and where it went wrong', async () => {
  assert.match(String(errorOf(await send('POST', '/api/leads', 'null')).message), /an object, or a list of them/)
  assert.match(String(errorOf(await send('POST', '/api/leads', [lead(), null])).message), /'1' must be an object/)
  assert.match(
    String(
      errorOf(
        await send(
          'POST',
          '/api/leads',
          Array.from({ length: 2001 }, () => lead()),
        ),
      ).message,
    ),
    /at most 2000 entries/,
  )
  assert.match(
    String(errorOf(await send('POST', '/api/leads', { [`x${'y'.repeat(200)}`]: 1 })).message),
    /a name that no field has/,
  )
})

test('text is compared as the database folds it, in every alphabet', async () => {
  const { Id } = await made({ LastName: 'İstanbul', Company: 'ΟΔΟΣ Ŝipo' })
  const ids = async (filter: Json) => (await filtered(filter)).map((one) => one.Id)
  assert.deepEqual(await ids({ field: 'LastName', op: 'eq', value: 'İstanbul' }), [Id])
  assert.deepEqual(await ids({ field: 'LastName', op: 'in', value: ['İstanbul'] }), [Id])
  assert.deepEqual(await ids({ field: 'Company', op: 'contains', value: 'ΟΔΟΣ' }), [Id])
  assert.deepEqual(await ids({ field: 'Company', op: 'startsWith', value: 'ΟΔΟΣ ŝ' }), [Id])
})

test('signs of patterns are looked for as signs, and a NUL byte finds nothing rather than everything', async () => {
  const { Id } = await made({ Title: '100% \\_' })
  assert.deepEqual(
    (await filtered({ field: 'Title', op: 'contains', value: '%' })).map((one) => one.Id),
    [Id],
  )
  assert.deepEqual(
    (await filtered({ field: 'Title', op: 'contains', value: '\\_' })).map((one) => one.Id),
    [Id],
  )
  const answer = await send(
    'GET',
    `/api/leads?filter=${encodeURIComponent(JSON.stringify({ field: 'Title', op: 'contains', value: '\u0000' }))}`,
  )
  assert.equal(answer.statusCode, 400)
})

test('a filter, an order or a place in a list that makes no sense is refused, never a fault', async () => {
  const { Id } = await made()
  const cursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url')
  const addresses = [
    ...[[{ at: -8.64e15 }, 1], ['x', 'y'], [true, false], [1, 1], [{ at: 1 }, 1.5], [{ at: 1 }]].map(
      (key) => `/api/leads?after=${cursor(key)}`,
    ),
    '/api/leads?after=zzz',
    '/api/leads?sort=-Description',
    '/api/leads?sort=LastName;drop',
    `/api/leads?filter=${encodeURIComponent('{"field":"RecheckOn","op":"eq","value":"0000-01-01"}')}`,
    `/api/leads?filter=${encodeURIComponent(`${'{"not":'.repeat(1000)}1${'}'.repeat(1000)}`)}`,
    `/api/leads/${String(Id)}/history?after=zzz`,
    `/api/leads/counts?field=Status&values=${'|'.repeat(5000)}`,
  ]
  for (const address of addresses) {
    const answer = await send('GET', address)
    assert.equal(
      answer.statusCode,
      400,
      `${address.slice(0, 100)} answers ${answer.statusCode} ${answer.body.slice(0, 200)}`,
    )
  }
})

test('a list answers for each record in its own place, also for what is no id', async () => {
  const [one, other] = [await made(), await made()]
  const changed = await send('PATCH', '/api/leads', [
    { Id: 'zzz', Title: 'x' },
    { Id: one.Id, Title: 'Head' },
    { Title: 'y' },
  ])
  assert.deepEqual(
    changed.json<{ results: Json[] }>().results.map(({ id, success }) => [id, success]),
    [
      [null, false],
      [one.Id, true],
      [null, false],
    ],
  )
  const removed = await send('DELETE', `/api/leads?ids=${[other.Id, 'zzz', other.Id].join(',')}`)
  assert.deepEqual(
    removed.json<{ results: Json[] }>().results.map(({ id, success }) => [id, success]),
    [
      [other.Id, true],
      [null, false],
      [other.Id, false],
    ],
  )
})

test('a delete that names a version deletes only that version', async () => {
  const { Id } = await made()
  await send('PATCH', `/api/leads/${String(Id)}`, { Title: 'Head' })
  assert.equal((await send('DELETE', `/api/leads/${String(Id)}`, undefined, { 'if-match': '"1"' })).statusCode, 412)
  assert.equal((await send('DELETE', `/api/leads/${String(Id)}`, undefined, { 'if-match': '"2"' })).statusCode, 204)
})

test('of twenty who save the same version at once, one is heard and the others read again', async () => {
  const { Id } = await made()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      send('PATCH', `/api/leads/${String(Id)}`, { Title: `Title ${at}` }, { 'if-match': '"1"' }),
    ),
  )
  assert.deepEqual(
    Object.fromEntries(
      Map.groupBy(answers, ({ statusCode }) => statusCode)
        .entries()
        .map(([status, { length }]) => [status, length]),
    ),
    { 200: 1, 412: 19 },
  )
})

test('what always has a value keeps one', async () => {
  const { Id } = await made()
  const task = (await send('POST', '/api/tasks', { Subject: 'Call', WhoId: Id })).json<Json>()
  const answer = await send('PATCH', `/api/tasks/${String(task.Id)}`, { Status: null })
  assert.equal(answer.statusCode, 422)
  assert.equal(errorOf(answer).field, 'Status')
})

test('what a merge put into the recycle bin comes back by undoing the merge, not past it', async () => {
  const [master, loser] = [await made({ Email: 'a@merge.example' }), await made({ Email: 'b@merge.example' })]
  const { merge } = (await send('POST', '/api/leads/merge', { master: master.Id, losers: [loser.Id] })).json<Json>()
  const restored = await send('POST', `/api/leads/${String(loser.Id)}/restoration`)
  assert.equal(restored.statusCode, 409)
  assert.equal(errorOf(restored).code, 'merged_away')
  assert.equal((await send('DELETE', `/api/merges/${String(merge)}`)).statusCode, 200)
})

test('history names the people and records a field pointed to', async () => {
  const { Id } = await made()
  const { user } = (await server.call('GET', '/api/session', { headers: await server.as('sales') })).json<{
    user: Json
  }>()
  await send('PATCH', `/api/leads/${String(Id)}`, { OwnerId: user.Id })
  const { entries } = (await send('GET', `/api/leads/${String(Id)}/history`)).json<{ entries: Json[] }>()
  assert.deepEqual(
    entries.map(({ field, newValue }) => [field, newValue]),
    [['OwnerId', user.Name]],
  )
})

test('one taken value of a list refuses its own record, and the others are saved', async () => {
  await send('POST', '/api/custom-fields', { object: 'Lead', label: 'Badge', type: 'string', length: 20, unique: true })
  const answer = await send('POST', '/api/leads?allowDuplicates=true', [
    lead({ Badge__c: 'A1' }),
    lead({ Badge__c: 'A1' }),
    lead({ Badge__c: 'A2' }),
  ])
  const { results } = answer.json<{ results: { id: string; success: boolean; errors: Json[] }[] }>()
  assert.deepEqual(
    results.map(({ success }) => success),
    [true, false, true],
  )
  assert.equal(results[1]?.errors[0]?.field, 'Badge__c')
  const moved = await send('PATCH', `/api/leads/${results[2]?.id}`, { Badge__c: 'A1' })
  assert.equal(moved.statusCode, 409)
  assert.equal((await send('PATCH', `/api/leads/${results[0]?.id}`, { Badge__c: 'A1', Title: 'Head' })).statusCode, 200)
})

test('two names that come down to one column are one name, and a kept column keeps its type', async () => {
  const field = (fields: Json) =>
    send('POST', '/api/custom-fields', { object: 'Lead', label: 'Stand', type: 'string', ...fields })
  assert.equal((await field({ name: 'StandNumber' })).statusCode, 201)
  assert.equal((await field({ name: 'Stand_Number' })).statusCode, 409)
  assert.equal((await send('DELETE', '/api/custom-fields/Lead.StandNumber__c')).statusCode, 204)
  assert.equal((await field({ name: 'StandNumber', type: 'double' })).statusCode, 409)
  assert.equal((await field({ name: 'StandNumber' })).statusCode, 201)
})
