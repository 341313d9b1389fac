import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'

type Said = {
  readonly channel: string
  readonly id?: string
  readonly clientId?: string
  readonly successful?: boolean
  readonly error?: string
  readonly advice?: { readonly reconnect: string }
}

let client: Client

before(async () => {
  client = await aClient()
})
after(() => client.server.close())

/** What is answered to a body as it is, and with which status. */
async function answered(
  payload: string,
  contentType?: string,
  path = '/cometd/59.0',
): Promise<{ readonly status: number; readonly said: readonly Said[] }> {
  const answer = await client.server.app.inject({
    method: 'POST',
    url: path,
    payload,
    headers: { ...client.admin, ...(contentType === undefined ? {} : { 'content-type': contentType }) },
  })
  return { status: answer.statusCode, said: answer.json<Said[]>() }
}

const HELLO = { channel: '/meta/handshake', id: '1', supportedConnectionTypes: ['callback-polling', 'long-polling'] }
const form = (...messages: readonly unknown[]): string =>
  messages.map((message) => `message=${encodeURIComponent(JSON.stringify(message))}`).join('&')

test('a client is greeted however it sends its messages: as JSON, as a form, or as plain text, and at every address', async () => {
  const json = JSON.stringify([HELLO])
  for (const [payload, contentType, path] of [
    [json, 'application/json;charset=UTF-8', '/cometd/59.0/handshake'],
    [json, 'text/json', '/cometd/replay/36.0'],
    [JSON.stringify(HELLO), undefined, '/cometd/replay/36.0/handshake'],
    [form([HELLO]), 'application/x-www-form-urlencoded', '/cometd/59.0'],
    [form(HELLO), 'text/plain;charset=UTF-8', '/cometd/59.0'],
  ] as const) {
    const { status, said } = await answered(payload, contentType, path)
    assert.equal(status, 200, payload)
    assert.deepEqual([said[0]?.successful, said[0]?.id, said[0]?.channel], [true, '1', HELLO.channel])
  }
})

test('a form holds several messages, each answered', async () => {
  const { said: greeting } = await answered(form(HELLO))
  const clientId = greeting[0]?.clientId
  const subscribe = { channel: '/meta/subscribe', id: '2', clientId, subscription: '/data/LeadChangeEvent' }
  const connect = { channel: '/meta/connect', id: '3', clientId, advice: { timeout: 0 } }
  const { said } = await answered(form(subscribe, connect), 'application/x-www-form-urlencoded')
  assert.deepEqual(
    said.map(({ id, successful }) => [id, successful]),
    [
      ['2', true],
      ['3', true],
    ],
  )
})

test('what cannot be read is answered as a message of Bayeux that says what is wrong', async () => {
  for (const [payload, status, error] of [
    ['', 400, /^400::A request holds a message/],
    ['[]', 400, /^400::A request holds a message/],
    ['"hello"', 400, /^400::A request holds a message/],
    ['[null]', 400, /^400::A request holds a message/],
    ['[{"id":"1"}]', 400, /^400::A request holds a message/],
    ['[{"channel":7}]', 400, /^400::A request holds a message/],
    ['[{"channel":', 400, /^400::Unexpected end-of-input/],
    ['message=%7B', 400, /^400::Unexpected end-of-input/],
    ['[{"channel":"/meta/handshake","channel":"/meta/connect"}]', 400, /^400::Duplicate field/],
    [JSON.stringify(Array.from({ length: 51 }, () => HELLO)), 400, /^400::A request holds at most 50/],
    [JSON.stringify([{ ...HELLO, ext: 'x'.repeat(300_000) }]), 413, /^413::A request has at most 256000 bytes/],
  ] as const) {
    const answer = await answered(payload, 'application/json')
    assert.equal(answer.status, status, payload.slice(0, 80))
    assert.equal(answer.said.length, 1)
    const [said] = answer.said
    assert.equal(said?.successful, false)
    assert.equal(said?.advice?.reconnect, 'none')
    assert.match(String(said?.error), error)
  }
})

test('another verb is told that messages come by POST', async () => {
  const answer = await client.server.call('GET', '/cometd/59.0?message=%5B%5D&jsonp=heard', { headers: client.admin })
  assert.equal(answer.statusCode, 405)
  assert.equal(answer.headers['allow'], 'POST')
  assert.match(String(answer.json<Said[]>()[0]?.error), /^405::Messages come by POST/)
})
