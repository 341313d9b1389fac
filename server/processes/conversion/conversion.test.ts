import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aCampaign, aContact, aLead, anAccount, anOpportunity, anOrg } from '../../../test/support/builders.ts'
import { aVettedLead, converted } from '../../../test/support/conversions.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { listRecords } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { createTasks, updateTasks } from '../../records/activities/activities.ts'
import { addCampaignMembers } from '../../records/campaigns/members.ts'
import { convertLeads } from './conversion.ts'

test('a vetted lead becomes an account, a contact and an opportunity', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aVettedLead(tx, admin, {
      FirstName: 'Ada',
      Email: 'ada@nordwind.example',
      City: 'Kiel',
      Industry: 'Machinery',
      LeadSource: 'Trade Show',
      HasOptedOutOfEmail: true,
    })
    const one = await converted(tx, admin, { leadId: id })
    const lead = await getRecord(tx, admin, await definitionOf(tx, 'Lead'), id)
    assert.deepEqual(
      [lead.Status, lead.IsConverted, lead.ConvertedAccountId, lead.ConvertedContactId, lead.ConvertedOpportunityId],
      ['Closed - Converted', true, one.accountId, one.contactId, one.opportunityId],
    )
    const account = await getRecord(tx, admin, await definitionOf(tx, 'Account'), one.accountId)
    assert.deepEqual(
      [account.Name, account.BillingCity, account.Industry, account.AccountSource, account.Type],
      ['Nordwind GmbH', 'Kiel', 'Machinery', 'Trade Show', 'Prospect'],
    )
    const contact = await getRecord(tx, admin, await definitionOf(tx, 'Contact'), one.contactId)
    assert.deepEqual(
      [
        contact.Name,
        contact.Email,
        contact.MailingCity,
        contact.AccountId,
        contact.PersonId,
        contact.HasOptedOutOfEmail,
      ],
      ['Ada Okafor', 'ada@nordwind.example', 'Kiel', one.accountId, lead.PersonId, true],
    )
    const opportunity = await getRecord(tx, admin, await definitionOf(tx, 'Opportunity'), one.opportunityId ?? 0)
    assert.deepEqual(
      [
        opportunity.Name,
        opportunity.StageName,
        opportunity.AccountId,
        opportunity.ContactId,
        opportunity.NoAmountReason,
        opportunity.LeadSource,
      ],
      ['Nordwind GmbH', 'Prospecting', one.accountId, one.contactId, 'Not known at conversion', 'Trade Show'],
    )
  }))

test('the opportunity closes at the end of the quarter, has the amount somebody knew and the campaign the person answered last', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aVettedLead(tx, admin)
    const [early, late] = [
      await aCampaign(tx, admin, { Type: 'Email' }),
      await aCampaign(tx, admin, { Name: 'Second mail', Type: 'Email' }),
    ]
    await addCampaignMembers(tx, admin, [{ CampaignId: early, LeadId: id, Status: 'Responded' }], {
      respondedAt: new Date('2026-01-05T00:00:00Z'),
    })
    await addCampaignMembers(tx, admin, [{ CampaignId: late, LeadId: id, Status: 'Responded' }], {
      respondedAt: new Date('2026-03-05T00:00:00Z'),
    })
    const one = await converted(tx, admin, { leadId: id, amount: 40_000, opportunityName: 'Pumps for Kiel' })
    const opportunity = await getRecord(tx, admin, await definitionOf(tx, 'Opportunity'), one.opportunityId ?? 0)
    assert.deepEqual(
      [opportunity.Name, opportunity.Amount, opportunity.NoAmountReason, opportunity.CampaignId],
      ['Pumps for Kiel', 40_000, null, late],
    )
    assert.match(String(opportunity.CloseDate), /-(03-31|06-30|09-30|12-31)$/)
    const { records } = await listRecords(tx, admin, await definitionOf(tx, 'CampaignMember'), {})
    assert.deepEqual(
      records.map(({ LeadId, ContactId }) => [LeadId, ContactId]),
      [
        [id, one.contactId],
        [id, one.contactId],
      ],
    )
  }))

test('existing records get their blanks filled, and keep what they had', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const accountId = await anAccount(tx, admin, { Name: 'Nordwind', Phone: '+49 431 1' })
    const contactId = await aContact(tx, admin, {
      AccountId: encodeId(accountId),
      FirstName: 'Adaeze',
      LastName: 'Okafor',
      LeadSource: 'Partner',
      Email: 'old@nordwind.example',
    })
    const id = await aVettedLead(tx, admin, {
      FirstName: 'Ada',
      Phone: '+49 431 99',
      Website: 'nordwind.example',
      LeadSource: 'Web',
      Title: 'CTO',
      DoNotCall: true,
      Email: 'ada@nordwind.example',
      EmailBouncedReason: 'Unknown user',
    })
    const one = await converted(tx, admin, { leadId: id, accountId, contactId, doNotCreateOpportunity: true })
    assert.deepEqual(
      [one.accountId, one.contactId, one.opportunityId, one.createdContact],
      [accountId, contactId, null, false],
    )
    const account = await getRecord(tx, admin, await definitionOf(tx, 'Account'), accountId)
    assert.deepEqual([account.Name, account.Phone, account.Website], ['Nordwind', '+49 431 1', 'nordwind.example'])
    const contact = await getRecord(tx, admin, await definitionOf(tx, 'Contact'), contactId)
    assert.deepEqual(
      [contact.FirstName, contact.Title, contact.LeadSource, contact.DoNotCall, contact.EmailBouncedReason],
      ['Adaeze', 'CTO', 'Partner', true, null],
    )
    const lead = await getRecord(tx, admin, await definitionOf(tx, 'Lead'), id)
    assert.equal(lead.PersonId, contact.PersonId)
  }))

test('the lead source of an existing contact is replaced only when asked for', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const contactId = await aContact(tx, admin, { LeadSource: 'Partner' })
    const Contact = await definitionOf(tx, 'Contact')
    const { AccountId } = await getRecord(tx, admin, Contact, contactId)
    const id = await aVettedLead(tx, admin, { LeadSource: 'Web' })
    await converted(tx, admin, {
      leadId: id,
      accountId: Number(AccountId),
      contactId,
      overwriteLeadSource: true,
      doNotCreateOpportunity: true,
    })
    assert.equal((await getRecord(tx, admin, Contact, contactId)).LeadSource, 'Web')
  }))

test('a lead joins an open opportunity of the account, beside its primary contact', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const accountId = await anAccount(tx, admin)
    const first = await aContact(tx, admin, { AccountId: encodeId(accountId) })
    const opportunityId = await anOpportunity(tx, admin, { AccountId: encodeId(accountId), ContactId: encodeId(first) })
    const one = await converted(tx, admin, { leadId: await aVettedLead(tx, admin), accountId, opportunityId })
    const { records } = await listRecords(tx, admin, await definitionOf(tx, 'OpportunityContactRole'), {
      sort: 'CreatedDate',
    })
    assert.equal(one.opportunityId, opportunityId)
    assert.deepEqual(
      new Map(records.map(({ ContactId, IsPrimary }) => [ContactId, IsPrimary])),
      new Map([
        [first, true],
        [one.contactId, false],
      ]),
    )
  }))

test('open tasks go on with the contact and the opportunity; what was done stays with the person', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aVettedLead(tx, admin)
    const [open, done] = await createTasks(tx, admin, [
      { Subject: 'Call again', WhoId: id },
      { Subject: 'Called', WhoId: id, Status: 'Completed' },
    ])
    const one = await converted(tx, admin, { leadId: id })
    const Task = await definitionOf(tx, 'Task')
    const moved = await getRecord(tx, admin, Task, open?.id ?? 0)
    assert.deepEqual([moved.WhoId, moved.WhatId], [one.contactId, one.opportunityId])
    const kept = await getRecord(tx, admin, Task, done?.id ?? 0)
    assert.deepEqual([kept.WhoId, kept.PersonId], [id, moved.PersonId])
  }))

test('a list is converted in order, and who is refused leaves nothing behind', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [first, unvetted, last] = [
      await aVettedLead(tx, admin),
      await aLead(tx, admin, { Company: 'Raw & Co' }),
      await aVettedLead(tx, admin, { Company: 'Fjord AB' }),
    ]
    const results = await convertLeads(tx, admin, [
      { leadId: first },
      { leadId: unvetted },
      { leadId: last },
      { leadId: last },
      { leadId: first, opportunityName: 'x'.repeat(200) },
    ])
    assert.deepEqual(
      results.map(({ leadId, refusal }) => [leadId, refusal?.code]),
      [
        [first, undefined],
        [unvetted, 'criteria_not_met'],
        [last, undefined],
        [last, 'duplicate_id_specified'],
        [first, 'duplicate_id_specified'],
      ],
    )
    assert.equal((await listRecords(tx, admin, await definitionOf(tx, 'Account'), {})).records.length, 2)
  }))

test('of a list, one whose opportunity cannot be made is left out and the rest go on', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [bad, good] = [await aVettedLead(tx, admin), await aVettedLead(tx, admin, { Company: 'Fjord AB' })]
    const results = await convertLeads(tx, admin, [{ leadId: bad, opportunityName: 'x'.repeat(200) }, { leadId: good }])
    assert.deepEqual(
      results.map(({ refusal }) => refusal?.code),
      ['string_too_long', undefined],
    )
    assert.deepEqual(
      (await listRecords(tx, admin, await definitionOf(tx, 'Account'), {})).records.map(({ Name }) => Name),
      ['Fjord AB'],
    )
  }))

test('a task finished after the conversion is sales history of the contact', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aVettedLead(tx, admin)
    const [task] = await createTasks(tx, admin, [{ Subject: 'Call again', WhoId: id }])
    const one = await converted(tx, admin, { leadId: id })
    await updateTasks(tx, admin, [{ id: task?.id ?? 0, draft: { Status: 'Completed' } }])
    assert.notEqual(
      (await getRecord(tx, admin, await definitionOf(tx, 'Contact'), one.contactId)).LastActivityDate,
      null,
    )
  }))
