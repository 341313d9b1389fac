import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLead, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { listRecords } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { taskDoor } from '../../records/activities/activities.ts'
import { leadDoor } from '../../records/leads/leads.ts'
import type { OutcomeReport } from './outcome.ts'
import { recordOutcome, reopenLead } from './outcomes.ts'

const Lead = leadDoor.definition

test('a dead end closes the lead with its reason, and may be asked again on a day', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin, { FirstName: 'Ada' })
    await assert.rejects(recordOutcome(tx, admin, id, { outcome: 'dead_end' }), { code: 'unqualified_reason_missing' })
    const outcome = await recordOutcome(tx, admin, id, {
      outcome: 'dead_end',
      reason: 'Student or research',
      recheckOn: '2030-01-15',
      staysOnNewsletter: true,
    })
    const lead = await getRecord(tx, admin, Lead, id)
    assert.deepEqual(
      [lead.Status, lead.UnqualifiedReason, lead.RecheckOn, lead.StaysOnNewsletter],
      ['Closed - Not Converted', 'Student or research', '2030-01-15', true],
    )
    const again = await getRecord(tx, admin, taskDoor.definition, outcome.followUpId ?? 0)
    assert.deepEqual([again.Subject, again.ActivityDate, again.IsClosed], ['Ask Ada Okafor again', '2030-01-15', false])
  }))

test('a definite maybe is contacted, followed up on a day, and gets what was promised', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    await assert.rejects(recordOutcome(tx, admin, id, { outcome: 'definite_maybe' }), { code: 'follow_up_missing' })
    await assert.rejects(recordOutcome(tx, admin, id, { outcome: 'definite_maybe', followUpOn: '2001-01-01' }), {
      code: 'day_is_past',
    })
    const outcome = await recordOutcome(tx, admin, id, {
      outcome: 'definite_maybe',
      followUpOn: '2031-02-03',
      send: ['brochure', 'price list'],
      note: 'Nice talk',
    })
    assert.equal((await getRecord(tx, admin, Lead, id)).Status, 'Working - Contacted')
    const { records } = await listRecords(tx, admin, taskDoor.definition, { sort: 'Subject' })
    assert.deepEqual(
      records.map(({ Subject, IsClosed }) => [Subject, IsClosed]),
      [
        ['Call: definite maybe', true],
        ['Follow up with Okafor', false],
        ['Send brochure to Okafor', false],
        ['Send price list to Okafor', false],
      ],
    )
    assert.match(
      String((await getRecord(tx, admin, taskDoor.definition, outcome.callId)).Description),
      /Promised to send: brochure, price list\nNice talk/,
    )
  }))

test('a definite maybe that is not ready is nurtured with the reason', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    await recordOutcome(tx, admin, id, {
      outcome: 'definite_maybe',
      followUpOn: '2031-02-03',
      notReadyReason: 'No stakeholder support',
    })
    const lead = await getRecord(tx, admin, Lead, id)
    assert.deepEqual([lead.Status, lead.NotReadyReason], ['Nurturing', 'No stakeholder support'])
  }))

test('a closed lead reopens with a reason, and an open one has nothing to reopen', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    await assert.rejects(reopenLead(tx, admin, id, 'She called'), { code: 'lead_is_not_closed' })
    await recordOutcome(tx, admin, id, { outcome: 'dead_end', reason: 'No interest' })
    await assert.rejects(recordOutcome(tx, admin, id, { outcome: 'opportunity' }), { code: 'reopen_reason_missing' })
    await reopenLead(tx, admin, id, 'She called back')
    const lead = await getRecord(tx, admin, Lead, id)
    assert.deepEqual(
      [lead.Status, lead.ReopenedReason, lead.UnqualifiedReason],
      ['Working - Contacted', 'She called back', null],
    )
  }))

test('whoever was called was contacted, however the call ended; a number that is wrong reaches nobody', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const contactedBy = async (report: OutcomeReport) => {
      const id = await aLead(tx, admin)
      await recordOutcome(tx, admin, id, report)
      return (await getRecord(tx, admin, Lead, id)).FirstContactedDate
    }
    assert.deepEqual(await contactedBy({ outcome: 'dead_end', reason: 'No budget' }), tx.now)
    const followUpOn = '2031-02-03'
    assert.deepEqual(await contactedBy({ outcome: 'definite_maybe', followUpOn, notReadyReason: 'Not ready' }), tx.now)
    assert.equal(await contactedBy({ outcome: 'dead_end', reason: 'Bad data' }), null)
    const id = await aLead(tx, admin)
    await recordOutcome(tx, admin, id, { outcome: 'dead_end', reason: 'Bad data' })
    await reopenLead(tx, admin, id, 'The right number was found')
    assert.equal((await getRecord(tx, admin, Lead, id)).Status, 'Open - Not Contacted')
  }))
