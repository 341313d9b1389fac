import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { aClient, type Client } from '../../../../../test/support/salesforce.ts'
import { anyText } from '../../../../../test/support/texts.ts'

let client: Client

before(async () => {
  client = await aClient()
  await client.conn.sobject('Lead').create([
    {
      LastName: 'Smith',
      FirstName: 'Jørgen',
      Company: 'Fjord Energi',
      Email: 'jorgen@fjord.example',
      Phone: '+4722334455',
    },
    { LastName: 'Smythe', FirstName: 'Ann', Company: 'Fjord Fisk', Email: 'ann@fisk.example' },
    { LastName: 'Energi', FirstName: 'Paul', Company: 'Bergen Fjord', Email: 'paul@bergen.example' },
  ])
  await client.anAccount({ Name: 'Fjord Holding' })
})

after(() => client.server.close())

const namesFound = async (sosl: string): Promise<string[]> => {
  const { searchRecords } = await client.conn.search(sosl)
  return searchRecords.map((record) => String(record['Name'])).sort()
}

test('jsforce finds records of several objects, with the fields it asks for', async () => {
  const { searchRecords } = await client.conn.search(
    "FIND {fjord} IN ALL FIELDS RETURNING Lead(Id, Name, Owner.Name WHERE Company LIKE 'Fjord%' ORDER BY LastName LIMIT 1), Account(Name), Campaign",
  )
  assert.deepEqual(
    searchRecords.map((record) => [record.attributes?.type, record['Name']]),
    [
      ['Lead', 'Jørgen Smith'],
      ['Account', 'Fjord Holding'],
    ],
  )
  assert.ok(searchRecords[0]?.['Owner'].Name)
})

test('words, phrases, wildcards and operators mean what Salesforce means by them', async () => {
  const found = (find: string) => namesFound(`FIND {${find}} IN ALL FIELDS RETURNING Lead(Name)`)
  assert.deepEqual(await found('smith'), ['Jørgen Smith'])
  assert.deepEqual(await found('SMI*'), ['Jørgen Smith'])
  assert.deepEqual(await found('sm?th*'), ['Ann Smythe', 'Jørgen Smith'])
  assert.deepEqual(await found('sm*e'), ['Ann Smythe'])
  assert.deepEqual(await found('smi'), [])
  assert.deepEqual(await found('fjord AND NOT smith'), ['Ann Smythe', 'Paul Energi'])
  assert.deepEqual(await found('smith OR paul'), ['Jørgen Smith', 'Paul Energi'])
  assert.deepEqual(await found('(smith OR paul) AND energi'), ['Jørgen Smith', 'Paul Energi'])
  assert.deepEqual(await found('"fjord energi"'), ['Jørgen Smith'])
  assert.deepEqual(await found('"fjord en*"'), ['Jørgen Smith'])
  assert.deepEqual(await found('"fjo?d f*k"'), ['Ann Smythe'])
  assert.deepEqual(await found('"fjord\\* energi"'), ['Jørgen Smith'])
  assert.deepEqual(await found('"fjord en\\*"'), [])
  assert.deepEqual(await found('Jørgen\\\' OR "smythe" AND "and"'), ['Jørgen Smith'])
  assert.deepEqual(await found('jørgen@fjord.example'), ['Jørgen Smith'])
  assert.deepEqual(await found('ann\\@fisk.example'), ['Ann Smythe'])
})

test('in some fields only those are looked into', async () => {
  assert.deepEqual(await namesFound('FIND {bergen} IN EMAIL FIELDS RETURNING Lead(Name)'), ['Paul Energi'])
  assert.deepEqual(await namesFound('FIND {fisk} IN PHONE FIELDS RETURNING Lead(Name)'), [])
  assert.deepEqual(await namesFound('FIND {4722334455} IN PHONE FIELDS RETURNING Lead(Name)'), ['Jørgen Smith'])
  assert.deepEqual(await namesFound('find {energi} in name fields returning Lead(Name)'), [
    'Jørgen Smith',
    'Paul Energi',
  ])
})

test('a telephone number is found by its digits, however it was written', async () => {
  const { conn } = client
  await conn.sobject('Lead').create({ LastName: 'Caller', Company: 'Ring', Phone: '(415) 555-9876' })
  const account = await client.anAccount({ Name: 'Bell AG', Phone: '+49 (0)30 / 123 45 76' })
  await conn.sobject('Contact').create({ LastName: 'Bell', AccountId: account, MobilePhone: '0171 / 23 45 678' })
  const found = (find: string, fields = 'PHONE') =>
    namesFound(`FIND {${find}} IN ${fields} FIELDS RETURNING Lead(Name), Account(Name), Contact(Name)`)
  assert.deepEqual(await found('4155559876'), ['Caller'])
  assert.deepEqual(await found('14155559876', 'ALL'), ['Caller'])
  assert.deepEqual(await found('0301234576'), ['Bell AG'])
  assert.deepEqual(await found('491712345678'), ['Bell'])
  assert.deepEqual(await found('4155559876 AND NOT 14155559876'), [])
  assert.deepEqual(await found('4155559876', 'NAME'), [])
  assert.deepEqual(await found('4155559877', 'ALL'), [])
})

test('what is no search is refused as MALFORMED_SEARCH, and an unknown object or field as in queries', async () => {
  for (const [sosl, code] of [
    ['', 'MALFORMED_SEARCH'],
    ['SELECT Id FROM Lead', 'MALFORMED_SEARCH'],
    ["FIND 'fjord' IN ALL FIELDS", 'MALFORMED_SEARCH'],
    ['FIND {a}', 'MALFORMED_SEARCH'],
    ['FIND {"open}', 'MALFORMED_SEARCH'],
    ['FIND {(fjord} RETURNING Lead', 'MALFORMED_SEARCH'],
    ['FIND {fjord} IN ANY FIELDS', 'MALFORMED_SEARCH'],
    ['FIND {fjord} RETURNING Lead(Id LIMIT many)', 'MALFORMED_SEARCH'],
    ['FIND {fjord} RETURNING Lead(Id', 'MALFORMED_SEARCH'],
    ['FIND {fjord} RETURNING Lead(COUNT(Id))', 'MALFORMED_SEARCH'],
    ['FIND {fjord} RETURNING LeadHistory', 'MALFORMED_SEARCH'],
    ['FIND {fjord} RETURNING Lead(Id FROM User)', 'MALFORMED_SEARCH'],
    ['FIND {fjord} RETURNING Lead, lead', 'MALFORMED_SEARCH'],
    [`FIND {a${'b*'.repeat(400)}}`, 'MALFORMED_SEARCH'],
    [`FIND {${'ab@'.repeat(400)}}`, 'MALFORMED_SEARCH'],
    [`FIND {"${'ab*c '.repeat(11)}"}`, 'MALFORMED_SEARCH'],
    ['FIND {fjord} RETURNING Lead(Nonsense)', 'INVALID_FIELD'],
    ['FIND {fjord} RETURNING Nonsense(Id)', 'INVALID_TYPE'],
  ] as const) {
    const answer = await client.get(`/search?q=${encodeURIComponent(sosl)}`)
    assert.equal(answer.statusCode, 400, sosl)
    assert.equal(answer.json()[0].errorCode, code, `${sosl} ${answer.body}`)
  }
})

test('in a script that puts no spaces between words one is found wherever it stands, in whichever fields', async () => {
  await client.conn.sobject('Lead').create([
    { LastName: '佐藤', FirstName: '花子', Company: '株式会社東京ガス商事' },
    { LastName: 'ใจดี', FirstName: 'สมชาย', Company: 'บริษัทกรุงเทพการค้าจำกัด' },
  ])
  for (const [sosl, ...names] of [
    ['FIND {東京} RETURNING Lead(Name)', '花子 佐藤'],
    ['FIND {ガス商} IN NAME FIELDS RETURNING Lead(Name)', '花子 佐藤'],
    ['FIND {"東京ガス"} IN NAME FIELDS RETURNING Lead(Name)', '花子 佐藤'],
    ['FIND {东京} RETURNING Lead(Name)'],
    ['FIND {商事} IN EMAIL FIELDS RETURNING Lead(Name)'],
    ['FIND {กรุงเทพ} IN NAME FIELDS RETURNING Lead(Name)', 'สมชาย ใจดี'],
  ] as const)
    assert.deepEqual(await namesFound(sosl), names, sosl)
})

test('parameters say the same without a language', async () => {
  const byAddress = await client.get(
    '/parameterizedSearch?q=fjord&sobject=Lead,Account&Lead.fields=Name&Lead.limit=1&Account.fields=Name&in=NAME',
  )
  assert.equal(byAddress.statusCode, 200, byAddress.body)
  assert.equal(byAddress.json().searchRecords.length, 2)
  const byBody = await client.send('POST', '/parameterizedSearch', {
    q: 'fjord',
    fields: ['Id', 'Name'],
    sobjects: [{ name: 'Lead', where: "LastName = 'Smythe'" }],
  })
  assert.deepEqual(
    byBody.json().searchRecords.map((record: { Name: string }) => record.Name),
    ['Ann Smythe'],
  )
  const suggested = await client.get('/search/suggestions?q=fjo&sobject=Account,Lead&limit=1')
  assert.equal(suggested.json().autoSuggestResults[0].Name, 'Fjord Holding')
  assert.equal(suggested.json().hasMoreResults, true)
  assert.ok((await client.get('/search/scopeOrder')).json().length > 3)
  assert.equal((await client.get('/search/layout?q=Lead')).json()[0].objectType, 'Lead')
})

test('however a search is spelt, it is answered or refused', async () => {
  const piece = fc.constantFrom(
    ..."FIND|{fjord}|{|}|(|)|RETURNING|Lead|Lead(|Id|, |WHERE|ORDER BY|LIMIT|OFFSET|2|IN|ALL FIELDS|NAME FIELDS|AND|OR|NOT|\"|'|\\|*|?|sm*|%|WITH|SNIPPET|UPDATE|TRACKING|USING|Name = 'x'|--|;|$1|\u00e9|\ud800".split(
      '|',
    ),
  )
  const anything = fc.oneof(
    fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(' ')),
    fc.array(piece, { maxLength: 14 }).map((pieces) => `FIND {${pieces.join('')}} RETURNING Lead(Id)`),
    anyText({ maxLength: 40 }).map((text) => `FIND {${text}}`),
  )
  await fc.assert(
    fc.asyncProperty(anything, async (sosl) => {
      const { statusCode, body } = await client.get(`/search?q=${encodeURIComponent(sosl.toWellFormed())}`)
      assert.ok(statusCode === 200 || statusCode === 400, `${statusCode} ${JSON.stringify(sosl)} ${body}`)
    }),
    { numRuns: 120 },
  )
})
