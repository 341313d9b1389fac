import type { InboxEvent } from '../../../platform/events.sql.ts'
import { many, one, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Topic } from './topics.ts'

export type NewStreamEvent = Omit<InboxEvent, 'id'> & { readonly channel: string }

/**
 * Puts events into the stream, each with the next number. The row of the position is locked until the commit, so that
 * numbers appear in their order, whatever process gives them out.
 */
export const appendToStream = (tx: Tx, events: readonly NewStreamEvent[]): Promise<number> =>
  run(
    tx,
    sql`
    with moved as (
      update stream_position
      set last_id = last_id + ${events.length}::bigint
      returning last_id - ${events.length}::bigint as before
    )
    insert into stream_event (id, channel, type, record_ids, actor_id, payload, happened_at)
    select moved.before + r.at, r.channel, r.type, r.ids, r.actor, r.payload, r.happened
    from moved
    cross join json_to_recordset(${JSON.stringify(
      events.map(({ channel, type, recordIds, actorId, payload, happenedAt }, at) => ({
        at: at + 1,
        channel,
        type,
        ids: recordIds,
        actor: actorId,
        payload,
        happened: happenedAt,
      })),
    )}::json) as r (at int, channel text, type text, ids bigint[], actor bigint, payload jsonb, happened timestamptz)`,
  )

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
    select id, channel, type, record_ids as "recordIds", actor_id as "actorId", payload, happened_at as "happenedAt",
      (select count(*)::int
       from stream_event other
       where other.happened_at = stream_event.happened_at and other.actor_id is not distinct from stream_event.actor_id
         and other.channel = stream_event.channel and other.id <= stream_event.id) as sequence
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
