import { announceInside } from '../../platform/events.ts'
import { many, maybeOne, one, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { fieldHistoryOf } from '../../ground/objects/history.ts'
import { idInBlocks } from '../../ground/objects/ids.ts'
import { conditionsOf } from '../../ground/objects/list.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { tally } from './counts.sql.ts'
import { Campaign, CampaignMember } from './fields.ts'
import type { MemberStatus } from './members.sql.ts'
import { treeBelow } from './rollUpFields.sql.ts'
import type { Chosen, Place } from './chosen.ts'

/** What became of one part: how many were come to, where it ended, and how many of them were changed. */
export type Part = { readonly seen: number; readonly after: Place | null; readonly done: number }

/** Where members are moved to, and in which of their campaigns that counts as a response. */
export type Destination = { readonly label: string; readonly respondedIn: readonly number[] }

/** A choice of people, with the conditions of segments over the lead or contact `t`. */
export type ChosenPeople = Chosen & {
  readonly among?: RawBuilder<unknown>
  readonly notAmong?: RawBuilder<unknown>
}

export type Order = {
  /** Of one campaign; of several only where they all fit into one part. */
  readonly campaignIds: readonly number[]
  readonly chosen: ChosenPeople
  readonly after: Place | null
  /** The last that belongs to it; null where all do that come. */
  readonly upto: Place | null
  readonly rows: number
  readonly source: string | null
}

const ofPeople = (
  actor: Actor,
  definition: ObjectDefinition,
  { ids, filter, q, memberOf, among, notAmong }: ChosenPeople,
): RawBuilder<unknown> =>
  sql.join(
    [
      ...conditionsOf(actor, definition, { filter, q }),
      ...(ids === undefined ? [] : [sql`t.id = any(${ids}::bigint[])`]),
      ...(memberOf === undefined ? [] : [membersElsewhere(definition, memberOf)]),
      ...(among === undefined ? [] : [among]),
      ...(notAmong === undefined ? [] : [sql`(${notAmong}) is not true`]),
    ],
    sql` and `,
  )

/** A converted lead is among them as the contact it became. */
const membersElsewhere = ({ name }: ObjectDefinition, campaignId: number): RawBuilder<unknown> =>
  name === 'Lead'
    ? sql`t.id in (select lead_id from campaign_member where campaign_id = ${campaignId} and contact_id is null)`
    : sql`t.id in (select contact_id from campaign_member where campaign_id = ${campaignId} and contact_id is not null)`

// One campaign is asked for by equality, so that its members come in the order of an index.
const inOneOf = (campaignIds: readonly number[]): RawBuilder<unknown> =>
  campaignIds.length === 1 ? sql`t.campaign_id = ${campaignIds[0]}` : sql`t.campaign_id = any(${campaignIds}::bigint[])`

const ofMembers = (actor: Actor, campaignIds: readonly number[], { ids, filter, q }: Chosen): RawBuilder<unknown> =>
  sql.join(
    [
      inOneOf(campaignIds),
      ...conditionsOf(actor, CampaignMember, { filter, q }),
      ...(ids === undefined ? [] : [sql`t.id = any(${ids}::bigint[])`]),
    ],
    sql` and `,
  )

export const countPeople = async (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  chosen: ChosenPeople,
): Promise<number> => {
  const { n } = await one<{ n: number }>(
    tx,
    sql`
    select count(*) as n
    from ${sql.table(definition.table)} t
    where ${ofPeople(actor, definition, chosen)}`,
  )
  return n
}

/** How many of a choice are in each of these campaigns; those without any are left out. */
export const countMembers = (
  tx: Tx,
  actor: Actor,
  campaignIds: readonly number[],
  chosen: Chosen,
): Promise<{ readonly campaignId: number; readonly howMany: number }[]> =>
  many(
    tx,
    sql`
    select t.campaign_id as "campaignId", count(*) as "howMany"
    from campaign_member t
    where ${ofMembers(actor, campaignIds, chosen)}
    group by t.campaign_id
    order by t.campaign_id`,
  )

/** A campaign and all below it, as far as the actor may see it. */
export const branchBelow = async (tx: Tx, actor: Actor, campaignId: number): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    with ${treeBelow(sql`t.id from campaign t where t.id = ${campaignId} and ${visible(actor, Campaign, 't')}`)}
    select tree.id
    from tree
    join campaign t on t.id = tree.id
    where ${visible(actor, Campaign, 't')}`,
  )
  return rows.map(({ id }) => id)
}

/** Whoever comes after so many of a choice, in the order parts are taken in. */
export const personBehind = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  chosen: ChosenPeople,
  howMany: number,
): Promise<{ place: Place } | undefined> =>
  maybeOne<{ place: Place }>(
    tx,
    sql`
    select jsonb_build_array(t.id) as place
    from ${sql.table(definition.table)} t
    where ${ofPeople(actor, definition, chosen)}
    order by t.id
    offset ${howMany}
    limit 1`,
  )

/** The same of members of several campaigns, each of so many. */
export const membersBehind = (
  tx: Tx,
  actor: Actor,
  chosen: Chosen,
  halves: readonly { readonly campaignId: number; readonly howMany: number }[],
): Promise<{ readonly campaignId: number; readonly place: Place }[]> =>
  many(
    tx,
    sql`
    select half.id as "campaignId", found.place
    from unnest(${halves.map(({ campaignId }) => campaignId)}::bigint[], ${halves.map(({ howMany }) => howMany)}::bigint[]) as half (id, behind)
    cross join lateral (
      select jsonb_build_array(t.created_at, t.id) as place
      from campaign_member t
      where t.campaign_id = half.id and ${ofMembers(
        actor,
        halves.map(({ campaignId }) => campaignId),
        chosen,
      )}
      order by t.created_at, t.id
      offset half.behind
      limit 1) found`,
  )

const COUNTS = sql.raw('campaign_id, status, members, leads, contacts, converted, responses, responders')

/**
 * Makes the next of these people members, in the order of their ids, by one statement: numbers and all. Who is in the
 * campaign already stays as they are; a converted lead takes part as the contact it became. The people are locked: a merge
 * or a conversion of theirs waits, and then moves the new membership too.
 */
export const addPart = (
  tx: Tx,
  actor: Actor,
  definition: ObjectDefinition,
  { campaignIds: [campaignId], chosen, after, upto, rows, source }: Order,
  status: MemberStatus,
  blocks: readonly number[],
): Promise<Part> => {
  const isLead = definition.name === 'Lead'
  const respondedAt = status.hasResponded ? tx.now : null
  return one<Part>(
    tx,
    sql`
    with found as materialized (
      select t.id, t.person_id, ${isLead ? sql`t.id` : sql`null::bigint`} as lead_id,
        ${isLead ? sql`t.converted_contact_id` : sql`t.id`} as contact_id
      from ${sql.table(definition.table)} t
      where ${ofPeople(actor, definition, chosen)} and t.id > ${after?.[0] ?? 0} and ${upto === null ? sql`true` : sql`t.id <= ${upto[0]}`}
      order by t.id
      limit ${rows}
      for share of t
    ), chosen as materialized (
      select *, row_number() over () - 1 as n from found
    ), added as (
      insert into campaign_member (id, campaign_id, person_id, lead_id, contact_id, status, has_responded, responded_at, status_since,
        status_by_id, status_source, created_at, created_by_id, last_modified_at, last_modified_by_id)
      select ${idInBlocks('CampaignMember', blocks, sql`n`)}, ${campaignId}, person_id, lead_id, contact_id, ${status.label},
        ${status.hasResponded}, ${respondedAt}, ${tx.now}, ${actor.userId}, ${source}, ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId}
      from chosen
      on conflict on constraint a_person_is_in_a_campaign_once do nothing
      returning id, campaign_id, status, lead_id, contact_id, has_responded, responded_at
    ), counted as (
      insert into campaign_count (${COUNTS})
      select campaign_id, status, ${tally('added')} from added group by campaign_id, status
    ), told_of as (
      select id, row_number() over () - 1 as n from added
    ), ${announceInside(tx, { type: 'campaign_member.added', actorId: actor.userId }, sql`told_of`)}
    select (select count(*) from chosen) as seen, (select jsonb_build_array(max(id)) from chosen) as after,
      (select count(*) from added) as done`,
  )
}

/** The next members of a choice, oldest first, locked; `next` narrows the choice to those there is something to do for. */
const nextMembers = (
  actor: Actor,
  { campaignIds, chosen, after, upto, rows }: Order,
  next: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  chosen as materialized (
    select t.id, t.campaign_id, t.person_id, t.lead_id, t.contact_id, t.status, t.has_responded, t.responded_at, t.created_at,
      coalesce(t.status_since, t.created_at) as since, t.status_by_id, t.status_source
    from campaign_member t
    where ${ofMembers(actor, campaignIds, chosen)} and ${next}
      and ${after === null ? sql`true` : sql`(t.created_at, t.id) > (${after[0]}::timestamptz, ${after[1]}::bigint)`}
      and ${upto === null ? sql`true` : sql`(t.created_at, t.id) <= (${upto[0]}::timestamptz, ${upto[1]}::bigint)`}
    order by t.created_at, t.id
    limit ${rows}
    for no key update of t
  ), told_of as (
    select *, row_number() over (order by id) - 1 as n from chosen
  )`

// As a join it would be planned as a reading of the whole table, part after part.
const isChosen = sql`m.id = any(array(select id from chosen order by id))`

const kept = (tx: Tx, actor: Actor, source: string | null, blocks: readonly number[]): RawBuilder<unknown> => sql`
  kept as (
    insert into member_status_period
      (id, campaign_id, person_id, member_id, status, has_responded, since, until, by_id, source, until_by_id, until_source)
    select ${idInBlocks('MemberStatusPeriod', blocks, sql`n`)}, campaign_id, person_id, id, status, has_responded, least(since, ${tx.now}), ${tx.now},
      status_by_id, status_source, ${actor.userId}, ${source}
    from told_of
  )`

const uncounted = sql`
  select campaign_id, status, -members, -leads, -contacts, -converted, -responses, -responders
  from (select campaign_id, status, ${tally('chosen')} from chosen group by campaign_id, status)
    as before (${COUNTS})`

const outcome = sql`
    select (select count(*) from chosen) as seen, (select count(*) from chosen) as done,
      (select jsonb_build_array(created_at, id) from chosen order by created_at desc, id desc limit 1) as after`

/** Moves the next members of a choice to a status, called the same in each of their campaigns; those who stand there already are left out. */
export const movePart = (
  tx: Tx,
  actor: Actor,
  order: Order,
  { label, respondedIn }: Destination,
  blocks: readonly number[],
): Promise<Part> => {
  const responds = sql`m.campaign_id = any(${respondedIn}::bigint[])`
  return one<Part>(
    tx,
    sql`
    with ${nextMembers(actor, order, sql`t.status <> ${label}`)}, moved as (
      update campaign_member m
      set status = ${label}, has_responded = ${responds},
        responded_at = coalesce(m.responded_at, case when ${responds} then ${tx.now}::timestamptz end),
        status_since = ${tx.now}, status_by_id = ${actor.userId}, status_source = ${order.source},
        version = m.version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
      where ${isChosen}
      returning m.campaign_id, m.status, m.lead_id, m.contact_id, m.has_responded, m.responded_at
    ), ${kept(tx, actor, order.source, blocks)}, told as (
      ${fieldHistoryOf(
        tx,
        actor,
        blocks,
        sql`
        select id as record_id, 'Status' as field, status as old_value, ${label}::text as new_value, n
        from told_of`,
      )}
    ), counted as (
      insert into campaign_count (${COUNTS})
      (${uncounted})
      union all
      (select campaign_id, status, ${tally('moved')} from moved group by campaign_id, status)
    ), ${announceInside(tx, { type: 'campaign_member.changed', actorId: actor.userId }, sql`told_of`)}
    ${outcome}`,
  )
}

/** Takes the next members of a choice out of their campaign. */
export const removePart = (tx: Tx, actor: Actor, order: Order, blocks: readonly number[]): Promise<Part> =>
  one<Part>(
    tx,
    sql`
    with ${nextMembers(actor, order, sql`true`)}, removed as (
      delete from campaign_member m
      where ${isChosen}
    ), ${kept(tx, actor, order.source, blocks)}, counted as (
      insert into campaign_count (${COUNTS})
      ${uncounted}
    ), ${announceInside(tx, { type: 'campaign_member.removed', actorId: actor.userId }, sql`told_of`)}
    ${outcome}`,
  )
