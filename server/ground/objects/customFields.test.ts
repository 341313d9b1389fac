import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLead, anOrg, someone } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { updateLeads } from '../../records/leads/leads.ts'
import { definitionOf, forgetCatalogue } from './catalogue.ts'
import { removeCustomField } from './customFieldChanges.ts'
import { addCustomField, customFieldDraft } from './customFields.ts'
import { historyPage } from './history.sql.ts'
import { listRecords } from './list.ts'

const field = (fields: Record<string, unknown>) =>
  customFieldDraft.parse({ object: 'Lead', label: 'Badge colour', type: 'string', ...fields })

test('an added field is there for saving, filtering and history at once', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await addCustomField(tx, admin, field({ type: 'picklist', picklist: [{ value: 'Red' }, { value: 'Blue' }] }))
    forgetCatalogue()
    const id = await aLead(tx, admin, { badge_colour__c: 'red' })
    const [wrong] = await updateLeads(tx, admin, [{ id, draft: { Badge_colour__c: 'Green' } }])
    assert.match(wrong?.refusal?.message ?? '', /'Red', 'Blue'/)
    await updateLeads(tx, admin, [{ id, draft: { Badge_colour__c: 'Blue' } }])
    const found = await listRecords(tx, admin, await definitionOf(tx, 'Lead'), {
      filter: { field: 'Badge_colour__c', op: 'eq', value: 'Blue' },
      fields: ['Badge_colour__c'],
    })
    assert.equal(found.records[0]?.Badge_colour__c, 'Blue')
    assert.equal((await historyPage(tx, id, undefined, 5))[0]?.oldValue, 'Red')
  }))

test('every type of added field keeps its value', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const values = {
      string: 'a',
      textarea: 'b\nc',
      double: 1.5,
      int: 3,
      currency: 10.25,
      percent: 12,
      date: '2027-02-03',
      datetime: '2027-02-03T04:05:06.000Z',
      boolean: true,
      picklist: 'P',
      multipicklist: 'P;Q',
      url: 'https://a.example',
      email: 'a@b.example',
      phone: '+46 8 123',
    }
    const picklist = [{ value: 'P' }, { value: 'Q' }]
    for (const type of Object.keys(values))
      await addCustomField(
        tx,
        admin,
        field({ label: `My ${type}`, type, ...(type.includes('picklist') ? { picklist } : {}) }),
      )
    forgetCatalogue()
    await aLead(tx, admin, Object.fromEntries(Object.entries(values).map(([type, value]) => [`My_${type}__c`, value])))
    const {
      records: [lead],
    } = await listRecords(tx, admin, await definitionOf(tx, 'Lead'), {})
    for (const [type, value] of Object.entries(values)) {
      const kept = lead?.[`My_${type}__c`]
      assert.deepEqual(kept instanceof Date ? kept.toISOString() : kept, value, type)
    }
  }))

test('a name that is no name, or already taken, is refused; a field taken out of use is unknown', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await assert.rejects(addCustomField(tx, admin, field({ name: '1; drop table lead' })), {
      code: 'invalid_field_name',
    })
    await addCustomField(tx, admin, field({}))
    forgetCatalogue()
    await assert.rejects(addCustomField(tx, admin, field({})), { code: 'duplicate_field_name' })
    await removeCustomField(tx, admin, 'Lead', 'Badge_colour__c')
    forgetCatalogue()
    await assert.rejects(aLead(tx, admin, { Badge_colour__c: 'Red' }), { code: 'invalid_field' })
    await assert.rejects(async () => addCustomField(tx, await someone(tx, 'sales'), field({ label: 'Other' })), {
      code: 'forbidden',
    })
  }))
