import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, maybeOne, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Goal, GoalStanding } from './goal.ts'

/** A campaign in the plan. Money in the organization's currency. */
export type PlannedCampaign = {
  readonly id: number
  readonly name: string
  readonly type: string | null
  readonly status: string | null
  readonly parentId: number | null
  readonly ownerId: number
  readonly startDate: string | null
  readonly endDate: string | null
  readonly budgeted: number | null
  readonly actual: number | null
  readonly budgetedInMonths: number
  readonly actualInMonths: number
  readonly expectedRevenue: number | null
  /** Percent of those addressed. */
  readonly expectedResponse: number | null
  readonly numberSent: number | null
  readonly leads: number
  readonly converted: number
  readonly contacts: number
  readonly responses: number
  readonly opportunities: number
  readonly won: number
  readonly wonAmount: number
  readonly collected: number
  readonly months: readonly { readonly month: string; readonly budgeted: number; readonly actual: number }[]
  readonly sortedBy: string
}

/** The value of a declared field of a campaign `k`: what a campaign's page counts is counted the same way here. */
const valueOf = (definition: ObjectDefinition, name: string): RawBuilder<unknown> => {
  const field = definition.field.get(name.toLowerCase())
  return field?.expression?.('k') ?? sql.ref(`k.${field?.column ?? 'id'}`)
}

const NEVER = '9999-12-31'

/** Campaigns that are on between two days, or cost something then, or have no dates at all; by their start, a page at a time. */
export const plannedCampaigns = (
  tx: Tx,
  actor: Actor,
  Campaign: ObjectDefinition,
  { from, to }: { readonly from: string; readonly to: string },
  after: { readonly start: string; readonly id: number },
  limit: number,
): Promise<PlannedCampaign[]> =>
  many<PlannedCampaign>(
    tx,
    sql`
    select k.id, k.name, k.type, k.status, k.parent_id as "parentId", k.owner_id as "ownerId",
      to_char(k.start_date, 'YYYY-MM-DD') as "startDate", to_char(k.end_date, 'YYYY-MM-DD') as "endDate",
      k.budgeted_cost::float8 as budgeted, k.actual_cost::float8 as actual, cost.budgeted as "budgetedInMonths", cost.actual as "actualInMonths",
      k.expected_revenue::float8 as "expectedRevenue", k.expected_response::float8 as "expectedResponse", k.number_sent as "numberSent",
      ${valueOf(Campaign, 'NumberOfLeads')} as leads, ${valueOf(Campaign, 'NumberOfConvertedLeads')} as converted,
      ${valueOf(Campaign, 'NumberOfContacts')} as contacts,
      -- Who responded and moved on has still responded.
      (select coalesce(sum(n.responders), 0)::bigint from campaign_count n where n.campaign_id = k.id) as responses,
      ${valueOf(Campaign, 'NumberOfOpportunities')} as opportunities, ${valueOf(Campaign, 'NumberOfWonOpportunities')} as won,
      (${valueOf(Campaign, 'AmountWonOpportunities')})::float8 as "wonAmount",
      (${valueOf(Campaign, 'AmountCollected')})::float8 as collected, cost.months,
      to_char(coalesce(k.start_date, ${NEVER}::date), 'YYYY-MM-DD') as "sortedBy"
    from campaign k
    cross join lateral (
      select coalesce(sum(budgeted), 0)::float8 as budgeted, coalesce(sum(actual), 0)::float8 as actual,
        coalesce(json_agg(json_build_object('month', to_char(month, 'YYYY-MM'), 'budgeted', budgeted, 'actual', actual) order by month)
          filter (where month between date_trunc('month', ${from}::date) and ${to}::date), '[]') as months
      from (
        select month, coalesce(sum(budgeted_cost), 0) as budgeted, coalesce(sum(actual_cost), 0) as actual
        from campaign_cost
        where campaign_id = k.id
        group by month
      ) by_month
    ) cost
    where ${visible(actor, Campaign, 'k')}
      and (coalesce(k.start_date, k.end_date, ${from}::date) <= ${to}::date and coalesce(k.end_date, k.start_date, ${to}::date) >= ${from}::date
        or json_array_length(cost.months) > 0)
      and (coalesce(k.start_date, ${NEVER}::date), k.id) > (${after.start}::date, ${after.id}::bigint)
    order by coalesce(k.start_date, ${NEVER}::date), k.id
    limit ${limit}`,
  )

const goalColumns = sql`
      g.campaign_id as "campaignId", g.sentence, g.measure, g.member_status as "memberStatus", g.target::float8 as target,
      to_char(g.due_on, 'YYYY-MM-DD') as "dueOn", g.verdict as "saidVerdict", g.verdict_reason as "saidReason",
      g.verdict_at as "saidAt", g.verdict_by_id as "saidById", g.version`

/** The success outcomes of campaigns and how they stand today. */
export const goalsOf = (
  tx: Tx,
  actor: Actor,
  Campaign: ObjectDefinition,
  campaignIds: readonly number[],
): Promise<GoalStanding[]> =>
  many<GoalStanding>(
    tx,
    sql`
    select ${goalColumns}, to_char(k.end_date, 'YYYY-MM-DD') as "endDate",
      coalesce(coalesce(g.due_on, k.end_date) < ${tx.now}::date, false) or k.status in ('Completed', 'Aborted') as "isOver",
      case g.measure
        when 'members' then (
          select count(*) from campaign_member m
          where m.campaign_id = k.id and (m.status = g.member_status
            or exists (select from member_status_period p where p.person_id = m.person_id and p.campaign_id = k.id and p.status = g.member_status)))
        when 'won' then ${valueOf(Campaign, 'NumberOfWonOpportunities')}
        when 'amount' then (${valueOf(Campaign, 'AmountWonOpportunities')})::float8
      end as measured
    from campaign_goal g
    join campaign k on k.id = g.campaign_id
    where g.campaign_id = any(${campaignIds}::bigint[]) and ${visible(actor, Campaign, 'k')}`,
  )

export type GoalDraft = Pick<Goal, 'sentence' | 'measure' | 'memberStatus' | 'target' | 'dueOn'>

/** Sets the outcome; a verdict somebody gave on another one is no longer true. */
export const writeGoal = (tx: Tx, actor: Actor, campaignId: number, draft: GoalDraft): Promise<number> =>
  run(
    tx,
    sql`
    insert into campaign_goal (campaign_id, sentence, measure, member_status, target, due_on, last_modified_at, last_modified_by_id)
    values (${campaignId}, ${draft.sentence}, ${draft.measure}, ${draft.memberStatus}, ${draft.target}, ${draft.dueOn}, ${tx.now}, ${actor.userId})
    on conflict (campaign_id) do update
    set sentence = excluded.sentence, measure = excluded.measure, member_status = excluded.member_status, target = excluded.target,
      due_on = excluded.due_on, verdict = null, verdict_reason = null, verdict_at = null, verdict_by_id = null,
      version = campaign_goal.version + 1, last_modified_at = excluded.last_modified_at, last_modified_by_id = excluded.last_modified_by_id`,
  )

/** Whoever says it first is heard; a later one reads who said what, and may change it by its version. */
export const writeVerdict = (
  tx: Tx,
  actor: Actor,
  campaignId: number,
  {
    verdict,
    reason,
    version,
  }: { readonly verdict: 'met' | 'not_met'; readonly reason: string; readonly version: number },
): Promise<{ readonly version: number } | undefined> =>
  maybeOne(
    tx,
    sql`
    update campaign_goal
    set verdict = ${verdict}, verdict_reason = ${reason}, verdict_at = ${tx.now}, verdict_by_id = ${actor.userId}, version = version + 1,
      last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    where campaign_id = ${campaignId} and version = ${version}
    returning version`,
  )

export const removeGoalRow = (tx: Tx, campaignId: number): Promise<number> =>
  run(tx, sql`delete from campaign_goal where campaign_id = ${campaignId}`)
