import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aCampaign, aContact, anAccount, anOpportunity, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { updateCampaigns } from '../campaigns/campaigns.ts'
import { deleteContacts, restoreContacts, updateContacts } from '../contacts/contacts.ts'
import { deleteOpportunities, restoreOpportunities } from '../opportunities/opportunities.ts'
import { deleteAccounts, restoreAccounts, updateAccounts } from './accounts.ts'

test('an account people or opportunities belong to is not deleted; the others of the list are', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [withContact, withDeal, empty] = [
      await anAccount(tx, admin),
      await anAccount(tx, admin),
      await anAccount(tx, admin),
    ]
    await aContact(tx, admin, { AccountId: encodeId(withContact) })
    await anOpportunity(tx, admin, { AccountId: encodeId(withDeal) })
    const saved = await deleteAccounts(tx, admin, [withContact, empty, withDeal])
    assert.deepEqual(
      saved.map(({ id, refusal }) => [id, refusal?.code]),
      [
        [withContact, 'account_in_use'],
        [empty, undefined],
        [withDeal, 'account_in_use'],
      ],
    )
  }))

test('a contact or an opportunity comes back only after its account', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const account = await anAccount(tx, admin)
    const contact = await aContact(tx, admin, { AccountId: encodeId(account) })
    const deal = await anOpportunity(tx, admin, { AccountId: encodeId(account) })
    await deleteContacts(tx, admin, [contact])
    await deleteOpportunities(tx, admin, [deal])
    await deleteAccounts(tx, admin, [account])
    const codes = async () =>
      [...(await restoreContacts(tx, admin, [contact])), ...(await restoreOpportunities(tx, admin, [deal]))].map(
        ({ refusal }) => refusal?.code,
      )
    assert.deepEqual(await codes(), ['account_in_recycle_bin', 'account_in_recycle_bin'])
    await restoreAccounts(tx, admin, [account])
    assert.deepEqual(await codes(), [undefined, undefined])
  }))

test('no account, campaign or contact comes to stand above itself, however it is written and in however many entries', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    for (const [make, update, field] of [
      [anAccount, updateAccounts, 'ParentId'],
      [aCampaign, updateCampaigns, 'ParentId'],
      [aContact, updateContacts, 'ReportsToId'],
    ] as const) {
      const [above, below, third] = [await make(tx, admin), await make(tx, admin), await make(tx, admin)]
      await update(tx, admin, [{ id: below, draft: { [field]: encodeId(above) } }])
      for (const draft of [
        { [field]: encodeId(below) },
        { [field.toLowerCase()]: encodeId(below) },
        { [field]: ` ${encodeId(below)} ` },
        { [field]: below },
        { [field]: encodeId(above) },
      ]) {
        const [saved] = await update(tx, admin, [{ id: above, draft }])
        assert.equal(saved?.refusal?.code, 'circular_dependency', JSON.stringify(draft))
      }
      const both = await update(tx, admin, [
        { id: above, draft: { [field]: encodeId(third) } },
        { id: third, draft: { [field]: encodeId(below) } },
      ])
      assert.deepEqual(
        both.map(({ refusal }) => refusal?.code),
        [undefined, 'circular_dependency'],
      )
    }
  }))
