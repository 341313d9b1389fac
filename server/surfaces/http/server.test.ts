import assert from 'node:assert/strict'
import http from 'node:http'
import { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import { z } from 'zod'
import { writing, type App } from '../../ground/http/edge.ts'
import { readConfig } from '../../platform/config.ts'
import { Refusal } from '../../platform/errors.ts'
import { ADMINISTRATOR, aServer, type TestServer } from '../../../test/support/server.ts'
import { buildServer } from './server.ts'
import { sessionRoutes } from '../../ground/users/session.routes.ts'

let server: TestServer
let admin: { readonly authorization: string }

before(async () => {
  server = await aServer({}, [trialRoutes])
  admin = await server.as('administrator')
})
after(() => server.close())

/** What rooms may run into. */
function trialRoutes(app: App): void {
  app.get('/api/trial/fault', () => {
    throw new Error('the secret of the house is in /etc/assay')
  })
  app.get('/api/trial/away', () => {
    throw new Refusal('mail_away', 'The mail server does not answer.', {
      kind: 'unavailable',
      facts: { retryAfterSeconds: 30 },
    })
  })
  app.post(
    '/api/trial/shape',
    {
      schema: {
        body: z.strictObject({
          name: z.string().max(5),
          count: z.number().int().optional(),
          tags: z.array(z.string()).optional(),
        }),
      },
    },
    ({ body }) => body,
  )
  const early = z.object({ early: z.boolean() })
  app.post('/api/trial/early', { schema: { response: { 200: early } } }, (request, reply) =>
    writing(request, async () => reply.send({ early: true })),
  )
}

const groups = (body: unknown, headers: Record<string, string> = {}) =>
  server.call('POST', '/api/groups', { headers: { ...admin, ...headers }, body })

test('what cannot be understood is refused field by field, without repeating it', async () => {
  const answer = await server.call('POST', '/api/trial/shape', {
    body: { name: 'too long a name', count: 'many', tags: ['a', 4], colour: 'red' },
  })
  assert.equal(answer.statusCode, 400)
  const { errors } = answer.json()
  assert.deepEqual(
    errors.map(({ field }: { field: string }) => field).toSorted((a: string, b: string) => a.localeCompare(b)),
    ['colour', 'count', 'name', 'tags.1'],
  )
  assert.ok(!answer.body.includes('too long a name'))
  const missing = await server.call('POST', '/api/trial/shape', { body: {} })
  assert.deepEqual(
    [missing.json().errors[0].code, missing.json().errors[0].message],
    ['required_field_missing', "'name' is missing."],
  )
})

test('a body that is no JSON is refused with the place of the mistake', async () => {
  const answer = await groups('{"Name": "x",\n oops}')
  assert.equal(answer.statusCode, 400)
  assert.match(answer.json().errors[0].message, /The body is not JSON\. The mistake is at character \d+, line 2\./)
})

test('broken UTF-8, NUL bytes and prototype keys are refused, and nothing is stored', async () => {
  const headers = { ...admin, 'content-type': 'application/json' }
  const broken = await server.app.inject({
    method: 'POST',
    url: '/api/groups',
    headers,
    payload: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  })
  assert.deepEqual([broken.statusCode, broken.json().errors[0].code], [400, 'invalid_utf8'])
  const nul = await groups({ Name: 'a\u0000b' })
  assert.deepEqual([nul.statusCode, nul.json().errors[0].code, nul.json().errors[0].field], [400, 'nul_byte', 'Name'])
  const inList = await groups([{ Name: 'a\u0000b' }, { Name: 'Good beside bad' }])
  assert.deepEqual(
    inList.json().results.map(({ success }: { success: boolean }) => success),
    [false, true],
  )
  const proto = await groups('{"Name":"x","__proto__":{"admin":true}}')
  assert.equal(proto.statusCode, 400)
  const inAddress = await server.call('GET', '/api/groups?q=a%00b', { headers: admin })
  assert.equal(inAddress.statusCode, 400)
})

test('another content type than JSON is refused with the way on', async () => {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/groups',
    headers: { ...admin, 'content-type': 'text/plain' },
    payload: 'Name=x',
  })
  assert.equal(answer.statusCode, 415)
  assert.match(answer.json().errors[0].message, /application\/json/)
})

test('fifty megabytes are refused, and the sender hears why', async () => {
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' })
  const send = (headers: Record<string, string>) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const request = http.request(
        `${url}/api/groups`,
        { method: 'POST', headers: { ...admin, 'content-type': 'application/json', ...headers } },
        (answer) => {
          text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject)
        },
      )
      request.on('error', reject)
      Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(1024 * 1024, 0x20))).pipe(request)
    })
  const sent: Record<string, string>[] = [{}, { 'content-length': String(50 * 1024 * 1024) }]
  for (const headers of sent) {
    const { status, body } = await send(headers)
    assert.equal(status, 413)
    assert.equal(JSON.parse(body).errors[0].code, 'body_too_large')
  }
})

test('a fault of ours says only its request id', async () => {
  const answer = await server.call('GET', '/api/trial/fault', { headers: { 'x-request-id': 'call-7' } })
  assert.equal(answer.statusCode, 500)
  assert.equal(answer.headers['x-request-id'], 'call-7')
  assert.equal(answer.json().errors[0].facts.requestId, 'call-7')
  assert.ok(!answer.body.includes('/etc/assay'))
})

test('what is away for a while says when to come back', async () => {
  const answer = await server.call('GET', '/api/trial/away')
  assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '30'])
})

test('a route that answers before its commit is found out', async () => {
  const answer = await server.call('POST', '/api/trial/early', { headers: admin })
  assert.equal(answer.statusCode, 500)
})

test('an unknown address is not there, for programs and for people', async () => {
  const api = await server.call('GET', '/api/nothing', { headers: { accept: 'text/html' } })
  assert.deepEqual([api.statusCode, api.json().errors[0].code], [404, 'not_found'])
  assert.equal((await server.call('POST', '/leads')).statusCode, 404)
})

test('an address that takes other verbs says which', async () => {
  for (const [url, verbs] of [
    ['/api/leads', 'POST, GET, HEAD'],
    ['/api/leads/00Q000000000001AAA', 'PATCH, GET'],
    ['/api/leads?limit=1', 'POST'],
  ] as const) {
    const answer = await server.app.inject({ method: 'PUT', url, headers: admin })
    assert.equal(answer.statusCode, 405, url)
    const allowed = String(answer.headers.allow).split(', ')
    assert.deepEqual(
      verbs.split(', ').filter((verb) => !allowed.includes(verb)),
      [],
    )
    assert.ok(!allowed.includes('PUT'))
    const [refusal] = answer.json<{ errors: { code: string; message: string }[] }>().errors
    assert.equal(refusal?.code, 'method_not_allowed')
    assert.match(refusal.message, /does not take PUT\. It takes .*GET/)
  }
})

test('the same key brings the same answer and makes nothing twice', async () => {
  const headers = { 'idempotency-key': 'key-1' }
  const first = await groups({ Name: 'Once' }, headers)
  const second = await groups({ Name: 'Once' }, headers)
  assert.equal(first.statusCode, 201)
  assert.deepEqual([second.statusCode, second.body], [201, first.body])
  assert.equal(second.headers['idempotency-replayed'], 'true')
  assert.ok(first.headers.etag !== undefined && first.headers.location !== undefined)
  assert.deepEqual([second.headers.etag, second.headers.location], [first.headers.etag, first.headers.location])
  const other = await groups({ Name: 'Twice' }, headers)
  assert.deepEqual([other.statusCode, other.json().errors[0].code], [422, 'idempotency_key_reused'])
  const somebodyElse = await server.call('POST', '/api/groups', {
    headers: { ...(await server.as('administrator')), ...headers },
    body: { Name: 'Theirs' },
  })
  assert.equal(somebodyElse.statusCode, 201)
})

test('of two requests with one key at once one is carried out', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => groups({ Name: 'At once' }, { 'idempotency-key': 'key-2' })),
  )
  const statuses = answers.map(({ statusCode }) => statusCode)
  assert.ok(
    statuses.every((status) => status === 201 || status === 409),
    statuses.join(),
  )
  assert.equal(
    answers.filter(({ statusCode, headers }) => statusCode === 201 && headers['idempotency-replayed'] === undefined)
      .length,
    1,
  )
})

test('a refusal is kept under its key too, and a fault is not', async () => {
  const refused = await groups({ Name: '' }, { 'idempotency-key': 'key-3' })
  assert.equal(refused.statusCode, 422)
  assert.deepEqual((await groups({ Name: '' }, { 'idempotency-key': 'key-3' })).json(), refused.json())
  const fault = () => server.call('POST', '/api/trial/early', { headers: { ...admin, 'idempotency-key': 'key-4' } })
  assert.equal((await fault()).statusCode, 500)
  assert.equal((await fault()).headers['idempotency-replayed'], undefined)
})

test('browsers run only our own scripts, and put us into no frame', async () => {
  const { headers } = await server.call('GET', '/healthz')
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /script-src 'self';/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['strict-transport-security'], undefined)
})

test('what one person was answered is kept for nobody else, and asked for anew', async () => {
  const headers = await server.as('sales')
  for (const url of ['/api/leads', '/api/home', '/services/data', '/api/nowhere'])
    assert.equal((await server.call('GET', url, { headers })).headers['cache-control'], 'private, no-cache', url)
})

test('the machine hears that the program lives, is ready, and how much it works', async () => {
  assert.equal((await server.call('GET', '/healthz')).json().status, 'lives')
  assert.equal((await server.call('GET', '/readyz')).json().status, 'ready')
  const figures = await server.call('GET', '/metrics')
  assert.match(figures.body, /assay_http_requests_total\{method="GET",route="\/healthz",status="200"\} \d+/)
  assert.match(figures.body, /assay_pool_connections\{pool="short",state="total"\} \d+/)
  assert.match(figures.body, /process_resident_memory_bytes \d+/)
  const stranger = await server.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '203.0.113.9' })
  assert.equal(stranger.statusCode, 403)
  const proxied = await server.call('GET', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })
  assert.equal(proxied.statusCode, 403)
  const known = await server.app.inject({
    method: 'GET',
    url: '/metrics',
    remoteAddress: '203.0.113.9',
    headers: admin,
  })
  assert.equal(known.statusCode, 200)
})

test('the API describes itself to programs and to readers', async () => {
  const document = (await server.call('GET', '/api/openapi.json')).json()
  assert.equal(document.openapi, '3.1.0')
  assert.ok(document.paths['/api/session'].post.requestBody.content['application/json'].schema)
  assert.ok(document.paths['/api/leads/{id}'].patch)
  const page = await server.call('GET', '/api/docs')
  assert.match(String(page.headers['content-type']), /text\/html/)
  assert.ok(page.body.includes('/api/leads/{id}'))
  assert.ok(!page.body.includes('<script') && !/(src|href)="https?:/.test(page.body))
})

test('a request leaves one line, with its id and who sent it and no secret', async () => {
  const lines: string[] = []
  const log = pino({ level: 'info' }, new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }))
  const app = await buildServer(
    { db: server.db, config: readConfig({ ASSAY_URL: 'http://assay.test' }) },
    [sessionRoutes],
    { log },
  )
  await app.inject({
    method: 'POST',
    url: '/api/session?token=hush',
    payload: { email: ADMINISTRATOR.email, password: ADMINISTRATOR.password },
    headers: { 'x-request-id': 'line-1' },
  })
  await app.close()
  const requests = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request')
  assert.deepEqual([lines.length, requests.length], [1, 1])
  const { id, method, route, status, actor } = requests[0]
  assert.deepEqual([id, method, route, status], ['line-1', 'POST', '/api/session', 200])
  assert.match(actor, /^005/)
  assert.ok(!lines.join('').includes('hush') && !lines.join('').includes(ADMINISTRATOR.password))
})
