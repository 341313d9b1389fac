import { many, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { SessionCheckIn } from './checkIn.ts'
import type { DoorCounts } from './checkIns.sql.ts'
import type { BookingState } from './registration.ts'

/** Who is in a session, and not undone; the first of each person comes first. */
export const sessionCheckInsOf = (tx: Tx, sessionId: number, personIds: readonly number[]): Promise<SessionCheckIn[]> =>
  many<SessionCheckIn>(
    tx,
    sql`
    select id, session_id as "sessionId", person_id as "personId", checked_in_at as "checkedInAt", checked_in_by_id as "checkedInById"
    from session_check_in
    where session_id = ${sessionId} and person_id = any(${personIds}::bigint[]) and undone_at is null
    order by id`,
  )

export const insertSessionCheckIns = (tx: Tx, checkIns: readonly SessionCheckIn[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into session_check_in (id, session_id, person_id, checked_in_at, checked_in_by_id)
    select id, "sessionId", "personId", "checkedInAt", "checkedInById"
    from jsonb_to_recordset(${JSON.stringify(checkIns)}::jsonb)
      as r (id bigint, "sessionId" bigint, "personId" bigint, "checkedInAt" timestamptz, "checkedInById" bigint)`,
  )

export const undoSessionCheckIns = (tx: Tx, ids: readonly number[], userId: number | null): Promise<number> =>
  run(
    tx,
    sql`
    update session_check_in
    set undone_at = ${tx.now}, undone_by_id = ${userId}
    where id = any(${ids}::bigint[]) and undone_at is null`,
  )

/** What these people are to a session by their registrations; the best of several. */
export const bookedBy = (
  tx: Tx,
  sessionId: number,
  personIds: readonly number[],
): Promise<{ readonly personId: number; readonly state: BookingState }[]> =>
  many(
    tx,
    sql`
    select distinct on (r.person_id) r.person_id as "personId", b.state
    from session_booking b
    join event_registration r on r.id = b.registration_id
    where b.session_id = ${sessionId} and r.person_id = any(${personIds}::bigint[])
    order by r.person_id, (b.state = 'booked') desc, (b.state = 'waiting') desc`,
  )

/** How many are in each of these sessions by now. */
export const hereInSessions = (
  tx: Tx,
  sessionIds: readonly number[],
): Promise<{ readonly sessionId: number; readonly here: number }[]> =>
  many(
    tx,
    sql`
    select session_id as "sessionId", count(distinct person_id) as here
    from session_check_in
    where session_id = any(${sessionIds}::bigint[]) and undone_at is null
    group by session_id`,
  )

/** How many booked a seat, are here, and came without one. People are counted once. */
export const countSession = (tx: Tx, sessionId: number): Promise<DoorCounts> =>
  one<DoorCounts>(
    tx,
    sql`
    with seat as (
      select r.person_id, bool_or(b.state = 'booked') as booked
      from session_booking b
      join event_registration r on r.id = b.registration_id
      where b.session_id = ${sessionId} and b.state in ('booked', 'waiting')
      group by r.person_id
    ), inside as (
      select distinct person_id from session_check_in where session_id = ${sessionId} and undone_at is null
    )
    select
      (select count(*) from seat where booked) as expected,
      (select count(*) from seat where not booked) as waiting,
      (select count(*) from inside) as here,
      (select count(*) from inside where person_id not in (select person_id from seat where booked)) as "walkIns"`,
  )

export type SessionOfMember = {
  readonly id: number
  readonly name: string
  readonly startsAt: Date
  readonly timeZone: string
  readonly room: string | null
  readonly seat: BookingState | null
  readonly attendedAt: Date | null
  readonly attendedBy: string | null
}

/** The sessions of the event a member belongs to: what they are to each, and whether they were in it. */
export const sessionsOfMember = (tx: Tx, memberId: number): Promise<SessionOfMember[]> =>
  many<SessionOfMember>(
    tx,
    sql`
    select s.id, s.name, s.starts_at as "startsAt", s.time_zone as "timeZone", s.room, seat.state as seat,
      inside.checked_in_at as "attendedAt", nullif(concat_ws(' ', u.first_name, u.last_name), '') as "attendedBy"
    from campaign_member m
    join event_session s on s.campaign_id = m.campaign_id and s.cancelled_at is null
    left join lateral (
      select b.state
      from event_registration r
      join session_booking b on b.registration_id = r.id and b.session_id = s.id
      where r.campaign_id = m.campaign_id and r.person_id = m.person_id
      order by (b.state = 'booked') desc, (b.state = 'waiting') desc
      limit 1) seat on true
    left join lateral (
      select checked_in_at, checked_in_by_id
      from session_check_in
      where session_id = s.id and person_id = m.person_id and undone_at is null
      order by id
      limit 1) inside on true
    left join app_user u on u.id = inside.checked_in_by_id
    where m.id = ${memberId}
    order by s.starts_at, s.id`,
  )
