import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { now, stopClockAt } from '../../platform/clock.ts'
import { many, sql } from '../../platform/sql.ts'
import { inTransaction, reading } from '../../platform/transactions.ts'
import { remindOfActivities } from './reminders.ts'

type Json = Record<string, unknown>

let server: TestServer
let headers: { readonly authorization: string }

before(async () => {
  server = await aServer()
  headers = await server.as('sales')
})
after(async () => {
  stopClockAt(undefined)
  await server.close()
})

const MINUTE_MS = 60_000

/** As tools made for Salesforce write it. */
async function make(object: 'Task' | 'Event', body: Json): Promise<string> {
  const answer = await server.call('POST', `/services/data/v60.0/sobjects/${object}`, { headers, body })
  assert.equal(answer.statusCode, 201, answer.body)
  return String(answer.json<Json>().id)
}

const read = async (object: 'Task' | 'Event', id: string): Promise<Json> =>
  (await server.call('GET', `/services/data/v60.0/sobjects/${object}/${id}`, { headers })).json()

const remind = () => inTransaction(server.db, server.org, (tx) => remindOfActivities(tx, 'https://assay.example'))

const letters = () =>
  reading(server.db, server.org, (tx) =>
    many<{ subject: string; text: string }>(
      tx,
      sql`select subject, text_body as text from mail_message where subject like 'Reminder:%' order by subject`,
    ),
  )

const inMinutes = (minutes: number): string => new Date(now().getTime() + minutes * MINUTE_MS).toISOString()

test('the owner of a task or a meeting is written to when the reminder is due, once', async () => {
  const reminder = { IsReminderSet: true, ReminderDateTime: inMinutes(10) }
  const task = await make('Task', {
    Subject: 'Call Ines back',
    ActivityDate: '2027-03-04',
    CallObject: 'call-17',
    ...reminder,
  })
  await make('Event', {
    Subject: 'Visit the yard',
    StartDateTime: '2027-03-05T09:30:00Z',
    EndDateTime: '2027-03-05T10:30:00Z',
    ...reminder,
  })
  await make('Task', { Subject: 'Done long ago', Status: 'Completed', ...reminder })
  await make('Task', { Subject: 'Not wanted', IsReminderSet: false, ReminderDateTime: inMinutes(10) })
  const before = await read('Task', task)
  assert.deepEqual([before.IsReminderSet, before.CallObject], [true, 'call-17'])
  assert.equal(await remind(), 0)
  stopClockAt(new Date(inMinutes(11)))
  assert.equal(await remind(), 2)
  assert.equal(await remind(), 0)
  const [call, visit, ...others] = await letters()
  assert.deepEqual(
    [call?.subject, visit?.subject, others],
    ['Reminder: Call Ines back', 'Reminder: Visit the yard', []],
  )
  assert.match(call?.text ?? '', /due on 2027-03-04/)
  assert.match(visit?.text ?? '', /starts on 2027-03-05 at 09:30 UTC/)
  const after = await read('Task', task)
  assert.deepEqual(
    [after.IsReminderSet, after.ReminderDateTime, after.LastModifiedDate],
    [false, before.ReminderDateTime, before.LastModifiedDate],
  )
})

test('tools are shown that reminders can be set', async () => {
  const described = await server.call('GET', '/services/data/v60.0/sobjects/Task/describe', { headers })
  const fields = new Map(
    described
      .json<{ fields: { name: string; type: string; createable: boolean; updateable: boolean }[] }>()
      .fields.map((one) => [one.name, one]),
  )
  for (const [name, type] of [
    ['IsReminderSet', 'boolean'],
    ['ReminderDateTime', 'datetime'],
    ['CallObject', 'string'],
  ] as const) {
    const { createable, updateable, type: said } = fields.get(name) ?? assert.fail(name)
    assert.deepEqual([name, said, createable, updateable], [name, type, true, true])
  }
})
