import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLead, anOrg, someone } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { convertLeads } from '../conversion/conversion.ts'
import { mailHandovers } from './handovers.ts'
import { listMail } from './mail.ts'

test('a new owner is told by mail what they were given, and where it is', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const seller = await someone(tx, 'sales', 'Mara')
    const leadId = await aLead(tx, admin, { FirstName: 'Ada' })
    const [converted] = await convertLeads(tx, admin, [
      { leadId, ownerId: seller.userId, overrideReason: 'Known well', sendNotificationEmail: true },
    ])
    assert.equal(converted?.refusal, undefined)
    assert.ok(tx.announcements.some(({ type, recordIds }) => type === 'lead.handed_over' && recordIds.includes(leadId)))
    await mailHandovers(tx, 'https://assay.test', [{ leadId, ownerId: seller.userId }])
    const { messages } = await listMail(tx, admin, { limit: 5 })
    assert.equal(messages.length, 1)
    assert.match(messages[0]?.subject ?? '', /Ada Okafor, Nordwind GmbH/)
  }))
