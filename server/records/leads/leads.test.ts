import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aLead, anOrg, noSuchId, someone } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { historyPage } from '../../ground/objects/history.sql.ts'
import { listRecords } from '../../ground/objects/list.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { Lead } from './fields.ts'
import { leadStatuses } from './statuses.ts'
import { leadStatusDoor } from './statusList.ts'
import { createLeads, deleteLeads, restoreLeads, updateLeads } from './leads.ts'

test('a new lead is open, owned by who made it, and a person of its own', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin, { Email: ' Ada.Okafor@Nordwind.Example ' })
    const lead = await getRecord(tx, admin, Lead, id)
    assert.equal(lead.Status, 'Open - Not Contacted')
    assert.equal(lead.OwnerId, admin.userId)
    assert.equal(lead.Email, 'Ada.Okafor@nordwind.example')
    assert.equal(typeof lead.PersonId, 'number')
    assert.equal(lead.IsUnreadByOwner, true)
  }))

test('what is wrong with a lead is said field by field, and the others of the list are made', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [good, bad] = await createLeads(tx, admin, [
      { LastName: 'Lind', Company: 'Fjord AB' },
      { LastName: 'x'.repeat(81), Email: 'nobody', NumberOfEmployees: 'many' },
    ])
    assert.equal(good?.created, true)
    const all = [bad?.refusal, ...(bad?.refusal?.details.others ?? [])].map((one) => one?.details.field)
    assert.deepEqual(new Set(all), new Set(['Company', 'Email', 'LastName', 'NumberOfEmployees']))
  }))

test('an amount on a lead is refused with what a lead is', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [saved] = await createLeads(tx, admin, [{ LastName: 'Lind', Company: 'Fjord AB', Amount: 5000 }])
    assert.equal(saved?.refusal?.code, 'opportunity_on_a_lead')
    assert.match(saved?.refusal?.message ?? '', /unqualified prospect/)
  }))

test('a lead is closed only with a reason, and reopens only with one', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    const [without] = await updateLeads(tx, admin, [{ id, draft: { Status: 'Closed - Not Converted' } }])
    assert.equal(without?.refusal?.code, 'unqualified_reason_missing')
    await updateLeads(tx, admin, [
      { id, draft: { Status: 'Closed - Not Converted', UnqualifiedReason: 'Student or research' } },
    ])
    const [silent] = await updateLeads(tx, admin, [{ id, draft: { Status: 'Working - Contacted' } }])
    assert.equal(silent?.refusal?.code, 'reopen_reason_missing')
    const [told] = await updateLeads(tx, admin, [
      { id, draft: { Status: 'Working - Contacted', ReopenedReason: 'She called back' } },
    ])
    assert.equal(told?.refusal, undefined)
    const lead = await getRecord(tx, admin, Lead, id)
    assert.equal(lead.ClosedDate, null)
    assert.ok(lead.FirstContactedDate instanceof Date)
  }))

test('nobody sets a lead to converted by hand', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    const [saved] = await updateLeads(tx, admin, [{ id, draft: { Status: 'Closed - Converted' } }])
    assert.equal(saved?.refusal?.code, 'convert_instead')
    assert.equal(saved?.refusal?.details.way?.label, 'Convert lead')
  }))

test('every change of a field stays in the history', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin, { Title: 'Buyer' })
    await updateLeads(tx, admin, [{ id, draft: { Title: 'Head of Purchasing', City: 'Oslo' } }])
    const entries = await historyPage(tx, id, undefined, 10)
    const changes = new Map(entries.map(({ field, oldValue, newValue }) => [field, [oldValue, newValue]]))
    assert.deepEqual(changes.get('City'), [null, 'Oslo'])
    assert.deepEqual(changes.get('Title'), ['Buyer', 'Head of Purchasing'])
    assert.equal(changes.size, 2)
  }))

test('a change on top of somebody else’s is refused as stale', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    await updateLeads(tx, admin, [{ id, draft: { City: 'Oslo' }, ifVersion: 1 }])
    const [late] = await updateLeads(tx, admin, [{ id, draft: { City: 'Bergen' }, ifVersion: 1 }])
    assert.equal(late?.refusal?.code, 'stale')
    assert.equal((await getRecord(tx, admin, Lead, id)).City, 'Oslo')
  }))

test('a deleted lead is gone from lists until it is restored', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    await deleteLeads(tx, admin, [id])
    assert.equal((await listRecords(tx, admin, Lead, {})).records.length, 0)
    assert.equal((await listRecords(tx, admin, Lead, { deleted: true })).records.length, 1)
    await restoreLeads(tx, admin, [id])
    assert.equal((await listRecords(tx, admin, Lead, {})).records.length, 1)
  }))

test('a read-only user sees leads and makes none', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await aLead(tx, admin)
    const reader = await someone(tx, 'read_only')
    assert.equal((await listRecords(tx, reader, Lead, {})).records.length, 1)
    await assert.rejects(aLead(tx, reader), { code: 'forbidden' })
  }))

test('when leads are private, each sees their own and their queue’s', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const vetter = { ...(await someone(tx, 'vetter')), privateObjects: ['Lead'] }
    const hers = await aLead(tx, admin, { OwnerId: encodeId(vetter.userId) })
    await aLead(tx, admin)
    const { records } = await listRecords(tx, vetter, Lead, {})
    assert.deepEqual(
      records.map(({ Id }) => Id),
      [hers],
    )
    const manager = { ...(await someone(tx, 'manager')), privateObjects: ['Lead'] }
    assert.equal((await listRecords(tx, manager, Lead, {})).records.length, 2)
  }))

test('paging by key meets every lead once, whatever the order', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const cities = ['Oslo', null, 'Bergen', 'oslo', null, 'Århus', 'Bergen']
    await createLeads(
      tx,
      admin,
      cities.map((City, at) => ({ LastName: `Lead ${at % 3}`, Company: 'Fjord AB', City })),
    )
    for (const sort of ['-CreatedDate', 'City', '-City', 'LastName,-City', '-LastName,City', 'NumberOfEmployees']) {
      const seen: number[] = []
      let after: string | undefined
      do {
        const page = await listRecords(tx, admin, Lead, { sort, limit: 2, after })
        seen.push(...page.records.map(({ Id }) => Id))
        after = page.next ?? undefined
      } while (after !== undefined)
      assert.equal(seen.length, cities.length, sort)
      assert.equal(new Set(seen).size, cities.length, sort)
    }
  }))

test('a lead is found by the beginnings of its words, whatever their marks and case', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin, {
      FirstName: 'Zoë',
      LastName: 'Müller',
      Company: 'Ångström & Søn',
      Email: 'z.muller@angstrom.example',
    })
    for (const q of ['zoe', 'mull ang', 'ÅNG', 'angstrom.ex', 'müller zoë']) {
      assert.deepEqual(
        (await listRecords(tx, admin, Lead, { q })).records.map(({ Id }) => Id),
        [id],
        q,
      )
    }
    assert.equal((await listRecords(tx, admin, Lead, { q: 'oller' })).records.length, 0)
    assert.equal((await listRecords(tx, admin, Lead, { q: "'); --" })).records.length, 0)
  }))

test('an owner who is not there is refused by name', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [saved] = await createLeads(tx, admin, [
      { LastName: 'Lind', Company: 'Fjord', OwnerId: encodeId(noSuchId('User')) },
    ])
    assert.equal(saved?.refusal?.code, 'invalid_cross_reference_key')
    const [wrongKind] = await createLeads(tx, admin, [
      { LastName: 'Lind', Company: 'Fjord', OwnerId: encodeId(noSuchId('Account')) },
    ])
    assert.equal(wrongKind?.refusal?.code, 'malformed_id')
  }))

test('lead statuses are an org’s own words: renamed with their leads, kept while in use', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    const open = (await leadStatuses(tx)).find(({ isDefault }) => isDefault)?.id ?? 0
    const [renamed] = await leadStatusDoor.update(tx, admin, [{ id: open, draft: { MasterLabel: 'New' } }])
    assert.equal(renamed?.refusal, undefined)
    assert.equal((await getRecord(tx, admin, Lead, id)).Status, 'New')
    const [kept] = await leadStatusDoor.remove(tx, admin, [open])
    assert.equal(kept?.refusal?.code, 'no_default_status')
    const [added] = await leadStatusDoor.create(tx, admin, [{ MasterLabel: 'Waiting', State: 'working' }])
    const [gone] = await leadStatusDoor.remove(tx, admin, [added?.id ?? 0])
    assert.equal(gone?.refusal, undefined)
    const [twice] = await leadStatusDoor.create(tx, admin, [{ MasterLabel: 'nurturing', State: 'nurturing' }])
    assert.equal(twice?.refusal?.code, 'lead_status_is_taken')
  }))

test('a lead is net new when it is the first of its company we met', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const earlier = { ...tx, now: new Date(tx.now.getTime() - 1000) }
    const first = await aLead(earlier, admin, { Email: 'ada@nordwind.example' })
    const second = await aLead(tx, admin, { Email: 'bo@nordwind.example' })
    const freeMail = await aLead(tx, admin, { Email: 'ada.okafor@gmail.com', Company: '[not provided]' })
    const isNew = async (id: number) => (await getRecord(tx, admin, Lead, id, ['IsNetNew'])).IsNetNew
    assert.deepEqual([await isNew(first), await isNew(second), await isNew(freeMail)], [true, false, true])
  }))
