import { run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { RowsAlong } from '../../ground/objects/along.ts'
import { insertOf } from '../../ground/objects/save.ts'
import type { Actor } from '../../ground/users/actor.ts'

/**
 * One history row an opportunity: how it stands now. Written when it is made and when amount, probability, stage or close date changed,
 * as of now or of when it came into its stage; rows of another table may be stored with them. */
export const recordHistory = (
  tx: Tx,
  actor: Actor,
  opportunityIds: readonly number[],
  ids: readonly number[],
  { at, along }: { readonly at: Date | 'since its stage'; readonly along?: RowsAlong },
): Promise<number> =>
  run(
    tx,
    sql`
    ${along === undefined ? sql.raw('') : sql`with along as (${insertOf(along)})`}
    insert into opportunity_history (id, opportunity_id, stage_name, amount, expected_revenue, close_date, probability, forecast_category, created_at, created_by_id)
    select new.id, o.id, o.stage_name, o.amount, o.amount * o.probability / 100, o.close_date, o.probability, o.forecast_category, ${at instanceof Date ? at : sql`o.last_stage_change_at`}, ${actor.userId}
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
