import type { Tx } from '../../../platform/tx.ts'
import { insertStreamEvents, takeNumbers, type NewStreamEvent } from './stream.sql.ts'

/** How long what happened can be asked for again. */
export const KEPT_MS = 72 * 3_600_000

export type ChangeType = 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE'

const words: Readonly<Record<string, ChangeType>> = {
  created: 'CREATE',
  added: 'CREATE',
  changed: 'UPDATE',
  converted: 'UPDATE',
  deleted: 'DELETE',
  removed: 'DELETE',
  restored: 'UNDELETE',
}

const usual = ['created', 'changed', 'deleted', 'restored']

/** Events that are changes of records. */
export const streamTypes: readonly string[] = [
  ...['lead', 'account', 'contact', 'opportunity', 'campaign', 'task', 'event', 'note', 'attachment', 'record'].flatMap(
    (object) => usual.map((word) => `${object}.${word}`),
  ),
  'lead.converted',
  'lead.merged',
  'account.merged',
  'contact.merged',
  'campaign_member.added',
  'campaign_member.changed',
  'campaign_member.removed',
]

export const changeTypeOf = (type: string): ChangeType => words[type.split('.')[1] ?? ''] ?? 'UPDATE'

/** One event speaks of up to a thousand records, each told by a message with a number of its own. */
const MESSAGES_AN_EVENT = 1000

export const replayIdOf = (eventId: number, at: number): number => eventId * MESSAGES_AN_EVENT + at
/** The event a message is of. */
export const eventOf = (replayId: number): number => Math.floor(replayId / MESSAGES_AN_EVENT)
/** The last event that is wholly behind a replay id. */
export const eventBefore = (replayId: number): number => eventOf(replayId + 1) - 1
/** The place in the stream after all messages of an event. */
export const afterEvent = (eventId: number): number => replayIdOf(eventId, MESSAGES_AN_EVENT - 1)

/** Puts events into the stream, each with the next number. */
export const appendToStream = async (tx: Tx, events: readonly NewStreamEvent[]): Promise<unknown> =>
  insertStreamEvents(tx, await takeNumbers(tx, events.length), events)
