import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { CampaignType } from './campaign.ts'

export const campaignTypeRows = (tx: Tx): Promise<CampaignType[]> =>
  many<CampaignType>(
    tx,
    sql`
    select id, name, costs_per_name as "costsPerName", statuses
    from campaign_type
    order by sort_order, id`,
  )

/** Locked, so that two who change types at once do it one after the other. */
export const lockCampaignTypes = (tx: Tx): Promise<CampaignType[]> =>
  many<CampaignType>(
    tx,
    sql`
    select id, name, costs_per_name as "costsPerName", statuses
    from campaign_type
    order by id
    for update`,
  )

export const insertCampaignType = (tx: Tx, { id, name, costsPerName, statuses }: CampaignType): Promise<number> =>
  run(
    tx,
    sql`
    insert into campaign_type (id, name, costs_per_name, statuses, sort_order)
    select ${id}, ${name}, ${costsPerName}, ${JSON.stringify(statuses)}::jsonb, coalesce(max(sort_order), 0) + 1
    from campaign_type`,
  )

export const updateCampaignType = (tx: Tx, { id, name, costsPerName, statuses }: CampaignType): Promise<number> =>
  run(
    tx,
    sql`
    update campaign_type
    set name = ${name}, costs_per_name = ${costsPerName}, statuses = ${JSON.stringify(statuses)}::jsonb
    where id = ${id}`,
  )

export const orderCampaignTypes = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update campaign_type t
    set sort_order = r.place
    from unnest(${ids}::bigint[]) with ordinality as r (id, place)
    where t.id = r.id`,
  )

export const deleteCampaignType = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from campaign_type
    where id = ${id}`,
  )

/** Campaigns of a type keep being of it when it is called otherwise. */
export const renameTypeOfCampaigns = (tx: Tx, from: string, to: string): Promise<number> =>
  run(
    tx,
    sql`
    update campaign
    set type = ${to}, version = version + 1, last_modified_at = ${tx.now}
    where lower(type) = lower(${from}) and type <> ${to}`,
  )
