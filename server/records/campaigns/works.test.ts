import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeId } from '../../../shared/ids.ts'
import { asking } from '../../../test/support/asking.ts'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { quietLog } from '../../platform/log.ts'
import { run, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { campaignJobs, takeUpLeft } from './campaigns.jobs.ts'
import { endWork, stretchesLeft, workOn } from './works.ts'

type Json = Record<string, unknown>

let server: TestServer
let ask: ReturnType<typeof asking>

before(async () => {
  campaignJobs()
  server = await aServer()
  ask = asking(server, await server.as('administrator'))
})
after(() => server.close())

test('more than a request waits for goes on as a work, two stretches of it side by side', async () => {
  const campaign = await made('campaigns', { Name: 'Fair', Type: 'Trade Show' })
  await crowdOf(20_001, 'Malmö')
  const carried = await ask.sent('POST', `/api/campaigns/${campaign}/members`, {
    object: 'Lead',
    filter: { field: 'City', op: 'eq', value: 'Malmö' },
    status: 'Registered',
  })
  assert.deepEqual([carried.total, carried.done], [20_001, 0])
  const adding = decodeId(String(carried.workId)) ?? 0
  assert.deepEqual(await nextOf(adding, [0, 1]), [true, true])
  assert.deepEqual(await standings(campaign), { Registered: 20_000 })
  assert.deepEqual(await nextOf(adding, [0, 1]), [false, false])
  assert.deepEqual(await nextOf(adding, [0]), [false], 'what is through is through')
  await ended(adding)
  assert.deepEqual(await standings(campaign), { Registered: 20_001 })

  const below = await made('campaigns', { Name: 'Dinner', Type: 'Trade Show', ParentId: campaign })
  await made('campaign-members', {
    CampaignId: below,
    LeadId: await made('leads', { LastName: 'Sund', Company: 'Ny' }),
  })
  const order = await ask.sent('PATCH', `/api/campaigns/${campaign}/members`, { below: true, status: 'Attended' })
  const moving = decodeId(String(order.workId)) ?? 0
  while ((await nextOf(moving, [0])).includes(true));
  assert.deepEqual(await standings(campaign), { Attended: 10_001, Registered: 10_000 }, 'the first half alone')
  await made('campaign-members', {
    CampaignId: campaign,
    LeadId: await made('leads', { LastName: 'Okafor', Company: 'Nordwind' }),
    Status: 'Registered',
  })
  while ((await nextOf(moving, [1])).includes(true));
  assert.deepEqual(await standings(below), { Invited: 1 })
  assert.deepEqual(await nextOf(moving, [2]), [false])
  assert.deepEqual(await standings(below), { Attended: 1 })
  await ended(moving)
  assert.deepEqual(await standings(campaign), { Attended: 20_002 }, 'and whoever came meanwhile with the second')
  const { works } = await ask.sent('GET', `/api/campaigns/${campaign}/works`)
  assert.deepEqual(
    (works as Json[]).map(({ what, total, done, problem }) => [what, total, done, problem]),
    [
      ['move', 20_002, 20_003, null],
      ['add', 20_001, 20_001, null],
    ],
  )
})

test('members of a whole tree are moved at once, found by words as well, where each campaign has the status', async () => {
  const top = await made('campaigns', { Name: 'Roadshow', Type: 'Trade Show' })
  const stop = await made('campaigns', { Name: 'Oslo', Type: 'Trade Show', ParentId: top })
  const dinner = await made('campaigns', { Name: 'Dinner', Type: 'Event', ParentId: stop })
  const join = async (CampaignId: string, LastName: string) =>
    made('campaign-members', { CampaignId, LeadId: await made('leads', { LastName, Company: 'Havkraft' }) })
  const [first, second] = [await join(top, 'Kestrelsen'), await join(stop, 'Kestrelby')]
  await join(stop, 'Auklund')
  const move = (order: Json) => ask.sent('PATCH', `/api/campaigns/${top}/members`, { below: true, ...order })
  assert.equal((await move({ q: 'kestrel', status: 'Visited Stand' })).done, 2)
  assert.deepEqual(await standings(stop), { 'Visited Stand': 1, Invited: 1 })
  assert.deepEqual(await inTree(top), { Invited: 1, 'Visited Stand': 2 })
  await join(dinner, 'Terne')
  const refusal = await ask.refused(
    'PATCH',
    `/api/campaigns/${top}/members`,
    { below: true, status: 'Visited Stand' },
    'invalid_member_status',
  )
  assert.match(
    String(refusal.message),
    /no member status of ‘Dinner’.*all of these campaigns have: 'Invited', .*'No Show'/,
  )
  assert.equal((await move({ ids: [first, second], status: 'No Show' })).done, 2)
  assert.deepEqual(await inTree(top), { 'No Show': 2, Invited: 1, 'Not Invited': 1 })
  const { done, left } = await move({ filter: { and: [] }, status: 'visited stand', whereListed: true })
  assert.deepEqual([done, left], [3, 1], 'who is in a campaign without the status stays')
  assert.deepEqual(await inTree(top), { 'Visited Stand': 3, 'Not Invited': 1 })
  const everywhere = { below: true, whereListed: true, filter: { and: [] } }
  const unknown = { ...everywhere, status: 'Dreaming' }
  await ask.refused('PATCH', `/api/campaigns/${top}/members`, unknown, 'invalid_member_status')
  await ask.sent('POST', `/api/campaigns/${top}/members/removal`, {
    below: true,
    filter: { field: 'Status', op: 'eq', value: 'Visited Stand' },
  })
  assert.deepEqual(await inTree(top), { 'Not Invited': 1 })
})

test('a work on the people of a segment goes on with those it was ordered for, though the segment is deleted meanwhile', async () => {
  const campaign = await made('campaigns', { Name: 'Letter', Type: 'Trade Show' })
  const condition = { and: [{ field: 'City', op: 'eq', value: 'Malmö' }, { not: { campaign: { id: campaign } } }] }
  const segment = await made('segments', { Name: 'From Malmö', Condition: condition })
  const order = await ask.sent('POST', `/api/campaigns/${campaign}/members`, { object: 'Lead', segment })
  assert.deepEqual([order.total, order.done], [20_001, 0])
  await ask.sent('DELETE', `/api/segments/${segment}`)
  const adding = decodeId(String(order.workId)) ?? 0
  while ((await nextOf(adding, [0, 1])).includes(true));
  await ended(adding)
  assert.deepEqual(await standings(campaign), { Invited: 20_001 })
})

test('a work whose program died is taken up again, and puts nobody in twice', async () => {
  const campaign = await made('campaigns', { Name: 'Symposium', Type: 'Trade Show' })
  const order = await ask.sent('POST', `/api/campaigns/${campaign}/members`, {
    object: 'Lead',
    filter: { field: 'City', op: 'eq', value: 'Malmö' },
    status: 'Registered',
  })
  await nextOf(decodeId(String(order.workId)) ?? 0, [0])
  const context = { db: server.db, org: server.org, log: quietLog }
  await takeUpLeft(context)
  assert.deepEqual(await standings(campaign), { Registered: 10_000 }, 'somebody may still be at it')
  stopClockAt(new Date(now().getTime() + 180_000))
  try {
    await takeUpLeft(context)
  } finally {
    stopClockAt(undefined)
  }
  assert.deepEqual(await standings(campaign), { Registered: 20_001 })
  const { works } = await ask.sent('GET', `/api/campaigns/${campaign}/works`)
  assert.deepEqual(
    (works as Json[]).map(({ total, done, problem, finishedAt }) => [total, done, problem, finishedAt !== null]),
    [[20_001, 20_001, null, true]],
  )
})

const inTree = async (campaign: string): Promise<Json> => standingsIn(`/api/campaigns/${campaign}/tree/standings`)

const crowdOf = (howMany: number, city: string): Promise<number> =>
  inTransaction(server.db, server.org, async (tx) => {
    await run(
      tx,
      sql`insert into person (id, created_at) select 6::bigint * 17592186044416 + 900000000 + n, ${tx.now} from generate_series(1, ${howMany}::int) n`,
    )
    return run(
      tx,
      sql`
      insert into lead (id, person_id, last_name, company, city, status, owner_id, created_at, last_modified_at)
      select 10::bigint * 17592186044416 + 900000000 + n, 6::bigint * 17592186044416 + 900000000 + n, 'Many', 'Crowd', ${city},
        'Open - Not Contacted', (select min(id) from app_user), ${tx.now}, ${tx.now}
      from generate_series(1, ${howMany}::int) n`,
    )
  })

/** Carries out the next part of these stretches of a work at the same time; answers whether more of each is left. */
const nextOf = (work: number, stretches: readonly number[]): Promise<boolean[]> =>
  Promise.all(stretches.map((n) => inTransaction(server.db, server.org, (tx) => workOn(tx, work, n))))

async function ended(work: number): Promise<void> {
  await inTransaction(server.db, server.org, async (tx) => {
    assert.deepEqual(await stretchesLeft(tx, work), [])
    await endWork(tx, work, null)
  })
}

const made = async (path: string, body: Json): Promise<string> =>
  String((await ask.sent('POST', `/api/${path}`, body)).Id)

const standings = (campaign: string): Promise<Json> => standingsIn(`/api/campaigns/${campaign}/standings`)

const standingsIn = async (address: string): Promise<Json> =>
  Object.fromEntries(
    ((await ask.sent('GET', address)).standings as Json[])
      .filter(({ members }) => members !== 0)
      .map(({ status, members }) => [status, members]),
  )
