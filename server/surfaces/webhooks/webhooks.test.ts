import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { asking } from '../../../test/support/asking.ts'
import { aReceiver, type Received, type Receiver } from '../../../test/support/receiver.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { LONGEST_WAIT_MS, until } from '../../../test/support/until.ts'
import { readConfig } from '../../platform/config.ts'
import { startConsumers } from '../../platform/consumers.ts'
import { startJobs } from '../../platform/jobs.ts'
import { quietLog } from '../../platform/log.ts'
import { run, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { reachOf } from './addresses.ts'
import { deliverDue } from './delivering.ts'
import { post } from './posting.ts'
import { MOST_TRIES, waitMs } from './webhook.ts'
import { webhookJobs } from './webhooks.jobs.ts'

type Json = Record<string, unknown>

const NETWORKS = { WEBHOOK_NETWORKS: '127.0.0.1' }

let server: TestServer
let receiver: Receiver
let api: ReturnType<typeof asking>
let stop: () => Promise<void>

before(async () => {
  server = await aServer(NETWORKS)
  receiver = await aReceiver()
  api = asking(server, await server.as('administrator'))
  webhookJobs(readConfig(NETWORKS))
  const order = { connection: server.connection, db: server.db, log: quietLog, orgs: async () => [server.org] }
  const [consumers, jobs] = [startConsumers(order), startJobs(order)]
  stop = async () => {
    await Promise.all([consumers.stop(), jobs.stop()])
  }
})
after(async () => {
  await stop()
  await receiver.close()
  await server.close()
})

const aHook = async (events: readonly string[], more: Json = {}): Promise<{ Id: string; secret: string }> => {
  const made = await api.sent('POST', '/api/webhooks', { name: 'Billing', url: receiver.url, events, ...more })
  return { Id: String(made.Id), secret: String(made.secret) }
}

const off = (id: string) => api.sent('PATCH', `/api/webhooks/${id}`, { enabled: false })

async function aLead(fields: Json = {}): Promise<string> {
  const saved = await api.sent('POST', '/api/leads?allowDuplicates=true', {
    LastName: 'Holt',
    Company: 'Hollerbach',
    ...fields,
  })
  return String(saved.Id ?? (saved.results as Json[])[0]?.id)
}

const speaksOf = (id: string, type: string) => (one: Received) =>
  one.told.type === type && one.told.records.some((record) => record.id === id)

const deliveriesOf = async (id: string, state = ''): Promise<Json[]> => {
  const found = await api.sent('GET', `/api/webhooks/${id}/deliveries${state === '' ? '' : `?state=${state}`}`)
  return found.deliveries as Json[]
}

const untilDelivered = (id: string, isSo: (deliveries: readonly Json[]) => boolean): Promise<Json[]> =>
  until(() => deliveriesOf(id), isSo)

/** What waits is due now, having been tried so often. */
const dueNow = (tries: number | null = null) =>
  inTransaction(server.db, server.org, (tx) =>
    run(
      tx,
      sql`update webhook_delivery set next_try_at = ${tx.now}, attempts = coalesce(${tries}, attempts) where state = 'waiting'`,
    ),
  )

const deliver = () =>
  deliverDue({ db: server.db, org: server.org, posting: { reach: reachOf(['127.0.0.1']), timeoutMs: LONGEST_WAIT_MS } })

test('a web hook is told of a new lead and of its changes, signed, each event by an id of its own', async () => {
  const { Id, secret } = await aHook(['lead.created', 'lead.changed'])
  const lead = await aLead({ Email: 'mira@hollerbach.example' })
  const born = await receiver.next(speaksOf(lead, 'lead.created'))
  assert.equal(born.told.records[0]?.object, 'Lead')
  assert.equal(born.told.records[0]?.fields?.Email, 'mira@hollerbach.example')
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(born.headers['assay-signature'])) ?? []
  assert.equal(v1, createHmac('sha256', secret).update(`${t}.${born.body}`).digest('hex'))
  assert.ok(Math.abs(Number(t) - Date.now() / 1000) < 60)
  assert.equal(born.headers['assay-event-id'], born.told.id)

  await api.sent('PATCH', `/api/leads/${lead}`, { Company: 'Hollerbach KG' })
  const changed = await receiver.next(speaksOf(lead, 'lead.changed'))
  assert.deepEqual(changed.told.records, [
    { object: 'Lead', id: lead, changed: ['Company'], fields: { Company: 'Hollerbach KG' } },
  ])
  assert.notEqual(changed.told.id, born.told.id)
  const deliveries = await untilDelivered(Id, (all) => all.every(({ state }) => state === 'delivered'))
  assert.deepEqual(
    deliveries.map(({ eventType, status, attempts }) => ({ eventType, status, attempts })),
    [
      { eventType: 'lead.changed', status: 204, attempts: 1 },
      { eventType: 'lead.created', status: 204, attempts: 1 },
    ],
  )
  await off(Id)
})

test('a web hook hears only of chosen objects, and only what its user may see', async () => {
  await server.as('sales')
  const users = await api.sent('GET', '/api/users?limit=200')
  const seller = (users.records as Json[]).find(({ Role }) => Role === 'sales')
  await api.sent('PATCH', '/api/settings', { Sharing: { Lead: 'private' } })
  const { Id } = await aHook(['lead.created', 'account.created'], { runsAsId: seller?.Id, objects: ['Lead'] })
  const hidden = await aLead()
  await api.sent('POST', '/api/accounts', { Name: 'Not chosen' })
  const seen = await aLead({ OwnerId: seller?.Id })
  await receiver.next(speaksOf(seen, 'lead.created'))
  await api.sent('PATCH', '/api/settings', { Sharing: { Lead: 'public' } })
  assert.equal(receiver.received.filter(speaksOf(hidden, 'lead.created')).length, 0)
  assert.equal((await deliveriesOf(Id)).length, 1)
  await off(Id)
})

test('a conversion tells what each lead became', async () => {
  const { Id } = await aHook(['lead.converted'])
  const lead = await aLead()
  const answer = await api.sent('POST', '/api/leads/conversion', [
    { leadId: lead, overrideReason: 'They signed at the fair.', doNotCreateOpportunity: true },
  ])
  const { told } = await receiver.next(speaksOf(lead, 'lead.converted'))
  const [converted] = answer.results as Json[]
  assert.equal(told.conversions?.[0]?.accountId, converted?.accountId)
  assert.equal(told.conversions?.[0]?.contactId, converted?.contactId)
  await off(Id)
})

test('a receiver that fails is asked again with the same id and given up in the end; what was given up is replayed', async () => {
  const { Id } = await aHook(['lead.created'])
  receiver.answerWith((_, response) => void response.writeHead(500).end('out of order'))
  const [first, second] = [await aLead(), await aLead()]
  await untilDelivered(Id, (all) => all.length === 2 && all.every(({ status }) => status === 500))
  await dueNow(MOST_TRIES - 1)
  await deliver()
  await dueNow()
  await deliver()
  const dead = await deliveriesOf(Id, 'dead')
  assert.deepEqual(
    dead.map(({ status, answer, attempts }) => ({ status, answer, attempts })),
    [
      { status: 500, answer: 'out of order', attempts: MOST_TRIES },
      { status: 500, answer: 'out of order', attempts: MOST_TRIES },
    ],
  )
  receiver.answerWith((_, response) => void response.writeHead(200).end())
  const one = await api.sent('POST', `/api/webhooks/${Id}/replay`, { deliveries: [dead[0]?.Id] })
  assert.equal(one.replayed, 1)
  await untilDelivered(Id, (all) => all.filter(({ state }) => state === 'delivered').length === 1)
  const rest = await api.sent('POST', `/api/webhooks/${Id}/replay`)
  assert.equal(rest.replayed, 1)
  await untilDelivered(Id, (all) => all.every(({ state }) => state === 'delivered'))
  for (const lead of [first, second]) {
    const ids = receiver.received.filter(speaksOf(lead, 'lead.created')).map(({ told }) => told.id)
    assert.ok(ids.length >= 3)
    assert.equal(new Set(ids).size, 1)
  }
  await off(Id)
})

test('when the worker is killed half-way, what it was at is delivered by the next with the same id', async () => {
  const { Id } = await aHook(['lead.created'])
  await off(Id)
  await api.sent('PATCH', `/api/webhooks/${Id}`, { enabled: true })
  const held = Promise.withResolvers<void>()
  receiver.answerWith(() => held.resolve())
  await stop()
  const order = { connection: server.connection, db: server.db, log: quietLog, orgs: async () => [server.org] }
  const consumers = startConsumers(order)
  const lead = await aLead()
  await untilDelivered(Id, (all) => all.length === 1)
  await consumers.stop()
  stop = async () => undefined
  const program = spawn(
    process.execPath,
    [
      path.join(import.meta.dirname, '../../../test/support/webhookProgram.ts'),
      JSON.stringify(server.connection),
      server.org.schema,
    ],
    { stdio: 'inherit' },
  )
  await held.promise
  program.kill('SIGKILL')
  await once(program, 'exit')
  assert.equal((await deliveriesOf(Id))[0]?.state, 'waiting')
  receiver.answerWith((_, response) => void response.writeHead(200).end())
  await deliver()
  assert.equal((await deliveriesOf(Id))[0]?.state, 'waiting', 'it is left to who is at it, for a minute')
  await dueNow()
  await deliver()
  const [delivery] = await deliveriesOf(Id)
  assert.deepEqual({ state: delivery?.state, attempts: delivery?.attempts }, { state: 'delivered', attempts: 2 })
  const sent = receiver.received.filter(speaksOf(lead, 'lead.created'))
  assert.deepEqual(
    sent.map(({ headers }) => headers['assay-event-id']),
    [delivery?.eventId, delivery?.eventId],
  )
  await off(Id)
})

test('the test of a web hook tells what its receiver said', async () => {
  const { Id } = await aHook(['lead.created'])
  receiver.answerWith((_, response) => void response.writeHead(418).end('a teapot'))
  const outcome = await api.sent('POST', `/api/webhooks/${Id}/test`)
  assert.deepEqual([outcome.taken, outcome.status, outcome.answer], [false, 418, 'a teapot'])
  await off(Id)
})

test('web hooks reach no private network unless it is named, whatever the address is called', async () => {
  const closed = reachOf([])
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::',
    'fe80::1%eth0',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'not an address',
  ])
    assert.equal(closed.mayReach(address), false, address)
  for (const address of ['93.184.216.34', '2606:2800:220:1::1', '172.32.0.1'])
    assert.equal(closed.mayReach(address), true, address)
  assert.equal(reachOf(['10.0.0.0/8']).mayReach('10.1.2.3'), true)
  assert.equal(reachOf(['10.0.0.0/8']).mayReach('192.168.1.1'), false)
  const before = receiver.received.length
  const { port } = new URL(receiver.url)
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]']) {
    const { taken, problem } = await post(
      { url: `http://${host}:${port}/`, headers: {}, body: '{}' },
      { reach: closed },
    )
    assert.equal(taken, false)
    assert.match(String(problem), /private network/, host)
  }
  assert.equal(receiver.received.length, before)
})

test('redirects are not followed, long answers are cut, and who does not answer is not waited for', async () => {
  const open = reachOf(['127.0.0.1'])
  const letter = { url: receiver.url, headers: {}, body: '{"records":[]}' }
  const before = receiver.received.length
  receiver.answerWith((_, response) => void response.writeHead(302, { location: receiver.url }).end())
  const redirected = await post(letter, { reach: open })
  assert.match(String(redirected.problem), /redirect/)
  assert.equal(receiver.received.length, before + 1)
  receiver.answerWith((_, response) => void response.writeHead(200).end('x'.repeat(1_000_000)))
  const long = await post(letter, { reach: open })
  assert.deepEqual([long.taken, long.answer?.length], [true, 65_536])
  receiver.answerWith(() => undefined)
  const silent = await post(letter, { reach: open, timeoutMs: 50 })
  assert.match(String(silent.problem), /did not answer within 0.05 seconds/)
})

test('twelve tries take about a day, and none waits less than a few seconds', () => {
  const most = Array.from({ length: MOST_TRIES - 1 }, (_, at) => waitMs(at + 1, 0.5)).reduce((sum, ms) => sum + ms, 0)
  assert.ok(most > 20 * 3_600_000 && most < 26 * 3_600_000, `${most / 3_600_000} hours`)
  assert.ok(waitMs(1, 0) > 5000)
})

test('an address that is none, an unknown object and no event are refused by name', async () => {
  await api.refused(
    'POST',
    '/api/webhooks',
    { name: 'x', url: 'ftp://x.example', events: ['lead.created'] },
    'invalid_value',
  )
  await api.refused(
    'POST',
    '/api/webhooks',
    { name: 'x', url: 'https://me:pw@x.example', events: ['lead.created'] },
    'invalid_value',
  )
  await api.refused('POST', '/api/webhooks', { name: 'x', url: 'https://x.example', events: [] }, 'invalid_value')
  await api.refused(
    'POST',
    '/api/webhooks',
    { name: 'x', url: 'https://x.example', events: ['lead.created'], objects: ['Nothing'] },
    'invalid_value',
  )
})
