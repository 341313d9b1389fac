import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let admin: { readonly authorization: string }
let address = ''

before(async () => {
  server = await aServer()
  admin = await server.as('administrator')
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
})

after(() => server.close())

type Answer = { readonly status: number; readonly isReplayed: boolean; readonly text: string }

/** Over a real connection, where a body comes in pieces and is read as it comes. */
async function send(path: string, key: string, body: BodyInit, type?: string): Promise<Answer> {
  const answer = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { ...admin, 'idempotency-key': key, ...(type === undefined ? {} : { 'content-type': type }) },
    body,
  })
  const text = await answer.text()
  return { status: answer.status, isReplayed: answer.headers.get('idempotency-replayed') === 'true', text }
}

const codeIn = ({ text }: Answer): string => (JSON.parse(text) as { errors: { code: string }[] }).errors[0]?.code ?? ''

const listed = async (path: string): Promise<readonly unknown[]> => {
  const answer = await server.call('GET', path, { headers: admin })
  return Object.values(answer.json<Record<string, unknown>>()).find((part) => Array.isArray(part)) ?? []
}

const aLead = async (): Promise<string> =>
  (
    await server.call('POST', '/api/leads?allowDuplicates=true', {
      headers: admin,
      body: { LastName: 'Okafor', Company: 'Nordwind' },
    })
  ).json<{ Id: string }>().Id

test('a file sent again with its key is kept once; another file with that key is refused', async () => {
  const leadId = await aLead()
  const bytes = Buffer.alloc(3 * 1024 * 1024, 'offer')
  const path = `/api/records/${leadId}/files?name=offer.pdf`
  const sent = (content: Buffer) => send(path, 'file-1', new Uint8Array(content), 'application/octet-stream')
  const first = await sent(bytes)
  const again = await sent(bytes)
  assert.deepEqual([first.status, again.status, again.isReplayed, again.text], [201, 201, true, first.text])
  const changed = Buffer.from(bytes)
  changed[bytes.length - 1] = 33
  const others = [await sent(changed), await sent(bytes.subarray(1)), await sent(Buffer.alloc(0))]
  assert.deepEqual(
    others.map((answer) => [answer.status, codeIn(answer)]),
    others.map(() => [422, 'idempotency_key_reused']),
  )
  assert.equal((await listed(`/api/records/${leadId}/files`)).length, 1)
})

test('a form sent again is the same, whatever line stands between its parts', async () => {
  const before = (await listed('/api/imports')).length
  const form = (content: string): FormData => {
    const made = new FormData()
    made.append('options', JSON.stringify({}))
    made.append('file', new Blob([content]), 'people.csv')
    return made
  }
  const people = `Last name,Company\n${'Okafor,Nordwind\n'.repeat(20_000)}`
  const first = await send('/api/imports', 'form-1', form(people))
  assert.equal(first.status, 201)
  const again = await send('/api/imports', 'form-1', form(people))
  assert.deepEqual([again.status, again.isReplayed, again.text], [201, true, first.text])
  const other = await send('/api/imports', 'form-1', form(`${people}Lindqvist,Harbour\n`))
  assert.deepEqual([other.status, codeIn(other)], [422, 'idempotency_key_reused'])
  assert.equal((await listed('/api/imports')).length, before + 1)
})

test('who was refused before their file came in may send it again with the same key', async () => {
  const leadId = await aLead()
  const path = `/api/records/${leadId}/files?name=offer.pdf`
  const sent = () => send(path, 'file-2', new Uint8Array(200_000), 'application/octet-stream')
  await server.call('DELETE', `/api/leads/${leadId}`, { headers: admin })
  assert.equal((await sent()).status, 404)
  await server.call('POST', `/api/leads/${leadId}/restoration`, { headers: admin })
  const after = await sent()
  assert.deepEqual([after.status, after.isReplayed], [201, false])
})

test('an answer that flows out is worked out again', async () => {
  const people = 'Last name,Company,Email\nOkafor,Nordwind,ada@nordwind.example\nOkafor,Nordwind,ada@nordwind.example\n'
  const sent = () => send('/api/lists/pairs?name=people.csv', 'list-1', people, 'text/csv')
  const [first, again] = [await sent(), await sent()]
  assert.deepEqual([first.status, again.status], [200, 200])
  assert.notEqual(first.text, '')
  assert.deepEqual([again.isReplayed, again.text], [false, first.text])
})
