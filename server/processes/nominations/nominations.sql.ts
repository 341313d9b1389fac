import { standardDefinition, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { visible } from '../../ground/objects/visibility.ts'
import { may, type Actor } from '../../ground/users/actor.ts'
import { many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { CampaignMember } from '../../records/campaigns/fields.ts'
import type { Nomination, NominationState, Reach } from './nomination.ts'

const columns = sql`n.id, n.campaign_id as "campaignId", n.person_id as "personId", n.state, n.status_before as "statusBefore",
  n.proposed_by_id as "proposedById", n.decided_by_id as "decidedById", n.decided_at as "decidedAt"`

/** Nominations that still count, of these people in one campaign. */
export const standing = (tx: Tx, campaignId: number, personIds: readonly number[]): Promise<Nomination[]> =>
  many<Nomination>(
    tx,
    sql`
    select ${columns}
    from nomination n
    where n.campaign_id = ${campaignId} and n.person_id = any(${personIds}::bigint[]) and n.state in ('proposed', 'approved')`,
  )

export const lockNominations = (tx: Tx, ids: readonly number[]): Promise<Nomination[]> =>
  many<Nomination>(
    tx,
    sql`
    select ${columns}
    from nomination n
    where n.id = any(${ids}::bigint[])
    order by n.id
    for no key update`,
  )

/** How many of somebody's proposals stand: proposed or approved. */
export const countStanding = async (tx: Tx, campaignId: number, userId: number): Promise<number> => {
  const [row] = await many<{ count: number }>(
    tx,
    sql`
    select count(*) as count
    from nomination
    where campaign_id = ${campaignId} and proposed_by_id = ${userId} and state in ('proposed', 'approved')`,
  )
  return row?.count ?? 0
}

export const countStates = (tx: Tx, campaignId: number): Promise<{ state: NominationState; count: number }[]> =>
  many(
    tx,
    sql`
    select state, count(*) as count
    from nomination
    where campaign_id = ${campaignId}
    group by state`,
  )

export type NewNomination = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly reason: string | null
  readonly statusBefore: string | null
}

export const insertNominations = (tx: Tx, userId: number, rows: readonly NewNomination[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into nomination (id, campaign_id, person_id, state, reason, status_before, proposed_at, proposed_by_id)
    select id, "campaignId", "personId", 'proposed', reason, "statusBefore", ${tx.now}, ${userId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id bigint, "campaignId" bigint, "personId" bigint, reason text, "statusBefore" text)`,
  )

export type Decided = {
  readonly id: number
  readonly state: 'approved' | 'rejected' | 'withdrawn'
  readonly reason: string | null
}

export const settleNominations = (tx: Tx, userId: number | null, decided: readonly Decided[]): Promise<number> =>
  run(
    tx,
    sql`
    update nomination n
    set state = r.state, decision_reason = r.reason, decided_at = ${tx.now}, decided_by_id = ${userId}
    from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as r (id bigint, state text, reason text)
    where n.id = r.id and n.state = 'proposed'`,
  )

export type ListedNomination = Nomination &
  Omit<Reach, 'statusBefore'> & {
    readonly recordId: number
    readonly memberId: number | null
    readonly name: string
    readonly company: string | null
    readonly reason: string | null
    readonly proposedAt: Date
    readonly decisionReason: string | null
    readonly status: string | null
  }

/** A person as lists of nominations name them: the contact they are, or else the lead. `p` holds their person_id. */
const somebody = sql`
  left join lateral (
    select c.id, concat_ws(' ', c.first_name, c.last_name) as name, a.name as company, c.email, c.mailing_street as street,
      c.mailing_city as city, c.has_opted_out_of_email, c.owner_id
    from contact c
    left join account a on a.id = c.account_id
    where c.person_id = p.person_id and c.deleted_at is null
    order by c.id desc
    limit 1
  ) as contact on true
  left join lateral (
    select l.id, concat_ws(' ', l.first_name, l.last_name) as name, l.company, l.email, l.street, l.city, l.has_opted_out_of_email, l.owner_id
    from lead l
    where l.person_id = p.person_id and l.deleted_at is null
    order by l.converted_at is null desc, l.id desc
    limit 1
  ) as lead on contact.id is null`

const about = sql`
  coalesce(contact.id, lead.id, 0) as "recordId", coalesce(contact.name, lead.name, 'Somebody who was deleted') as name,
  coalesce(contact.company, lead.company) as company, coalesce(contact.email, lead.email) as email,
  coalesce(contact.street, lead.street) as street, coalesce(contact.city, lead.city) as city,
  coalesce(contact.has_opted_out_of_email, lead.has_opted_out_of_email, false) as "hasOptedOut",
  contact.id is null and lead.id is null as "isGone"`

export type NominationsAsked = {
  readonly campaignId: number
  readonly states: readonly NominationState[]
  /** Only who this user proposed. */
  readonly proposedById: number | undefined
  readonly after: { readonly at: Date; readonly id: number }
  readonly limit: number
}

/** Nominations in the order in which they were made. `reach` is whose eyes look: an approver sees everybody they decide on. */
export const nominationPage = (
  tx: Tx,
  reach: Actor,
  { campaignId, states, proposedById, after, limit }: NominationsAsked,
): Promise<ListedNomination[]> =>
  many<ListedNomination>(
    tx,
    sql`
    select ${columns}, ${about}, n.reason, n.proposed_at as "proposedAt", n.decision_reason as "decisionReason",
      m.id as "memberId", m.status
    from nomination n
    cross join lateral (select n.person_id) as p
    left join campaign_member m on m.campaign_id = n.campaign_id and m.person_id = n.person_id
    ${somebody}
    where n.campaign_id = ${campaignId} and n.state = any(${states}::text[])
      and (${proposedById ?? null}::bigint is null or n.proposed_by_id = ${proposedById ?? null})
      and (n.proposed_at, n.id) > (${after.at}, ${after.id})
      and (n.proposed_by_id = ${reach.userId} or ${seen(reach)})
    order by n.proposed_at, n.id
    limit ${limit}`,
  )

/** Who is no member (any more) is seen as the lead or contact they are. */
const seen = (reach: Actor): RawBuilder<unknown> => {
  const seenAs = (definition: ObjectDefinition, alias: string): RawBuilder<unknown> =>
    may(reach, 'read', definition) ? visible(reach, definition, alias) : sql`false`
  return sql`case when m.id is not null then ${visible(reach, CampaignMember, 'm')}
      when contact.id is not null then exists (select from contact c where c.id = contact.id and ${seenAs(standard('Contact'), 'c')})
      when lead.id is not null then exists (select from lead l where l.id = lead.id and ${seenAs(standard('Lead'), 'l')})
      else true end`
}

function standard(name: 'Lead' | 'Contact'): ObjectDefinition {
  const definition = standardDefinition(name)
  if (definition === undefined) throw new Error(`${name} is declared at start.`)
  return definition
}

export type FromLastYear = Omit<Reach, 'statusBefore'> & {
  readonly memberId: number
  readonly personId: number
  readonly recordId: number
  readonly name: string
  readonly company: string | null
  readonly status: string
  readonly ownerId: number | null
  /** What they are this year: null while nobody proposed them and they are no member. */
  readonly nowState: NominationState | null
  readonly nowStatus: string | null
}

export type LastYearAsked = {
  readonly campaignId: number
  readonly previousCampaignId: number
  /** Only who is neither proposed nor a member this year. */
  readonly onlyMissing: boolean
  /** Only whose lead or contact this user owns. */
  readonly ownerId: number | undefined
  readonly after: number
  readonly limit: number
}

/** Who was in last year's campaign and not rejected there, with what they are this year. */
export const lastYearPage = (
  tx: Tx,
  actor: Actor,
  { campaignId, previousCampaignId, onlyMissing, ownerId, after, limit }: LastYearAsked,
): Promise<FromLastYear[]> =>
  many<FromLastYear>(
    tx,
    sql`
    select p.id as "memberId", p.person_id as "personId", ${about}, p.status, coalesce(contact.owner_id, lead.owner_id) as "ownerId",
      this.state as "nowState", now_member.status as "nowStatus"
    from campaign_member p
    ${somebody}
    left join campaign_member now_member on now_member.campaign_id = ${campaignId} and now_member.person_id = p.person_id
    left join lateral (
      select n.state from nomination n
      where n.campaign_id = ${campaignId} and n.person_id = p.person_id and n.state <> 'withdrawn'
      order by n.id desc
      limit 1
    ) as this on true
    where p.campaign_id = ${previousCampaignId} and p.id > ${after} and lower(p.status) not in ('rejected', 'declined', 'proposed')
      and (contact.id is not null or lead.id is not null)
      and (not ${onlyMissing}::boolean or (this.state is null and now_member.id is null))
      and (${ownerId ?? null}::bigint is null or coalesce(contact.owner_id, lead.owner_id) = ${ownerId ?? null})
      and ${visible(actor, CampaignMember, 'p')}
    order by p.id
    limit ${limit}`,
  )

/** Campaigns in which this user decides, and how many wait there. */
export const waitingFor = (
  tx: Tx,
  userId: number,
): Promise<{ campaignId: number; name: string; count: number; oldestAt: Date }[]> =>
  many(
    tx,
    sql`
    select c.id as "campaignId", c.name, count(*) as count, min(n.proposed_at) as "oldestAt"
    from nomination n
    join campaign c on c.id = n.campaign_id and c.deleted_at is null
    where n.state = 'proposed'
      and (exists (select from nomination_approver a where a.campaign_id = n.campaign_id and a.user_id = ${userId})
        or (c.owner_id = ${userId} and not exists (select from nomination_approver a where a.campaign_id = n.campaign_id)))
    group by c.id, c.name
    order by min(n.proposed_at)
    limit 20`,
  )

/** The members behind approved nominations that were not sent yet. */
export const approvedPeople = (
  tx: Tx,
  campaignId: number,
  status: string,
  limit: number,
): Promise<{ personId: number }[]> =>
  many(
    tx,
    sql`
    select m.person_id as "personId"
    from campaign_member m
    where m.campaign_id = ${campaignId} and m.status = ${status}
      and exists (select from nomination n where n.campaign_id = m.campaign_id and n.person_id = m.person_id and n.state = 'approved')
    order by m.id
    limit ${limit}
    for no key update`,
  )
