import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

const get = (url: string, headers = admin) => server.call('GET', url, { headers })
const lead = (fields: object) => ({ LastName: 'Okafor', Company: 'Nordwind GmbH', ...fields })

test('records come as CSV, filtered like a list, harmless to spreadsheets, references by id and name', async () => {
  const rows = [
    lead({ Email: 'a@nordwind.example', Title: '=HYPERLINK("http://evil")', Phone: '+49 89 123456' }),
    lead({ LastName: 'Smith, "Jo"', Title: '@SUM(A1);=cmd|x;b' }),
    lead({ LastName: 'Other', Company: 'Else Ltd' }),
  ]
  await server.call('POST', '/api/leads?allowDuplicates=true', { headers: admin, body: rows })
  const filter = encodeURIComponent(JSON.stringify({ field: 'Company', op: 'eq', value: 'nordwind gmbh' }))
  const answer = await get(`/api/exports/Lead.csv?filter=${filter}&fields=LastName,Title,Phone,OwnerId`)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.match(String(answer.headers['content-type']), /text\/csv/)
  const [head, first, second, ...rest] = answer.body.split('\r\n')
  assert.equal(head, '\ufeffLastName,Title,Phone,OwnerId,Owner.Name')
  assert.match(first ?? '', /^Okafor,"'=HYPERLINK\(""http:\/\/evil""\)",\+49 89 123456,005\w{15},administrator$/)
  assert.match(second ?? '', /^"Smith, ""Jo""","'@SUM\(A1\);'=cmd\|x;b",,005/)
  assert.deepEqual(rest, [''])
})

test('an export of thousands misses none and repeats none', async () => {
  for (let part = 0; part < 3; part++) {
    const body = Array.from({ length: 1500 }, (_, at) => ({ Name: `Firma ${part}-${at}` }))
    await server.call('POST', '/api/accounts?allowDuplicates=true', { headers: admin, body })
  }
  const lines = (await get('/api/exports/Account.csv?fields=Name')).body.trim().split('\r\n').slice(1)
  assert.equal(lines.length, 4500)
  assert.equal(new Set(lines).size, 4500)
})

test('what cannot be exported is refused before a line is sent', async () => {
  assert.equal((await get('/api/exports/Lead.csv?fields=Colour')).statusCode, 400)
  assert.equal((await get('/api/exports/Lead.csv?filter=nonsense')).statusCode, 400)
  assert.equal((await get('/api/exports/Nothing.csv')).statusCode, 404)
  assert.equal((await get('/api/exports/Lead.xlsx')).statusCode, 404)
  assert.equal((await get('/api/exports/Lead.csv', await server.as('vetter'))).statusCode, 403)
})

test('a sort, a word in addresses and a file without the mark are as asked for', async () => {
  const answer = await get('/api/exports/accounts.csv?fields=Name&sort=-Name&bom=false')
  const [head, ...lines] = answer.body.trim().split('\r\n')
  assert.equal(head, 'Name')
  assert.deepEqual(lines, lines.toSorted().toReversed())
  assert.match(String(answer.headers['content-disposition']), /filename="accounts-\d{4}-\d\d-\d\d\.csv"/)
})

test('nobody exports what they may not see', async () => {
  const sales = await server.as('sales')
  await server.call('POST', '/api/leads', { headers: sales, body: lead({ LastName: 'Hidden', Company: 'Quiet AG' }) })
  await server.call('PATCH', '/api/settings', { headers: admin, body: { Sharing: { Lead: 'private' } } })
  const mine = (await get('/api/exports/leads.csv?fields=LastName', sales)).body
  assert.match(mine, /Hidden/)
  assert.doesNotMatch(mine, /Okafor/)
  assert.match((await get('/api/exports/leads.csv?fields=LastName')).body, /Okafor/)
})

test('an export with nothing in it is a header', async () => {
  assert.equal((await get('/api/exports/campaigns.csv?fields=Name')).body, '\ufeffName\r\n')
})

test('a program that may only read may export', async () => {
  const reader = await server.as('administrator', ['read'])
  assert.equal((await get('/api/exports/campaigns.csv', reader)).statusCode, 200)
})
