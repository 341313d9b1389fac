import type { Announcement } from './events.ts'
import { many, run, sql } from './sql.ts'
import type { Tx } from './tx.ts'

/** One statement for all events of a transaction and the inbox rows of their consumers. */
export const insertAnnouncements = (
  tx: Tx,
  announcements: readonly Announcement[],
  consumers: readonly (readonly string[])[],
): Promise<number> => {
  const rows = announcements.map((one, at) => ({
    type: one.type,
    record_ids: one.recordIds,
    actor_id: one.actorId,
    payload: one.payload ?? {},
    consumers: consumers[at] ?? [],
  }))
  return run(tx, sql`
    with happened as (
      select nextval('event_id_seq') as id, new.*
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as new (type text, record_ids bigint[], actor_id bigint, payload jsonb, consumers text[])
    ), kept as (
      insert into event (id, type, record_ids, actor_id, payload, happened_at)
      select id, type, record_ids, actor_id, payload, ${tx.now}
      from happened
    )
    insert into event_inbox (consumer, event_id)
    select unnest(consumers), id
    from happened
    where cardinality(consumers) > 0`)
}

export type InboxEvent = {
  readonly id: number
  readonly type: string
  readonly recordIds: readonly number[]
  readonly actorId: number | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly happenedAt: Date
}

/** Takes a consumer's next events out of its inbox; they come back if the transaction fails. */
export const takeFromInbox = (tx: Tx, consumer: string, most: number): Promise<InboxEvent[]> =>
  many<InboxEvent>(tx, sql`
    with next as (
      delete from event_inbox
      where (consumer, event_id) in (
        select consumer, event_id
        from event_inbox
        where consumer = ${consumer}
        order by event_id
        limit ${most}
        for update skip locked)
      returning event_id
    )
    select event.id, type, record_ids as "recordIds", actor_id as "actorId", payload, happened_at as "happenedAt"
    from event
    join next on next.event_id = event.id
    order by event.id`)
