import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Replay } from 'jsforce/lib/api/streaming/extension.js'
import { letGo, type Listener } from '../../../../test/support/listeners.ts'
import { aClient, type Client } from '../../../../test/support/salesforce.ts'
import { forSalesforce } from '../../../doors.ts'
import { startJobs } from '../../../platform/jobs.ts'
import { quietLog } from '../../../platform/log.ts'
import { run, sql } from '../../../platform/sql.ts'
import { inTransaction } from '../../../platform/transactions.ts'
import { bulkJobs } from '../bulk/bulk.jobs.ts'

type Json = Record<string, unknown>
type Told = {
  readonly payload: Json
  readonly event: { readonly EventUuid: string; readonly replayId: number }
}
type Said = {
  readonly channel: string
  readonly successful?: boolean
  readonly error?: string
  readonly clientId?: string
  readonly data: Told
}

const CHANNEL = '/event/Order_Shipped__e'

let client: Client
let jobs: ReturnType<typeof startJobs>
const leaving: Listener[] = []
// jsforce's types ask for every property a component could have.
const some = (...list: readonly Json[]) => list as never[]

before(async () => {
  client = await aClient()
  const { connection, db, org } = client.server
  bulkJobs(forSalesforce)()
  jobs = startJobs({ connection, db, log: quietLog, orgs: async () => [org] })
  const made = await client.conn.metadata.create(
    'CustomObject',
    some({
      fullName: 'Order_Shipped__e',
      label: 'Order Shipped',
      pluralLabel: 'Orders Shipped',
      deploymentStatus: 'Deployed',
      eventType: 'HighVolume',
      publishBehavior: 'PublishAfterCommit',
      fields: [
        { fullName: 'Order_Number__c', label: 'Order number', type: 'Text', length: 18, required: true },
        { fullName: 'Boxes__c', label: 'Boxes', type: 'Number', precision: 4, scale: 0 },
        { fullName: 'Is_Express__c', label: 'Express', type: 'Checkbox', defaultValue: false },
        { fullName: 'Sent_On__c', label: 'Sent on', type: 'Date' },
        { fullName: 'Arrives__c', label: 'Arrives', type: 'DateTime' },
      ],
    }),
  )
  assert.equal(made[0]?.success, true, JSON.stringify(made))
})
after(async () => {
  letGo(client.conn.streaming, leaving)
  await jobs.stop()
  client.server.app.server.closeAllConnections()
  await client.server.close()
})

async function say(messages: readonly unknown[], headers = client.admin): Promise<Said[]> {
  const answer = await client.server.call('POST', '/cometd/59.0', { body: messages, headers })
  return answer.json<Said[]>()
}

async function greeted(headers = client.admin): Promise<string> {
  const [hello] = await say([{ channel: '/meta/handshake', supportedConnectionTypes: ['long-polling'] }], headers)
  return String(hello?.clientId)
}

const subscribe = async (clientId: string, replay: number, headers = client.admin): Promise<Said | undefined> =>
  (
    await say(
      [{ channel: '/meta/subscribe', clientId, subscription: CHANNEL, ext: { replay: { [CHANNEL]: replay } } }],
      headers,
    )
  )[0]

const heardBy = async (clientId: string, headers = client.admin): Promise<Told[]> =>
  (await say([{ channel: '/meta/connect', clientId, connectionType: 'long-polling', advice: { timeout: 0 } }], headers))
    .filter(({ channel }) => channel === CHANNEL)
    .map(({ data }) => data)

test('an event is described as one, published by REST, SOAP, collections and Bulk, and heard by jsforce in its order', async () => {
  const { conn } = client
  const described = await conn.describe('Order_Shipped__e')
  assert.deepEqual(
    [described.createable, described.queryable, described.updateable, described.deletable, described.custom],
    [true, false, false, false, true],
  )
  assert.ok(described.fields.some(({ name }) => name === 'ReplayId'))
  assert.ok(!described.fields.some(({ name }) => name === 'Id' || name === 'OwnerId'))
  const { sobjects } = await conn.describeGlobal()
  assert.ok(sobjects.some(({ name }) => name === 'Order_Shipped__e'))

  const heard: Told[] = []
  const enough = Promise.withResolvers<void>()
  const faye = conn.streaming.createClient([new Replay(CHANNEL, -1)])
  leaving.push(faye as unknown as Listener)
  await faye.subscribe(CHANNEL, (message: unknown) => {
    heard.push(message as Told)
    if (heard.length === 5) enough.resolve()
  })
  const one = await conn.sobject('Order_Shipped__e').create({
    Order_Number__c: 'REST',
    Boxes__c: 3,
    Sent_On__c: '2026-03-31',
    Arrives__c: '2026-04-01T10:00:00.000+0200',
  })
  assert.equal(one.success, true)
  await conn.soap.create([{ type: 'Order_Shipped__e', Order_Number__c: 'SOAP', Is_Express__c: true }])
  await conn.sobject('Order_Shipped__e').create([{ Order_Number__c: 'many 1' }, { Order_Number__c: 'many 2' }])
  conn.bulk2.pollInterval = 20
  const loaded = await conn.bulk2.loadAndWaitForResults({
    object: 'Order_Shipped__e',
    operation: 'insert',
    input: 'Order_Number__c,Boxes__c\nBULK,2\n',
  })
  assert.equal(loaded.successfulResults.length, 1)
  await enough.promise
  assert.deepEqual(
    heard.map(({ payload }) => payload.Order_Number__c),
    ['REST', 'SOAP', 'many 1', 'many 2', 'BULK'],
  )
  const [first] = heard
  const { CreatedDate, CreatedById, ...fields } = first?.payload ?? {}
  assert.deepEqual(fields, {
    Order_Number__c: 'REST',
    Boxes__c: 3,
    Is_Express__c: false,
    Sent_On__c: '2026-03-31',
    Arrives__c: '2026-04-01T08:00:00.000Z',
  })
  assert.match(String(CreatedById), /^005/)
  assert.ok(Math.abs(Date.parse(String(CreatedDate)) - Date.now()) < 60_000)
  assert.match(String(first?.event.EventUuid), /^[0-9a-f-]{36}$/)
})

test('an event is heard again for 72 hours, and after that its place is refused', async () => {
  const clientId = await greeted()
  await client.conn.sobject('Order_Shipped__e').create({ Order_Number__c: 'kept' })
  assert.equal((await subscribe(clientId, -2))?.successful, true)
  const heard = await heardBy(clientId)
  const kept = heard.at(-1)
  assert.equal(kept?.payload.Order_Number__c, 'kept')
  const again = await greeted()
  await subscribe(again, heard.at(-2)?.event.replayId ?? 0)
  assert.deepEqual(
    (await heardBy(again)).map(({ event }) => event.EventUuid),
    [kept?.event.EventUuid],
  )
  await inTransaction(client.server.db, client.server.org, (tx) =>
    run(tx, sql`update stream_event set happened_at = happened_at - interval '73 hours' where channel = ${CHANNEL}`),
  )
  const late = await greeted()
  await subscribe(late, -2)
  assert.deepEqual(await heardBy(late), [])
})

test('what is wrong with an event is said, and of a request that is rolled back nobody hears', async () => {
  const { send } = client
  const clientId = await greeted()
  await subscribe(clientId, -1)
  const blank = await send('POST', '/sobjects/Order_Shipped__e', { Boxes__c: 1 })
  assert.match(blank.body, /REQUIRED_FIELD_MISSING/)
  const unknown = await send('POST', '/sobjects/Order_Shipped__e', { Order_Number__c: 'A', Weight__c: 1 })
  assert.match(unknown.body, /INVALID_FIELD/)
  const numbered = await send('POST', '/sobjects/Order_Shipped__e', { Order_Number__c: 'A', ReplayId: '7' })
  assert.match(numbered.body, /INVALID_FIELD_FOR_INSERT_UPDATE/)
  await send('POST', '/composite/sobjects', {
    allOrNone: true,
    records: [
      { attributes: { type: 'Order_Shipped__e' }, Order_Number__c: 'undone' },
      { attributes: { type: 'Order_Shipped__e' } },
    ],
  })
  assert.deepEqual(await heardBy(clientId), [])
})

test('an event is no record: it is neither queried, read, changed nor listed', async () => {
  const { conn, get, send } = client
  const made = await conn.sobject('Order_Shipped__e').create({ Order_Number__c: 'A' })
  await assert.rejects(async () => conn.query('SELECT Order_Number__c FROM Order_Shipped__e'), /does not support query/)
  assert.equal((await get(`/sobjects/Order_Shipped__e/${made.id}`)).statusCode, 404)
  const changed = await send('PATCH', `/sobjects/Order_Shipped__e/${made.id}`, { Boxes__c: 2 })
  assert.match(changed.body, /INVALID_TYPE_FOR_OPERATION/)
  const objects = await client.server.call('GET', '/api/objects', { headers: client.admin })
  assert.doesNotMatch(objects.body, /Order_Shipped__e/)
  const records = await client.server.call('GET', '/api/records/Order_Shipped__e', { headers: client.admin })
  assert.equal(records.statusCode, 404)
  const read = await conn.metadata.read('CustomObject', ['Order_Shipped__e'])
  assert.match(JSON.stringify(read), /"eventType":"HighVolume"/)
  const [lookup] = await conn.metadata.create(
    'CustomField',
    some({ fullName: 'Order_Shipped__e.Account__c', label: 'Account', type: 'Lookup', referenceTo: 'Account' }),
  )
  assert.match(JSON.stringify(lookup), /texts, numbers, checkboxes/)
})

test('who may not create may not publish, and who may not read may not listen', async () => {
  const { server, admin } = client
  const closed = await server.call('PATCH', '/api/custom-objects/Order_Shipped__e', {
    headers: admin,
    body: { permissions: { sales: 'r', marketing: '' } },
  })
  assert.ok(closed.statusCode < 300, closed.body)
  const [sales, marketing] = [await server.as('sales'), await server.as('marketing')]
  const published = await server.call('POST', '/services/data/v59.0/sobjects/Order_Shipped__e', {
    headers: sales,
    body: { Order_Number__c: 'mine' },
  })
  assert.equal(published.statusCode, 403, published.body)
  const heard = await subscribe(await greeted(sales), -1, sales)
  assert.equal(heard?.successful, true, String(heard?.error))
  const refused = await subscribe(await greeted(marketing), -1, marketing)
  assert.match(String(refused?.error), /no such platform event/)
})
