import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { until } from '../../../test/support/until.ts'
import { rooms } from '../../rooms.ts'
import { buildServer } from '../../surfaces/http/server.ts'
import type { App } from '../../ground/http/edge.ts'
import { readConfig } from '../config.ts'
import { openDatabase } from './pools.ts'
import type { Database } from '../tx.ts'

let server: TestServer
let between: ReturnType<typeof aNetwork>
let db: Database
let app: App

before(async () => {
  server = await aServer()
  const { host = '', port = 5432 } = server.connection
  between = aNetwork(`${host}/.s.PGSQL.${port}`)
  db = openDatabase({ ...server.connection, host: '127.0.0.1', port: await between.port }, 10, 100)
  app = await buildServer({ db, config: readConfig({ ASSAY_URL: 'http://assay.test' }) }, rooms)
})
after(async () => {
  between.pass()
  await app.close()
  await db.close()
  between.close()
  await server.close()
})

/** A network between us and the database that may begin to swallow everything, without hanging up. */
function aNetwork(database: string) {
  const sockets = new Set<Socket>()
  let isSwallowing = false
  const relay = createServer((ours) => {
    const theirs = connect(database)
    for (const [from, to] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => to.write(bytes))
      from.on('error', () => undefined).on('close', () => to.destroy())
      if (isSwallowing) from.pause()
    }
  }).listen(0, '127.0.0.1')
  const swallow = (): void => {
    isSwallowing = true
    for (const socket of sockets) socket.pause()
  }
  const pass = (): void => {
    isSwallowing = false
    for (const socket of sockets) socket.resume()
  }
  const close = (): void => {
    for (const socket of sockets) socket.destroy()
    relay.close()
  }
  const port = once(relay, 'listening').then(() => (relay.address() as AddressInfo).port)
  return { port, swallow, pass, close }
}

test('of a database that neither answers nor hangs up one hears that it is away, and is served once it answers', async () => {
  const headers = await server.as('administrator')
  const asked = () => app.inject({ method: 'GET', url: '/api/leads?limit=1', headers })
  const made = () =>
    app.inject({
      method: 'POST',
      url: '/api/leads?allowDuplicates=true',
      headers,
      payload: { LastName: 'Okafor', Company: 'Nordwind' },
    })
  assert.equal((await asked()).statusCode, 200)
  assert.equal((await made()).statusCode, 201)
  between.swallow()
  for (const answer of await Promise.all([asked(), made(), asked()])) {
    assert.equal(answer.statusCode, 503, answer.body)
    assert.equal(answer.headers['retry-after'], '5')
  }
  assert.equal(db.pulse.isLost(), true)
  between.pass()
  await until(db.pulse.isLost, (lost) => !lost)
  assert.equal((await asked()).statusCode, 200)
  assert.equal((await made()).statusCode, 201)
})

test('a statement that takes its time is waited for', async () => {
  const { rows } = await db.short.query<{ done: boolean }>('select true as done from pg_sleep(2.5)')
  assert.deepEqual(rows, [{ done: true }])
  assert.equal(db.pulse.isLost(), false)
})
