import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, maybeOne, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { CampaignMember } from '../../records/campaigns/fields.ts'
import type { Booking, BookingState, Registration, RegistrationState } from './registration.ts'

const columns = sql`r.id, r.campaign_id as "campaignId", r.person_id as "personId", r.code, r.state, r.waiting_from as "waitingFrom", r.revision`

/** What people hold already, the one that counts first: a merge may leave a person with two. */
export const registrationsOfPeople = (
  tx: Tx,
  campaignIds: readonly number[],
  personIds: readonly number[],
): Promise<Registration[]> =>
  many<Registration>(
    tx,
    sql`
    select ${columns}
    from event_registration r
    where r.campaign_id = any(${campaignIds}::bigint[]) and r.person_id = any(${personIds}::bigint[])
    order by (r.state = 'registered') desc, (r.state = 'waiting') desc, r.id`,
  )

export const registrationsById = (tx: Tx, ids: readonly number[]): Promise<Registration[]> =>
  many<Registration>(
    tx,
    sql`
    select ${columns}
    from event_registration r
    where r.id = any(${ids}::bigint[])
    order by r.id`,
  )

export const registrationOfPost = (tx: Tx, formPostId: number): Promise<Registration | undefined> =>
  maybeOne<Registration>(
    tx,
    sql`
    select ${columns}
    from event_registration r
    where r.form_post_id = ${formPostId}`,
  )

export const registrationsByCode = (
  tx: Tx,
  codes: readonly string[],
): Promise<(Registration & { campaignName: string })[]> =>
  many(
    tx,
    sql`
    select ${columns}, c.name as "campaignName"
    from event_registration r
    join campaign c on c.id = r.campaign_id
    where r.code = any(${codes}::text[])`,
  )

export type NewRegistration = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly code: string
  readonly formPostId: number | null
}

export const insertRegistrations = (tx: Tx, userId: number | null, rows: readonly NewRegistration[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into event_registration (id, campaign_id, person_id, code, state, waiting_from, form_post_id, created_at, created_by_id)
    select id, "campaignId", "personId", code, 'waiting', ${tx.now}, "formPostId", ${tx.now}, ${userId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id bigint, "campaignId" bigint, "personId" bigint, code text, "formPostId" bigint)`,
  )

/** Who cancelled and comes back stands at the end of the line. */
export const renewRegistrations = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update event_registration
    set state = 'waiting', waiting_from = ${tx.now}, cancelled_at = null, revision = revision + 1
    where id = any(${ids}::bigint[]) and state = 'cancelled'`,
  )

export const cancelRows = (tx: Tx, ids: readonly number[]): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    update event_registration
    set state = 'cancelled', cancelled_at = ${tx.now}, revision = revision + 1
    where id = any(${ids}::bigint[]) and state <> 'cancelled'
    returning id`,
  )

export const raiseRevision = (tx: Tx, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update event_registration
    set revision = revision + 1
    where id = any(${ids}::bigint[])`,
  )

export const bookingsOf = (tx: Tx, registrationIds: readonly number[]): Promise<Booking[]> =>
  many<Booking>(
    tx,
    sql`
    select registration_id as "registrationId", session_id as "sessionId", state
    from session_booking
    where registration_id = any(${registrationIds}::bigint[])`,
  )

/** Who has a seat in one of these sessions, or waits for one. */
export const registrationsIn = async (
  tx: Tx,
  sessionIds: readonly number[],
): Promise<{ id: number; sessionId: number; state: BookingState }[]> =>
  many(
    tx,
    sql`
    select b.registration_id as id, b.session_id as "sessionId", b.state
    from session_booking b
    join event_registration r on r.id = b.registration_id and r.state <> 'cancelled'
    where b.session_id = any(${sessionIds}::bigint[]) and b.state <> 'cancelled'
    order by b.registration_id`,
  )

/** The person behind a registration as letters and lists name them: the contact they are, or else the lead. */
const holder = sql`
  left join lateral (
    select c.first_name, c.last_name, c.email
    from contact c
    where c.person_id = r.person_id and c.deleted_at is null
    order by c.id desc
    limit 1
  ) as contact on true
  left join lateral (
    select l.first_name, l.last_name, l.email
    from lead l
    where l.person_id = r.person_id and l.deleted_at is null
    order by l.id desc
    limit 1
  ) as lead on true`

export type Holder = Registration & { readonly name: string; readonly email: string | null }

export const holdersOf = (tx: Tx, ids: readonly number[]): Promise<Holder[]> =>
  many<Holder>(
    tx,
    sql`
    select ${columns}, coalesce(nullif(concat_ws(' ', contact.first_name, contact.last_name), ''), concat_ws(' ', lead.first_name, lead.last_name)) as name,
      coalesce(contact.email, lead.email) as email
    from event_registration r
    ${holder}
    where r.id = any(${ids}::bigint[])
    order by r.id`,
  )

export type Counts = {
  readonly campaignId: number
  readonly sessionId: number | null
  readonly taken: number
  readonly waiting: number
}

/** Taken and waited-for places of events (`sessionId` null) and of their sessions. */
export const countPlaces = (tx: Tx, campaignIds: readonly number[]): Promise<Counts[]> =>
  many<Counts>(
    tx,
    sql`
    select campaign_id as "campaignId", null::bigint as "sessionId",
      count(*) filter (where state = 'registered') as taken, count(*) filter (where state = 'waiting') as waiting
    from event_registration
    where campaign_id = any(${campaignIds}::bigint[]) and state <> 'cancelled'
    group by campaign_id
    union all
    select s.campaign_id, s.id, count(*) filter (where b.state = 'booked'), count(*) filter (where b.state = 'waiting')
    from event_session s
    join session_booking b on b.session_id = s.id and b.state <> 'cancelled'
    join event_registration r on r.id = b.registration_id and r.state <> 'cancelled'
    where s.campaign_id = any(${campaignIds}::bigint[])
    group by s.campaign_id, s.id`,
  )

export type Listed = {
  readonly id: number
  readonly personId: number
  readonly memberId: number
  readonly recordId: number
  readonly name: string
  readonly company: string | null
  readonly email: string | null
  readonly code: string
  readonly state: RegistrationState
  readonly createdAt: Date
  readonly waitingFrom: Date
  readonly status: string
  /** Which place in the line, from 1; null for who does not wait. */
  readonly line: number | null
}

export type RegistrationsAsked = {
  readonly campaignId: number
  readonly state: RegistrationState | undefined
  readonly sessionId: number | undefined
  readonly after: { readonly at: Date; readonly id: number }
  readonly limit: number
}

/** The registrations of one event that the actor may see, in the order in which they came. */
export const registrationPage = (
  tx: Tx,
  actor: Actor,
  { campaignId, state, sessionId, after, limit }: RegistrationsAsked,
): Promise<Listed[]> =>
  many<Listed>(
    tx,
    sql`
    select r.id, r.person_id as "personId", m.id as "memberId", coalesce(m.contact_id, m.lead_id) as "recordId",
      coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), concat_ws(' ', l.first_name, l.last_name)) as name,
      coalesce(a.name, l.company) as company, coalesce(c.email, l.email) as email, r.code, r.state, r.created_at as "createdAt",
      r.waiting_from as "waitingFrom", m.status,
      case when r.state = 'waiting' then (
        select count(*) from event_registration o
        where o.campaign_id = r.campaign_id and o.state = 'waiting' and (o.waiting_from, o.id) <= (r.waiting_from, r.id)) end as line
    from event_registration r
    join campaign_member m on m.campaign_id = r.campaign_id and m.person_id = r.person_id
    left join contact c on c.id = m.contact_id
    left join account a on a.id = c.account_id
    left join lead l on l.id = m.lead_id and m.contact_id is null
    where r.campaign_id = ${campaignId} and (r.waiting_from, r.id) > (${after.at}, ${after.id})
      and (${state ?? null}::text is null or r.state = ${state ?? null})
      and (${sessionId ?? null}::bigint is null or exists (
        select from session_booking b where b.registration_id = r.id and b.session_id = ${sessionId ?? null} and b.state <> 'cancelled'))
      and ${visible(actor, CampaignMember, 'm')}
    order by r.waiting_from, r.id
    limit ${limit}`,
  )

/** Of these registrations, those of people the actor may see. */
export const reachable = async (tx: Tx, actor: Actor, ids: readonly number[]): Promise<Set<number>> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select r.id
    from event_registration r
    join campaign_member m on m.campaign_id = r.campaign_id and m.person_id = r.person_id
    where r.id = any(${ids}::bigint[]) and ${visible(actor, CampaignMember, 'm')}`,
  )
  return new Set(rows.map(({ id }) => id))
}
