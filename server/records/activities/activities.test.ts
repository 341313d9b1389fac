import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aContact, aLead, anOpportunity, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { Account } from '../accounts/fields.ts'
import { Contact } from '../contacts/fields.ts'
import { Lead } from '../leads/fields.ts'
import { Opportunity } from '../opportunities/fields.ts'
import { createEvents, createNotes, createTasks, updateEvents, updateTasks } from './activities.ts'
import { Event, Task } from './fields.ts'

test('a task is done when its status says so, and open again when it no longer does', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const lead = await aLead(tx, admin)
    const [saved] = await createTasks(tx, admin, [
      { Subject: 'Call Ada', WhoId: encodeId(lead), ActivityDate: '2027-01-05' },
    ])
    const id = saved?.id ?? 0
    assert.equal((await getRecord(tx, admin, Lead, lead, ['NextStepDate'])).NextStepDate, '2027-01-05')
    await updateTasks(tx, admin, [{ id, draft: { Status: 'Completed' } }])
    assert.equal((await getRecord(tx, admin, Task, id)).IsClosed, true)
    const touched = await getRecord(tx, admin, Lead, lead, ['LastActivityDate', 'NextStepDate'])
    assert.deepEqual([touched.LastActivityDate, touched.NextStepDate], [tx.now.toISOString().slice(0, 10), null])
    await createEvents(tx, admin, [
      { Subject: 'Visit', WhoId: encodeId(lead), StartDateTime: '2031-02-03T10:00:00Z' },
      { Subject: 'Lunch', WhoId: encodeId(lead), StartDateTime: '2020-02-03T10:00:00Z' },
    ])
    const planned = await getRecord(tx, admin, Lead, lead, ['NextStepDate'])
    assert.equal(planned.NextStepDate, '2031-02-03', 'a meeting to come is a next step, one that was is none')
    await updateTasks(tx, admin, [{ id, draft: { Status: 'In Progress' } }])
    assert.equal((await getRecord(tx, admin, Task, id)).CompletedDateTime, null)
  }))

test('what was done with a contact or about a deal is the last activity of the account, too', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const subjects = [
      [Contact, 'WhoId', await aContact(tx, admin)],
      [Opportunity, 'WhatId', await anOpportunity(tx, admin)],
    ] as const
    for (const [definition, field, id] of subjects) {
      const accountId = Number((await getRecord(tx, admin, definition, id, ['AccountId'])).AccountId)
      assert.equal((await getRecord(tx, admin, Account, accountId, ['LastActivityDate'])).LastActivityDate, null)
      await createTasks(tx, admin, [{ Subject: 'Called', Status: 'Completed', [field]: encodeId(id) }])
      assert.equal(
        (await getRecord(tx, admin, Account, accountId, ['LastActivityDate'])).LastActivityDate,
        tx.now.toISOString().slice(0, 10),
      )
    }
  }))

test('sales history on a lead is refused with the way on', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const WhatId = encodeId(await anOpportunity(tx, admin))
    const [onLead] = await createTasks(tx, admin, [
      { Subject: 'Proposal', WhoId: encodeId(await aLead(tx, admin)), WhatId },
    ])
    assert.equal(onLead?.refusal?.code, 'sales_history_on_a_lead')
    const [onContact] = await createTasks(tx, admin, [
      { Subject: 'Proposal', WhoId: encodeId(await aContact(tx, admin)), WhatId },
    ])
    assert.equal(onContact?.created, true)
  }))

test('a meeting without an end lasts an hour, and none ends before it starts', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [saved, backwards] = await createEvents(tx, admin, [
      { Subject: 'Demo', StartDateTime: '2027-01-05T09:00:00Z' },
      { Subject: 'Demo', StartDateTime: '2027-01-05T09:00:00Z', EndDateTime: '2027-01-05T08:00:00Z' },
    ])
    assert.deepEqual((await getRecord(tx, admin, Event, saved?.id ?? 0)).EndDateTime, new Date('2027-01-05T10:00:00Z'))
    assert.equal(backwards?.refusal?.code, 'event_ends_before_it_starts')
  }))

test('a note hangs on the person behind the record', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const lead = await aLead(tx, admin)
    const [saved] = await createNotes(tx, admin, [
      { ParentId: encodeId(lead), Title: 'Met at the fair', Body: '<b>Wants</b> pumps' },
    ])
    assert.equal(saved?.created, true)
  }))

test('a meeting may be told by its start and its minutes', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [saved, backwards, endless] = await createEvents(tx, admin, [
      { Subject: 'Demo', activitydatetime: '2027-01-05T09:00:00Z', DurationInMinutes: 45 },
      { Subject: 'Demo', StartDateTime: '2027-01-05T09:00:00Z', DurationInMinutes: -1 },
      { Subject: 'Demo', StartDateTime: '2027-01-05T09:00:00Z', DurationInMinutes: 1e15 },
    ])
    const id = saved?.id ?? 0
    const times = ['StartDateTime', 'EndDateTime', 'DurationInMinutes', 'ActivityDateTime']
    const event = await getRecord(tx, admin, Event, id, times)
    assert.deepEqual(
      [event.StartDateTime, event.EndDateTime, event.DurationInMinutes],
      [new Date('2027-01-05T09:00:00Z'), new Date('2027-01-05T09:45:00Z'), 45],
    )
    assert.equal(backwards?.refusal?.code, 'event_ends_before_it_starts')
    assert.equal(endless?.refusal?.code, 'invalid_field_for_insert_update')
    await updateEvents(tx, admin, [{ id, draft: { StartDateTime: '2027-01-05T10:00:00Z', DurationInMinutes: 30 } }])
    assert.equal((await getRecord(tx, admin, Event, id, times)).DurationInMinutes, 30)
  }))

test('a task or an event may say that it does not repeat, and is refused with the way on when it says it does', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [once, weekly] = await createTasks(tx, admin, [
      { Subject: 'Call', IsRecurrence: false, RecurrenceType: null, recurrenceinterval: '', RecurrenceInstance: ' ' },
      { Subject: 'Call', IsRecurrence: true, RecurrenceType: 'RecursWeekly' },
    ])
    assert.equal(once?.created, true)
    assert.equal(weekly?.refusal?.code, 'invalid_field_for_insert_update')
    assert.match(weekly?.refusal?.message ?? '', /happens once here\. Make one for each day/)
    const [changed, repeated] = await updateTasks(tx, admin, [
      { id: once?.id ?? 0, draft: { Subject: 'Call again', IsRecurrence: 'false' } },
      { id: once?.id ?? 0, draft: { RecurrenceInterval: 2 } },
    ])
    assert.equal(changed?.refusal, undefined)
    assert.equal(repeated?.refusal?.details.field, 'RecurrenceInterval')
    const [meeting] = await createEvents(tx, admin, [
      { Subject: 'Demo', StartDateTime: '2027-01-05T09:00:00Z', IsRecurrence: false, RecurrenceStartDateTime: null },
    ])
    assert.equal(meeting?.created, true)
  }))
