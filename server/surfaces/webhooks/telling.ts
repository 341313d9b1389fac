import { decodeId, encodeId, idOf, objectOfId } from '../../../shared/ids.ts'
import type { FieldValue, StoredRecord } from '../../ground/objects/definition.ts'
import { changesAt, recordsSeen, type Seen } from '../../ground/objects/news.ts'
import { presentRecords, type PresentedRecord } from '../../ground/objects/present.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { notFound } from '../../platform/errors.ts'
import type { InboxEvent } from '../../platform/events.sql.ts'
import type { Tx } from '../../platform/tx.ts'

/** One record in what a web hook is told. */
export type ToldRecord = {
  readonly object: string
  readonly id: string
  /** Which fields changed, where that is known. */
  readonly changed?: readonly string[]
  /** Their values now; of a new record all it holds. */
  readonly fields?: Readonly<Record<string, unknown>>
}

/** What a web hook is told, as JSON. */
export type Told = {
  readonly id: string
  readonly type: string
  readonly org: string
  readonly happenedAt: string
  readonly actorId: string | null
  readonly records: readonly ToldRecord[]
  /** Of `lead.converted`: what each lead became, as far as the hook's user may see it. */
  readonly conversions?: readonly Readonly<Record<string, string | null>>[]
}

/** How the world knows an event: the same id at every try. */
export const eventIdOf = (eventId: number): string => encodeId(idOf('Announcement', eventId))

/** The number of an event by the id the world knows it by. */
export function eventNumberIn(text: string): number {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== 'Announcement') throw notFound('event', text.slice(0, 18))
  return id - idOf('Announcement', 0)
}

/** What may be told of each event to somebody who reads as this actor. Events of which they may see nothing are missing. */
export async function tell(tx: Tx, actor: Actor, events: readonly InboxEvent[]): Promise<Map<number, Told>> {
  const seen = await recordsSeen(tx, actor, events.flatMap(mentionedIn))
  const changes = events.filter(isChange)
  const changed = await changesAt(
    tx,
    changes.flatMap(({ recordIds }) => recordIds),
    changes.map(({ happenedAt }) => happenedAt),
  )
  const presented = await presentAll(tx, seen)
  const told = events.map((event): [number, Told] => {
    const fieldsOf = (id: number) => fieldsTold(event, presented.get(id), changed(id, event.happenedAt))
    return [
      event.id,
      {
        id: eventIdOf(event.id),
        type: event.type,
        org: encodeId(tx.org.id),
        happenedAt: event.happenedAt.toISOString(),
        actorId: event.actorId === null ? null : encodeId(event.actorId),
        records: event.recordIds
          .filter((id) => mayHear(seen, event, id))
          .map((id) => ({ ...named(seen, id), ...fieldsOf(id) })),
        ...conversionsIn(seen, event),
      },
    ]
  })
  return new Map(told.filter(([, { records }]) => records.length > 0))
}

const isChange = ({ type }: InboxEvent): boolean => type.endsWith('.changed')
const isNew = ({ type }: InboxEvent): boolean => /\.(?:created|added|recorded)$/.test(type)
const isGone = ({ type }: InboxEvent): boolean => /\.(?:deleted|removed)$/.test(type)

const mentionedIn = (event: InboxEvent): readonly number[] => [
  ...event.recordIds,
  ...conversions(event).flatMap((one) => Object.values(one)),
]

const mayHear = (seen: Seen, event: InboxEvent, id: number): boolean =>
  seen.records.has(id) || (isGone(event) && seen.mayHearOfGone(id))

const named = (seen: Seen, id: number) => ({ object: seen.objectOf(id)?.name ?? '', id: encodeId(id) })

async function presentAll(tx: Tx, seen: Seen): Promise<ReadonlyMap<number, PresentedRecord>> {
  const byObject = Map.groupBy(seen.records.values(), ({ Id }) => seen.objectOf(Id))
  const presented = await Promise.all(
    [...byObject].map(async ([definition, records]): Promise<[number, PresentedRecord][]> => {
      if (definition === undefined) return []
      const shown = await presentRecords(tx, definition, records)
      return records.map(({ Id }: StoredRecord, at) => [Id, shown[at] ?? { Id: encodeId(Id) }])
    }),
  )
  return new Map(presented.flat())
}

function fieldsTold(
  event: InboxEvent,
  record: PresentedRecord | undefined,
  changed: readonly string[],
): Pick<ToldRecord, 'changed' | 'fields'> {
  if (record === undefined) return {}
  if (isChange(event))
    return { changed, fields: Object.fromEntries(changed.map((name) => [name, record[name] ?? null])) }
  return isNew(event) ? { fields: Object.fromEntries(Object.entries(record).filter(isPlain)) } : {}
}

/** Values of the record itself: neither empty ones nor what it refers to. */
const isPlain = ([name, value]: [string, unknown]): boolean =>
  name !== 'Id' && value !== null && (typeof value !== 'object' || value instanceof Date)

const CONVERTED = ['leadId', 'accountId', 'contactId', 'opportunityId'] as const

const conversions = ({ type, payload }: InboxEvent): readonly Readonly<Record<string, number>>[] =>
  type === 'lead.converted' && Array.isArray(payload.conversions)
    ? payload.conversions.map((one: Readonly<Record<string, FieldValue>>) =>
        Object.fromEntries(CONVERTED.flatMap((name) => (typeof one[name] === 'number' ? [[name, one[name]]] : []))),
      )
    : []

function conversionsIn(seen: Seen, event: InboxEvent): Pick<Told, 'conversions'> {
  const known = conversions(event).filter(({ leadId = 0 }) => seen.records.has(leadId))
  if (known.length === 0) return {}
  const shown = (id: number | undefined) => (id !== undefined && seen.records.has(id) ? encodeId(id) : null)
  return { conversions: known.map((one) => Object.fromEntries(CONVERTED.map((name) => [name, shown(one[name])]))) }
}
