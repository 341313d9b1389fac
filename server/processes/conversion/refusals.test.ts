import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aContact, aLead, anAccount, anOpportunity, anOrg, someone } from '../../../test/support/builders.ts'
import { aQueue, aVettedLead, converted, refused, signedAgreement } from '../../../test/support/conversions.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { deleteLeads, updateLeads } from '../../records/leads/leads.ts'
import { updateOpportunities } from '../../records/opportunities/opportunities.ts'
import { convertLeads } from './conversion.ts'

test('a lead that is not vetted is converted only with a reason, by somebody who may, and that stays visible', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    const none = await refused(tx, admin, { leadId: id })
    assert.equal(none.code, 'criteria_not_met')
    assert.match(none.message, /This lead is not vetted yet: budget, authority, need and timeline are missing\./)
    assert.deepEqual(none.details.way, { label: 'Record budget', action: 'record_evidence' })
    const vetter = await someone(tx, 'vetter')
    assert.equal((await refused(tx, vetter, { leadId: id, overrideReason: 'I feel it' })).code, 'forbidden')
    const one = await converted(tx, admin, { leadId: id, overrideReason: 'Asked for a contract' })
    assert.equal(one.criteriaMet, false)
  }))

test('what contradicts itself or the vocabulary is refused in words', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const leadId = await aVettedLead(tx, admin)
    const accountId = await anAccount(tx, admin)
    const contactId = await aContact(tx, admin)
    const opportunityId = await anOpportunity(tx, admin)
    const lost = await anOpportunity(tx, admin, { AccountId: encodeId(accountId) })
    await updateOpportunities(tx, admin, [{ id: lost, draft: { StageName: 'Closed Lost', LossReason: 'Price' } }])
    const cases = [
      [{ contactId }, 'contact_needs_its_account', /Name the account/],
      [{ accountId, contactId }, 'contact_of_another_account', /belongs to another account/],
      [{ opportunityId }, 'opportunity_needs_its_account', /one sale to one account/],
      [{ accountId, opportunityId }, 'opportunity_of_another_account', /belongs to another account/],
      [{ accountId, opportunityId: lost }, 'opportunity_is_closed', /it is history/],
      [{ overwriteLeadSource: true }, 'lead_source_needs_a_contact', /A new contact gets it anyway/],
      [{ doNotCreateOpportunity: true, opportunityName: 'Pumps' }, 'no_opportunity_wanted', /nothing to name/],
      [{ accountId, opportunityId, opportunityName: 'Pumps' }, 'opportunity_named_twice', /not both/],
      [{ convertedStatus: 'Working - Contacted' }, 'invalid_converted_status', /'Closed - Converted'/],
    ] as const
    for (const [request, code, sentence] of cases) {
      const refusal = await refused(tx, admin, { leadId, ...request })
      assert.equal(refusal.code, code)
      assert.match(refusal.message, sentence)
    }
  }))

test('a queue owns no opportunity: converting its lead names a user', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const queue = await aQueue(tx, admin)
    const id = await aVettedLead(tx, admin, { OwnerId: encodeId(queue) })
    const refusal = await refused(tx, admin, { leadId: id })
    assert.equal(refusal.code, 'owner_must_be_a_user')
    assert.match(refusal.message, /^This lead belongs to a queue/)
    assert.match(
      (await refused(tx, admin, { leadId: await aVettedLead(tx, admin), ownerId: queue })).message,
      /^The owner named here is a queue/,
    )
    const sales = await someone(tx, 'sales')
    const one = await converted(tx, admin, { leadId: id, ownerId: sales.userId })
    assert.equal((await getRecord(tx, admin, await definitionOf(tx, 'Account'), one.accountId)).OwnerId, sales.userId)
  }))

test('a converted lead is locked: not converted, changed or deleted again', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const sales = await someone(tx, 'sales', 'Grace')
    const id = await aVettedLead(tx, admin)
    const one = await converted(tx, sales, { leadId: id })
    const again = await refused(tx, admin, { leadId: id })
    assert.deepEqual([again.code, again.kind], ['lead_already_converted', 'conflict'])
    assert.match(again.message, /^Grace has converted this lead already/)
    assert.equal(again.details.facts?.contactId, encodeId(one.contactId))
    const [changed] = await updateLeads(tx, sales, [{ id, draft: { City: 'Kiel' } }])
    assert.equal(changed?.refusal?.code, 'lead_already_converted')
    const [gone] = await deleteLeads(tx, await someone(tx, 'marketing'), [id])
    assert.equal(gone?.refusal?.code, 'lead_already_converted')
  }))

test('only the roles the agreement names convert', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await signedAgreement(tx, admin, { converters: ['vetter'] })
    const id = await aVettedLead(tx, admin)
    const no = await refused(tx, await someone(tx, 'sales'), { leadId: id })
    assert.equal(no.code, 'role_does_not_convert')
    assert.match(no.message, /who converts leads: vetter\. Your role is sales/)
    assert.equal((await converted(tx, await someone(tx, 'vetter'), { leadId: id })).criteriaMet, true)
    await assert.rejects(convertLeads(tx, await someone(tx, 'marketing'), [{ leadId: id }]), { code: 'forbidden' })
  }))
