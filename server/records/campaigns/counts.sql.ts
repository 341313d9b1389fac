import { many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** By how much the members who stand at one status of a campaign became more or fewer. */
export type Difference = {
  readonly campaignId: number
  readonly status: string
  readonly members: number
  readonly leads: number
  readonly contacts: number
  readonly converted: number
  readonly responses: number
  readonly responders: number
}

export const insertDifferences = async (tx: Tx, rows: readonly Difference[]): Promise<number> =>
  rows.length === 0
    ? 0
    : run(
        tx,
        sql`
    insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders)
    select "campaignId", status, members, leads, contacts, converted, responses, responders
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (
      "campaignId" bigint, status text, members bigint, leads bigint, contacts bigint, converted bigint, responses bigint, responders bigint)`,
      )

/** What members at a status come to, over rows of `campaign_member` or of a list with its columns. */
export const tally = (alias: string): RawBuilder<unknown> => {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`count(*), count(${column('lead_id')}), count(${column('contact_id')}),
    count(*) filter (where ${column('lead_id')} is not null and ${column('contact_id')} is not null),
    count(*) filter (where ${column('has_responded')}), count(${column('responded_at')})`
}

/** Counts members that are about to go with what they belong to; they are locked until they are gone. */
export const countLeaving = (tx: Tx, going: RawBuilder<unknown>): Promise<number> =>
  run(
    tx,
    sql`
    with leaving as (
      select campaign_id, status, lead_id, contact_id, has_responded, responded_at
      from campaign_member t
      where ${going}
      order by t.id
      for update of t
    ), counted (campaign_id, status, members, leads, contacts, converted, responses, responders) as (
      select campaign_id, status, ${tally('leaving')} from leaving group by campaign_id, status
    )
    insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders)
    select campaign_id, status, -members, -leads, -contacts, -converted, -responses, -responders
    from counted`,
  )

/** Counts members that another room stored, and dates where they stand. */
export const countArrived = async (tx: Tx, ids: readonly number[]): Promise<void> => {
  await run(
    tx,
    sql`
    insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders)
    select campaign_id, status, ${tally('m')}
    from campaign_member m
    where id = any(${ids}::bigint[])
    group by campaign_id, status`,
  )
  await run(
    tx,
    sql`
    update campaign_member
    set status_since = created_at, status_by_id = created_by_id
    where id = any(${ids}::bigint[]) and status_since is null`,
  )
}

/**
 * A renamed status keeps its numbers. Its row is locked, so nobody is counting at it meanwhile; somebody may be folding,
 * which leaves every sum as it is, so the numbers are moved as differences and no row is waited for.
 */
export const renameCounts = async (
  tx: Tx,
  renamed: readonly { campaignId: number; from: string; to: string }[],
): Promise<number> =>
  renamed.length === 0
    ? 0
    : run(
        tx,
        sql`
    with kept as (
      select c.campaign_id, r.from, r.to, sum(c.members) as members, sum(c.leads) as leads, sum(c.contacts) as contacts,
        sum(c.converted) as converted, sum(c.responses) as responses, sum(c.responders) as responders
      from json_to_recordset(${JSON.stringify(renamed)}::json) as r ("campaignId" bigint, "from" text, "to" text)
      join campaign_count c on c.campaign_id = r."campaignId" and c.status = r.from
      group by c.campaign_id, r.from, r.to
    )
    insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders)
    select campaign_id, "to", members, leads, contacts, converted, responses, responders from kept
    union all
    select campaign_id, "from", -members, -leads, -contacts, -converted, -responses, -responders from kept`,
      )

/** Puts the differences of up to a thousand campaigns into one row a status; answers how many campaigns that were. */
export const foldCounts = async (tx: Tx): Promise<number> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    with due as (
      select distinct campaign_id
      from campaign_count
      where not is_folded
      limit 1000
    ), taken as (
      delete from campaign_count c
      using due
      where c.campaign_id = due.campaign_id
      returning c.*
    ), folded as (
      insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders, is_folded)
      select campaign_id, status, sum(members), sum(leads), sum(contacts), sum(converted), sum(responses), sum(responders), true
      from taken
      group by campaign_id, status
      having sum(members) <> 0 or sum(leads) <> 0 or sum(contacts) <> 0 or sum(converted) <> 0 or sum(responses) <> 0
        or sum(responders) <> 0
    )
    select campaign_id as id from due`,
  )
  return rows.length
}

export type Correction = Difference & { readonly campaign: string; readonly wasMembers: number }

/**
 * Counts every member anew and writes down what the kept numbers were off by. One statement sees members and numbers at
 * one moment, so people may go on working.
 */
export const correctCounts = (tx: Tx): Promise<Correction[]> =>
  many<Correction>(
    tx,
    sql`
    with counted (campaign_id, status, members, leads, contacts, converted, responses, responders) as (
      select campaign_id, status, ${tally('m')} from campaign_member m group by campaign_id, status
    ), kept as (
      select campaign_id, status, sum(members)::bigint as members, sum(leads)::bigint as leads, sum(contacts)::bigint as contacts,
        sum(converted)::bigint as converted, sum(responses)::bigint as responses, sum(responders)::bigint as responders
      from campaign_count
      group by campaign_id, status
    ), off as (
      select coalesce(c.campaign_id, k.campaign_id) as campaign_id, coalesce(c.status, k.status) as status,
        coalesce(c.members, 0) - coalesce(k.members, 0) as members, coalesce(c.leads, 0) - coalesce(k.leads, 0) as leads,
        coalesce(c.contacts, 0) - coalesce(k.contacts, 0) as contacts,
        coalesce(c.converted, 0) - coalesce(k.converted, 0) as converted,
        coalesce(c.responses, 0) - coalesce(k.responses, 0) as responses,
        coalesce(c.responders, 0) - coalesce(k.responders, 0) as responders, coalesce(k.members, 0) as was
      from counted c
      full join kept k on k.campaign_id = c.campaign_id and k.status = c.status
    ), wrong as (
      select *
      from off
      where (members, leads, contacts, converted, responses, responders) <> (0, 0, 0, 0, 0, 0)
    ), written as (
      insert into campaign_count (campaign_id, status, members, leads, contacts, converted, responses, responders)
      select campaign_id, status, members, leads, contacts, converted, responses, responders
      from wrong
    )
    select w.campaign_id as "campaignId", c.name as campaign, w.status, members, leads, contacts, converted, responses, responders,
      was as "wasMembers"
    from wrong w
    join campaign c on c.id = w.campaign_id
    order by w.campaign_id, w.status`,
  )
