import type { Actor } from '../../ground/users/actor.ts'
import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Session } from './session.ts'

const columns = sql`
  s.id, s.campaign_id as "campaignId", s.name, s.starts_at as "startsAt", s.ends_at as "endsAt", s.time_zone as "timeZone",
  s.place, s.room, s.link, s.speaker, s.capacity, s.sequence, s.cancelled_at as "cancelledAt", s.version`

/** Sessions of events in the order of the day; a campaign has hundreds at most. */
export const sessionsOf = (tx: Tx, campaignIds: readonly number[]): Promise<Session[]> =>
  many<Session>(
    tx,
    sql`
    select ${columns}
    from event_session s
    where s.campaign_id = any(${campaignIds}::bigint[])
    order by s.campaign_id, s.starts_at, s.id
    limit 5000`,
  )

export const sessionsById = (tx: Tx, ids: readonly number[]): Promise<Session[]> =>
  many<Session>(
    tx,
    sql`
    select ${columns}
    from event_session s
    where s.id = any(${ids}::bigint[])`,
  )

export const lockSessions = (tx: Tx, ids: readonly number[]): Promise<Session[]> =>
  many<Session>(
    tx,
    sql`
    select ${columns}
    from event_session s
    where s.id = any(${ids}::bigint[])
    order by s.id
    for no key update`,
  )

const shape = sql`(id bigint, "campaignId" bigint, name text, "startsAt" timestamptz, "endsAt" timestamptz, "timeZone" text,
  place text, room text, link text, speaker text, capacity integer, sequence integer, "cancelledAt" timestamptz)`

export const insertSessions = (tx: Tx, actor: Actor, sessions: readonly Session[]): Promise<number> =>
  run(
    tx,
    sql`
    insert into event_session (id, campaign_id, name, starts_at, ends_at, time_zone, place, room, link, speaker, capacity,
      created_at, created_by_id, last_modified_at, last_modified_by_id)
    select id, "campaignId", name, "startsAt", "endsAt", "timeZone", place, room, link, speaker, capacity,
      ${tx.now}, ${actor.userId}, ${tx.now}, ${actor.userId}
    from jsonb_to_recordset(${JSON.stringify(sessions)}::jsonb) as r ${shape}`,
  )

export const updateSessions = (tx: Tx, actor: Actor, sessions: readonly Session[]): Promise<number> =>
  run(
    tx,
    sql`
    update event_session s
    set name = r.name, starts_at = r."startsAt", ends_at = r."endsAt", time_zone = r."timeZone", place = r.place, room = r.room,
      link = r.link, speaker = r.speaker, capacity = r.capacity, sequence = r.sequence, cancelled_at = r."cancelledAt",
      version = s.version + 1, last_modified_at = ${tx.now}, last_modified_by_id = ${actor.userId}
    from jsonb_to_recordset(${JSON.stringify(sessions)}::jsonb) as r ${shape}
    where s.id = r.id`,
  )
