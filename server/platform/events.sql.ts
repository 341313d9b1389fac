import type { Announcement, Tx } from './tx.ts'
import { many, run, sql, type RawBuilder } from './sql.ts'

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
  return run(
    tx,
    sql`
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
    where cardinality(consumers) > 0`,
  )
}

/** The same inside a statement that changes many records: an event for each so many of them, in the order of their n. */
export const announcedRows = (
  tx: Tx,
  one: Pick<Announcement, 'type' | 'actorId'> & { readonly each: number; readonly consumers: readonly string[] },
  rows: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  announced as (
    insert into event (id, type, record_ids, actor_id, payload, happened_at)
    select nextval('event_id_seq'), ${one.type}, record_ids, ${one.actorId}, '{}', ${tx.now}
    from (select array_agg(id order by n) as record_ids from ${rows} group by n / ${sql.lit(one.each)} order by n / ${sql.lit(one.each)}) told
    returning id
  ), announced_to as (
    insert into event_inbox (consumer, event_id)
    select unnest(${one.consumers}::text[]), id
    from announced
  )`

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
  many<InboxEvent>(
    tx,
    sql`
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
    order by event.id`,
  )

export type InboxDepth = { readonly consumer: string; readonly events: number }

/** How many events wait for each consumer; those it gave up on wait under its name with '!failed'. */
export const inboxDepths = (tx: Tx): Promise<InboxDepth[]> =>
  many<InboxDepth>(
    tx,
    sql`
    select consumer, count(*) as events
    from event_inbox
    group by consumer
    order by consumer`,
  )

/** Which of these consumers have something to take. */
export const waitingConsumers = async (tx: Tx, consumers: readonly string[]): Promise<string[]> => {
  const rows = await many<{ consumer: string }>(
    tx,
    sql`
    select consumer
    from unnest(${consumers}::text[]) as asked (consumer)
    where exists (select from event_inbox where event_inbox.consumer = asked.consumer)`,
  )
  return rows.map(({ consumer }) => consumer)
}

/** Sets a consumer's next events aside, so that what comes after them goes on; answers which. */
export const setAside = async (tx: Tx, consumer: string, most: number): Promise<number[]> => {
  const rows = await many<{ id: number }>(
    tx,
    sql`
    update event_inbox
    set consumer = ${`${consumer}!failed`}
    where (consumer, event_id) in (
      select consumer, event_id
      from event_inbox
      where consumer = ${consumer}
      order by event_id
      limit ${most}
      for update skip locked)
    returning event_id as id`,
  )
  return rows.map(({ id }) => id)
}

/** Gives a consumer again what was set aside. */
export const giveAgain = (tx: Tx, consumer: string): Promise<number> =>
  run(
    tx,
    sql`
    update event_inbox
    set consumer = ${consumer}
    where consumer = ${`${consumer}!failed`}`,
  )
