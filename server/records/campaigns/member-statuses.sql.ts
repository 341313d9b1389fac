import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** The default of these campaigns, or of the campaigns these statuses belong to, steps back for a new one. */
export const giveUpDefault = async (
  tx: Tx,
  campaignIds: readonly number[],
  statusIds: readonly number[],
): Promise<number> =>
  campaignIds.length === 0 && statusIds.length === 0
    ? 0
    : run(
        tx,
        sql`
    update campaign_member_status
    set is_default = false, version = version + 1
    where is_default and id <> all(${statusIds}::bigint[]) and (
      campaign_id = any(${campaignIds}::bigint[])
      or campaign_id in (select campaign_id from campaign_member_status where id = any(${statusIds}::bigint[])))`,
      )

export const relabelMembers = async (
  tx: Tx,
  renamed: readonly { campaignId: number; from: string; to: string }[],
): Promise<number> =>
  renamed.length === 0
    ? 0
    : run(
        tx,
        sql`
    update campaign_member m
    set status = r.to, version = version + 1, last_modified_at = ${tx.now}
    from json_to_recordset(${JSON.stringify(renamed)}::json) as r ("campaignId" bigint, "from" text, "to" text)
    where m.campaign_id = r."campaignId" and m.status = r.from`,
      )

export type StatusUse = {
  readonly id: number
  readonly label: string
  readonly isDefault: boolean
  readonly hasResponded: boolean
  readonly members: number
  readonly otherResponses: number
}

export async function statusUse(tx: Tx, ids: readonly number[]): Promise<Map<number, StatusUse>> {
  const rows = await many<StatusUse>(
    tx,
    sql`
    select s.id, s.label, s.is_default as "isDefault", s.has_responded as "hasResponded",
      (select count(*) from campaign_member m where m.campaign_id = s.campaign_id and m.status = s.label) as members,
      (select count(*) from campaign_member_status o
        where o.campaign_id = s.campaign_id and o.has_responded and o.id <> all(${ids}::bigint[])) as "otherResponses"
    from campaign_member_status s
    where s.id = any(${ids}::bigint[])
    for update of s`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
