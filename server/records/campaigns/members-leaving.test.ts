import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeId } from '../../../shared/ids.ts'
import { aCampaign, aLead, anOrg } from '../../../test/support/builders.ts'
import { freshDatabase } from '../../../test/support/database.ts'
import { one, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/tx.ts'
import { deleteCampaigns } from './campaigns.ts'
import { addCampaignMembers } from './members.ts'

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

/** Until somebody waits for a lock of this transaction. */
async function waiting(tx: Parameters<typeof one>[0]): Promise<void> {
  const blocked = sql`
    select count(*) as n
    from pg_locks
    where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`
  while ((await one<{ n: number }>(tx, blocked)).n === 0);
}
