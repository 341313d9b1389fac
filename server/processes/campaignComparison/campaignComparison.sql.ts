import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { manyOnce, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** Months after a person came into a campaign within which what they became is looked at. */
export const tails = [3, 6, 12, 18, 24] as const
export type Tail = (typeof tails)[number]

/** What people became, in the order of the way. */
export const outcomes = ['qualified', 'opportunity', 'won'] as const
export type Outcome = (typeof outcomes)[number]

export type ComparisonOrder = {
  readonly actor: Actor
  readonly definitions: Readonly<Record<'Campaign' | 'Opportunity', ObjectDefinition>>
  readonly campaignIds: readonly number[]
  /** Whether what stands below a campaign counts with it. */
  readonly withTree: boolean
}

/** Everybody who came into a campaign in one quarter, and what they became since. */
export type CohortRow = Readonly<Record<Outcome, number>> &
  Readonly<Record<`${Outcome}_${Tail}`, number>> & {
    readonly campaignId: number
    /** The first day of the quarter, YYYY-MM-DD. */
    readonly quarter: string
    readonly members: number
    readonly responded: number
  }

/** Campaigns with what stands below them, their people once each with the day they came in, and the deals those took part in since. */
const gathered = ({ actor, definitions, campaignIds, withTree }: ComparisonOrder): RawBuilder<unknown> => sql`
    recursive scope (root, id) as (
      select k.id, k.id from campaign k
      where k.id = any(${campaignIds}::bigint[]) and ${visible(actor, definitions.Campaign, 'k')}
      ${
        withTree
          ? sql`union
      select scope.root, k.id from scope join campaign k on k.parent_id = scope.id where ${visible(actor, definitions.Campaign, 'k')}`
          : sql``
      }
    ),
    member as materialized (
      select scope.root, m.person_id, min(least(m.created_at, m.responded_at)) as came_at, bool_or(m.responded_at is not null) as responded
      from scope
      join campaign_member m on m.campaign_id = scope.id
      group by scope.root, m.person_id
    ),
    part as materialized (
      select distinct member.root, member.person_id, o.id, o.created_at, o.won_at, coalesce(o.amount, 0) as amount, o.collected
      from member
      join (
        select c.person_id, r.opportunity_id from contact c join opportunity_contact_role r on r.contact_id = c.id
        union all
        select l.person_id, l.converted_opportunity_id from lead l where l.converted_opportunity_id is not null
      ) took on took.person_id = member.person_id
      join opportunity o on o.id = took.opportunity_id and o.created_at >= member.came_at
      where ${visible(actor, definitions.Opportunity, 'o')}
    )`

/** People by the quarter they came in; of each outcome how many reached it, ever and within each tail. */
export const cohortsOf = (tx: Tx, order: ComparisonOrder): Promise<CohortRow[]> =>
  manyOnce<CohortRow>(
    tx,
    sql`
    with ${gathered(order)},
    became as (
      select member.*, deal.opened_at as opportunity_at, deal.won_at,
        (select min(c.converted_at) from lead l join conversion c on c.lead_id = l.id
          where l.person_id = member.person_id and c.undone_at is null and c.criteria_met and c.converted_at >= member.came_at) as qualified_at
      from member
      left join (select root, person_id, min(created_at) as opened_at, min(won_at) as won_at from part group by root, person_id) deal
        on deal.root = member.root and deal.person_id = member.person_id
    )
    select root as "campaignId", to_char(date_trunc('quarter', came_at at time zone 'UTC'), 'YYYY-MM-DD') as quarter,
      count(*)::int as members, count(*) filter (where responded)::int as responded,
      ${sql.join(
        outcomes.flatMap((outcome) => [
          sql`count(${sql.ref(`${outcome}_at`)})::int as ${sql.ref(outcome)}`,
          ...tails.map(
            (tail) =>
              sql`count(*) filter (where ${sql.ref(`${outcome}_at`)} <= came_at + make_interval(months => ${sql.lit(tail)}))::int as ${sql.ref(`${outcome}_${tail}`)}`,
          ),
        ]),
      )}
    from became
    group by 1, 2
    order by 1, 2`,
  )

export type ComparedRow = {
  readonly id: number
  readonly name: string
  readonly type: string | null
  readonly startDate: string | null
  readonly endDate: string | null
  /** How many campaigns are counted together, itself included. */
  readonly campaigns: number
  readonly cost: number | null
  readonly opportunities: number
  readonly won: number
  readonly amount: number
  readonly wonAmount: number
  readonly collected: number
}

/** What campaigns cost, and the deals in which their people took part after they came in, each once a campaign. */
export const comparedCampaigns = (tx: Tx, order: ComparisonOrder): Promise<ComparedRow[]> =>
  manyOnce<ComparedRow>(
    tx,
    sql`
    with ${gathered(order)},
    deal as (select distinct root, id, won_at, amount, collected from part)
    select k.id, k.name, k.type, to_char(k.start_date, 'YYYY-MM-DD') as "startDate", to_char(k.end_date, 'YYYY-MM-DD') as "endDate",
      (select count(*) from scope where scope.root = k.id)::int as campaigns,
      (select sum(b.actual_cost) from scope join campaign b on b.id = scope.id where scope.root = k.id)::float8 as cost,
      count(deal.id)::int as opportunities, count(deal.won_at)::int as won,
      coalesce(sum(deal.amount), 0)::float8 as amount, coalesce(sum(deal.amount) filter (where deal.won_at is not null), 0)::float8 as "wonAmount",
      coalesce(sum(deal.collected), 0)::float8 as collected
    from campaign k
    left join deal on deal.root = k.id
    where k.id in (select root from scope)
    group by k.id`,
  )
