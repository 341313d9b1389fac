import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idOf } from '../../../shared/ids.ts'
import { anOrg } from '../../../test/support/builders.ts'
import { rolledBack } from '../../../test/support/database.ts'
import { dealOfLead, ids, moment, settle, worlds, type World } from '../../../test/support/touchWorld.ts'
import { run, sql } from '../../platform/sql.ts'
import { inSavepoint, type Tx } from '../../platform/tx.ts'
import '../../records/accounts/fields.ts'
import '../../records/campaigns/fields.ts'
import '../../records/opportunities/fields.ts'
import { compareCampaigns, isOldEnough, tails } from './campaignComparison.ts'
import { rateOf } from './interval.ts'

const undone = new Error('the world has ended')

/** Every second lead that became a deal was converted with the criteria met, ten days after it came. */
const isQualified = (person: number): boolean => person % 2 === 0
const convertedAt = (world: World, person: number): Date => moment((world.people[person]?.lead?.day ?? 0) + 10, 9)

async function convert(tx: Tx, ownerId: number, world: World): Promise<void> {
  for (const [person, { lead }] of world.people.entries())
    if (lead !== null && dealOfLead(world, person) !== null)
      await run(
        tx,
        sql`insert into conversion (id, lead_id, account_id, contact_id, created_account, created_contact, created_opportunity, criteria_met, before, after_versions, converted_at, converted_by_id)
        values (${idOf('Conversion', 9000 + person)}, ${idOf('Lead', 9000 + person)}, 1, ${idOf('Contact', 9000 + person)}, false, false, false, ${isQualified(person)}, '{}', '{}', ${convertedAt(world, person)}, ${ownerId})`,
      )
}

type NaiveMember = {
  readonly came: Date
  readonly responded: boolean
  readonly qualified: Date | null
  readonly opened: Date | null
  readonly won: Date | null
  readonly deals: readonly number[]
}

/** What one would count by hand, person by person. */
function membersOf(world: World, campaign: number): NaiveMember[] {
  return world.people.flatMap(({ members, lead }, person) => {
    const one = members.find((member) => member.campaign === campaign)
    if (one === undefined) return []
    const put = moment(one.day, 7)
    const answered = one.responded === null ? null : moment(one.responded, 10)
    const came = answered !== null && answered < put ? answered : put
    const deals = world.deals.flatMap(({ people, created }, at) =>
      (people.includes(person) || (lead !== null && dealOfLead(world, person) === ids.deal(at))) &&
      moment(created, 18) >= came
        ? [at]
        : [],
    )
    const first = (dates: readonly (Date | null)[]): Date | null =>
      dates.filter((date) => date !== null).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null
    const converted =
      lead !== null && dealOfLead(world, person) !== null && isQualified(person) && convertedAt(world, person) >= came
    return [
      {
        came,
        responded: answered !== null,
        qualified: converted ? convertedAt(world, person) : null,
        opened: first(deals.map((at) => moment(world.deals[at]?.created ?? 0, 18))),
        won: first(deals.map((at) => wonAt(world, at))),
        deals,
      },
    ]
  })
}

const wonAt = (world: World, at: number): Date | null => {
  const deal = world.deals[at]
  return deal === undefined || deal.closed === null ? null : moment(deal.created + deal.closed, 20)
}

const monthsLater = (date: Date, months: number): Date => {
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate()
  return new Date(
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last), date.getUTCHours()),
  )
}

const quarterOf = (date: Date): string =>
  `${date.getUTCFullYear()}-${String(Math.floor(date.getUTCMonth() / 3) * 3 + 1).padStart(2, '0')}-01`

test('the statements count what one counts by hand, for people, deals and every cohort', () =>
  rolledBack(async (given) => {
    const { admin } = await anOrg(given)
    const tx: Tx = { ...given, now: new Date('2025-08-15T00:00:00Z') }
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const play = inSavepoint(tx, async () => {
          await settle(tx, admin.userId, world)
          await convert(tx, admin.userId, world)
          const found = await compareCampaigns(tx, admin, {
            campaignIds: world.campaigns.map((_, at) => ids.campaign(at)),
            withTree: false,
          })
          for (const [at, one] of found.entries()) {
            const members = membersOf(world, at)
            assert.deepEqual(
              [one.members, one.responded, one.people],
              [
                members.length,
                members.filter(({ responded }) => responded).length,
                {
                  qualified: members.filter(({ qualified }) => qualified !== null).length,
                  opportunity: members.filter(({ opened }) => opened !== null).length,
                  won: members.filter(({ won }) => won !== null).length,
                },
              ],
            )
            const deals = [...new Set(members.flatMap((member) => member.deals))]
            assert.deepEqual(
              [one.opportunities, one.won],
              [deals.length, deals.filter((deal) => wonAt(world, deal) !== null).length],
            )
            const cents = deals.reduce((sum, deal) => sum + (world.deals[deal]?.cents ?? 0), 0)
            assert.ok(Math.abs(one.amount * 100 - cents) < 1)
            for (const cohort of one.cohorts) {
              const own = members.filter(({ came }) => quarterOf(came) === cohort.quarter)
              assert.equal(cohort.members, own.length)
              for (const [place, months] of tails.entries()) {
                const reached = (name: 'qualified' | 'opened' | 'won') =>
                  own.filter((member) => member[name] !== null && member[name] <= monthsLater(member.came, months))
                    .length
                const expected = (count: number) => ({
                  months,
                  reached: isOldEnough(cohort.quarter, months, tx.now) ? rateOf(count, own.length) : null,
                })
                assert.deepEqual(
                  [cohort.tails.qualified[place], cohort.tails.opportunity[place], cohort.tails.won[place]],
                  [expected(reached('qualified')), expected(reached('opened')), expected(reached('won'))],
                )
              }
            }
          }
          throw undone
        })
        await play.catch((error: unknown) => {
          if (error !== undone) throw error
        })
      }),
      { numRuns: 25 },
    )
  }))

test('a share lies within its interval, and the interval within 0 and 1, narrower the more people it is of', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(), (of, raw) => {
      const count = raw % (of + 1)
      const { rate, low, high } = rateOf(count, of)
      assert.ok(rate !== null && low !== null && high !== null)
      assert.ok(low >= 0 && low <= rate && rate <= high && high <= 1)
      const more = rateOf(count * 10, of * 10)
      assert.ok((more.high ?? 0) - (more.low ?? 0) < high - low)
    }),
  )
  // Wilson's interval for 1 of 10 as the textbooks print it: 1.79 % to 40.4 %.
  const { low, high } = rateOf(1, 10)
  assert.deepEqual([Math.round((low ?? 0) * 10_000), Math.round((high ?? 0) * 1000)], [179, 404])
  assert.deepEqual(rateOf(0, 0), { count: 0, of: 0, rate: null, low: null, high: null })
})
