import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { many, one, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { CampaignMember } from '../../records/campaigns/fields.ts'
import type { CheckIn, TapResult } from './checkIn.ts'
import type { RegistrationState } from './registration.ts'

export type LockedMember = {
  readonly id: number
  readonly campaignId: number
  readonly personId: number
  readonly status: string
  readonly name: string
}

/** Members in the order of their ids, so that two stewards at two doors wait for each other and never for ever. */
export const lockMembers = (
  tx: Tx,
  actor: Actor,
  campaignId: number,
  ids: readonly number[],
): Promise<LockedMember[]> =>
  many<LockedMember>(
    tx,
    sql`
    select m.id, m.campaign_id as "campaignId", m.person_id as "personId", m.status,
      coalesce((select concat_ws(' ', c.first_name, c.last_name) from contact c where c.id = m.contact_id),
        (select concat_ws(' ', l.first_name, l.last_name) from lead l where l.id = m.lead_id)) as name
    from campaign_member m
    where m.id = any(${ids}::bigint[]) and m.campaign_id = ${campaignId} and ${visible(actor, CampaignMember, 'm')}
    order by m.id
    for no key update of m`,
  )

export const membersOfPeople = (
  tx: Tx,
  campaignId: number,
  personIds: readonly number[],
): Promise<{ id: number; personId: number }[]> =>
  many(
    tx,
    sql`
    select id, person_id as "personId"
    from campaign_member
    where campaign_id = ${campaignId} and person_id = any(${personIds}::bigint[])`,
  )

const columns = sql`k.id, k.campaign_id as "campaignId", k.person_id as "personId", k.status_before as "statusBefore",
  k.is_walk_in as "isWalkIn", k.checked_in_at as "checkedInAt", k.checked_in_by_id as "checkedInById"`

/** Who was checked in, and not undone; the first of each person comes first. */
export const checkInsOf = (tx: Tx, campaignId: number, personIds: readonly number[]): Promise<CheckIn[]> =>
  many<CheckIn>(
    tx,
    sql`
    select ${columns}
    from event_check_in k
    where k.campaign_id = ${campaignId} and k.person_id = any(${personIds}::bigint[]) and k.undone_at is null
    order by k.id`,
  )

export const insertCheckIns = (tx: Tx, checkIns: readonly CheckIn[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into event_check_in (id, campaign_id, person_id, status_before, is_walk_in, checked_in_at, checked_in_by_id)
    select id, "campaignId", "personId", "statusBefore", "isWalkIn", "checkedInAt", "checkedInById"
    from jsonb_to_recordset(${JSON.stringify(checkIns)}::jsonb)
      as r (id bigint, "campaignId" bigint, "personId" bigint, "statusBefore" text, "isWalkIn" boolean, "checkedInAt" timestamptz, "checkedInById" bigint)`,
  )

export const undoCheckIns = (tx: Tx, ids: readonly number[], userId: number | null): Promise<number> =>
  run(
    tx,
    sql`
    update event_check_in
    set undone_at = ${tx.now}, undone_by_id = ${userId}
    where id = any(${ids}::bigint[]) and undone_at is null`,
  )

/** Claims taps for this transaction; answers those that are new. Another transaction with the same key waits here. */
export const claimTaps = async (tx: Tx, userId: number, keys: readonly string[]): Promise<Set<string>> => {
  const rows = await many<{ key: string }>(
    tx,
    sql`
    insert into event_tap (user_id, key, created_at)
    select ${userId}, key, ${tx.now}
    from unnest(${keys}::text[]) as key
    order by key
    on conflict (user_id, key) do nothing
    returning key`,
  )
  return new Set(rows.map(({ key }) => key))
}

export const answersOfTaps = (
  tx: Tx,
  userId: number,
  keys: readonly string[],
): Promise<{ key: string; answer: TapResult }[]> =>
  many(
    tx,
    sql`
    select key, answer
    from event_tap
    where user_id = ${userId} and key = any(${keys}::text[]) and answer is not null`,
  )

export const keepAnswers = (tx: Tx, userId: number, answers: readonly TapResult[]): Promise<number> =>
  run(
    tx,
    sql`
    update event_tap t
    set answer = r.answer
    from jsonb_to_recordset(${JSON.stringify(answers.map((answer) => ({ key: answer.key, answer })))}::jsonb) as r (key text, answer jsonb)
    where t.user_id = ${userId} and t.key = r.key`,
  )

export const forgetTaps = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from event_tap
    where created_at < ${before}`,
  )

export type Expected = {
  readonly memberId: number
  readonly recordId: number
  readonly personId: number
  readonly name: string
  readonly sortName: string
  readonly company: string | null
  readonly email: string | null
  readonly status: string
  readonly registrationId: number | null
  readonly state: RegistrationState | null
  readonly checkedInAt: Date | null
  readonly checkedInById: number | null
  readonly isWalkIn: boolean
}

export type DoorAsked = {
  readonly campaignId: number
  /** At the door of this session: who booked a seat there, and who is in it. */
  readonly sessionId: number | undefined
  /** The tsquery of the words looked for; undefined: everybody. */
  readonly query: string | undefined
  readonly after: { readonly name: string; readonly id: number }
  readonly limit: number
}

const registrationOf = sql`
        select o.id, o.state from event_registration o
        where o.campaign_id = m.campaign_id and o.person_id = m.person_id
        order by (o.state = 'registered') desc, (o.state = 'waiting') desc, o.id`

/** A seat booked in a session reads as a registration for it. */
const seatOf = (sessionId: number): RawBuilder<unknown> => sql`
        select o.id, case b.state when 'booked' then 'registered' else b.state end as state
        from event_registration o
        join session_booking b on b.registration_id = o.id and b.session_id = ${sessionId}
        where o.campaign_id = m.campaign_id and o.person_id = m.person_id
        order by (b.state = 'booked') desc, (b.state = 'waiting') desc, o.id`

const checkInOf = sql`
        select o.checked_in_at, o.checked_in_by_id, o.is_walk_in from event_check_in o
        where o.campaign_id = m.campaign_id and o.person_id = m.person_id and o.undone_at is null`

const checkInTo = (sessionId: number): RawBuilder<unknown> => sql`
        select o.checked_in_at, o.checked_in_by_id, false as is_walk_in from session_check_in o
        where o.session_id = ${sessionId} and o.person_id = m.person_id and o.undone_at is null`

/** Who is in the event's campaign, as a steward looks for them: by last name, a page at a time. */
export const peopleAtDoor = (
  tx: Tx,
  actor: Actor,
  { campaignId, sessionId, query, after, limit }: DoorAsked,
): Promise<Expected[]> =>
  many<Expected>(
    tx,
    sql`
    select * from (
      select m.id as "memberId", coalesce(m.contact_id, m.lead_id) as "recordId", m.person_id as "personId",
        coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), concat_ws(' ', l.first_name, l.last_name)) as name,
        lower(coalesce(c.last_name, l.last_name, '')) as "sortName",
        coalesce(a.name, l.company) as company, coalesce(c.email, l.email) as email, m.status,
        r.id as "registrationId", r.state, k.checked_in_at as "checkedInAt", k.checked_in_by_id as "checkedInById",
        coalesce(k.is_walk_in, false) as "isWalkIn"
      from campaign_member m
      left join contact c on c.id = m.contact_id
      left join account a on a.id = c.account_id
      left join lead l on l.id = m.lead_id and m.contact_id is null
      left join lateral (
        ${sessionId === undefined ? registrationOf : seatOf(sessionId)}
        limit 1) as r on true
      left join lateral (
        ${sessionId === undefined ? checkInOf : checkInTo(sessionId)}
        order by o.id
        limit 1) as k on true
      where m.campaign_id = ${campaignId} and ${visible(actor, CampaignMember, 'm')}
        and (${query ?? null}::text is null or (case when m.contact_id is null then l.search else c.search end) @@ ${query ?? null}::tsquery)
        -- Whoever is looked for by name is found, whether they booked this session or not.
        and (${query !== undefined || sessionId === undefined} or r.state in ('registered', 'waiting') or k.checked_in_at is not null)
    ) as expected
    where ("sortName", "memberId") > (${after.name}, ${after.id})
    order by "sortName", "memberId"
    limit ${limit}`,
  )

export type DoorCounts = {
  readonly expected: number
  readonly waiting: number
  readonly here: number
  readonly walkIns: number
}

/** How many are expected, here, and came unannounced. People are counted once. */
export const countDoor = (tx: Tx, campaignId: number): Promise<DoorCounts> =>
  one<DoorCounts>(
    tx,
    sql`
    select
      (select count(distinct person_id) from event_registration where campaign_id = ${campaignId} and state = 'registered') as expected,
      (select count(distinct person_id) from event_registration where campaign_id = ${campaignId} and state = 'waiting') as waiting,
      count(distinct person_id) as here,
      count(distinct person_id) filter (where is_walk_in) as "walkIns"
    from event_check_in
    where campaign_id = ${campaignId} and undone_at is null`,
  )
