import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** One status a person stood at in a campaign, or one answer they gave. */
export type StoryStep = {
  readonly at: string
  readonly kind: 'status' | 'inquiry'
  readonly text: string
  readonly responded: boolean
  readonly byId: number | null
}

export type StoryCampaign = {
  readonly campaignId: number
  readonly name: string
  readonly type: string | null
  readonly status: string
  readonly responded: boolean
  readonly since: Date
  readonly steps: readonly StoryStep[]
}

/** Every campaign a person is in, the one that moved last first, with every status they stood at and every answer they gave. */
export const storyOf = (tx: Tx, actor: Actor, Campaign: ObjectDefinition, personId: number): Promise<StoryCampaign[]> =>
  many<StoryCampaign>(
    tx,
    sql`
    select k.id as "campaignId", k.name, k.type, m.status, m.has_responded as responded, coalesce(m.status_since, m.created_at) as since,
      (select json_agg(json_build_object('at', to_char(step.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'kind', step.kind, 'text', step.text, 'responded', step.responded, 'byId', step.by_id) order by step.at, step.kind desc)
        from (
          select p.since as at, 'status' as kind, p.status as text, p.has_responded as responded, p.by_id
          from member_status_period p
          where p.campaign_id = m.campaign_id and p.person_id = m.person_id
          union all
          select coalesce(m.status_since, m.created_at), 'status', m.status, m.has_responded, coalesce(m.status_by_id, m.created_by_id)
          union all
          select i.responded_at, 'inquiry', i.source || ': ' || i.subject, true, null
          from inquiry i
          where i.campaign_id = m.campaign_id and i.person_id = m.person_id
        ) step) as steps
    from campaign_member m
    join campaign k on k.id = m.campaign_id
    where m.person_id = ${personId} and ${visible(actor, Campaign, 'k')}
    order by coalesce(m.status_since, m.created_at) desc, m.id desc
    limit 200`,
  )

/** Something marketing did with somebody, or they answered to it. */
export type Doing = {
  readonly personId: number
  readonly recordId: number
  readonly name: string
  readonly company: string | null
  readonly at: Date
  readonly kind: 'added' | 'status' | 'inquiry' | 'mail'
  readonly text: string
  readonly responded: boolean
  readonly campaignId: number | null
  readonly campaign: string | null
  readonly byId: number | null
}

type Definitions = Readonly<Record<'Lead' | 'Contact' | 'Campaign', ObjectDefinition>>

/** What others did between two moments with the people of one owner, and what those answered; newest first. */
export const doingsWith = (
  tx: Tx,
  actor: Actor,
  definitions: Definitions,
  {
    ownerId,
    from,
    to,
    limit,
  }: { readonly ownerId: number; readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<Doing[]> =>
  many<Doing>(
    tx,
    sql`
    with ${peopleOf(ownerId, actor, definitions)}, ${doingsWithThem}
    select done.person_id as "personId", mine.id as "recordId", mine.name, mine.company, done.at, done.kind, done.text, done.responded,
      k.id as "campaignId", k.name as campaign, done.by_id as "byId"
    from done
    join mine on mine.person_id = done.person_id
    left join campaign k on k.id = done.campaign_id and ${visible(actor, definitions.Campaign, 'k')}
    where done.at >= ${from} and done.at < ${to} and done.by_id is distinct from ${ownerId} and (done.campaign_id is null or k.id is not null)
    order by done.at desc, done.person_id
    limit ${limit}`,
  )

/** `mine`: each person once, as the contact rather than as the lead. */
const peopleOf = (ownerId: number, actor: Actor, { Lead, Contact }: Definitions): RawBuilder<unknown> => sql`
    mine as (
      select distinct on (person_id) person_id, id, name, company
      from (
        select c.person_id, c.id, concat_ws(' ', c.first_name, c.last_name) as name, (select a.name from account a where a.id = c.account_id) as company, 1 as place
        from contact c
        where c.owner_id = ${ownerId} and ${visible(actor, Contact, 'c')}
        union all
        select l.person_id, l.id, concat_ws(' ', l.first_name, l.last_name), l.company, 2
        from lead l
        where l.owner_id = ${ownerId} and l.converted_at is null and ${visible(actor, Lead, 'l')}
      ) own
      order by person_id, place, id
    )`

/** `done`: whatever happened to `mine`, each status dated by when it began. */
const doingsWithThem: RawBuilder<unknown> = sql`
    done as (
      select m.person_id, coalesce(p.since, m.status_since, m.created_at) as at, coalesce(p.status, m.status) as text, coalesce(p.has_responded, m.has_responded) as responded,
        m.campaign_id, coalesce(p.by_id, m.created_by_id) as by_id, 'added' as kind
      from mine
      join campaign_member m on m.person_id = mine.person_id
      left join lateral (
        select since, status, has_responded, by_id from member_status_period p
        where p.campaign_id = m.campaign_id and p.person_id = m.person_id
        order by since limit 1) p on true
      union all
      select p.person_id, p.since, p.status, p.has_responded, p.campaign_id, p.by_id, 'status'
      from mine
      join member_status_period p on p.person_id = mine.person_id
      where exists (select from member_status_period before where before.campaign_id = p.campaign_id and before.person_id = p.person_id and before.until <= p.since)
      union all
      select m.person_id, m.status_since, m.status, m.has_responded, m.campaign_id, m.status_by_id, 'status'
      from mine
      join campaign_member m on m.person_id = mine.person_id
      where exists (select from member_status_period before where before.campaign_id = m.campaign_id and before.person_id = m.person_id)
      union all
      select i.person_id, i.responded_at, i.source || ': ' || i.subject, true, i.campaign_id, null, 'inquiry'
      from mine
      join inquiry i on i.person_id = mine.person_id
      union all
      select w.person_id, w.sent_at, w.subject, false, null, w.created_by_id, 'mail'
      from mine
      join mail_message w on w.person_id = mine.person_id and w.sent_at is not null
    )`
