import { encodeId } from '../../../shared/ids.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { Actor } from '../../ground/users/actor.ts'
import {
  cohortsOf,
  comparedCampaigns,
  outcomes,
  tails,
  type CohortRow,
  type ComparedRow,
  type ComparisonOrder,
  type Outcome,
} from './campaignComparison.sql.ts'
import { rateOf, type Rate } from './interval.ts'

export { outcomes, tails, type Outcome }

export const FEWEST = 2
export const MOST = 10

/** What people of one cohort became within so many months; null while some of them have not been with us that long. */
export type TailRate = { readonly months: number; readonly reached: Rate | null }

export type Cohort = {
  /** The first day of the quarter in which these people came in. */
  readonly quarter: string
  readonly members: number
  readonly tails: Readonly<Record<Outcome, readonly TailRate[]>>
}

export type Compared = ComparedRow & {
  readonly members: number
  readonly responded: number
  readonly people: Readonly<Record<Outcome, number>>
  /** Each step of the way as a share of the members, and of the step before. */
  readonly steps: readonly {
    readonly step: 'responded' | Outcome
    readonly ofMembers: Rate
    readonly ofStepBefore: Rate
  }[]
  /** The cost divided by how many; null without a cost, or of none. */
  readonly costPer: Readonly<Record<'member' | 'response' | 'qualified' | 'opportunity' | 'won', number | null>>
  readonly cohorts: readonly Cohort[]
  /** All cohorts old enough together. */
  readonly tails: Cohort['tails']
}

/**
 * Compares 2 to 10 campaigns by the people in them. A person is counted once a campaign, and what they became only after they
 * came in: qualified (converted with the agreement's criteria met), in an opportunity, in a won one. A deal two campaigns had
 * a part in counts in both; shares that add up are attribution's.
 */
export async function compareCampaigns(
  tx: Tx,
  actor: Actor,
  { campaignIds, withTree }: { readonly campaignIds: readonly number[]; readonly withTree: boolean },
): Promise<readonly Compared[]> {
  const ids = [...new Set(campaignIds)]
  if (ids.length < FEWEST || ids.length > MOST)
    throw new Refusal(
      'wrong_number_of_campaigns',
      `${ids.length === 1 ? 'One campaign was' : `${ids.length} campaigns were`} chosen. Choose ${FEWEST} to ${MOST}: fewer compare with nothing, more nobody reads.`,
      { field: 'ids', rule: `${FEWEST} to ${MOST} campaigns are compared.` },
    )
  const order: ComparisonOrder = {
    actor,
    campaignIds: ids,
    withTree,
    definitions: { Campaign: await definitionOf(tx, 'Campaign'), Opportunity: await definitionOf(tx, 'Opportunity') },
  }
  const rows = new Map((await comparedCampaigns(tx, order)).map((row) => [row.id, row]))
  const cohorts = Map.groupBy(await cohortsOf(tx, order), ({ campaignId }) => campaignId)
  return ids.map((id) => {
    const row = rows.get(id)
    if (row === undefined) throw notFound('campaign', encodeId(id))
    return compared(row, cohorts.get(id) ?? [], tx.now)
  })
}

function compared(row: ComparedRow, cohorts: readonly CohortRow[], now: Date): Compared {
  const sum = (name: 'members' | 'responded' | Outcome) => cohorts.reduce((total, cohort) => total + cohort[name], 0)
  const [members, responded] = [sum('members'), sum('responded')]
  const people = { qualified: sum('qualified'), opportunity: sum('opportunity'), won: sum('won') }
  const way = [['responded', responded], ...outcomes.map((outcome) => [outcome, people[outcome]] as const)] as const
  const per = (count: number) => (row.cost === null || count === 0 ? null : row.cost / count)
  return {
    ...row,
    members,
    responded,
    people,
    steps: way.map(([step, count], at) => ({
      step,
      ofMembers: rateOf(count, members),
      // Who skipped a step is no part of it: a share is never more than the whole.
      ofStepBefore: rateOf(Math.min(count, way[at - 1]?.[1] ?? members), way[at - 1]?.[1] ?? members),
    })),
    costPer: {
      member: per(members),
      response: per(responded),
      qualified: per(people.qualified),
      opportunity: per(row.opportunities),
      won: per(row.won),
    },
    cohorts: cohorts.map((cohort) => ({
      quarter: cohort.quarter,
      members: cohort.members,
      tails: tailsOf([cohort], now),
    })),
    tails: tailsOf(cohorts, now),
  }
}

/** Of the cohorts whose last person has been with us that long; null when there is none. */
const tailsOf = (cohorts: readonly CohortRow[], now: Date): Cohort['tails'] => {
  const of = (outcome: Outcome): TailRate[] =>
    tails.map((months) => {
      const old = cohorts.filter(({ quarter }) => isOldEnough(quarter, months, now))
      const members = old.reduce((total, cohort) => total + cohort.members, 0)
      const reached = old.reduce((total, cohort) => total + cohort[`${outcome}_${months}`], 0)
      return { months, reached: members === 0 ? null : rateOf(reached, members) }
    })
  return { qualified: of('qualified'), opportunity: of('opportunity'), won: of('won') }
}

/** A quarter's people are so many months old once those of its last day are. */
export function isOldEnough(quarter: string, months: number, now: Date): boolean {
  const [year = 0, month = 1] = quarter.split('-').map(Number)
  return Date.UTC(year, month - 1 + 3 + months, 1) <= now.getTime()
}
