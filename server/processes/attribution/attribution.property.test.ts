import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rolledBack } from '../../../test/support/database.ts'
import { anOrg } from '../../../test/support/builders.ts'
import '../../records/campaigns/fields.ts'
import '../../records/opportunities/fields.ts'
import '../../records/contacts/fields.ts'
import '../../records/leads/fields.ts'
import { inSavepoint, type Tx } from '../../platform/tx.ts'
import { attribute, pathOfDeal } from './attribution.ts'
import { modelNames, usualSettings, type AttributionSettings } from './model.ts'
import { naiveDeal } from '../../../test/support/naiveShares.ts'
import { ids, settle, worlds, type World } from '../../../test/support/touchWorld.ts'
import { keepSetting } from '../../ground/orgs/settings.ts'

const settings: fc.Arbitrary<AttributionSettings> = fc.record({
  windowDays: fc.constantFrom(0, 90, 730),
  halfLifeDays: fc.constantFrom(1, 7, 30),
  counts: fc.constantFrom('responses', 'memberships'),
  salesSources: fc.constant(usualSettings.salesSources),
  salesCampaignTypes: fc.constant(usualSettings.salesCampaignTypes),
})

const undone = new Error('the world has ended')

async function inWorld(tx: Tx, work: () => Promise<void>): Promise<void> {
  await inSavepoint(tx, async () => {
    await work()
    throw undone
  }).catch((error: unknown) => {
    if (error !== undone) throw error
  })
}

test('whatever was touched when, the statements share every deal as a person would on paper, to the cent', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await fc.assert(
      fc.asyncProperty(worlds, settings, (world, chosen) =>
        inWorld(tx, async () => {
          await settle(tx, admin.userId, world)
          await keepSetting(tx, admin, 'attribution', chosen)
          for (const at of world.deals.keys()) {
            const naive = naiveDeal(world, chosen, at)
            const { touches, collected } = await pathOfDeal(tx, admin, ids.deal(at))
            assert.deepEqual(
              touches.map((one) => [one.at, one.personId, one.campaignId, one.source, one.isSales]),
              naive.touches.map((one) => [
                one.at,
                one.person === null ? null : ids.person(one.person),
                one.campaign === null ? null : ids.campaign(one.campaign),
                one.source,
                one.isSales,
              ]),
            )
            for (const model of modelNames.filter((name) => name !== 'primary')) {
              const cents = touches.map((one) => one[`${model}_cents`])
              if (touches.length > 0)
                assert.equal(
                  cents.reduce((sum, one) => sum + one, 0),
                  naive.cents,
                  `${model} adds up`,
                )
              for (const [place, share] of cents.entries())
                assert.ok(
                  Math.abs(share - naive.cents * (naive.weights[model][place] ?? 0)) < 1 + naive.cents * 1e-12,
                  `${model}: ${share} for ${naive.weights[model][place]} of ${naive.cents}`,
                )
              if (collected.length > 0)
                assert.equal(
                  collected.reduce((sum, one) => sum + one[`${model}_cents`], 0),
                  world.deals[at]?.collected,
                  `${model} adds up to the cash`,
                )
            }
          }
        }),
      ),
      { numRuns: 40 },
    )
  }))

test('by whatever it is put together, every model comes to the same amount and the same cash, and no deal is dropped', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await fc.assert(
      fc.asyncProperty(worlds, (world: World) =>
        inWorld(tx, async () => {
          await settle(tx, admin.userId, world)
          const cents = world.deals.reduce((sum, one) => sum + (one.cents ?? 0), 0)
          const collectedCents = world.deals.reduce((sum, { collected }) => sum + collected, 0)
          for (const dimension of ['campaign', 'type', 'source', 'origin'] as const)
            for (const measure of ['amount', 'collected'] as const) {
              const { groups, total } = await attribute(tx, admin, {
                dimension,
                measure,
                which: 'all',
                from: '2023-01-01',
                to: '2027-01-01',
              })
              assert.deepEqual(total, { deals: world.deals.length, cents, collectedCents })
              for (const model of modelNames)
                assert.equal(
                  groups.reduce((sum, one) => sum + one[`${model}_cents`], 0),
                  measure === 'amount' ? cents : collectedCents,
                  `${model} of ${measure} by ${dimension}`,
                )
            }
        }),
      ),
      { numRuns: 20 },
    )
  }))
