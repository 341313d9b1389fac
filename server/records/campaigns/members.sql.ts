import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type MemberStatus = {
  readonly campaignId: number
  readonly label: string
  readonly isDefault: boolean
  readonly hasResponded: boolean
}

export async function statusesOf(tx: Tx, campaignIds: readonly number[]): Promise<Map<number, MemberStatus[]>> {
  if (campaignIds.length === 0) return new Map()
  const rows = await many<MemberStatus>(
    tx,
    sql`
    select campaign_id as "campaignId", label, is_default as "isDefault", has_responded as "hasResponded"
    from campaign_member_status
    where campaign_id = any(${campaignIds}::bigint[])
    order by campaign_id, sort_order, id`,
  )
  return Map.groupBy(rows, ({ campaignId }) => campaignId)
}

export type Behind = { readonly personId: number; readonly name: string }

/** The human beings behind leads and contacts, by the lead's or contact's id. */
export async function peopleBehind(
  tx: Tx,
  leadIds: readonly number[],
  contactIds: readonly number[],
): Promise<Map<number, Behind>> {
  const rows = await many<Behind & { id: number }>(
    tx,
    sql`
    select id, person_id as "personId", concat_ws(' ', first_name, last_name) as name from lead where id = any(${leadIds}::bigint[])
    union all
    select id, person_id, concat_ws(' ', first_name, last_name) from contact where id = any(${contactIds}::bigint[])`,
  )
  return new Map(rows.map(({ id, personId, name }) => [id, { personId, name }]))
}

/** Who is in which campaign already, as `campaign:person`. */
export async function presentMembers(
  tx: Tx,
  campaignIds: readonly number[],
  personIds: readonly number[],
): Promise<Set<string>> {
  const rows = await many<{ place: string }>(
    tx,
    sql`
    select campaign_id || ':' || person_id as place
    from campaign_member
    where campaign_id = any(${campaignIds}::bigint[]) and person_id = any(${personIds}::bigint[])`,
  )
  return new Set(rows.map(({ place }) => place))
}

export async function campaignsOfMembers(tx: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await many<{ id: number; campaignId: number }>(
    tx,
    sql`
    select id, campaign_id as "campaignId"
    from campaign_member
    where id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map(({ id, campaignId }) => [id, campaignId]))
}
