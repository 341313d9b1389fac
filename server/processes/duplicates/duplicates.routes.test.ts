import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let headers: { readonly authorization: string }
let reader: { readonly authorization: string }

before(async () => {
  server = await aServer()
  headers = { authorization: (await server.as('vetter')).authorization }
  reader = { authorization: (await server.as('read_only')).authorization }
})
after(() => server.close())

const bill = {
  FirstName: 'Bill',
  LastName: 'Møller',
  Company: 'Nordwind GmbH',
  Email: 'b.moller@nordwind-energy.de',
  MobilePhone: '+49 171 7654321',
  HasOptedOutOfEmail: true,
}
const william = { FirstName: 'William', LastName: 'Moller', Company: 'Nordwind', MobilePhone: '0171 7654321' }

const make = async (fields: object) => (await server.call('POST', '/api/leads', { headers, body: fields })).json()

test('a lead is made with its likely duplicates beside it, found again, merged, and parted again', async () => {
  const first = await make(bill)
  const second = await make(william)
  assert.equal(second.duplicates[0].record.Id, first.Id)
  assert.ok(second.duplicates[0].reasons.includes('Bill is a form of William'))

  const found = (await server.call('GET', `/api/leads/${first.Id}/duplicates`, { headers })).json()
  assert.deepEqual(
    found.matches.map((match: { object: string; isCertain: boolean; record: { Id: string; LastName: string } }) => [
      match.object,
      match.isCertain,
      match.record.Id,
      match.record.LastName,
    ]),
    [['Lead', true, second.Id, 'Moller']],
  )

  const { marks } = (await server.call('GET', `/api/leads/duplicates?ids=${second.Id},${first.Id}`, { headers })).json()
  assert.deepEqual(marks, [
    { Id: second.Id, count: 1, isCertain: true },
    { Id: first.Id, count: 1, isCertain: true },
  ])

  const review = (await server.call('GET', '/api/duplicates?object=Lead', { headers })).json()
  assert.deepEqual(
    review.groups.map((group: { record: { Id: string } }) => group.record.Id),
    [first.Id],
  )

  const merged = await server.call('POST', '/api/leads/merge', {
    headers,
    body: { master: second.Id, losers: [first.Id], values: { FirstName: 'Bill' } },
  })
  assert.equal(merged.statusCode, 200, merged.body)
  assert.deepEqual(
    [merged.json().FirstName, merged.json().Email, merged.json().HasOptedOutOfEmail],
    ['Bill', bill.Email, true],
  )
  assert.equal((await server.call('GET', `/api/leads/${first.Id}`, { headers })).statusCode, 404)

  const late = await server.call('POST', '/api/leads/merge', {
    headers,
    body: { master: first.Id, losers: [second.Id] },
  })
  assert.equal(late.statusCode, 409, late.body)
  assert.equal(late.json().errors[0].facts.winner, second.Id)

  const undone = await server.call('DELETE', `/api/merges/${merged.json().merge}`, { headers })
  assert.deepEqual(undone.json(), { object: 'Lead', master: second.Id, losers: [first.Id] })
  const back = (await server.call('GET', `/api/leads/${second.Id}`, { headers })).json()
  assert.deepEqual([back.FirstName, back.Email, back.HasOptedOutOfEmail], ['William', null, false])
  assert.equal((await server.call('GET', `/api/leads/${first.Id}`, { headers })).statusCode, 200)
})

test('a draft is looked up while it is typed, and not after somebody said it is another', async () => {
  const ada = await make({ FirstName: 'Ada', LastName: 'Okafor', Company: 'Fjord AB', Email: 'ada@fjord-energi.se' })
  const draft = { LastName: 'Okaf', Email: 'ADA@fjord-energi.se', NumberOfEmployees: 'not yet a number' }
  const typed = await server.call('POST', '/api/leads/duplicates', { headers, body: draft })
  assert.deepEqual(
    typed.json().matches.map((match: { record: { Id: string } }) => match.record.Id),
    [ada.Id],
  )
  const other = await make({ FirstName: 'Ada', LastName: 'Okafor', Company: 'Fjord', Email: 'ada@fjord-energi.se' })
  const verdict = await server.call('POST', '/api/duplicates/verdicts', {
    headers,
    body: { verdicts: [{ left: ada.Id, right: other.Id, verdict: 'not_same' }] },
  })
  assert.equal(verdict.statusCode, 204, verdict.body)
  assert.deepEqual((await server.call('GET', `/api/leads/${ada.Id}/duplicates`, { headers })).json().matches, [])
})

test('an odd merge is refused in words, and a reader merges nothing', async () => {
  const [one, two] = [await make({ LastName: 'A', Company: 'B' }), await make({ LastName: 'C', Company: 'D' })]
  const body = { master: one.Id, losers: [two.Id] }
  assert.equal((await server.call('POST', '/api/leads/merge', { headers: reader, body })).statusCode, 403)
  const twice = await server.call('POST', '/api/leads/merge', { headers, body: { ...body, losers: [one.Id] } })
  assert.equal(twice.statusCode, 422)
  assert.equal(twice.json().errors[0].code, 'same_record')
  assert.equal((await server.call('POST', '/api/accounts/merge', { headers, body })).statusCode, 404)
  assert.equal(
    (await server.call('POST', '/api/leads/merge', { headers, body: { ...body, losers: [] } })).statusCode,
    400,
  )
})
