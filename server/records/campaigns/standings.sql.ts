import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { visibleOrDeleted } from '../../ground/objects/visibility.ts'
import { standardDefinition, type ObjectDefinition } from '../../ground/objects/definition.ts'
import type { Actor } from '../../ground/users/actor.ts'

export type AtStatus = { readonly status: string; readonly members: number }

/** How many stand at each status now, from the kept numbers. */
export const countsNow = (tx: Tx, campaignId: number): Promise<AtStatus[]> =>
  many<AtStatus>(
    tx,
    sql`
    select status, sum(members)::bigint as members
    from campaign_count
    where campaign_id = ${campaignId}
    group by status
    having sum(members) <> 0`,
  )

export type InTree = AtStatus & {
  readonly hasResponded: boolean
  readonly isListed: boolean
  /** Whether it is in the list of every one of these campaigns that has members. */
  readonly isEverywhere: boolean
}

/** How many stand at each status in these campaigns together, in the order of their lists. */
export const countsTogether = (tx: Tx, campaignIds: readonly number[]): Promise<InTree[]> =>
  many<InTree>(
    tx,
    sql`
    with counted as (
      select campaign_id, status, sum(members)::bigint as members
      from campaign_count
      where campaign_id = any(${campaignIds}::bigint[])
      group by campaign_id, status
      having sum(members) <> 0
    ), peopled as (
      select distinct campaign_id from counted
    ), listed as (
      select label as status, count(*) as lists, bool_or(has_responded) as has_responded, min(sort_order) as place
      from campaign_member_status
      where campaign_id in (select campaign_id from peopled)
      group by label
    ), stood as (
      select status, sum(members)::bigint as members from counted group by status
    )
    select status, coalesce(s.members, 0) as members, coalesce(l.has_responded, false) as "hasResponded",
      l.status is not null as "isListed", coalesce(l.lists = (select count(*) from peopled), false) as "isEverywhere"
    from stood s
    full join listed l using (status)
    order by l.place, status`,
  )

/** Where everybody stood at a moment: of merged people, whose histories overlap, where they came to last. */
const stoodAt = (campaignId: number, at: Date): RawBuilder<unknown> => sql`
  select distinct on (person_id) person_id, member_id, status, since, by_id, source
  from (
    select person_id, id as member_id, status, coalesce(status_since, created_at) as since, status_by_id as by_id, status_source as source
    from campaign_member
    where campaign_id = ${campaignId} and coalesce(status_since, created_at) <= ${at}
    union all
    select person_id, member_id, status, since, by_id, source
    from member_status_period
    where campaign_id = ${campaignId} and until > ${at} and since <= ${at}) stood
  order by person_id, since desc`

export const countsAt = (tx: Tx, campaignId: number, at: Date): Promise<AtStatus[]> =>
  many<AtStatus>(
    tx,
    sql`
    select status, count(*) as members
    from (${stoodAt(campaignId, at)}) one
    group by status`,
  )

export type Stood = {
  readonly personId: number
  /** The contact or lead they are; null when the actor may not see it. */
  readonly recordId: number | null
  readonly name: string | null
  readonly status: string
  readonly since: Date
  readonly byId: number | null
  readonly by: string | null
  readonly source: string | null
}

const personObject = (name: 'Lead' | 'Contact'): ObjectDefinition => {
  const definition = standardDefinition(name)
  if (definition === undefined) throw new Error(`${name} is declared at start.`)
  return definition
}

/** Who stood where at a moment, in the order of people's ids. */
export const membersAt = (
  tx: Tx,
  actor: Actor,
  {
    campaignId,
    at,
    status,
    after,
    limit,
  }: {
    readonly campaignId: number
    readonly at: Date
    readonly status: string | undefined
    readonly after: number
    readonly limit: number
  },
): Promise<Stood[]> =>
  many<Stood>(
    tx,
    sql`
    select s.person_id as "personId", who.id as "recordId", who.name, s.status, s.since, s.by_id as "byId",
      concat_ws(' ', u.first_name, u.last_name) as by, s.source
    from (${stoodAt(campaignId, at)}) s
    left join app_user u on u.id = s.by_id
    left join lateral (
      select t.id, concat_ws(' ', t.first_name, t.last_name) as name, 1 as place
      from contact t
      where t.person_id = s.person_id and ${visibleOrDeleted(actor, personObject('Contact'), 't')}
      union all
      select t.id, concat_ws(' ', t.first_name, t.last_name), 2
      from lead t
      where t.person_id = s.person_id and ${visibleOrDeleted(actor, personObject('Lead'), 't')}
      order by place, id
      limit 1) who on true
    where s.person_id > ${after} and (${status ?? null}::text is null or s.status = ${status ?? null})
    order by s.person_id
    limit ${limit}`,
  )

export type Step = {
  readonly status: string
  readonly since: Date
  readonly until: Date | null
  readonly byId: number | null
  readonly by: string | null
  readonly source: string | null
  readonly untilBy: string | null
  readonly untilSource: string | null
}

/** Everywhere the person of a membership ever stood in its campaign, newest first. */
export const stepsOf = (tx: Tx, memberId: number): Promise<Step[]> =>
  many<Step>(
    tx,
    sql`
    select s.status, s.since, s.until, s.by_id as "byId", nullif(concat_ws(' ', u.first_name, u.last_name), '') as by, s.source,
      nullif(concat_ws(' ', e.first_name, e.last_name), '') as "untilBy", s.until_source as "untilSource"
    from (
      select status, coalesce(status_since, created_at) as since, null::timestamptz as until, status_by_id as by_id,
        status_source as source, null::bigint as until_by_id, null as until_source
      from campaign_member
      where id = ${memberId}
      union all
      select p.status, p.since, p.until, p.by_id, p.source, p.until_by_id, p.until_source
      from member_status_period p
      join campaign_member m on m.person_id = p.person_id and m.campaign_id = p.campaign_id
      where m.id = ${memberId}) s
    left join app_user u on u.id = s.by_id
    left join app_user e on e.id = s.until_by_id
    order by s.since desc, s.until desc nulls first
    limit 500`,
  )
