import { announcedRows, insertAnnouncements } from './events.sql.ts'
import type { RawBuilder } from './sql.ts'
import type { Announcement, OrgRef, Tx } from './tx.ts'

/** Who wants to hear of which events. Its inbox is one row an event; it takes them in batches, exactly once. */
export type Consumer = { readonly name: string; readonly types: readonly string[] }

const MOST_RECORDS = 1000
const consumers = new Map<string, Consumer>()

/** Called at start by the one file that knows every room. */
export function subscribe(consumer: Consumer): void {
  consumers.set(consumer.name, consumer)
}

/** Writes down what happened, in this transaction, and leaves word for every interested consumer. */
export function announce(tx: Tx, announcement: Announcement): void {
  const { recordIds } = announcement
  for (let from = 0; from < recordIds.length; from += MOST_RECORDS) {
    tx.announcements.push({ ...announcement, recordIds: recordIds.slice(from, from + MOST_RECORDS) })
  }
}

/**
 * Announces what a statement does to many records inside that statement, so that their ids never leave the database: parts
 * of its `with`, called `announced` and `announced_to`. `rows` names a part of it that has id and n, counted from 0.
 */
export function announceInside(
  tx: Tx,
  { type, actorId }: Pick<Announcement, 'type' | 'actorId'>,
  rows: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const interested = consumersOf(type)
  if (interested.length > 0) tx.afterCommit.push(() => listeners.forEach((listen) => listen(tx.org)))
  return announcedRows(tx, { type, actorId, each: MOST_RECORDS, consumers: interested }, rows)
}

/** Stores what was announced so far; the transaction's end calls it. */
export async function flushAnnouncements(tx: Tx): Promise<void> {
  if (tx.announcements.length === 0) return
  const announcements = tx.announcements.splice(0)
  const wanted = announcements.map(({ type }) => consumersOf(type))
  await insertAnnouncements(tx, announcements, wanted)
  if (wanted.some(({ length }) => length > 0)) tx.afterCommit.push(() => listeners.forEach((listen) => listen(tx.org)))
}

const listeners = new Set<(org: OrgRef) => void>()

/** Tells when a transaction of this process left word for a consumer; answers how to stop listening. */
export function onAnnounced(listen: (org: OrgRef) => void): () => void {
  listeners.add(listen)
  return () => void listeners.delete(listen)
}

const consumersOf = (type: string): readonly string[] =>
  [...consumers.values()].filter((one) => one.types.includes(type)).map((one) => one.name)
