import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeId, encodeId } from '../../../shared/ids.ts'
import { aCampaign, aLead, anOrg } from '../../../test/support/builders.ts'
import { aVettedLead, converted } from '../../../test/support/conversions.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { definitionOf, forgetCatalogue } from '../../ground/objects/catalogue.ts'
import { addCustomField, customFieldDraft } from '../../ground/objects/customFields.ts'
import type { Draft } from '../../ground/objects/drafts.ts'
import { listRecords } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { openAccounts } from '../../records/accounts/accounts.ts'
import { addCampaignMembers, updateCampaignMembers } from '../../records/campaigns/members.ts'
import { createContacts } from '../../records/contacts/contacts.ts'
import { mergeRecords } from '../duplicates/merge.ts'
import { unmerge } from '../duplicates/unmerge.ts'
import { undoConversion } from './undoing.ts'

const ours = { Seat__c: 'A1' }
const theirs = { Diet__c: 'Vegan', Seat__c: 'B2', Certificate__c: true }

test('what was noted of two memberships that become one is not lost: its own stays, gaps are filled, and parting gives it back', () =>
  rolledBack(async (tx) => {
    const { admin, campaign } = await anEvent(tx)
    const [master, loser] = [await aLead(tx, admin), await aLead(tx, admin)]
    const kept = await aMember(tx, admin, { CampaignId: campaign, LeadId: encodeId(master), ...ours })
    await aMember(tx, admin, { CampaignId: campaign, LeadId: encodeId(loser), ...theirs })
    const merge = await mergeRecords(tx, admin, 'Lead', { master, losers: [loser] })
    assert.deepEqual(await noted(tx, admin), [['Vegan', 'A1', true]])
    await updateCampaignMembers(tx, admin, [{ id: kept, draft: { Seat__c: 'C3' } }])
    await unmerge(tx, admin, merge)
    assert.deepEqual(await noted(tx, admin), [
      [null, 'C3', false],
      ['Vegan', 'B2', true],
    ])
  }))

test('a lead who becomes a contact of the same event brings along what was noted of them', () =>
  rolledBack(async (tx) => {
    const { admin, campaign } = await anEvent(tx)
    const [account] = await openAccounts(tx, admin, [{ Name: 'Nordwind' }])
    const AccountId = encodeId(account?.id ?? 0)
    const [contact] = await createContacts(tx, admin, [{ LastName: 'Lind', AccountId }])
    const leadId = await aVettedLead(tx, admin)
    await aMember(tx, admin, { CampaignId: campaign, ContactId: encodeId(contact?.id ?? 0), ...ours })
    await aMember(tx, admin, { CampaignId: campaign, LeadId: encodeId(leadId), ...theirs })
    await converted(tx, admin, { leadId, accountId: account?.id ?? 0, contactId: contact?.id ?? 0 })
    assert.deepEqual(await noted(tx, admin), [['Vegan', 'A1', true]])
    await undoConversion(tx, admin, leadId)
    assert.deepEqual(await noted(tx, admin), [
      [null, 'A1', false],
      ['Vegan', 'B2', true],
    ])
  }))

test('a status somebody moved on after a merge stays when the merge is undone, and the other one has its own again', () =>
  rolledBack(async (tx) => {
    const { admin, campaign } = await anEvent(tx)
    const [master, loser] = [await aLead(tx, admin), await aLead(tx, admin)]
    const kept = await aMember(tx, admin, { CampaignId: campaign, LeadId: encodeId(master), Status: 'Invited' })
    await aMember(tx, admin, { CampaignId: campaign, LeadId: encodeId(loser), Status: 'Attended' })
    const merge = await mergeRecords(tx, admin, 'Lead', { master, losers: [loser] })
    assert.deepEqual(await stood(tx, admin), [['Attended', true]])
    await updateCampaignMembers(tx, admin, [{ id: kept, draft: { Status: 'No Show' } }])
    await unmerge(tx, admin, merge)
    assert.deepEqual(await stood(tx, admin), [
      ['No Show', false],
      ['Attended', true],
    ])
  }))

test('the deal’s campaign is the one the person responded to last, as the lead or as the contact they are', () =>
  rolledBack(async (tx) => {
    const { admin, campaign } = await anEvent(tx)
    const later = encodeId(await aCampaign(tx, admin))
    const [account] = await openAccounts(tx, admin, [{ Name: 'Nordwind' }])
    const AccountId = encodeId(account?.id ?? 0)
    const [contact] = await createContacts(tx, admin, [{ LastName: 'Lind', AccountId }])
    const leadId = await aVettedLead(tx, admin)
    const Status = 'Attended'
    await aMember(tx, admin, { CampaignId: campaign, LeadId: encodeId(leadId), Status })
    await aMember(tx, admin, { CampaignId: later, ContactId: encodeId(contact?.id ?? 0), Status })
    const one = await converted(tx, admin, { leadId, accountId: account?.id ?? 0, contactId: contact?.id ?? 0 })
    const opportunity = await getRecord(tx, admin, await definitionOf(tx, 'Opportunity'), one.opportunityId ?? 0)
    assert.equal(opportunity['CampaignId'], decodeId(later))
  }))

async function anEvent(tx: Tx) {
  const { admin } = await anOrg(tx)
  for (const [label, type] of [
    ['Diet', 'string'],
    ['Seat', 'string'],
    ['Certificate', 'boolean'],
  ])
    await addCustomField(tx, admin, customFieldDraft.parse({ object: 'CampaignMember', label, type }))
  forgetCatalogue()
  return { admin, campaign: encodeId(await aCampaign(tx, admin)) }
}

async function aMember(tx: Tx, actor: Actor, draft: Draft): Promise<number> {
  const [saved] = await addCampaignMembers(tx, actor, [draft])
  assert.ok(saved !== undefined && saved.refusal === undefined)
  return saved.id ?? 0
}

async function stood(tx: Tx, actor: Actor): Promise<unknown[][]> {
  const definition = await definitionOf(tx, 'CampaignMember')
  const { records } = await listRecords(tx, actor, definition, { fields: ['Status', 'HasResponded'], sort: 'Id' })
  return records.map(({ Status, HasResponded }) => [Status, HasResponded])
}

async function noted(tx: Tx, actor: Actor): Promise<unknown[][]> {
  const fields = ['Diet__c', 'Seat__c', 'Certificate__c']
  const definition = await definitionOf(tx, 'CampaignMember')
  const { records } = await listRecords(tx, actor, definition, { fields, sort: 'Id' })
  return records.map((record) => fields.map((field) => record[field] ?? null))
}
