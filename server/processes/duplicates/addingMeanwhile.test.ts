import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCampaign, aLead, anOrg } from '../../../test/support/builders.ts'
import { freshDatabase } from '../../../test/support/database.ts'
import { many, one, sql } from '../../platform/sql.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import { recountCampaigns } from '../../records/campaigns/counting.ts'
import { carryOut } from '../../records/campaigns/manyMembers.ts'
import { mergeRecords } from './merge.ts'

/** Until somebody waits for what this transaction holds. */
async function untilSomebodyWaits(tx: Tx): Promise<void> {
  for (;;) {
    const { n } = await one<{ n: number }>(
      tx,
      sql`select count(*)::int as n from pg_locks where not granted and transactionid = pg_current_xact_id()::xid`,
    )
    if (n > 0) return
  }
}

test('who is added to a campaign in bulk while they are merged is a member as the person they became', async () => {
  const { db, org, drop } = await freshDatabase()
  try {
    const { admin, campaignId, master, loser } = await inTransaction(db, org, async (tx) => {
      const { admin: someAdmin } = await anOrg(tx)
      return {
        admin: someAdmin,
        campaignId: await aCampaign(tx, someAdmin),
        master: await aLead(tx, someAdmin),
        loser: await aLead(tx, someAdmin, { LastName: 'Okafor-Lind', Company: 'Skog' }),
      }
    })
    const of = { object: 'Lead', ids: [master, loser] } as const
    let adding: Promise<unknown> = Promise.resolve()
    await inTransaction(db, org, async (tx) => {
      await mergeRecords(tx, admin, 'Lead', { master, losers: [loser] })
      adding = inTransaction(db, org, (other) =>
        carryOut(other, admin, { campaignId, what: 'add', of, status: 'Registered' }),
      )
      await untilSomebodyWaits(tx)
    })
    await adding
    const members = await inTransaction(db, org, (tx) =>
      many<{ isJoined: boolean }>(
        tx,
        sql`
        select p.merged_into_id is not null as "isJoined"
        from campaign_member m
        join person p on p.id = m.person_id
        where m.campaign_id = ${campaignId}`,
      ),
    )
    assert.deepEqual(members, [{ isJoined: false }])
    assert.deepEqual(await inTransaction(db, org, recountCampaigns), [])
  } finally {
    await drop()
  }
})
