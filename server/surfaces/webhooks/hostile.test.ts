import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, test } from 'node:test'
import { asking } from '../../../test/support/asking.ts'
import { aReceiver, type Receiver } from '../../../test/support/receiver.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { LONGEST_WAIT_MS, until } from '../../../test/support/until.ts'
import { startConsumers } from '../../platform/consumers.ts'
import { readConfig } from '../../platform/config.ts'
import { quietLog } from '../../platform/log.ts'
import { run, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { reachOf } from './addresses.ts'
import { deliverDue } from './delivering.ts'
import { post } from './posting.ts'
import { MOST_HOOKS } from './webhook.ts'
import { forgetDeliveries, webhookJobs } from './webhooks.jobs.ts'

type Json = Record<string, unknown>

let server: TestServer
let receiver: Receiver
let api: ReturnType<typeof asking>
let admin: { readonly authorization: string }
let stop: () => Promise<void>

const open = reachOf(['127.0.0.1'])

before(async () => {
  server = await aServer({ WEBHOOK_NETWORKS: '127.0.0.1' })
  receiver = await aReceiver()
  admin = await server.as('administrator')
  api = asking(server, admin)
  webhookJobs(readConfig({ WEBHOOK_NETWORKS: '127.0.0.1' }))
  const consumers = startConsumers({ db: server.db, log: quietLog, orgs: async () => [server.org] })
  stop = () => consumers.stop()
})
after(async () => {
  await stop()
  await receiver.close()
  await server.close()
})

const aHook = async (more: Json = {}): Promise<string> => {
  const made = await api.sent('POST', '/api/webhooks', {
    name: 'Billing',
    url: receiver.url,
    events: ['lead.created'],
    ...more,
  })
  return String(made.Id)
}

const aLead = () => api.sent('POST', '/api/leads?allowDuplicates=true', { LastName: 'Holt', Company: 'Hollerbach' })

const waitingOf = (id: string, count: number): Promise<Json[]> =>
  until(
    async () => (await api.sent('GET', `/api/webhooks/${id}/deliveries`)).deliveries as Json[],
    (deliveries) => deliveries.length >= count,
  )

const deliver = () =>
  deliverDue({ db: server.db, org: server.org, posting: { reach: open, timeoutMs: LONGEST_WAIT_MS } })

/** A receiver that writes these bytes and nothing that is HTTP beside. */
async function answering(bytes: string, ask: (url: string) => Promise<void>): Promise<void> {
  const raw = net.createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(bytes))
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  raw.listen(0, '127.0.0.1', resolve)
  await promise
  const address = raw.address()
  if (address === null || typeof address === 'string') throw new Error('Nothing listens.')
  await ask(`http://127.0.0.1:${address.port}/`)
  raw.close()
}

test('a receiver that switches protocols, hangs up or talks nonsense is not waited for without end', async () => {
  for (const bytes of [
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    '',
    'nonsense\r\n\r\n',
  ])
    await answering(bytes, async (url) => {
      const outcome = await post({ url, headers: {}, body: '{}' }, { reach: open, timeoutMs: 2000 })
      assert.equal(outcome.taken, false, bytes)
      assert.notEqual(outcome.problem, null)
    })
})

test('what waits for a hook is not sent once its user has left, and is when they are back', async () => {
  const user = await api.sent('POST', '/api/users', {
    LastName: 'Leaving',
    Email: 'leaving@nordwind.example',
    Role: 'administrator',
  })
  const id = await aHook({ runsAsId: user.Id })
  await aLead()
  await waitingOf(id, 1)
  await api.sent('POST', `/api/users/${String(user.Id)}/deactivation`, {})
  const before = receiver.received.length
  assert.equal(await deliver(), undefined)
  assert.equal(receiver.received.length, before)
  await api.sent('DELETE', `/api/users/${String(user.Id)}/deactivation`)
  await deliver()
  assert.equal(receiver.received.length, before + 1)
  await api.sent('DELETE', `/api/webhooks/${id}`)
})

test('what waited for three days is given up and can be sent again, from then on for three days', async () => {
  const id = await aHook()
  await aLead()
  await waitingOf(id, 1)
  await inTransaction(server.db, server.org, (tx) =>
    run(tx, sql`update webhook_delivery set waiting_since = waiting_since - interval '73 hours'`),
  )
  await forgetDeliveries(server.db, server.org)
  const [dead] = await waitingOf(id, 1)
  assert.equal(dead?.state, 'dead')
  assert.match(String(dead?.problem), /three days/)
  await api.sent('POST', `/api/webhooks/${id}/replay`)
  await forgetDeliveries(server.db, server.org)
  assert.equal((await waitingOf(id, 1))[0]?.state, 'waiting')
  await deliver()
  assert.equal((await waitingOf(id, 1))[0]?.state, 'delivered')
  await api.sent('DELETE', `/api/webhooks/${id}`)
})

test('an organization has at most a hundred web hooks, however many are made at once', async () => {
  const draft = { name: 'One of many', url: receiver.url, events: ['task.created'] }
  const answers = await Promise.all(
    Array.from({ length: MOST_HOOKS + 5 }, () => server.call('POST', '/api/webhooks', { headers: admin, body: draft })),
  )
  assert.equal(answers.filter(({ statusCode }) => statusCode === 201).length, MOST_HOOKS)
  const refused = answers.find(({ statusCode }) => statusCode === 409)
  assert.match(String(refused?.body), /at most 100 web hooks/)
})
