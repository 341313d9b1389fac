import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Replay } from 'jsforce/lib/api/streaming/extension.js'
import { letGo, type Listener } from '../../../../test/support/listeners.ts'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'
import { LONGEST_WAIT_MS } from '../../../../test/support/until.ts'
import { startConsumers } from '../../../platform/consumers.ts'
import { quietLog } from '../../../platform/log.ts'
import { streamJobs } from './stream.jobs.ts'

type Fields = Readonly<Record<string, unknown>>

/** The header of a change event. */
type Header = {
  readonly entityName: string
  readonly recordIds: readonly string[]
  readonly changeType: string
  readonly changedFields: readonly string[]
  readonly transactionKey: string
  readonly sequenceNumber: number
}

/** What is told: by a push topic an `sobject`, else a `payload`. */
type Told = {
  readonly event: { readonly type: string; readonly replayId: number }
  readonly sobject: Fields
  readonly payload: Fields & { readonly ChangeEventHeader: Header }
}

type Said = {
  readonly channel: string
  readonly clientId?: string
  readonly successful?: boolean
  readonly error?: string
  readonly advice: { readonly reconnect: string }
  readonly ext: { readonly sfdc: { readonly failureReason: string } }
  readonly data: Told
}

let client: Client
let stop: () => Promise<void>

const leaving: Listener[] = []

before(async () => {
  client = await aClient()
  streamJobs()
  const { db, org } = client.server
  const consumers = startConsumers({ db, log: quietLog, orgs: async () => [org] })
  stop = () => consumers.stop()
})
after(async () => {
  letGo(client.conn.streaming, leaving)
  await stop()
  client.server.app.server.closeAllConnections()
  await client.server.close()
})

/** What a listener was told, and the next of it. */
function hearing() {
  const heard: Told[] = []
  const looks = new Set<() => void>()
  return {
    heard,
    listen: (message: unknown): void => {
      heard.push(message as Told)
      for (const look of looks) look()
    },
    next: (isSo: (message: Told) => boolean): Promise<Told> =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`Not heard: ${JSON.stringify(heard)}`)), LONGEST_WAIT_MS)
        const look = (): void => {
          const found = heard.find(isSo)
          if (found === undefined) return
          clearTimeout(timer)
          looks.delete(look)
          resolve(found)
        }
        looks.add(look)
        look()
      }),
  }
}

const aLead = async (fields: Fields = {}): Promise<string> => {
  const made = await client.conn
    .sobject('Lead')
    .create(
      { LastName: 'Holt', Company: client.aName(), ...fields },
      { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } },
    )
  return String(made.id)
}

/** Speaks Bayeux without a client's help. */
async function say(messages: unknown, headers: Readonly<Record<string, string>> = client.admin): Promise<Said[]> {
  const answer = await client.server.call('POST', '/cometd/59.0', { body: messages, headers })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<Said[]>()
}

async function greeted(headers = client.admin): Promise<string> {
  const [hello] = await say(
    [{ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] }],
    headers,
  )
  assert.equal(hello?.successful, true, JSON.stringify(hello))
  return String(hello?.clientId)
}

const subscribe = async (
  clientId: string,
  subscription: string,
  replay?: number,
  headers = client.admin,
): Promise<Said> => {
  const ext = replay === undefined ? {} : { ext: { replay: { [subscription]: replay } } }
  const [answer] = await say([{ channel: '/meta/subscribe', clientId, subscription, ...ext }], headers)
  assert.ok(answer)
  return answer
}

/** All that is there now. */
const collect = async (clientId: string, headers = client.admin): Promise<Said[]> => {
  const answers = await say(
    [{ channel: '/meta/connect', clientId, connectionType: 'long-polling', advice: { timeout: 0 } }],
    headers,
  )
  return answers.filter(({ channel }) => channel !== '/meta/connect')
}

/** Collects until something is so. */
async function collectUntil(
  clientId: string,
  isSo: (messages: Said[]) => boolean,
  headers = client.admin,
): Promise<Said[]> {
  const endsAt = performance.now() + LONGEST_WAIT_MS
  const all: Said[] = []
  while (!isSo(all)) {
    assert.ok(performance.now() < endsAt, JSON.stringify(all))
    const answers = await say(
      [{ channel: '/meta/connect', clientId, connectionType: 'long-polling', advice: { timeout: 300 } }],
      headers,
    )
    all.push(...answers.filter(({ channel }) => channel !== '/meta/connect'))
  }
  return all
}

test('jsforce hears of records that match a push topic, of changes of its fields, and of deletions', async () => {
  const { conn } = client
  const made = await conn.sobject('PushTopic').create({
    Name: 'BigLeads',
    Query: "SELECT Id, Company, Status FROM Lead WHERE Company LIKE 'Nordwind%'",
    ApiVersion: 59,
  })
  assert.equal(made.success, true)
  // What was one field until version 28 can still be read.
  assert.equal((await conn.sobject('PushTopic').retrieve(made.id ?? '')).NotifyForOperations, 'Extended')
  const { listen, next, heard } = hearing()
  const subscription = conn.streaming.topic('BigLeads').subscribe(listen)
  await subscription
  const lead = await aLead()
  const other = await aLead({ Company: 'Elsewhere' })
  const born = await next(({ sobject }) => sobject.Id === lead)
  assert.equal(born.event.type, 'created')
  assert.equal(born.sobject.Status, 'Open - Not Contacted')
  await conn.sobject('Lead').update({ Id: lead, Title: 'CFO' })
  await conn.sobject('Lead').update({ Id: lead, Company: 'Nordwind KG' })
  const changed = await next(({ event, sobject }) => event.type === 'updated' && sobject.Id === lead)
  assert.equal(changed.sobject.Company, 'Nordwind KG')
  await conn.sobject('Lead').destroy(lead)
  await next(({ event, sobject }) => event.type === 'deleted' && sobject.Id === lead)
  assert.ok(!heard.some(({ sobject }) => sobject.Id === other))
  assert.equal(heard.filter(({ event }) => event.type === 'updated').length, 1)
  subscription.cancel()
})

test('jsforce pushes to a streaming channel and hears it', async () => {
  const { conn } = client
  await conn.sobject('StreamingChannel').create({ Name: '/u/notifications' })
  const { listen, next } = hearing()
  const channel = conn.streaming.channel('/u/notifications')
  await channel.subscribe(listen)
  const result = await channel.push({ payload: 'Lunch is ready', userIds: [] })
  assert.deepEqual(result, { fanoutCount: -1, userOnlineStatus: {} })
  const { payload, event } = await next(({ payload: said }) => JSON.stringify(said) === '"Lunch is ready"')
  assert.equal(payload, 'Lunch is ready')
  assert.equal(typeof event.replayId, 'number')
})

test('jsforce replays what happened before it came, from the place it names', async () => {
  const first = await aLead()
  const second = await aLead()
  const channel = '/data/LeadChangeEvent'
  const { listen, next, heard } = hearing()
  const faye = client.conn.streaming.createClient([new Replay(channel, -2)])
  leaving.push(faye as unknown as Listener)
  const subscription = faye.subscribe(channel, listen)
  await subscription
  const one = await next(({ payload }) => payload.ChangeEventHeader.recordIds[0] === first)
  const two = await next(({ payload }) => payload.ChangeEventHeader.recordIds[0] === second)
  assert.ok(one.event.replayId < two.event.replayId)
  assert.equal(one.payload.LastName, 'Holt')
  assert.deepEqual(
    heard,
    heard.toSorted((a, b) => a.event.replayId - b.event.replayId),
  )
  subscription.cancel()
  const clientId = await greeted()
  await subscribe(clientId, channel, one.event.replayId)
  const after = await collect(clientId)
  assert.deepEqual(after[0]?.data.payload.ChangeEventHeader.recordIds, [second])
  const [refused] = [await subscribe(clientId, channel, 10 ** 12)]
  assert.match(String(refused?.error), /replayId .* invalid/)
})

test('a conversion is told as account, contact, opportunity, then the lead: one transaction, numbers rising', async () => {
  const lead = await aLead()
  const clientId = await greeted()
  await subscribe(clientId, '/data/ChangeEvents')
  const converted = await client.server.call('POST', '/api/leads/conversion', {
    headers: client.admin,
    body: [{ leadId: lead, overrideReason: 'They signed.', amount: 100 }],
  })
  assert.equal(converted.statusCode, 200, converted.body)
  const isLead = ({ data }: Said): boolean =>
    data.payload.ChangeEventHeader.recordIds[0] === lead && data.payload.ChangeEventHeader.changeType === 'UPDATE'
  const messages = await collectUntil(clientId, (all) => all.some(isLead))
  const end = messages.find(isLead)?.data.payload.ChangeEventHeader
  assert.ok(end)
  const headers = messages
    .map(({ data }) => data.payload.ChangeEventHeader)
    .filter(({ transactionKey }) => transactionKey === end.transactionKey)
  assert.deepEqual(
    headers
      .map(({ entityName, changeType }) => [entityName, changeType])
      .filter(([name = '']) => ['Account', 'Contact', 'Opportunity', 'Lead'].includes(name)),
    [
      ['Account', 'CREATE'],
      ['Contact', 'CREATE'],
      ['Opportunity', 'CREATE'],
      ['Lead', 'UPDATE'],
    ],
  )
  const numbers = headers.map(({ sequenceNumber }) => sequenceNumber)
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].toSorted((a, b) => a - b),
  )
  assert.ok(end.changedFields.includes('IsConverted'))
})

test('a merge is told as what is gone, then what stays', async () => {
  const [master, loser] = [await aLead(), await aLead()]
  const clientId = await greeted()
  await subscribe(clientId, '/data/LeadChangeEvent')
  const merged = await client.server.call('POST', '/api/leads/merge', {
    headers: client.admin,
    body: { master, losers: [loser] },
  })
  assert.equal(merged.statusCode, 200, merged.body)
  const isMaster = ({ data }: Said): boolean => data.payload.ChangeEventHeader.recordIds[0] === master
  const messages = await collectUntil(clientId, (all) =>
    all.some((one) => isMaster(one) && one.data.payload.ChangeEventHeader.changeType === 'UPDATE'),
  )
  const told = messages.map(
    ({ data: { payload } }) => `${payload.ChangeEventHeader.changeType} ${payload.ChangeEventHeader.recordIds[0]}`,
  )
  assert.deepEqual(told.slice(-2), [`DELETE ${loser}`, `UPDATE ${master}`])
})

test('nobody hears of records they may not see', async () => {
  await client.server.call('PATCH', '/api/settings', { headers: client.admin, body: { Sharing: { Lead: 'private' } } })
  const seller = await client.server.as('sales')
  const me = await client.server.call('GET', at('/query?q=SELECT+Id+FROM+User+WHERE+LastName=%27sales%27'), {
    headers: client.admin,
  })
  const sellerId = me.json<{ records: { Id: string }[] }>().records[0]?.Id
  const clientId = await greeted(seller)
  await subscribe(clientId, '/data/LeadChangeEvent', -1, seller)
  await subscribe(clientId, '/topic/BigLeads', -1, seller)
  const hidden = await aLead()
  const theirs = await aLead({ OwnerId: sellerId })
  const messages = await collectUntil(clientId, (all) => JSON.stringify(all).includes(theirs), seller)
  await client.server.call('PATCH', '/api/settings', { headers: client.admin, body: { Sharing: { Lead: 'public' } } })
  assert.ok(!JSON.stringify(messages).includes(hidden))
  assert.ok(messages.some(({ channel, data }) => channel === '/topic/BigLeads' && data.sobject.Id === theirs))
})

test('who shows no token is denied, a client belongs to its user, and what is not there is said', async () => {
  const [hello] = await say([{ channel: '/meta/handshake' }], {})
  assert.deepEqual([hello?.successful, hello?.error, hello?.advice.reconnect], [false, '403::Handshake denied', 'none'])
  assert.equal(hello?.ext.sfdc.failureReason, '401::Authentication invalid')
  const clientId = await greeted()
  const [stranger] = await say([{ channel: '/meta/connect', clientId }], await client.server.as('sales'))
  assert.deepEqual([stranger?.error, stranger?.advice.reconnect], ['403::Unknown client', 'handshake'])
  assert.match(String((await subscribe(clientId, '/event/Anything__e')).error), /no such platform event/)
  assert.match(String((await subscribe(clientId, '/topic/Nothing')).error), /Unknown topic/)
  assert.match(String((await subscribe(clientId, '/data/NothingChangeEvent')).error), /no such channel/)
  const [published] = await say([{ channel: '/u/notifications', clientId, data: {} }])
  assert.match(String(published?.error), /REST API/)
  const [bye] = await say([{ channel: '/meta/disconnect', clientId }])
  assert.equal(bye?.successful, true)
  const [gone] = await say([{ channel: '/meta/connect', clientId }])
  assert.equal(gone?.advice.reconnect, 'handshake')
})

test('a user has at most twenty clients, and a topic is one plain query', async () => {
  const marketing = await client.server.as('marketing')
  for (let n = 0; n < 20; n++) await greeted(marketing)
  const [refused] = await say([{ channel: '/meta/handshake' }], marketing)
  assert.match(String(refused?.error), /Too many clients/)
  for (const Query of [
    'SELECT Id FROM Lead LIMIT 1',
    'SELECT count() FROM Lead',
    'SELECT Id FROM Lead ORDER BY Id',
    'nonsense',
  ])
    await assert.rejects(client.conn.sobject('PushTopic').create({ Name: 'Odd', Query, ApiVersion: 59 }), /one object/)
})
