import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type MemberStatus = {
  readonly campaignId: number
  readonly label: string
  readonly isDefault: boolean
  readonly hasResponded: boolean
}

/** Their lists; until the transaction ends nobody renames or deletes a status, or changes whether it counts as a response. */
export async function statusesOf(tx: Tx, campaignIds: readonly number[]): Promise<Map<number, MemberStatus[]>> {
  if (campaignIds.length === 0) return new Map()
  const rows = await many<MemberStatus>(
    tx,
    sql`
    select campaign_id as "campaignId", label, is_default as "isDefault", has_responded as "hasResponded"
    from campaign_member_status
    where campaign_id = any(${campaignIds}::bigint[])
    order by campaign_id, sort_order, id
    for share`,
  )
  return Map.groupBy(rows, ({ campaignId }) => campaignId)
}

/** A campaign's own list, in its order. */
export const campaignStatuses = (tx: Tx, campaignId: number): Promise<MemberStatus[]> =>
  many<MemberStatus>(
    tx,
    sql`
    select campaign_id as "campaignId", label, is_default as "isDefault", has_responded as "hasResponded"
    from campaign_member_status
    where campaign_id = ${campaignId}
    order by sort_order, id`,
  )

export type Behind = {
  readonly personId: number
  readonly name: string
  /** The contact a lead has become. */
  readonly contactId: number | null
}

/**
 * The human beings behind leads and contacts, by the lead's or contact's id. They are locked, so that of two who bring
 * somebody into a campaign at the same time the second sees that the first has.
 */
export async function peopleBehind(
  tx: Tx,
  leadIds: readonly number[],
  contactIds: readonly number[],
): Promise<Map<number, Behind>> {
  const rows = await many<Behind & { id: number }>(
    tx,
    sql`
    with who as (
      select id, person_id as "personId", concat_ws(' ', first_name, last_name) as name, converted_contact_id as "contactId"
      from lead where id = any(${leadIds}::bigint[])
      union all
      select id, person_id, concat_ws(' ', first_name, last_name), id from contact where id = any(${contactIds}::bigint[])
    ), locked as (
      select id from person where id in (select "personId" from who) order by id for no key update
    )
    select who.*
    from who
    join locked on locked.id = who."personId"`,
  )
  return new Map(rows.map(({ id, ...behind }) => [id, behind]))
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
