import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

type Json = Record<string, unknown>

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

const postLead = (body: Json) => server.call('POST', '/api/leads', { headers: admin, body })

test('leads sent at once, each by itself, are each answered with their own record, version and place', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `Lind${at}`)
  const answers = await Promise.all(names.map((LastName) => postLead({ LastName, Company: `${LastName} AB` })))
  const made = answers.map((answer) => answer.json<Json>())
  assert.deepEqual(
    made.map(({ LastName }) => LastName),
    names,
  )
  assert.equal(new Set(made.map(({ Id }) => Id)).size, names.length)
  for (const [at, { statusCode, headers }] of answers.entries()) {
    assert.equal(statusCode, 201)
    assert.equal(headers.etag, '"1"')
    assert.equal(headers.location, `/api/leads/${String(made[at]?.Id)}`)
    const kept = await server.call('GET', headers.location, { headers: admin })
    assert.equal(kept.json<Json>().Company, `${names[at]} AB`)
  }
})

test('of leads sent at once each is told its own duplicates and its own refusal', async () => {
  const known = { LastName: 'Okafor', FirstName: 'Ada', Company: 'Nordwind', Email: 'ada.okafor@nordwind.example' }
  const first = (await postLead(known)).json<Json>()
  const others = Array.from({ length: 6 }, (_, at) => ({ LastName: `Berg${at}`, Company: `Company ${at}` }))
  const answers = await Promise.all([...others, known, { LastName: 'Berg' }, { Company: 'Fjord AB' }].map(postLead))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [...others.map(() => 201), 201, 422, 422],
  )
  const [again, withoutCompany, withoutName] = answers
    .slice(-3)
    .map((answer) => answer.json<{ duplicates?: { record: Json }[]; errors?: Json[] }>())
  assert.deepEqual(
    again?.duplicates?.map(({ record }) => record.Id),
    [first.Id],
  )
  assert.deepEqual(
    answers.slice(0, others.length).map((answer) => answer.json<{ duplicates: Json[] }>().duplicates),
    others.map(() => []),
  )
  assert.deepEqual([withoutCompany?.errors?.[0]?.field, withoutName?.errors?.[0]?.field], ['Company', 'LastName'])
})
