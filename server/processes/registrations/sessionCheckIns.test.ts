import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { anEventStage, type EventStage, type Json } from '../../../test/support/events.ts'

let stage: EventStage

before(async () => {
  stage = await anEventStage()
})
after(() => stage.server.close())

type Result = { readonly ok: boolean; readonly code?: string; readonly message?: string }

const tap = async (id: string, body: Json): Promise<Result> => {
  const answer = await stage.server.call('POST', `/api/campaigns/${id}/check-in`, {
    headers: stage.admin,
    body: { taps: [{ key: randomUUID(), ...body }] },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<{ results: Result[] }>().results[0] ?? { ok: false }
}

type Door = { readonly people: readonly Json[]; readonly counts: Json; readonly sessions: readonly Json[] }
const door = async (id: string, query = ''): Promise<Door> =>
  (await stage.call('GET', `/api/campaigns/${id}/check-in?${query}`)) as Door

const nameOf = (one: Json): string => String((one.Who as Json).Name).split(' ')[1] ?? ''

/** Petersen booked the workshop; Okafor came for the talk alone. */
async function anEvent() {
  const id = await stage.event()
  const [talk, workshop] = [await stage.session(id, { Name: 'Talk' }), await stage.session(id, { Name: 'Workshop' })]
  const person = (last: string) => ({
    first_name: 'Ada',
    last_name: last,
    email: `${last.toLowerCase()}.${randomUUID()}@rooms.example`,
    company: 'Nordwind',
  })
  await stage.register(id, person('Petersen'), [workshop])
  await stage.register(id, person('Okafor'), [talk])
  const { people } = await door(id)
  const member = (last: string) => String(people.find((one) => nameOf(one) === last)?.MemberId)
  return { id, talk, workshop, member }
}

test('at the door of a session stands who booked it; who sits in it has come to the event as well', async () => {
  const { id, workshop, member } = await anEvent()
  assert.deepEqual((await door(id, `session=${workshop}`)).people.map(nameOf), ['Petersen'])
  const tapped = await tap(id, { act: 'check_in', sessionId: workshop, memberId: member('Petersen') })
  assert.ok(tapped.ok, JSON.stringify(tapped))
  assert.deepEqual((await door(id, `session=${workshop}`)).counts, { expected: 1, waiting: 0, here: 1, walkIns: 0 })
  assert.partialDeepStrictEqual(await door(id), { counts: { here: 1 } })
  assert.deepEqual(
    (await door(id)).sessions.map(({ Name, Here }) => [Name, Here]),
    [
      ['Talk', 0],
      ['Workshop', 1],
    ],
  )
  const again = await tap(id, { act: 'check_in', sessionId: workshop, memberId: member('Petersen') })
  assert.deepEqual([again.ok, again.code], [false, 'already_checked_in'])
})

test('who booked no seat is found by name and asked about, and let in when the steward says so', async () => {
  const { id, workshop, member } = await anEvent()
  assert.deepEqual((await door(id, `session=${workshop}&q=okaf`)).people.map(nameOf), ['Okafor'])
  const asked = await tap(id, { act: 'check_in', sessionId: workshop, memberId: member('Okafor') })
  assert.deepEqual([asked.ok, asked.code], [false, 'not_booked'])
  assert.partialDeepStrictEqual(await door(id), { counts: { here: 0 } })
  await tap(id, { act: 'check_in', sessionId: workshop, memberId: member('Okafor'), anyway: true })
  assert.deepEqual((await door(id, `session=${workshop}`)).counts, { expected: 1, waiting: 0, here: 1, walkIns: 1 })
})

test('who leaves a session stays at the event', async () => {
  const { id, talk, member } = await anEvent()
  await tap(id, { act: 'check_in', sessionId: talk, memberId: member('Okafor') })
  await tap(id, { act: 'undo', sessionId: talk, memberId: member('Okafor') })
  assert.partialDeepStrictEqual(await door(id, `session=${talk}`), { counts: { here: 0 } })
  assert.partialDeepStrictEqual(await door(id), { counts: { here: 1 } })
})

test('somebody captured at the door of a session is in it', async () => {
  const { id, talk } = await anEvent()
  const captured = await tap(id, { act: 'capture', sessionId: talk, lastName: 'Nobody', company: 'Unknown' })
  assert.ok(captured.ok, JSON.stringify(captured))
  assert.deepEqual((await door(id, `session=${talk}`)).counts, { expected: 1, waiting: 0, here: 1, walkIns: 1 })
})

test('a session of another event, and a cancelled one, let nobody in', async () => {
  const { id, talk, member } = await anEvent()
  const other = await anEvent()
  const memberId = member('Okafor')
  assert.equal((await tap(id, { act: 'check_in', sessionId: other.talk, memberId })).ok, false)
  await stage.call('DELETE', `/api/event-sessions/${talk}`)
  const refused = await tap(id, { act: 'check_in', sessionId: talk, memberId })
  assert.deepEqual([refused.ok, refused.code], [false, 'session_cancelled'])
})

test('which sessions somebody booked and was in is told with their membership, and noted afterwards as well', async () => {
  const { id, talk, workshop, member } = await anEvent()
  const sessions = async (): Promise<unknown[][]> => {
    const told = await stage.call('GET', `/api/campaign-members/${member('Petersen')}/sessions`)
    assert.equal(told.CampaignId, id)
    return (told.sessions as Json[]).map(({ Name, Seat, AttendedAt }) => [Name, Seat, AttendedAt !== null])
  }
  assert.deepEqual(await sessions(), [
    ['Talk', null, false],
    ['Workshop', 'booked', false],
  ])
  const noted = { memberId: member('Petersen'), sessionId: talk }
  assert.ok((await tap(id, { act: 'check_in', anyway: true, ...noted })).ok)
  assert.ok((await tap(id, { act: 'check_in', ...noted, sessionId: workshop })).ok)
  assert.ok((await tap(id, { act: 'undo', ...noted })).ok)
  assert.deepEqual(await sessions(), [
    ['Talk', null, false],
    ['Workshop', 'booked', true],
  ])
})
