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

/** The lists these statuses stand in: until the transaction ends nobody moves to one of theirs, and nobody changes them. */
export const lockLists = (tx: Tx, ids: readonly number[]): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    select id
    from campaign_member_status
    where campaign_id in (select campaign_id from campaign_member_status where id = any(${ids}::bigint[]))
    order by id
    for update`,
  )

export async function statusUse(tx: Tx, ids: readonly number[]): Promise<Map<number, StatusUse>> {
  const rows = await many<StatusUse>(
    tx,
    sql`
    select s.id, s.label, s.is_default as "isDefault", s.has_responded as "hasResponded",
      (select coalesce(sum(n.members), 0)::bigint from campaign_count n
        where n.campaign_id = s.campaign_id and n.status = s.label) as members,
      (select count(*) from campaign_member_status o
        where o.campaign_id = s.campaign_id and o.has_responded and o.id <> all(${ids}::bigint[])) as "otherResponses"
    from campaign_member_status s
    where s.id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * Lets history say anew who responded, and when first, after statuses began or ceased to count as a response: the earliest
 * moment at which somebody stood at a status that counts now. Concerns whoever ever stood at one of these statuses; the numbers
 * follow in the same statement.
 */
export const recalculateResponses = async (
  tx: Tx,
  flipped: readonly { readonly campaignId: number; readonly label: string }[],
): Promise<number> =>
  flipped.length === 0
    ? 0
    : run(
        tx,
        sql`
    with flipped as (
      select "campaignId" as campaign_id, label
      from json_to_recordset(${JSON.stringify(flipped)}::json) as r ("campaignId" bigint, label text)
    ), stood as (
      select campaign_id, person_id, status, coalesce(status_since, created_at) as since
      from campaign_member
      where campaign_id in (select campaign_id from flipped)
      union all
      select campaign_id, person_id, status, since
      from member_status_period
      where campaign_id in (select campaign_id from flipped)
    ), history as (
      select stood.campaign_id, person_id, min(since) filter (where s.has_responded) as responded_at
      from stood
      left join campaign_member_status s on s.campaign_id = stood.campaign_id and s.label = stood.status
      left join flipped f on f.campaign_id = stood.campaign_id and f.label = stood.status
      group by stood.campaign_id, person_id
      having count(f.label) > 0
    ), before as (
      select m.id, m.campaign_id, m.status, m.has_responded, m.responded_at, h.responded_at as first_at,
        coalesce(s.has_responded, false) as responds
      from campaign_member m
      join history h on h.campaign_id = m.campaign_id and h.person_id = m.person_id
      left join campaign_member_status s on s.campaign_id = m.campaign_id and s.label = m.status
      where m.responded_at is distinct from h.responded_at or m.has_responded <> coalesce(s.has_responded, false)
      order by m.id
      for no key update of m
    ), after as (
      update campaign_member m
      set has_responded = b.responds, responded_at = b.first_at, version = m.version + 1, last_modified_at = ${tx.now}
      from before b
      where m.id = b.id
    )
    insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders)
    select campaign_id, status, 0, 0, 0, 0, sum(responds::int - has_responded::int),
      sum((first_at is not null)::int - (responded_at is not null)::int)
    from before
    group by campaign_id, status`,
      )
