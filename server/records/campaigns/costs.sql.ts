import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type CostLine = {
  readonly id: number
  readonly CampaignId: number
  readonly BudgetedCost: number | null
  readonly ActualCost: number | null
}

export async function campaignsOfCosts(tx: Tx, ids: readonly number[]): Promise<Map<number, CostLine>> {
  const rows = await many<CostLine>(
    tx,
    sql`
    select id, campaign_id as "CampaignId", budgeted_cost::float8 as "BudgetedCost", actual_cost::float8 as "ActualCost"
    from campaign_cost
    where id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export type CostTotals = {
  readonly id: number
  readonly budgeted: number | null
  readonly actual: number | null
  readonly budgetedInMonths: number
  readonly actualInMonths: number
}

/** The totals of campaigns, and what of them stands in months; until the transaction ends nobody else changes either. */
export async function lockTotals(tx: Tx, campaignIds: readonly number[]): Promise<Map<number, CostTotals>> {
  if (campaignIds.length === 0) return new Map()
  await many(
    tx,
    sql`
    select id
    from campaign
    where id = any(${campaignIds}::bigint[])
    order by id
    for update`,
  )
  // Only now: a line that was stored while this waited is counted.
  const rows = await many<CostTotals>(
    tx,
    sql`
    select k.id, k.budgeted_cost::float8 as budgeted, k.actual_cost::float8 as actual,
      coalesce(sum(c.budgeted_cost), 0)::float8 as "budgetedInMonths", coalesce(sum(c.actual_cost), 0)::float8 as "actualInMonths"
    from campaign k
    left join campaign_cost c on c.campaign_id = k.id
    where k.id = any(${campaignIds}::bigint[])
    group by k.id`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
