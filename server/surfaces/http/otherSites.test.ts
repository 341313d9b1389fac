import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { ADMINISTRATOR, aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer

before(async () => {
  server = await aServer()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
})
after(() => server.close())

const cookieOf = async (): Promise<Record<string, string>> => {
  const answer = await server.call('POST', '/api/session', {
    body: { email: ADMINISTRATOR.email, password: ADMINISTRATOR.password },
  })
  return Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
}

const port = (): number => {
  const address = server.app.server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('another site’s page changes nothing, however it writes the address', async () => {
  const cookies = await cookieOf()
  for (const address of ['/api/leads', '/%61pi/leads', '/ap%69/leads', '/api/%6Ceads']) {
    for (const from of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const headers = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined))
      const answer = await server.call('POST', address, {
        cookies,
        headers,
        body: { LastName: 'Evil', Company: 'Evil' },
      })
      assert.equal(answer.statusCode, 403, `${address} from ${JSON.stringify(from)} answers ${answer.statusCode}`)
    }
  }
  const { count } = (await server.call('GET', '/api/leads/count', { cookies })).json<{ count: number }>()
  assert.equal(count, 0)
})

test('an answer that holds a secret is not kept under its Idempotency-Key', async () => {
  const cookies = await cookieOf()
  const headers = { 'idempotency-key': 'make-a-token-once' }
  const first = await server.call('POST', '/api/tokens', {
    cookies,
    headers,
    body: { name: 'importer', scopes: ['read'] },
  })
  assert.equal(first.statusCode, 201)
  const again = await server.call('POST', '/api/tokens', {
    cookies,
    headers,
    body: { name: 'importer', scopes: ['read'] },
  })
  assert.equal(again.statusCode, 409)
  assert.equal(again.json<{ errors: { code: string }[] }>().errors[0]?.code, 'answer_shown_once')
  assert.ok(!again.body.includes(first.json<{ token: string }>().token))
})

test('an address of 2,000 ids is read, and one beyond 64 KB is refused as every refusal looks', async () => {
  const get = (path: string): Promise<{ status: number | undefined; body: string }> =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: port(), path, method: 'DELETE' }, (answer) => {
        let body = ''
        answer
          .setEncoding('utf8')
          .on('data', (chunk: string) => (body += chunk))
          .on('end', () => resolve({ status: answer.statusCode, body }))
      })
        .on('error', reject)
        .end()
    })
  const ids = (count: number) => Array.from({ length: count }, () => '00Q000000000001AAA').join(',')
  assert.equal((await get(`/api/leads?ids=${ids(2000)}`)).status, 401)
  for (const [count, status] of [
    [4000, 414],
    [20_000, 431],
  ] as const) {
    const tooLong = await get(`/api/leads?ids=${ids(count)}`)
    assert.equal(tooLong.status, status)
    assert.match(tooLong.body, /"errors":\[\{"code":"address_too_long"/)
  }
})

test('bytes that are no request get an answer and the end of the connection', async () => {
  const answer = await new Promise<string>((resolve) => {
    let text = ''
    const socket = connect(port(), '127.0.0.1', () => socket.end('\u0016\u0003\u0001 hello\r\n\r\n'))
    socket.on('data', (chunk) => (text += String(chunk))).on('close', () => resolve(text))
  })
  assert.match(answer, /^HTTP\/1\.1 400 /)
  assert.match(answer, /"code":"malformed_request"/)
})
