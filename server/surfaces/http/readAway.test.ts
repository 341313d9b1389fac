import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let address: string
let headers: { readonly authorization: string }
// One connection, which every request has to share.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })

before(async () => {
  server = await aServer()
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  headers = await server.as('administrator')
})
after(async () => {
  agent.destroy()
  await server.close()
})

function statusOf(method: string, path: string, type?: string, body?: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  const said = type === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body ?? '') }
  const request = http.request(address + path, { method, agent, headers: { ...headers, ...said } }, (answer) => {
    answer.resume().once('end', () => resolve(answer.statusCode))
  })
  request.once('error', reject).end(body)
  return promise
}

const part = (name: string, content: string): string =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`

test('after an upload that is refused half-way, its connection carries the next request at once', async () => {
  const file = `Last Name,Company\n${'Falk,Nordwind\n'.repeat(600_000)}`
  const form = `${part('options', 'no options')}${part('file"; filename="people.csv', file)}--b--\r\n`
  const foreign = `%PDF-1.7\n${file}`
  for (const [path, type, body, status] of [
    ['/api/imports', 'multipart/form-data; boundary=b', form, 400],
    ['/api/imports?options=none', 'text/csv', file, 400],
    ['/api/imports?name=people.csv', 'text/csv', foreign, 415],
  ] as const) {
    assert.equal(await statusOf('POST', path, type, body), status, path)
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, 20_000, 'late').unref())
    assert.equal(await Promise.race([statusOf('GET', '/api/imports'), late]), 200, path)
  }
})
