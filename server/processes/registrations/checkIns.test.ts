import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { decodeQR } from 'qr/decode.js'
import { encodeQR } from 'qr'
import { anEventStage, HOUR_MS, type EventStage, type Json } from '../../../test/support/events.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import { wrapUpEvents } from './registrations.jobs.ts'
import { wrapUpSome } from './wrapUp.ts'
import { decodeId } from '../../../shared/ids.ts'

let stage: EventStage
let ben: { readonly authorization: string }

before(async () => {
  stage = await anEventStage()
  ben = await stage.server.as('sales')
})
after(async () => {
  stopClockAt(undefined)
  await stage.server.close()
})

type Result = {
  readonly ok: boolean
  readonly code?: string
  readonly message?: string
  readonly name?: string
  readonly memberId?: string
  readonly isNew?: boolean
}

const tap = async (id: string, body: Json, headers = stage.admin): Promise<Result> => {
  const answer = await stage.server.call('POST', `/api/campaigns/${id}/check-in`, {
    headers,
    body: { taps: [{ key: randomUUID(), ...body }] },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<{ results: Result[] }>().results[0] ?? { ok: false }
}

const door = async (id: string, q = '') =>
  (await stage.call('GET', `/api/campaigns/${id}/check-in?q=${encodeURIComponent(q)}`)) as {
    people: Json[]
    counts: Json
  }

const person = (last: string) => ({
  first_name: 'Ada',
  last_name: last,
  email: `${last.toLowerCase()}@door.example`,
  company: 'Nordwind',
})

async function anEvent(...names: readonly string[]) {
  const id = await stage.event({ GraceMinutes: 30 })
  await stage.session(id)
  const tickets = []
  for (const name of names) tickets.push(await stage.register(id, person(name)))
  const people = (await door(id)).people
  const member = (name: string) => String(people.find((one) => String((one.Who as Json).Name).endsWith(name))?.MemberId)
  return { id, tickets, member }
}

test('who is on the list is found by the beginning of their name, and is here by one tap; undo puts them back', async () => {
  const { id, member } = await anEvent('Petersen', 'Okafor')
  assert.deepEqual(
    (await door(id, 'pet')).people.map((one) => (one.Who as Json).Name),
    ['Ada Petersen'],
  )
  assert.equal((await tap(id, { act: 'check_in', memberId: member('Petersen') })).ok, true)
  assert.deepEqual((await door(id)).counts, { expected: 2, waiting: 0, here: 1, walkIns: 0 })
  assert.equal((await door(id, 'Petersen')).people[0]?.Status, 'Attended')
  assert.equal((await tap(id, { act: 'undo', memberId: member('Petersen') })).ok, true)
  assert.partialDeepStrictEqual((await door(id, 'Petersen')).people[0], { Status: 'Attending', CheckedInAt: null })
})

test('two stewards who check in one person at once: one wins, and the other is told who and when', async () => {
  const { id, member } = await anEvent('Twice')
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      tap(id, { act: 'check_in', memberId: member('Twice') }, at % 2 === 0 ? stage.admin : ben),
    ),
  )
  assert.equal(results.filter(({ ok }) => ok).length, 1)
  const loser = results.find(({ ok }) => !ok)
  assert.equal(loser?.code, 'already_checked_in')
  assert.match(loser.message ?? '', /Ada Twice is here already: (administrator|sales) checked them in at \d\d:\d\d/)
  assert.equal((await door(id)).counts.here, 1)
})

test('who is checked in by one steward and captured by another at once is here once', async () => {
  const names = ['Zwilling', 'Drilling', 'Vierling', 'Fuenfling']
  const { id, member } = await anEvent(...names)
  await Promise.all(
    names.flatMap((name) => [
      tap(id, { act: 'check_in', memberId: member(name) }),
      tap(id, { act: 'capture', firstName: 'Ada', lastName: name, email: person(name).email }, ben),
    ]),
  )
  const rows = await inTransaction(stage.server.db, stage.server.org, (tx) =>
    many<{ n: number }>(
      tx,
      sql`select count(*)::int as n from event_check_in where campaign_id = ${decodeId(id) ?? 0} and undone_at is null group by person_id`,
    ),
  )
  assert.deepEqual(
    rows.map(({ n }) => n),
    [1, 1, 1, 1],
  )
})

test('taps kept on a phone without a connection are carried out once, however often they arrive', async () => {
  const { id, member } = await anEvent('Offline')
  const taps = [
    { key: randomUUID(), act: 'check_in', memberId: member('Offline') },
    { key: randomUUID(), act: 'capture', lastName: 'Unplanned', company: 'Werft', email: 'unplanned@door.example' },
  ]
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => stage.call('POST', `/api/campaigns/${id}/check-in`, { taps }, 200)),
  )
  for (const { results } of answers)
    assert.deepEqual(
      (results as Result[]).map(({ ok }) => ok),
      [true, true],
    )
  assert.deepEqual((await door(id)).counts, { expected: 1, waiting: 0, here: 2, walkIns: 1 })
  const leads = await stage.call('GET', `/api/leads?q=Unplanned`)
  assert.equal((leads.records as Json[]).length, 1)
})

test('a code is typed as it is spelled or scanned as it is drawn; a stranger’s, another event’s and a waiting one are refused', async () => {
  const { id, tickets } = await anEvent('Coded')
  const shown = (await stage.page(tickets[0] ?? '')).body
  const spelled = /class="code">([^<]+)</.exec(shown)?.[1] ?? ''
  const bare = spelled.replace('-', '')
  const drawn = encodeQR(bare, 'raw', { border: 4, scale: 4 })
  const side = drawn.length
  const data = new Uint8Array(side * side * 3)
  drawn.flat().forEach((dark, at) => data.fill(dark ? 0 : 255, at * 3, at * 3 + 3))
  assert.equal(decodeQR({ width: side, height: side, data }), bare)
  const other = await anEvent('Elsewhere')
  assert.equal((await tap(other.id, { act: 'check_in', code: spelled })).code, 'ticket_of_another_event')
  assert.equal((await tap(id, { act: 'check_in', code: 'AAAA-AAAA' })).code, 'unknown_code')
  assert.equal((await tap(id, { act: 'check_in', code: spelled.toLowerCase() })).ok, true)
  await stage.call('PATCH', `/api/campaigns/${id}/event`, { Capacity: 1 })
  await stage.register(id, person('Waiter'))
  const waiter = String((await door(id, 'Waiter')).people[0]?.MemberId)
  assert.equal((await tap(id, { act: 'check_in', memberId: waiter })).code, 'without_a_place')
  assert.equal((await tap(id, { act: 'check_in', memberId: waiter, anyway: true })).ok, true)
})

test('somebody captured at the stand is found first by their address; a stranger becomes a lead with note and interest', async () => {
  const { id } = await anEvent('Anybody')
  await stage.call('POST', '/api/leads', { LastName: 'Regular', Company: 'Fjord', Email: 'regular@door.example' })
  const known = await tap(
    id,
    { act: 'capture', lastName: 'Regular', email: 'REGULAR@door.example', note: 'Wants a quote' },
    ben,
  )
  assert.partialDeepStrictEqual(known, { ok: true, isNew: false })
  assert.equal(((await stage.call('GET', '/api/leads?q=Regular')).records as Json[]).length, 1)
  const fresh = await tap(
    id,
    {
      act: 'capture',
      firstName: 'Ole',
      lastName: 'Fresh',
      company: 'Ny AS',
      interest: 'Seals',
      note: 'Call in May',
      status: 'Invited',
    },
    ben,
  )
  assert.partialDeepStrictEqual(fresh, { ok: true, isNew: true })
  const [lead] = (await stage.call('GET', '/api/leads?q=Fresh&fields=Description,OwnerId,LastName')).records as Json[]
  assert.match(String(lead?.Description), /Interested in: Seals\nCall in May/)
  assert.partialDeepStrictEqual((await door(id, 'Fresh')).people[0], { Status: 'Invited', CheckedInAt: null })
  assert.equal((await tap(id, { act: 'capture', lastName: 'Bad', status: 'Nonsense' })).code, 'invalid_member_status')
})

test('after the end and its grace who did not come is a no-show with one task for the owner, however often the job dies', async () => {
  const { id, member } = await anEvent('Came', 'Missing')
  await stage.call('PATCH', `/api/campaigns/${id}/event`, { FollowUpAttended: true })
  await tap(id, { act: 'check_in', memberId: member('Came') })
  const { db, org } = stage.server
  assert.equal(await wrapUpEvents(db, org), 0)
  stopClockAt(new Date(now().getTime() + 27 * HOUR_MS))
  await assert.rejects(
    inTransaction(db, org, async (tx) => {
      await wrapUpSome(tx, decodeId(id) ?? 0)
      throw new Error('killed')
    }),
  )
  await Promise.all([wrapUpEvents(db, org), wrapUpEvents(db, org)])
  await wrapUpEvents(db, org)
  const { people } = await door(id)
  assert.deepEqual(
    people.map((one) => one.Status),
    ['Attended', 'No Show'],
  )
  const tasks = await stage.call(
    'GET',
    `/api/tasks?filter=${encodeURIComponent(JSON.stringify({ field: 'WhatId', op: 'eq', value: id }))}`,
  )
  assert.deepEqual(
    (tasks.records as Json[]).map((one) => String(one.Subject)).toSorted((a, b) => (a < b ? -1 : 1)),
    ['Ada Came was at Pump day: follow up', 'Ada Missing did not come to Pump day: ask why'],
  )
  stopClockAt(undefined)
})

test('an event whose no-shows keep their status is wrapped up once, and not for ever', async () => {
  const { id } = await anEvent('Stays')
  const lead = await stage.call('POST', '/api/leads', {
    LastName: 'Invited',
    Company: 'Fjord',
    Email: 'i@fjord.example',
  })
  await stage.call('POST', '/api/campaign-members', { CampaignId: id, LeadId: lead.Id, Status: 'Attending' })
  const { records } = await stage.call(
    'GET',
    `/api/campaign-member-statuses?filter=${encodeURIComponent(
      JSON.stringify({
        and: [
          { field: 'CampaignId', op: 'eq', value: id },
          { field: 'Label', op: 'eq', value: 'Attending' },
        ],
      }),
    )}`,
  )
  await stage.call('PATCH', `/api/campaigns/${id}/event`, { NoShowStatusId: (records as Json[])[0]?.Id })
  const { db, org } = stage.server
  stopClockAt(new Date(now().getTime() + 27 * HOUR_MS))
  const done = []
  for (let at = 0; at < 3; at++) done.push(await inTransaction(db, org, (tx) => wrapUpSome(tx, decodeId(id) ?? 0)))
  stopClockAt(undefined)
  assert.deepEqual(done, [1, 0, 0])
})

test('a code or a note that holds half a sign keeps no other tap of a phone from being carried out', async () => {
  const { id, member } = await anEvent('Whole')
  const answer = await stage.server.call('POST', `/api/campaigns/${id}/check-in`, {
    headers: stage.admin,
    body: {
      taps: [
        { key: randomUUID(), act: 'check_in', code: `${'x'.repeat(19)}\u{1f600}` },
        { key: randomUUID(), act: 'capture', lastName: 'Cut\ud83d', email: 'cut@door.example', note: 'Half \ud83d' },
        { key: randomUUID(), act: 'check_in', memberId: member('Whole') },
      ],
    },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  assert.deepEqual(
    answer.json<{ results: Result[] }>().results.map(({ ok, code }) => code ?? ok),
    ['unknown_code', true, true],
  )
})

test('a read-only user sees the door and checks nobody in', async () => {
  const { id, member } = await anEvent('Guarded')
  const headers = await stage.server.as('read_only')
  assert.equal((await stage.server.call('GET', `/api/campaigns/${id}/check-in`, { headers })).statusCode, 200)
  const answer = await stage.server.call('POST', `/api/campaigns/${id}/check-in`, {
    headers,
    body: { taps: [{ key: randomUUID(), act: 'check_in', memberId: member('Guarded') }] },
  })
  assert.equal(answer.statusCode, 403)
})
