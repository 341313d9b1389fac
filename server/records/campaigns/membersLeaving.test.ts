import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aCampaign, aLead, anOrg } from '../../../test/support/builders.ts'
import { freshDatabase, rolledBack } from '../../../test/support/database.ts'
import { savedIds } from '../../ground/objects/objects.ts'
import { purgeRecords } from '../../ground/objects/purge.ts'
import { many, one, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import { deleteCampaigns } from './campaigns.ts'
import { Campaign } from './fields.ts'
import { addCampaignMembers, removeCampaignMembers } from './members.ts'

test('who is being added keeps a campaign from being deleted, though its key stands in the numbers alone', async () => {
  const { db, org, drop } = await freshDatabase()
  try {
    const { admin, campaign, lead } = await inTransaction(db, org, async (tx) => {
      const { admin } = await anOrg(tx)
      return { admin, campaign: await aCampaign(tx, admin), lead: await aLead(tx, admin) }
    })
    const removal = await inTransaction(db, org, async (tx) => {
      const member = { CampaignId: encodeId(campaign), LeadId: encodeId(lead) }
      assert.equal((await addCampaignMembers(tx, admin, [member]))[0]?.created, true)
      // Begun while nobody else sees the member.
      const done = inTransaction(db, org, (other) => deleteCampaigns(other, admin, [campaign]))
      await waiting(tx)
      return { done }
    })
    const [kept] = await removal.done
    assert.match(kept?.refusal?.message ?? '', /member/)
  } finally {
    await drop()
  }
})

test('a campaign that is removed for good takes along where its members stood, and no other’s', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [gone, kept] = [await aCampaign(tx, admin), await aCampaign(tx, admin)]
    const LeadId = encodeId(await aLead(tx, admin))
    const added = await addCampaignMembers(
      tx,
      admin,
      [gone, kept].map((id) => ({ CampaignId: encodeId(id), LeadId })),
    )
    await removeCampaignMembers(tx, admin, savedIds(added))
    assert.deepEqual(await campaignsWithPeriods(tx), [gone, kept])
    await deleteCampaigns(tx, admin, [gone])
    const [purged] = await purgeRecords(tx, admin, Campaign, [gone])
    assert.equal(purged?.refusal, undefined)
    assert.deepEqual(await campaignsWithPeriods(tx), [kept])
  }))

const campaignsWithPeriods = async (tx: Tx): Promise<number[]> =>
  (await many<{ id: number }>(tx, sql`select campaign_id as id from member_status_period order by 1`)).map(
    ({ id }) => id,
  )

/** Until somebody waits for a lock of this transaction. */
async function waiting(tx: Tx): Promise<void> {
  const blocked = sql`
    select count(*) as n
    from pg_locks
    where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`
  while ((await one<{ n: number }>(tx, blocked)).n === 0);
}
