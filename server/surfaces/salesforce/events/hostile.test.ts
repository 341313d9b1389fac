import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'
import { letGo } from '../../../../test/support/listeners.ts'
import { LONGEST_WAIT_MS } from '../../../../test/support/until.ts'
import { startConsumers } from '../../../platform/consumers.ts'
import { quietLog } from '../../../platform/log.ts'
import { reading } from '../../../platform/transactions.ts'
import { streamJobs } from './stream.jobs.ts'
import { untilNews } from './waiting.ts'

type Said = {
  readonly channel: string
  readonly clientId?: string
  readonly successful?: boolean
  readonly data?: { readonly payload: { readonly ChangeEventHeader: { readonly recordIds: readonly string[] } } }
}

let client: Client
let stop: () => Promise<void>

before(async () => {
  client = await aClient()
  streamJobs()
  const { db, org } = client.server
  const consumers = startConsumers({ db, log: quietLog, orgs: async () => [org] })
  stop = () => consumers.stop()
})
after(async () => {
  letGo(client.conn.streaming, [])
  await stop()
  client.server.app.server.closeAllConnections()
  await client.server.close()
})

async function say(messages: readonly unknown[]): Promise<Said[]> {
  const answer = await client.server.call('POST', '/cometd/59.0', { body: messages, headers: client.admin })
  return answer.json<Said[]>()
}

async function listener(channel: string, replay?: number): Promise<string> {
  const [hello] = await say([{ channel: '/meta/handshake', supportedConnectionTypes: ['long-polling'] }])
  const clientId = String(hello?.clientId)
  const ext = replay === undefined ? {} : { ext: { replay: { [channel]: replay } } }
  const [answer] = await say([{ channel: '/meta/subscribe', clientId, subscription: channel, ...ext }])
  assert.equal(answer?.successful, true, JSON.stringify(answer))
  return clientId
}

const connect = (clientId: string, timeout: number) => ({
  channel: '/meta/connect',
  clientId,
  connectionType: 'long-polling',
  advice: { timeout },
})

const told = (answers: readonly Said[]): string[] =>
  answers.flatMap(({ data }) => data?.payload.ChangeEventHeader.recordIds ?? [])

test('a mass change reaches a listener whole, at most a thousand records an answer', async () => {
  const clientId = await listener('/data/AccountChangeEvent')
  const drafts = Array.from({ length: 2000 }, (_, at) => ({ Name: `Listed ${at}` }))
  const saved = await client.server.call('POST', '/api/accounts?allowDuplicates=true', {
    headers: client.admin,
    body: drafts,
  })
  assert.ok(saved.statusCode < 300, saved.body)
  const heard: string[] = []
  while (heard.length < drafts.length) {
    const ids = told(await say([connect(clientId, 2000)]))
    assert.ok(ids.length > 0 && ids.length <= 1000, `${ids.length} records in one answer`)
    heard.push(...ids)
  }
  assert.equal(new Set(heard).size, drafts.length)
})

test('a request waits once, however many connects it holds', async () => {
  const clientId = await listener('/data/CampaignChangeEvent')
  const startedAt = performance.now()
  const answers = await say(Array.from({ length: 50 }, () => connect(clientId, 800)))
  assert.equal(answers.length, 50)
  // One after the other they would wait for forty seconds.
  assert.ok(performance.now() - startedAt < 30_000)
})

test('what a client subscribes to while its connect looks for news is not taken for heard', async () => {
  const early = await client.anAccount()
  const clientId = await listener('/data/CampaignChangeEvent')
  const waiting = say([connect(clientId, 5000)])
  const channel = '/data/AccountChangeEvent'
  await say([{ channel: '/meta/subscribe', clientId, subscription: channel, ext: { replay: { [channel]: -2 } } }])
  const heard = told(await waiting)
  const endsAt = performance.now() + LONGEST_WAIT_MS
  while (!heard.includes(early) && performance.now() < endsAt) heard.push(...told(await say([connect(clientId, 300)])))
  assert.ok(heard.includes(early))
})

test('waiting for news leaves nothing behind at what it waited with', async () => {
  const { db, org } = client.server
  const ends = new AbortController()
  const left: string[] = []
  const { signal } = ends
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
  signal.addEventListener = (type: string, ...rest: [never]) => {
    left.push(type)
    add(type, ...rest)
  }
  signal.removeEventListener = (type: string, ...rest: [never]) => {
    left.pop()
    remove(type, ...rest)
  }
  const known = await reading(db, org, async () => 0)
  await untilNews(db, org, { ms: 5, signals: [signal], known })
  assert.deepEqual(left, [])
})
