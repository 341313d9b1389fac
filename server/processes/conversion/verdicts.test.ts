import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let headers: { readonly authorization: string }

before(async () => {
  server = await aServer()
  headers = await server.as('administrator')
})
after(() => server.close())

const send = async (method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown) => {
  const answer = await server.call(method, url, { headers, body })
  assert.ok(answer.statusCode < 300, `${method} ${url}: ${answer.statusCode} ${answer.body}`)
  return answer.body === '' ? undefined : answer.json()
}

const lead = async (company: string): Promise<string> => {
  const fields = {
    FirstName: 'Ada',
    LastName: 'Okafor',
    Company: company,
    Email: `ada@${company.toLowerCase()}.example`,
  }
  return (await send('POST', '/api/leads', fields)).Id
}

const notTheSame = (left: string, right: string) =>
  send('POST', '/api/duplicates/verdicts', { verdicts: [{ left, right, verdict: 'not_same' }] })

/** Who a lead may be, by id. */
const likeLead = async (id: string): Promise<string[]> =>
  (await send('GET', `/api/leads/${id}/duplicates`)).matches.map((match: { record: { Id: string } }) => match.record.Id)

const convert = async (id: string, into: object = {}): Promise<{ contactId: string; accountId: string }> => {
  const criteria = ['Budget', 'Authority', 'Need', 'Timeline']
  await send(
    'POST',
    `/api/leads/${id}/evidence`,
    criteria.map((criterion) => ({ criterion, value: 'Said so', source: 'call', saidBy: 'Ada' })),
  )
  return send('POST', `/api/leads/${id}/conversion`, { doNotCreateOpportunity: true, ...into })
}

test('who is not the same as a lead is not the same as the contact it becomes, and others still are', async () => {
  const [one, other, third] = [await lead('Nordwind'), await lead('Nordwind'), await lead('Nordwind')]
  await notTheSame(one, other)
  const { contactId } = await convert(one)
  assert.deepEqual(await likeLead(other), [third])
  assert.deepEqual((await likeLead(third)).toSorted(), [contactId, other].toSorted())
})

test('a conversion into a known contact brings the verdict along, and its undoing takes it back', async () => {
  const [first, one, other] = [await lead('Fjord'), await lead('Fjord'), await lead('Fjord')]
  const { contactId, accountId } = await convert(first)
  await notTheSame(one, other)
  assert.deepEqual(await likeLead(other), [contactId])
  await convert(one, { contactId, accountId })
  assert.deepEqual(await likeLead(other), [])
  await send('DELETE', `/api/leads/${one}/conversion`)
  assert.deepEqual(await likeLead(other), [contactId])
})

test('what was decided about a contact itself stays when a conversion into it is undone', async () => {
  const [first, one, other] = [await lead('Halden'), await lead('Halden'), await lead('Halden')]
  const { contactId, accountId } = await convert(first)
  await notTheSame(contactId, other)
  await notTheSame(one, other)
  await convert(one, { contactId, accountId })
  await send('DELETE', `/api/leads/${one}/conversion`)
  assert.deepEqual(await likeLead(other), [])
})
