import { many, run, sql, type RawBuilder } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Booking } from './registration.ts'

/** Whether the event of the plan `p` is still to come or on; without sessions it ends with its campaign's last day. */
const isOn = ({ now }: Tx): RawBuilder<unknown> => sql`
        exists (
          select from campaign c
          where c.id = p.campaign_id and c.deleted_at is null
            and (c.end_date is null or exists (select from event_session s where s.campaign_id = p.campaign_id)
              or (c.end_date + 1)::timestamp at time zone p.time_zone > ${now}))
        and (not exists (select from event_session s where s.campaign_id = p.campaign_id)
          or exists (select from event_session s where s.campaign_id = p.campaign_id and s.cancelled_at is null and s.ends_at > ${now}))`

/**
 * Gives places to who waits, in the order in which they came, as many as the events have room for; the plans are
 * locked by the caller. Answers who got one. Where an event is over nobody moves up any more.
 */
export const promoteRegistrations = (tx: Tx, campaignIds: readonly number[]): Promise<{ id: number }[]> =>
  many(
    tx,
    sql`
    with free as (
      select p.campaign_id,
        p.capacity - (select count(*) from event_registration r where r.campaign_id = p.campaign_id and r.state = 'registered') as places
      from event_plan p
      where p.campaign_id = any(${campaignIds}::bigint[]) and ${isOn(tx)}
    ), next as (
      select r.id, free.places, row_number() over (partition by r.campaign_id order by r.waiting_from, r.id) as place
      from event_registration r
      join free on free.campaign_id = r.campaign_id
      where r.state = 'waiting'
    )
    update event_registration r
    set state = 'registered', registered_at = ${tx.now}, revision = r.revision + 1
    from next
    where r.id = next.id and (next.places is null or next.place <= next.places)
    returning r.id`,
  )

/** The same for the seats of sessions; only who has a place at the event gets one. */
export const promoteBookings = (tx: Tx, campaignIds: readonly number[]): Promise<{ id: number; sessionId: number }[]> =>
  many(
    tx,
    sql`
    with free as (
      select s.id, s.capacity - (select count(*) from session_booking b where b.session_id = s.id and b.state = 'booked') as places
      from event_session s
      where s.campaign_id = any(${campaignIds}::bigint[]) and s.cancelled_at is null and s.ends_at > ${tx.now}
    ), next as (
      select b.registration_id, b.session_id, free.places,
        row_number() over (partition by b.session_id order by b.waiting_from, b.registration_id) as place
      from session_booking b
      join free on free.id = b.session_id
      join event_registration r on r.id = b.registration_id and r.state = 'registered'
      where b.state = 'waiting'
    )
    update session_booking b
    set state = 'booked', booked_at = ${tx.now}
    from next
    where b.registration_id = next.registration_id and b.session_id = next.session_id
      and (next.places is null or next.place <= next.places)
    returning b.registration_id as id, b.session_id as "sessionId"`,
  )

/** Who chose sessions: new choices wait from now on, and what was given back before is chosen again. */
export const chooseSessions = (tx: Tx, choices: readonly Omit<Booking, 'state'>[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into session_booking (registration_id, session_id, state, waiting_from)
    select "registrationId", "sessionId", 'waiting', ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(choices)}::jsonb) as r ("registrationId" bigint, "sessionId" bigint)
    on conflict (registration_id, session_id) do update
    set state = 'waiting', waiting_from = excluded.waiting_from, booked_at = null
    where session_booking.state = 'cancelled'`,
  )

export const giveUpSessions = (tx: Tx, choices: readonly Omit<Booking, 'state'>[]): Promise<number> =>
  run(
    tx,
    sql`
    update session_booking b
    set state = 'cancelled'
    from jsonb_to_recordset(${JSON.stringify(choices)}::jsonb) as r ("registrationId" bigint, "sessionId" bigint)
    where b.registration_id = r."registrationId" and b.session_id = r."sessionId" and b.state <> 'cancelled'`,
  )

/** Events to come in which somebody waits though there is room: a place came free by a way that promotes nobody itself. */
export const campaignsWithRoom = async (tx: Tx): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    select p.campaign_id as id
    from event_plan p
    where ${isOn(tx)} and (exists (
      select from event_registration r
      where r.campaign_id = p.campaign_id and r.state = 'waiting'
        and (p.capacity is null or p.capacity > (select count(*) from event_registration o where o.campaign_id = p.campaign_id and o.state = 'registered')))
      or exists (
        select from event_session s
        join session_booking b on b.session_id = s.id and b.state = 'waiting'
        join event_registration r on r.id = b.registration_id and r.state = 'registered'
        where s.campaign_id = p.campaign_id and s.cancelled_at is null and s.ends_at > ${tx.now}
          and (s.capacity is null or s.capacity > (select count(*) from session_booking o where o.session_id = s.id and o.state = 'booked'))))
    order by p.campaign_id
    limit 1000`,
  )
  return rows.map(({ id }) => id)
}
