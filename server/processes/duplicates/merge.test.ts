import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId, idOf } from '../../../shared/ids.ts'
import { aLead, anOrg, someone } from '../../../test/support/builders.ts'
import { freshDatabase, rolledBack } from '../../../test/support/database.ts'
import { historyPage } from '../../ground/objects/history.sql.ts'
import { insertHistory } from '../../ground/objects/history.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import { openAccounts } from '../../records/accounts/accounts.ts'
import { Account } from '../../records/accounts/fields.ts'
import { createContacts } from '../../records/contacts/contacts.ts'
import { Contact } from '../../records/contacts/fields.ts'
import { Lead } from '../../records/leads/fields.ts'
import { updateLeads } from '../../records/leads/leads.ts'
import {
  addCampaign,
  addContactRole,
  addMember,
  addOpportunity,
  membersOf,
  rolesOn,
  snapshot,
  whereverFound,
} from '../../../test/support/mergeStories.ts'
import { mergeRecords } from './merge.ts'
import { unmerge } from './unmerge.ts'

test('blanks of the master are filled, its own values stay, and a chosen value wins', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const master = await aLead(tx, admin, { FirstName: 'Bill', Title: null, City: 'Kiel' })
    const loser = await aLead(tx, admin, {
      FirstName: 'William',
      Title: 'Buyer',
      City: 'Lübeck',
      Phone: '+49 451 1234567',
    })
    await mergeRecords(tx, admin, 'Lead', { master, losers: [loser], values: { FirstName: 'William' } })
    const lead = await getRecord(tx, admin, Lead, master)
    assert.deepEqual(
      [lead.FirstName, lead.Title, lead.City, lead.Phone],
      ['William', 'Buyer', 'Kiel', '+49 451 1234567'],
    )
    await assert.rejects(getRecord(tx, admin, Lead, loser), { code: 'not_found' })
  }))

test('an address is filled as a whole or not at all', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const master = await aLead(tx, admin, { City: 'Kiel' })
    const elsewhere = await aLead(tx, admin, { City: 'Lübeck', PostalCode: '23552' })
    const fuller = await aLead(tx, admin, { City: 'Kiel', PostalCode: '24103', Street: 'Holstenstraße 1' })
    await mergeRecords(tx, admin, 'Lead', { master, losers: [elsewhere, fuller] })
    const lead = await getRecord(tx, admin, Lead, master)
    assert.deepEqual([lead.Street, lead.City, lead.PostalCode], ['Holstenstraße 1', 'Kiel', '24103'])
  }))

test('a merge of one, of eleven, of a record with itself and without the right to merge is refused', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [one, two] = [await aLead(tx, admin), await aLead(tx, admin)]
    await assert.rejects(mergeRecords(tx, admin, 'Lead', { master: one, losers: [] }), {
      code: 'wrong_number_to_merge',
    })
    await assert.rejects(
      mergeRecords(tx, admin, 'Lead', { master: one, losers: Array.from({ length: 10 }, (_, at) => two + at) }),
      { code: 'wrong_number_to_merge' },
    )
    await assert.rejects(mergeRecords(tx, admin, 'Lead', { master: one, losers: [two, one] }), { code: 'same_record' })
    const reader = await someone(tx, 'read_only')
    await assert.rejects(mergeRecords(tx, reader, 'Lead', { master: one, losers: [two] }), { code: 'forbidden' })
  }))

test('a lead that was merged away names the winner to whoever comes later', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [one, two, three] = [await aLead(tx, admin), await aLead(tx, admin), await aLead(tx, admin)]
    await mergeRecords(tx, admin, 'Lead', { master: one, losers: [two] })
    await assert.rejects(
      mergeRecords(tx, admin, 'Lead', { master: three, losers: [two] }),
      (refusal: { code: string; details: { kind?: string; facts?: Record<string, unknown> } }) => {
        assert.equal(refusal.code, 'already_merged')
        assert.equal(refusal.details.kind, 'conflict')
        assert.equal(typeof refusal.details.facts?.['winner'], 'string')
        return true
      },
    )
  }))

test('an undone merge gives back what it changed, and leaves what somebody changed since', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const master = await aLead(tx, admin, { Title: null, City: 'Kiel' })
    const loser = await aLead(tx, admin, { Title: 'Buyer', Rating: 'Hot' })
    const merge = await mergeRecords(tx, admin, 'Lead', { master, losers: [loser] })
    await updateLeads(tx, admin, [{ id: master, draft: { Title: 'Head of Purchasing' } }])
    await unmerge(tx, admin, merge)
    const lead = await getRecord(tx, admin, Lead, master)
    assert.deepEqual([lead.Title, lead.Rating], ['Head of Purchasing', null])
    assert.equal((await getRecord(tx, admin, Lead, loser)).Rating, 'Hot')
    await assert.rejects(unmerge(tx, admin, merge), { code: 'merge_already_undone' })
  }))

test('members of one campaign become one: responded beats not responded, the earliest response stays, and histories go on', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [master, eager, keen] = [await aLead(tx, admin), await aLead(tx, admin), await aLead(tx, admin)]
    const campaign = idOf('Campaign', 2 ** 31)
    await addCampaign(tx, campaign, admin.userId)
    const members = [1, 2, 3].map((n) => idOf('CampaignMember', 2 ** 31 + n))
    const [first = 0, second = 0, third = 0] = members
    await addMember(tx, { id: first, campaignId: campaign, leadId: master, status: 'Sent' })
    await addMember(tx, {
      id: second,
      campaignId: campaign,
      leadId: eager,
      status: 'Attended',
      respondedAt: new Date('2026-03-02'),
    })
    await addMember(tx, {
      id: third,
      campaignId: campaign,
      leadId: keen,
      status: 'Responded',
      respondedAt: new Date('2026-01-05'),
    })
    await insertHistory(tx, admin, [{ recordId: second, field: 'Status', oldValue: 'Sent', newValue: 'Attended' }])
    await mergeRecords(tx, admin, 'Lead', { master, losers: [eager, keen] })
    assert.deepEqual(await membersOf(tx, campaign), [
      { id: first, leadId: master, status: 'Attended', hasResponded: true, respondedAt: new Date('2026-01-05') },
    ])
    assert.equal((await historyPage(tx, first, undefined, 10)).length, 1)
  }))

test('a child of a merged account moves up, and no ring closes', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [top = 0] = await accounts(tx, admin, [{ Name: 'Nordwind Holding' }])
    const [middle = 0] = await accounts(tx, admin, [{ Name: 'Nordwind Nord', ParentId: encodeId(top) }])
    const [low = 0] = await accounts(tx, admin, [{ Name: 'Nordwind Holding AG', ParentId: encodeId(middle) }])
    const merge = await mergeRecords(tx, admin, 'Account', { master: low, losers: [top] })
    assert.equal((await getRecord(tx, admin, Account, low)).ParentId, null)
    assert.equal((await getRecord(tx, admin, Account, middle)).ParentId, low)
    await unmerge(tx, admin, merge)
    assert.equal((await getRecord(tx, admin, Account, low)).ParentId, middle)
    assert.equal((await getRecord(tx, admin, Account, middle)).ParentId, top)
  }))

test('merged contacts keep one role on an opportunity, and the primary stays primary', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [account = 0] = await accounts(tx, admin, [{ Name: 'Nordwind' }])
    const saved = await createContacts(tx, admin, [
      { LastName: 'Okafor', AccountId: encodeId(account) },
      { LastName: 'Okafor', FirstName: 'Ada', AccountId: encodeId(account) },
    ])
    const [master = 0, loser = 0] = saved.map(({ id = 0 }) => id)
    const deal = idOf('Opportunity', 2 ** 31)
    await addOpportunity(tx, deal, admin.userId, account)
    await addContactRole(tx, idOf('OpportunityContactRole', 2 ** 31), deal, master, false)
    await addContactRole(tx, idOf('OpportunityContactRole', 2 ** 31 + 1), deal, loser, true)
    const before = await snapshot(tx)
    const merge = await mergeRecords(tx, admin, 'Contact', { master, losers: [loser] })
    assert.deepEqual(await rolesOn(tx, deal), [{ contactId: master, isPrimary: true }])
    assert.deepEqual(await whereverFound(tx, [loser]), [])
    assert.equal((await getRecord(tx, admin, Contact, master)).FirstName, 'Ada')
    await unmerge(tx, admin, merge)
    assert.deepEqual(await snapshot(tx), before)
  }))

test('of two merges of one lead at once, one wins and the other is told who', async () => {
  const { db, org, drop } = await freshDatabase()
  try {
    const [admin, one, two, three] = await inTransaction(db, org, async (tx) => {
      const { admin: somebody } = await anOrg(tx)
      return [somebody, await aLead(tx, somebody), await aLead(tx, somebody), await aLead(tx, somebody)] as const
    })
    const outcomes = await Promise.allSettled([
      inTransaction(db, org, (tx) => mergeRecords(tx, admin, 'Lead', { master: one, losers: [two] })),
      inTransaction(db, org, (tx) => mergeRecords(tx, admin, 'Lead', { master: three, losers: [two] })),
    ])
    const won = outcomes.findIndex(({ status }) => status === 'fulfilled')
    const lost = outcomes.find((outcome) => outcome.status === 'rejected')
    assert.ok(won >= 0 && lost)
    assert.equal(lost.reason.code, 'already_merged')
    assert.equal(lost.reason.details.facts.winner, encodeId(won === 0 ? one : three))
  } finally {
    await drop()
  }
})

async function accounts(tx: Tx, actor: Actor, drafts: readonly Record<string, unknown>[]): Promise<number[]> {
  const saved = await openAccounts(tx, actor, drafts)
  return saved.map(({ id, refusal }) => {
    if (id === undefined) throw refusal ?? new Error('The account was not made.')
    return id
  })
}
