import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import ICAL from 'ical.js'
import { anEventStage, type EventStage, type Json, answerNews } from '../../../test/support/events.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import { decodeId } from '../../../shared/ids.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { registrationJobs } from './registrations.jobs.ts'
import { cancelRegistrations } from './registrations.ts'
import { findTicket } from './tickets.ts'
import { readConfig } from '../../platform/config.ts'

let stage: EventStage

before(async () => {
  registrationJobs(readConfig({ ASSAY_URL: 'http://assay.test' }))
  stage = await anEventStage()
})
after(() => stage.server.close())

const person = (name: string) => ({
  first_name: 'Ada',
  last_name: name,
  email: `${name.toLowerCase()}@visitors.example`,
  company: 'Nordwind',
})
const mailOf = (name: string): string => person(name).email

const statesOf = (campaignId: string) =>
  reading(stage.server.db, stage.server.org, (tx) =>
    many<{ state: string; status: string; last: string }>(
      tx,
      sql`
      select r.state, m.status, l.last_name as last
      from event_registration r
      join campaign_member m on m.campaign_id = r.campaign_id and m.person_id = r.person_id
      join lead l on l.id = m.lead_id
      where r.campaign_id = ${decodeId(campaignId) ?? 0}
      order by r.waiting_from, r.id`,
    ),
  )

const entriesIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))

test('a stranger registers, becomes a lead with the registered status, and holds a ticket with its code and calendar', async () => {
  const id = await stage.event({ Place: 'Hall 3' })
  const morning = await stage.session(id, { Name: 'Seals', Link: 'https://meet.example/seals' })
  const evening = await stage.session(id, { Name: 'Valves' })
  const ticket = await stage.register(id, person('Stranger'), [morning])
  assert.match(ticket, /\/e\/t\/00D/)
  assert.partialDeepStrictEqual(await statesOf(id), [{ state: 'registered', status: 'Attending', last: 'Stranger' }])
  const shown = await stage.page(ticket)
  assert.match(shown.body, /You are registered/)
  assert.match(shown.body, /[2-9A-Z]{4}-[2-9A-Z]{4}/)
  assert.match(shown.body, /<svg/)
  assert.match(shown.body, /https:\/\/meet\.example\/seals/)
  assert.match(String(shown.headers['content-security-policy']), /default-src 'none'/)
  const [letter, ...more] = await stage.letters(mailOf('Stranger'))
  assert.equal(more.length, 0)
  assert.equal(letter?.subject, 'You are registered: Pump day')
  const [lasting = ''] = /\/e\/t\/\S+/.exec(letter.text) ?? []
  assert.match((await stage.page(lasting)).body, /You are registered\.<\/strong><br>Ada Stranger · Hall 3/)
  assert.deepEqual(
    letter.calendars?.map(({ method }) => method),
    ['REQUEST'],
  )
  const [entry] = entriesIn(letter.calendars?.[0]?.text ?? '')
  assert.equal(entry?.summary, 'Pump day: Seals')
  assert.equal(entry?.uid, `${morning}@assay.test`)
  const { body: asked } = await stage.page(`/e/${id}`)
  assert.match(
    asked,
    /<h1>Pump day<\/h1>\n<p class="quiet">\w+,? \d+ \w+ \d{4}( to [^<·]+)? · Hall 3<\/p>/,
    'the day stands above all',
  )
  assert.ok(!asked.includes('meet.example'), 'strangers do not learn the link')
  assert.ok(evening)
})

test('who is known by their address gets an inquiry and no second lead; registering again shows nobody else’s ticket', async () => {
  const id = await stage.event()
  await stage.call('POST', '/api/leads', { LastName: 'Known', Company: 'Old GmbH', Email: mailOf('Known') })
  assert.match(await stage.register(id, person('Known')), /\/e\/t\//)
  const again = await stage.register(id, person('Known'))
  assert.equal(again, `/e/${id}/received`)
  assert.match((await stage.page(again)).body, /comes by e-mail once more/)
  const leads = await stage.call(
    'GET',
    `/api/leads?filter=${encodeURIComponent(JSON.stringify({ field: 'Email', op: 'eq', value: mailOf('Known') }))}`,
  )
  assert.equal((leads.records as Json[]).length, 1)
  const { inquiries } = await stage.call('GET', `/api/leads/${String((leads.records as Json[])[0]?.Id)}/inquiries`)
  assert.equal((inquiries as Json[]).length, 2)
  assert.equal((await stage.letters(mailOf('Known'))).length, 1, 'the same letter goes once a day')
})

test('who types another’s address learns neither their name nor a way to their ticket that lasts', async () => {
  const id = await stage.event()
  await stage.call('POST', '/api/leads', { LastName: 'Geheimrat', Company: 'Old GmbH', Email: mailOf('Victim') })
  const shown = await stage.register(id, person('Victim'))
  const page = (await stage.page(shown)).body
  assert.match(page, /You are registered/)
  assert.ok(!page.includes('Geheimrat'))
  const [letter] = await stage.letters(mailOf('Victim'))
  const lasting = /\/e\/t\/\S+/.exec(letter?.text ?? '')?.[0] ?? ''
  assert.match((await stage.page(lasting)).body, /Geheimrat/)
  const { db, org } = stage.server
  const token = shown.split('/e/t/')[1] ?? ''
  const inHours = (hours: number) =>
    reading(db, org, (tx) => findTicket({ ...tx, now: new Date(Date.now() + hours * 3_600_000) }, token))
  assert.ok(await inHours(0.9))
  assert.equal(await inHours(1.1), undefined)
})

test('a ticket is no way to flood a mailbox: what a click brings about is written a few times a day', async () => {
  const id = await stage.event()
  const [morning, evening] = [await stage.session(id, { Name: 'Seals' }), await stage.session(id, { Name: 'Valves' })]
  const shown = await stage.register(id, person('Flooded'), [morning])
  for (let at = 0; at < 12; at++)
    assert.equal((await stage.send(`${shown}/sessions`, `assay_session=${at % 2 ? morning : evening}`)).statusCode, 200)
  for (let at = 0; at < 6; at++) {
    assert.equal((await stage.send(`${shown}/cancellation`)).statusCode, 200)
    await stage.register(id, person('Flooded'))
  }
  const subjects = Map.groupBy(await stage.letters(mailOf('Flooded')), ({ subject }) => subject)
  assert.deepEqual(
    [...subjects.values()].map(({ length }) => length),
    [3, 5, 3],
  )
})

test('of forty people who want the last places at once exactly as many get one as there are, and the rest wait in order', async () => {
  const id = await stage.event({ Capacity: 3 })
  const names = Array.from({ length: 40 }, (_, at) => `Crowd${at}`)
  await Promise.all(names.map((name) => stage.register(id, person(name))))
  const states = await statesOf(id)
  assert.equal(states.length, 40)
  assert.equal(states.filter(({ state }) => state === 'registered').length, 3)
  assert.deepEqual(
    states.slice(0, 3).map(({ state }) => state),
    ['registered', 'registered', 'registered'],
  )
  const { places } = await stage.call('GET', `/api/campaigns/${id}/event`)
  assert.deepEqual(places, { Taken: 3, Waiting: 37 })
})

test('the last seat of a session is given once, through the API as well', async () => {
  const id = await stage.event()
  const session = await stage.session(id, { Capacity: 1 })
  await stage.session(id, { Name: 'Another' })
  const leads = await Promise.all(
    Array.from({ length: 12 }, async (_, at) =>
      String((await stage.call('POST', '/api/leads', { LastName: `Seat${at}`, Company: 'Fjord' })).Id),
    ),
  )
  await Promise.all(
    leads.map((WhoId) =>
      stage.call('POST', `/api/campaigns/${id}/registrations`, { people: [{ WhoId, SessionIds: [session] }] }, 200),
    ),
  )
  const { sessions } = await stage.call('GET', `/api/campaigns/${id}/event`)
  assert.partialDeepStrictEqual(
    (sessions as Json[]).find((one) => one.Id === session),
    { Taken: 1, Waiting: 11 },
  )
})

test('a cancelled place goes at once to who waits longest, who is told with the calendar entry; the calendar of who cancelled is cleared', async () => {
  const id = await stage.event({ Capacity: 1 })
  await stage.session(id)
  const first = await stage.register(id, person('First'))
  await stage.register(id, person('Second'))
  await stage.register(id, person('Third'))
  assert.equal((await stage.letters(mailOf('Second')))[0]?.subject, 'You are on the waiting list: Pump day')
  assert.equal(
    (await stage.page(`${first}/cancellation`)).statusCode,
    405,
    'a link scanner that follows links cancels nothing',
  )
  assert.equal((await stage.send(`${first}/cancellation`)).statusCode, 200)
  assert.deepEqual(
    (await statesOf(id)).map(({ state, status }) => [state, status]),
    [
      ['cancelled', 'Declined'],
      ['registered', 'Attending'],
      ['waiting', 'Not Invited'],
    ],
  )
  const cancelled = (await stage.letters(mailOf('First'))).at(-1)
  assert.equal(cancelled?.calendars?.[0]?.method, 'CANCEL')
  const [asked] = entriesIn((await stage.letters(mailOf('First')))[0]?.calendars?.[0]?.text ?? '')
  const [off] = entriesIn(cancelled.calendars[0]?.text ?? '')
  assert.equal(off?.uid, asked?.uid)
  assert.ok(Number(off?.sequence) > Number(asked?.sequence), 'SEQUENCE rises')
  assert.equal(off?.component.getFirstPropertyValue('status'), 'CANCELLED')
  const promoted = (await stage.letters(mailOf('Second'))).at(-1)
  assert.match(promoted?.subject ?? '', /A place came free, and it is yours/)
  assert.equal(promoted?.calendars?.[0]?.method, 'REQUEST')
})

test('a program that dies between giving a place back and giving it on leaves both as they were', async () => {
  const id = await stage.event({ Capacity: 1 })
  await stage.register(id, person('Holder'))
  await stage.register(id, person('Heir'))
  const { records } = await stage.call('GET', `/api/campaigns/${id}/registrations?state=registered`)
  const registration = decodeId(String((records as Json[])[0]?.Id)) ?? 0
  const setting = { publicUrl: 'http://assay.test', mailFrom: 'Assay <assay@assay.test>' }
  await assert.rejects(
    inTransaction(stage.server.db, stage.server.org, async (tx) => {
      await cancelRegistrations(tx, theProgram, setting, [registration])
      throw new Error('killed')
    }),
  )
  assert.deepEqual(
    (await statesOf(id)).map(({ state }) => state),
    ['registered', 'waiting'],
  )
  assert.equal((await stage.letters(mailOf('Heir'))).length, 1)
})

test('when there is more room, who waits moves up in order', async () => {
  const id = await stage.event({ Capacity: 1 })
  for (const name of ['Room1', 'Room2', 'Room3']) await stage.register(id, person(name))
  await answerNews(stage.server)
  await stage.call('PATCH', `/api/campaigns/${id}/event`, { Capacity: 2 })
  await answerNews(stage.server)
  assert.deepEqual(
    (await statesOf(id)).map(({ state }) => state),
    ['registered', 'registered', 'waiting'],
  )
  assert.match((await stage.letters(mailOf('Room2'))).at(-1)?.subject ?? '', /A place came free/)
})

test('a session that moves is told to who has a seat, under the same UID and a higher SEQUENCE; one called off is taken out', async () => {
  const id = await stage.event()
  const session = await stage.session(id)
  await stage.session(id, { Name: 'Other' })
  await stage.register(id, person('Mover'), [session])
  await answerNews(stage.server)
  await stage.call('PATCH', `/api/event-sessions/${session}`, { Room: 'Blue room' })
  await answerNews(stage.server)
  const moved = (await stage.letters(mailOf('Mover'))).at(-1)
  assert.equal(moved?.subject, 'New time or place: Pump day')
  const [entry] = entriesIn(moved.calendars?.[0]?.text ?? '')
  assert.match(String(entry?.location), /Blue room/)
  assert.ok(Number(entry?.sequence) > 1)
  await stage.call('DELETE', `/api/event-sessions/${session}`)
  await answerNews(stage.server)
  const off = (await stage.letters(mailOf('Mover'))).at(-1)
  assert.equal(off?.calendars?.[0]?.method, 'CANCEL')
  const feed = entriesIn((await stage.page(`/e/${id}/calendar.ics`)).body)
  assert.deepEqual(
    feed.map((one) => one.component.getFirstPropertyValue('status')),
    ['CANCELLED', 'CONFIRMED'],
  )
})

test('a calendar keeps to RFC 5545: lines of 75 octets, CRLF, UTC times, what the sender wrote escaped', async () => {
  const id = await stage.event({}, { Name: 'Müller, Söhne; und "Ente"' })
  await stage.session(id, { Name: `Über ${'lange '.repeat(12)}Namen, und mehr; so \\ weiter`, Room: 'A, B; C' })
  const { body, headers } = await stage.page(`/e/${id}/calendar.ics`)
  assert.match(String(headers['content-type']), /^text\/calendar/)
  for (const line of body.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  assert.ok(!/(?<!\r)\n/.test(body), 'every line ends with CRLF')
  assert.match(body, /DTSTART:\d{8}T\d{6}Z/)
  assert.match(body, /DTSTAMP:\d{8}T\d{6}Z/)
  const [entry] = entriesIn(body)
  assert.match(String(entry?.summary), /Namen, und mehr; so \\ weiter$/)
  assert.equal(entry?.location, 'A, B; C')
})

test('what hostile visitors send opens nothing: made-up tickets, other events’ sessions, a full trap, a closed page', async () => {
  const id = await stage.event()
  const other = await stage.event()
  const foreign = await stage.session(other)
  const ticket = await stage.register(id, person('Hostile'), [foreign, 'x'.repeat(500), "0ES' or 1=1"])
  const { records } = await stage.call('GET', `/api/campaigns/${id}/registrations`)
  assert.deepEqual((records as Json[])[0]?.SessionIds, [])
  for (const token of [
    ticket.slice(0, -2),
    `${ticket}x`,
    ticket.replace(/0ER\w{15}/, '0ER000000000001AAA'),
    '/e/t/..',
    '/e/t/a.b.c',
  ])
    assert.equal((await stage.page(token)).statusCode, 404, token)
  assert.equal((await stage.page(`${ticket}?x=<script>alert(1)</script>`)).statusCode, 200)
  await stage.register(id, { ...person('Script'), first_name: '<img src=x onerror=alert(1)>' })
  const trapped = await stage.register(id, { ...person('Trapped'), confirm_website: 'http://spam.example' })
  assert.equal(trapped, `/e/${id}/received`)
  assert.equal((await stage.letters(mailOf('Trapped'))).length, 0)
  await stage.call('POST', `/api/campaigns/${id}/event/registration-page`, { open: false }, 200)
  assert.match((await stage.page(`/e/${id}`)).body, /Registration is closed/)
  assert.equal(
    (await stage.page(`/e/${String((await stage.call('POST', '/api/campaigns', { Name: 'Quiet' })).Id)}`)).statusCode,
    404,
  )
})
