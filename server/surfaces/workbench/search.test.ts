import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { one, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'

let server: TestServer

before(async () => {
  server = await aServer()
})
after(() => server.close())

type Answer = { readonly results: readonly { readonly object: string; readonly Id: string; readonly title: string }[] }
type Draft = Readonly<Record<string, string>>

async function search(headers: Readonly<Record<string, string>>, q: string): Promise<string[]> {
  const answer = await server.call('GET', `/api/search?q=${encodeURIComponent(q)}`, { headers })
  assert.equal(answer.statusCode, 200)
  return answer.json<Answer>().results.map(({ title }) => title)
}

async function make(headers: Readonly<Record<string, string>>, drafts: readonly Draft[]): Promise<void> {
  const answer = await server.call('POST', '/api/leads', { headers, body: drafts })
  assert.equal(answer.statusCode, 200)
  const { results } = answer.json<{ results: { success: boolean }[] }>()
  assert.ok(results.every(({ success }) => success))
}

const lead = (FirstName: string, LastName: string, rest: Draft = {}): Draft => ({
  FirstName,
  LastName,
  Company: 'Fjord',
  ...rest,
})

/** More than what a search looks through at once. */
const crowd = (LastName: string): Draft[] => Array.from({ length: 700 }, (_, at) => lead(`Person${at}`, LastName))

test('whom a word names whole is found first, however many newer records begin with it', async () => {
  const headers = await server.as('administrator')
  await make(headers, [lead('Old', 'Kvist')])
  await make(headers, crowd('Kvistgaard'))
  const found = await search(headers, 'kvist')
  assert.equal(found.length, 6)
  assert.equal(found[0], 'Old Kvist')
})

test('a record is found by words nearly all records hold beside one that only it holds, in any order', async () => {
  const headers = await server.as('administrator')
  await make(headers, [lead('Ida', 'Zwölfer', { Email: 'ida@drossel.example' })])
  await make(headers, crowd('Drossel'))
  for (const words of ['dros zwol', 'zwolfer drossel', 'ZWÖ exa', 'dros.exa id'])
    assert.deepEqual(await search(headers, words), ['Ida Zwölfer'], words)
  assert.deepEqual(await search(headers, 'zwol kvist'), [])
})

test('a record among the newest and among all is shown once, whole names before beginnings, then the latest changed', async () => {
  const headers = await server.as('administrator')
  await make(headers, [lead('Ebbe', 'Omsk'), lead('Finn', 'Omskaya'), lead('Gerd', 'Solo', { Company: 'Omsk Ltd' })])
  assert.deepEqual(await search(headers, 'omsk'), ['Ebbe Omsk', 'Finn Omskaya', 'Gerd Solo'])
})

test('in a script that puts no spaces between words one is found wherever it stands', async () => {
  const headers = await server.as('administrator')
  await make(headers, [
    lead('花子', '佐藤', { Company: '株式会社東京商事' }),
    lead('Lena', 'Wei', { Company: '北京华为技术有限公司' }),
    lead('สมชาย', 'ใจดี', { Company: 'บริษัทกรุงเทพการค้าจำกัด' }),
    lead('Ben', 'Ondo', { Company: 'ABC株式会社' }),
  ])
  const found: Readonly<Record<string, readonly string[]>> = {
    東京: ['花子 佐藤'],
    商事: ['花子 佐藤'],
    华为: ['Lena Wei'],
    '华为技术 Lena': ['Lena Wei'],
    กรุงเทพ: ['สมชาย ใจดี'],
    株式会社: ['花子 佐藤', 'Ben Ondo'],
    abc: ['Ben Ondo'],
    为华: [],
  }
  for (const [words, titles] of Object.entries(found))
    assert.deepEqual((await search(headers, words)).toSorted(), titles.toSorted(), words)
})

test('signs alone find nothing', async () => {
  const headers = await server.as('administrator')
  assert.deepEqual(await search(headers, ' *&!:() '), [])
})

test('where leads are private a salesperson finds only their own, however many newer ones of others hold the word', async () => {
  const [admin, sales] = [await server.as('administrator'), await server.as('sales')]
  const sharing = (Lead: string) =>
    server.call('PATCH', '/api/settings', { headers: admin, body: { Sharing: { Lead } } })
  const before = (await server.call('GET', '/api/settings', { headers: admin })).json<{ Sharing: { Lead: string } }>()
  assert.equal((await sharing('private')).statusCode, 200)
  await make(sales, [lead('Mine', 'Thrush')])
  await make(admin, crowd('Thrushcross'))
  assert.deepEqual(await search(sales, 'thrush'), ['Mine Thrush'])
  assert.equal((await search(admin, 'thrush')).length, 6)
  assert.equal((await sharing(before.Sharing.Lead)).statusCode, 200)
})

test('after hundreds of new leads hardly a word waits for its place in the index, where every search would read it', async () => {
  await make(await server.as('administrator'), [...crowd('Wren'), ...crowd('Pipit')])
  const { pages } = await inTransaction(server.db, server.org, (tx) =>
    one<{ pages: number }>(tx, sql`select gin_clean_pending_list('lead_by_word') as pages`),
  )
  assert.ok(pages <= 10, `${pages} pages of words waited`)
})
