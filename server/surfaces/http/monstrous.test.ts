import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { isMonstrous } from '../../platform/jsonOutline.ts'

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
})
after(() => server.close())

const wide = (fields: number): string =>
  `{${Array.from({ length: fields }, (_, at) => `"field number ${at}":"\\"{:[\\\\"`).join()}}`
const leads = (many: number) =>
  Array.from({ length: many }, (_, at) => ({ LastName: `Okafor ${at}`, Company: 'Nordwind', Description: '{"[:\\' }))

test('what has more fields or levels than anything here is refused before it is read', async () => {
  for (const [url, code] of [
    ['/api/leads', 'json_too_deep'],
    ['/services/data/v66.0/sobjects/Lead', 'JSON_PARSER_ERROR'],
    ['/services/data/v66.0/composite', 'JSON_PARSER_ERROR'],
  ] as const)
    for (const body of [wide(10_001), '['.repeat(100_000), '{"a":'.repeat(50_000), `[${wide(10_001)}]`]) {
      const answer = await server.call('POST', url, { headers: admin, body })
      assert.equal(answer.statusCode, 400, url)
      const given = answer.json<{ errors?: { code: string }[] } | { errorCode: string }[]>()
      assert.equal(Array.isArray(given) ? given[0]?.errorCode : given.errors?.[0]?.code, code)
    }
})

test('many records with few fields each are no monster, whatever their texts hold', async () => {
  assert.equal(isMonstrous(Buffer.from(JSON.stringify(leads(20_000)))), false)
  assert.equal(isMonstrous(Buffer.from(wide(10_000))), false)
  assert.equal(isMonstrous(Buffer.from(`{"text":"${'[:{'.repeat(100_000)}"}`)), false)
  assert.equal(isMonstrous(Buffer.from(`"${'a'.repeat(100_000)}`)), false)
  const answer = await server.call('POST', '/api/leads?allowDuplicates=true', { headers: admin, body: leads(2000) })
  assert.equal(answer.statusCode, 200)
  assert.ok(answer.json<{ results: { success: boolean }[] }>().results.every(({ success }) => success))
})

test('of who is not signed in no more is read than a sign-in needs', async () => {
  const body = JSON.stringify({ email: 'a@nordwind.example', password: 'x'.repeat(70_000) })
  for (const url of ['/api/session', '/api/leads', '/api/nothing']) {
    const answer = await server.call('POST', url, { body })
    assert.equal(answer.statusCode, 401, url)
    assert.equal(answer.json<{ errors: { code: string }[] }>().errors[0]?.code, 'not_signed_in')
  }
})
