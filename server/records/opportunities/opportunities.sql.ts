import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { RowsAlong } from '../../ground/objects/along.ts'
import { insertOf } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'

/**
 * One history row an opportunity: how it stands now. Written when it is made and when amount, probability, stage or close date changed;
 * rows of another table may be stored with them. */
export const recordHistory = (
  tx: Tx,
  actor: Actor,
  opportunityIds: readonly number[],
  ids: readonly number[],
  along?: RowsAlong,
): Promise<number> =>
  run(
    tx,
    sql`
    ${along === undefined ? sql.raw('') : sql`with along as (${insertOf(along)})`}
    insert into opportunity_history (id, opportunity_id, stage_name, amount, expected_revenue, close_date, probability, forecast_category, created_at, created_by_id)
    select new.id, o.id, o.stage_name, o.amount, o.amount * o.probability / 100, o.close_date, o.probability, o.forecast_category, ${tx.now}, ${actor.userId}
    from unnest(${opportunityIds}::bigint[], ${ids}::bigint[]) as new (opportunity_id, id)
    join opportunity o on o.id = new.opportunity_id`,
  )

/** Where a deal stood, as another system kept it. */
export type PastStage = {
  readonly opportunityId: number
  readonly stageName: string
  readonly amount: number | null
  readonly expectedRevenue: number | null
  readonly closeDate: string
  readonly probability: number
  readonly forecastCategory: string
  readonly createdAt: Date
  readonly createdById: number | null
}

export const recordPastStages = (tx: Tx, stages: readonly PastStage[], ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into opportunity_history (id, opportunity_id, stage_name, amount, expected_revenue, close_date, probability, forecast_category, created_at, created_by_id)
    select id, "opportunityId", "stageName", amount, "expectedRevenue", "closeDate", probability, "forecastCategory", "createdAt", "createdById"
    from json_to_recordset(${JSON.stringify(stages.map((stage, at) => ({ ...stage, id: ids[at] })))}::json)
      as r (id bigint, "opportunityId" bigint, "stageName" text, amount numeric, "expectedRevenue" numeric, "closeDate" date,
        probability numeric, "forecastCategory" text, "createdAt" timestamptz, "createdById" bigint)`,
  )

export const touchRows = async (tx: Tx, ids: readonly number[], day: string): Promise<number> =>
  ids.length === 0
    ? 0
    : run(
        tx,
        sql`
    update opportunity
    set last_activity_date = greatest(last_activity_date, ${day}::date)
    where id = any(${ids}::bigint[]) and (last_activity_date is null or last_activity_date < ${day}::date)`,
      )

/** Which of these belong to an account that is in the recycle bin. */
export const withDeletedAccount = async (tx: Tx, ids: readonly number[]): Promise<Set<number>> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select opportunity.id
    from opportunity
    join account on account.id = opportunity.account_id
    where opportunity.id = any(${ids}::bigint[]) and account.deleted_at is not null`,
  )
  return new Set(rows.map(({ id }) => id))
}
