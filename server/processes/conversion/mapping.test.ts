import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anOrg } from '../../../test/support/builders.ts'
import { aConversionMapping, aVettedLead, converted } from '../../../test/support/conversions.ts'
import { freshDatabase } from '../../../test/support/database.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { addCustomField, customFieldDraft } from '../../ground/objects/customFields.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { inTransaction } from '../../platform/transactions.ts'

test('a custom field of the same name and type comes along, and a mapping may send another one elsewhere', async () => {
  // On a database of its own: columns that are gone again would stay in the memory of a shared connection.
  const { db, org, drop } = await freshDatabase()
  try {
    const admin = await inTransaction(db, org, async (tx) => {
      const { admin: somebody } = await anOrg(tx)
      for (const object of ['Lead', 'Contact'])
        await addCustomField(
          tx,
          somebody,
          customFieldDraft.parse({ object, name: 'Shoe_size', label: 'Shoe size', type: 'string', length: 20 }),
        )
      await addCustomField(
        tx,
        somebody,
        customFieldDraft.parse({ object: 'Lead', name: 'Plant', label: 'Plant', type: 'string', length: 80 }),
      )
      await aConversionMapping(tx, { Account: { Site: 'Plant__c', Fax: null } })
      return somebody
    })
    await inTransaction(db, org, async (tx) => {
      const one = await converted(tx, admin, {
        leadId: await aVettedLead(tx, admin, { Shoe_size__c: '43', Plant__c: 'Kiel works', Fax: '+49 431 7' }),
      })
      assert.equal((await getRecord(tx, admin, await definitionOf(tx, 'Contact'), one.contactId)).Shoe_size__c, '43')
      const account = await getRecord(tx, admin, await definitionOf(tx, 'Account'), one.accountId)
      assert.deepEqual([account.Site, account.Fax], ['Kiel works', null])
    })
  } finally {
    await drop()
  }
})
