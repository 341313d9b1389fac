import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeId } from '../../../shared/ids.ts'
import { aCampaign, anAccount, anOpportunity, anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { savedIds } from '../../ground/objects/objects.ts'
import { purgeRecords } from '../../ground/objects/purge.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { rollUpsOf } from '../campaigns/rollUps.ts'
import { atMoment } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import { deleteOpportunities, restoreOpportunities, updateOpportunities } from './opportunities.ts'
import { bookPayments, recountCollected, removePayments, restorePayments, updatePayments } from './payments.ts'

const which = fc.nat(2)
const cents = fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: -500, max: 900_000_00 }))
const act = fc.oneof(
  fc.record({
    act: fc.constant('book' as const),
    deals: fc.array(fc.record({ deal: which, cents }), { maxLength: 4 }),
  }),
  fc.record({ act: fc.constant('correct' as const), nth: fc.nat(20), cents }),
  fc.record({ act: fc.constant('remove' as const), nths: fc.uniqueArray(fc.nat(20), { maxLength: 3 }) }),
  fc.record({ act: fc.constant('restore' as const), nth: fc.nat(20) }),
  fc.record({ act: fc.constant('deleteDeal' as const), deal: which }),
  fc.record({ act: fc.constant('restoreDeal' as const), deal: which }),
  fc.record({ act: fc.constant('purgePayment' as const), nth: fc.nat(20) }),
  fc.record({ act: fc.constant('purgeDeal' as const), deal: which }),
  fc.record({ act: fc.constant('win' as const), deal: which }),
  fc.record({ act: fc.constant('giveTo' as const), deal: which, campaign: fc.option(fc.nat(1)) }),
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

type Stage = {
  readonly admin: Actor
  readonly campaigns: readonly number[]
  readonly deals: readonly number[]
  readonly payments: number[]
}

test('whatever happens to payments and deals, collected cash equals a recount, and campaigns have what their deals have', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 16 }), (acts) =>
      rolledBack(async (tx) => {
        const stage = await setUp(tx)
        for (const [at, one] of acts.entries()) {
          await atMoment(tx, new Date(tx.now.getTime() + at * 1000), (then) => carriedOut(then, stage, one))
          assert.deepEqual(await recountCollected(tx), [], `after ${JSON.stringify(one)}`)
          await assertAddsUp(tx, stage)
        }
      }),
    ),
    { numRuns: 40 },
  )
})

async function setUp(tx: Tx): Promise<Stage> {
  const { admin } = await anOrg(tx)
  const top = await aCampaign(tx, admin)
  const campaigns = [top, await aCampaign(tx, admin, { ParentId: encodeId(top) })]
  const AccountId = encodeId(await anAccount(tx, admin))
  const deals: number[] = []
  for (const at of [0, 1, 2])
    deals.push(
      await anOpportunity(tx, admin, { AccountId, CampaignId: at === 2 ? null : encodeId(campaigns[at] ?? 0) }),
    )
  return { admin, campaigns, deals, payments: [] }
}

async function carriedOut(tx: Tx, { admin, campaigns, deals, payments }: Stage, one: Act): Promise<unknown> {
  const payment = (nth: number): number[] => payments.slice(nth % Math.max(1, payments.length)).slice(0, 1)
  const ReceivedDate = '2026-01-02'
  if (one.act === 'book')
    return payments.push(
      ...savedIds(
        await bookPayments(
          tx,
          admin,
          one.deals.map(({ deal, cents: of }) => ({ OpportunityId: deals[deal], Amount: of / 100, ReceivedDate })),
        ),
      ),
    )
  if (one.act === 'correct')
    return updatePayments(
      tx,
      admin,
      payment(one.nth).map((id) => ({ id, draft: { Amount: one.cents / 100 } })),
    )
  if (one.act === 'remove') return removePayments(tx, admin, [...new Set(one.nths.flatMap(payment))])
  if (one.act === 'restore') return restorePayments(tx, admin, payment(one.nth))
  if (one.act === 'purgePayment') return purgeRecords(tx, admin, await definitionOf(tx, 'Payment'), payment(one.nth))
  const ids = [deals[one.deal] ?? 0]
  if (one.act === 'deleteDeal') return deleteOpportunities(tx, admin, ids)
  if (one.act === 'restoreDeal') return restoreOpportunities(tx, admin, ids)
  if (one.act === 'purgeDeal') return purgeRecords(tx, admin, await definitionOf(tx, 'Opportunity'), ids)
  const draft =
    one.act === 'win'
      ? { StageName: 'Closed Won' }
      : { CampaignId: one.campaign === null ? null : (campaigns[one.campaign] ?? null) }
  return updateOpportunities(
    tx,
    admin,
    ids.map((id) => ({ id, draft })),
  )
}

async function assertAddsUp(tx: Tx, { admin, campaigns, deals, payments }: Stage): Promise<void> {
  const there = await recordsById(tx, admin, await definitionOf(tx, 'Opportunity'), deals)
  const booked = await recordsById(tx, admin, await definitionOf(tx, 'Payment'), payments)
  const sum = (values: readonly unknown[]): number =>
    Math.round(values.reduce<number>((all, one) => all + Number(one ?? 0), 0) * 100)
  const [top = 0, below = 0] = campaigns
  const rolledUp = async (id: number) => {
    const { own, tree } = await rollUpsOf(tx, admin, id)
    return [own, tree].map(({ collected }) => Math.round(collected * 100))
  }
  const of = (id: number) => sum(there.filter(({ CampaignId }) => CampaignId === id).map(({ Collected }) => Collected))
  assert.equal(sum(there.map(({ Collected }) => Collected)), sum(booked.map(({ Amount }) => Amount)))
  assert.ok(there.every(({ Collected }) => Number(Collected) >= 0))
  assert.deepEqual(await rolledUp(below), [of(below), of(below)])
  assert.deepEqual(await rolledUp(top), [of(top), of(top) + of(below)])
}
