import type { ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { isAmong, many, manyOnce, sql, type RawBuilder } from '../../platform/sql.ts'
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

/** So many people are asked one by one what happened to them; more are looked for among all that happened. */
const MOST_ASKED = 5000

/** What others did between two moments with the people of one owner, and what those answered; newest first. */
export async function doingsWith(
  tx: Tx,
  actor: Actor,
  definitions: Definitions,
  {
    ownerId,
    from,
    to,
    limit,
  }: { readonly ownerId: number; readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<Doing[]> {
  const { leads, contacts } = peopleOf(ownerId, actor, definitions)
  const people = await many<{ personId: number }>(
    tx,
    sql`select t.person_id as "personId" ${leads} union all select t.person_id ${contacts} limit ${MOST_ASKED + 1}`,
  )
  const isTheirs = (person: RawBuilder<unknown>) =>
    people.length > MOST_ASKED
      ? sql`(exists (select ${leads} and t.person_id = ${person}) or exists (select ${contacts} and t.person_id = ${person}))`
      : isAmong(
          person,
          people.map(({ personId }) => personId),
        )
  const within = (moment: RawBuilder<unknown>) => sql`${moment} >= ${from} and ${moment} < ${to}`
  return manyOnce<Doing>(
    tx,
    sql`
    with done as (${doingsOf(isTheirs, within)}),
    newest as (
      select done.*, k.name as campaign
      from done
      left join campaign k on k.id = done.campaign_id and ${visible(actor, definitions.Campaign, 'k')}
      where done.by_id is distinct from ${ownerId} and (done.campaign_id is null or k.id is not null)
      order by done.at desc, done.person_id
      limit ${limit}
    )
    select newest.person_id as "personId", mine.id as "recordId", mine.name, mine.company, newest.at, newest.kind, newest.text, newest.responded,
      newest.campaign_id as "campaignId", newest.campaign, newest.by_id as "byId"
    from newest
    join lateral (
      select t.id, concat_ws(' ', t.first_name, t.last_name) as name, (select a.name from account a where a.id = t.account_id) as company, 1 as place
      ${contacts} and t.person_id = newest.person_id
      union all
      select t.id, concat_ws(' ', t.first_name, t.last_name), t.company, 2 ${leads} and t.person_id = newest.person_id
      order by place, id
      limit 1) mine on true
    order by newest.at desc, newest.person_id`,
  )
}

/** The people of an owner: leads that are not converted, and contacts. */
const peopleOf = (ownerId: number, actor: Actor, { Lead, Contact }: Definitions) => ({
  leads: sql`from lead t where t.owner_id = ${ownerId} and t.converted_at is null and ${visible(actor, Lead, 't')}`,
  contacts: sql`from contact t where t.owner_id = ${ownerId} and ${visible(actor, Contact, 't')}`,
})

/** Whatever happened to these people within a time, each status dated by when it began. */
function doingsOf(
  isTheirs: (person: RawBuilder<unknown>) => RawBuilder<unknown>,
  within: (moment: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const began = sql`coalesce(p.since, m.status_since, m.created_at)`
  return sql`
      select m.person_id, ${began} as at, coalesce(p.status, m.status) as text, coalesce(p.has_responded, m.has_responded) as responded,
        m.campaign_id, coalesce(p.by_id, m.created_by_id) as by_id, 'added' as kind
      from campaign_member m
      left join lateral (
        select since, status, has_responded, by_id from member_status_period p
        where p.campaign_id = m.campaign_id and p.person_id = m.person_id
        order by since limit 1) p on true
      where ${isTheirs(sql`m.person_id`)} and ${within(began)}
      union all
      select p.person_id, p.since, p.status, p.has_responded, p.campaign_id, p.by_id, 'status'
      from member_status_period p
      where ${isTheirs(sql`p.person_id`)} and ${within(sql`p.since`)}
        and exists (select from member_status_period before where before.campaign_id = p.campaign_id and before.person_id = p.person_id and before.until <= p.since)
      union all
      select m.person_id, m.status_since, m.status, m.has_responded, m.campaign_id, m.status_by_id, 'status'
      from campaign_member m
      where ${isTheirs(sql`m.person_id`)} and ${within(sql`m.status_since`)}
        and exists (select from member_status_period before where before.campaign_id = m.campaign_id and before.person_id = m.person_id)
      union all
      select i.person_id, i.responded_at, i.source || ': ' || i.subject, true, i.campaign_id, null, 'inquiry'
      from inquiry i
      where ${isTheirs(sql`i.person_id`)} and ${within(sql`i.responded_at`)}
      union all
      select w.person_id, w.sent_at, w.subject, false, null, w.created_by_id, 'mail'
      from mail_message w
      where ${isTheirs(sql`w.person_id`)} and ${within(sql`w.sent_at`)}`
}
