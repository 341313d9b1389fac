import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { OpportunityStage } from './opportunity.ts'

export const stageRows = (tx: Tx): Promise<OpportunityStage[]> =>
  many<OpportunityStage>(
    tx,
    sql`
    select id, api_name as name, master_label as label, sort_order as "sortOrder", is_active as "isActive", is_closed as "isClosed",
      is_won as "isWon", forecast_category as "forecastCategory", forecast_category_name as "forecastCategoryName",
      default_probability as "defaultProbability"
    from opportunity_stage
    order by sort_order, id`,
  )

export const insertStages = (tx: Tx, stages: readonly OpportunityStage[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into opportunity_stage (id, api_name, master_label, sort_order, is_active, is_closed, is_won, forecast_category, forecast_category_name, default_probability)
    select id, name, label, "sortOrder", "isActive", "isClosed", "isWon", "forecastCategory", "forecastCategoryName", "defaultProbability"
    from json_to_recordset(${JSON.stringify(stages)}::json)
      as r (id bigint, name text, label text, "sortOrder" integer, "isActive" boolean, "isClosed" boolean, "isWon" boolean,
        "forecastCategory" text, "forecastCategoryName" text, "defaultProbability" numeric)
    where not exists (select from opportunity_stage)`,
  )
