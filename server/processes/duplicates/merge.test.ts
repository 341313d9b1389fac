import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLead, anOrg, someone } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { Lead } from '../../records/leads/fields.ts'
import { updateLeads } from '../../records/leads/leads.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { mergeRecords } from './merge.ts'
import { unmerge } from './unmerge.ts'

test('blanks of the master are filled, its own values stay, and a chosen value wins', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const master = await aLead(tx, admin, { FirstName: 'Bill', Title: null, City: 'Kiel' })
    const loser = await aLead(tx, admin, { FirstName: 'William', Title: 'Buyer', City: 'Lübeck', Phone: '+49 451 1234567' })
    await mergeRecords(tx, admin, 'Lead', { master, losers: [loser], values: { FirstName: 'William' } })
    const lead = await getRecord(tx, admin, Lead, master)
    assert.deepEqual([lead.FirstName, lead.Title, lead.City, lead.Phone], ['William', 'Buyer', 'Kiel', '+49 451 1234567'])
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
    await assert.rejects(mergeRecords(tx, admin, 'Lead', { master: one, losers: [] }), { code: 'wrong_number_to_merge' })
    await assert.rejects(mergeRecords(tx, admin, 'Lead', { master: one, losers: Array.from({ length: 10 }, (_, at) => two + at) }), { code: 'wrong_number_to_merge' })
    await assert.rejects(mergeRecords(tx, admin, 'Lead', { master: one, losers: [two, one] }), { code: 'same_record' })
    const reader = await someone(tx, 'read_only')
    await assert.rejects(mergeRecords(tx, reader, 'Lead', { master: one, losers: [two] }), { code: 'forbidden' })
  }))

test('a lead that was merged away names the winner to whoever comes later', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [one, two, three] = [await aLead(tx, admin), await aLead(tx, admin), await aLead(tx, admin)]
    await mergeRecords(tx, admin, 'Lead', { master: one, losers: [two] })
    await assert.rejects(mergeRecords(tx, admin, 'Lead', { master: three, losers: [two] }), (refusal: { code: string; details: { kind?: string; facts?: Record<string, unknown> } }) => {
      assert.equal(refusal.code, 'already_merged')
      assert.equal(refusal.details.kind, 'conflict')
      assert.equal(typeof refusal.details.facts?.['winner'], 'string')
      return true
    })
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
