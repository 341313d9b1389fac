import type { InboxEvent } from '../../../platform/events.sql.ts'
import { many, one, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Topic } from './topics.ts'

export type NewStreamEvent = Omit<InboxEvent, 'id'> & { readonly channel: string }

/**
 * Takes the next numbers for so many events; answers the number before them. The row of the position is locked until the
 * commit, so that numbers appear in their order, whatever process gives them out.
 */
export const takeNumbers = async (tx: Tx, count: number): Promise<number> => {
  const { before } = await one<{ before: number }>(
    tx,
    sql`
    update stream_position
    set last_id = last_id + ${count}::bigint
    returning last_id - ${count}::bigint as before`,
  )
  return before
}

/** Puts events into the stream, with the numbers after this one. */
export const insertStreamEvents = (tx: Tx, before: number, events: readonly NewStreamEvent[]): Promise<number> =>
  run(
    tx,
    sql`
    with r as materialized (
      select *, row_number() over (partition by channel, happened, actor order by at) as place
      from json_to_recordset(${JSON.stringify(events.map(writtenEvent))}::json)
        as r (at int, channel text, type text, ids bigint[], actor bigint, payload jsonb, happened timestamptz)
    ), begun as materialized (
      -- A transaction of many changes comes in several pieces.
      select r.channel, r.happened, r.actor, max(e.sequence) as places
      from r
      join stream_event e
        on e.happened_at = r.happened and e.channel = r.channel and e.actor_id is not distinct from r.actor
      where r.place = 1
      group by r.channel, r.happened, r.actor
    )
    insert into stream_event (id, channel, type, record_ids, actor_id, payload, happened_at, sequence)
    select ${before}::bigint + r.at, r.channel, r.type, r.ids, r.actor, r.payload,
      r.happened, r.place + coalesce(b.places, 0)
    from r
    left join begun b on b.channel = r.channel and b.happened = r.happened and b.actor is not distinct from r.actor`,
  )

const writtenEvent = (
  { channel, type, recordIds, actorId, payload, happenedAt }: NewStreamEvent,
  at: number,
): Readonly<Record<string, unknown>> => ({
  at: at + 1,
  channel,
  type,
  ids: recordIds,
  actor: actorId,
  payload,
  happened: happenedAt,
})

export type StreamEvent = InboxEvent & {
  readonly channel: string
  /** Which event of its transaction it is, from 1 on. */
  readonly sequence: number
}

/** The next events after a number, of records and of these channels. */
export const streamAfter = (
  tx: Tx,
  after: number,
  channels: readonly string[],
  since: Date,
  most: number,
): Promise<StreamEvent[]> =>
  many<StreamEvent>(
    tx,
    sql`
    select id, channel, type, record_ids as "recordIds", actor_id as "actorId", payload, happened_at as "happenedAt", sequence
    from stream_event
    where id > ${after} and channel = any(${channels}::text[]) and happened_at > ${since}
    order by id
    limit ${most}`,
  )

/** The number of the last event of the stream. */
export const lastOfStream = async (tx: Tx): Promise<number> => {
  const { lastId } = await one<{ lastId: number }>(tx, sql`select last_id as "lastId" from stream_position`)
  return lastId
}

export const removeFromStream = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from stream_event
    where id in (select id from stream_event where happened_at < ${before} limit 5000)`,
  )

export const activeTopics = (tx: Tx, names: readonly string[]): Promise<Topic[]> =>
  many<Topic>(
    tx,
    sql`
    select id, name, query, notify_for_fields as fields, notify_for_operation_create as "create",
      notify_for_operation_update as update, notify_for_operation_delete as delete,
      notify_for_operation_undelete as undelete
    from push_topic
    where lower(name) = any(${names.map((name) => name.toLowerCase())}::text[]) and is_active`,
  )

export const channelNamed = async (tx: Tx, name: string): Promise<boolean> =>
  (await many(tx, sql`select id from streaming_channel where name = ${name}`)).length > 0

/** The number of the oldest event that is kept. */
export const firstOfStream = async (tx: Tx): Promise<number | undefined> => {
  const [row] = await many<{ id: number }>(tx, sql`select id from stream_event order by id limit 1`)
  return row?.id
}
