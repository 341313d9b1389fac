import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freshDatabase } from '../../test/support/database.ts'
import type { FreshDatabase } from '../../test/support/postgres.ts'
import { until } from '../../test/support/until.ts'
import { registerConsumer, startConsumers } from './consumers.ts'
import { announce } from './events.ts'
import { giveAgain, inboxDepths } from './events.sql.ts'
import { enqueue, registerJob, startJobs } from './jobs.ts'
import { quietLog } from './log.ts'
import { inTransaction, reading } from './transactions.ts'

let fresh: FreshDatabase
let stop: () => Promise<void>

const heard: number[] = []
const batches: number[] = []
let poison: number | undefined
const ran: unknown[] = []

registerConsumer({ name: 'trial.listener', types: ['trial.happened'] }, async (_, events) => {
  batches.push(events.length)
  if (events.some(({ recordIds }) => recordIds[0] === poison)) throw new Error('this event cannot be understood')
  for (const { recordIds } of events) heard.push(...recordIds)
})
registerJob('trial.job', async ({ org }, payload) => {
  ran.push({ schema: org.schema, ...payload })
})

before(async () => {
  fresh = await freshDatabase()
  const order = { connection: fresh.connection, db: fresh.db, log: quietLog, orgs: async () => [fresh.org] }
  const [consumers, jobs] = [startConsumers(order), startJobs(order)]
  stop = async () => {
    await Promise.all([consumers.stop(), jobs.stop()])
  }
})
after(async () => {
  await stop()
  await fresh.drop()
})

const happen = (...ids: number[]) =>
  inTransaction(fresh.db, fresh.org, async (tx) => {
    for (const id of ids) announce(tx, { type: 'trial.happened', recordIds: [id], actorId: null })
  })

test('a consumer hears of every event once, in order, in batches', async () => {
  heard.length = batches.length = 0
  await happen(...Array.from({ length: 250 }, (_, at) => at + 1))
  await until(
    () => heard.length,
    (count) => count >= 250,
  )
  assert.deepEqual(
    heard,
    Array.from({ length: 250 }, (_, at) => at + 1),
  )
  assert.ok(batches.length < 10, `${batches.length} batches for 250 events`)
})

test('an event that never succeeds is set aside, and those around it are delivered', async () => {
  heard.length = 0
  poison = 502
  await happen(501, 502, 503, 504)
  await until(
    () => depthOf('trial.listener!failed'),
    (depth) => depth === 1,
  )
  await until(
    () => heard.length,
    (count) => count === 3,
  )
  assert.deepEqual(heard, [501, 503, 504])
  poison = undefined
  await inTransaction(fresh.db, fresh.org, (tx) => giveAgain(tx, 'trial.listener'))
  await until(
    () => heard,
    (all) => all.includes(502),
  )
  assert.equal(await depthOf('trial.listener!failed'), 0)
})

const depthOf = async (consumer: string): Promise<number> =>
  (await reading(fresh.db, fresh.org, inboxDepths)).find((one) => one.consumer === consumer)?.events ?? 0

test('a job runs after the commit that left it, and not when that is undone', async () => {
  const undone = inTransaction(fresh.db, fresh.org, async (tx) => {
    await enqueue(tx, 'trial.job', { n: 1 })
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  await inTransaction(fresh.db, fresh.org, async (tx) => {
    await enqueue(tx, 'trial.job', { n: 2 }, { jobKey: 'one' })
    await enqueue(tx, 'trial.job', { n: 3 }, { jobKey: 'one' })
  })
  await until(
    () => ran.length,
    (count) => count > 0,
  )
  assert.deepEqual(ran, [{ schema: fresh.org.schema, n: 3 }])
})

test('a job nobody registered is refused where it is left', async () => {
  await assert.rejects(
    inTransaction(fresh.db, fresh.org, (tx) => enqueue(tx, 'no.such.job', {})),
    /No job is called 'no.such.job'/,
  )
})
