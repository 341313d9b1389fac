import { createHash } from 'node:crypto'
import { encodeId } from '../../../../shared/ids.ts'
import { changesAt, recordsSeen, type Seen } from '../../../ground/objects/news.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { presentRecord } from '../dialect/records.ts'
import { afterEvent, changeTypeOf, eventBefore, KEPT_MS, replayIdOf } from './stream.ts'
import { PUBLISHED, publishedData, readableChannels } from './platformEvents.ts'
import { activeTopics, streamAfter, type StreamEvent } from './stream.sql.ts'
import { concerns, matching, type Topic } from './topics.ts'

/** What a client is told: `channel` and `data` of a Bayeux message, with its place in the stream. */
export type Message = { readonly channel: string; readonly data: unknown; readonly replayId: number }

/** What a client listens to, and up to where it has heard. */
export type Positions = ReadonlyMap<string, number>

export type Heard = { readonly messages: readonly Message[]; readonly heardTo: number; readonly isAll: boolean }

const MOST_EVENTS = 50
/** What one answer tells is in memory at once, and a mass change speaks of a thousand records in each of its events. */
const MOST_RECORDS = 1000

/** The next messages of these channels, as this actor may hear them. */
export async function hear(tx: Tx, actor: Actor, positions: Positions, version: string): Promise<Heard> {
  const from = Math.min(...[...positions.values()].map(eventBefore))
  const channels = [...positions.keys()]
  const pushedTo = channels.filter(isPushedTo)
  const ofRecords = pushedTo.length < channels.length ? [''] : []
  const own = await readableChannels(tx, actor, pushedTo)
  const since = new Date(tx.now.getTime() - KEPT_MS)
  const found = await streamAfter(tx, from, [...ofRecords, ...own], since, MOST_EVENTS)
  const events = atMost(found, MOST_RECORDS)
  const happened = events.filter(({ channel }) => channel === '')
  const told = [
    ...pushed(actor, events),
    ...(await fromTopics(tx, actor, channels, happened)),
    ...(await fromChanges(tx, actor, channels, happened, version)),
  ]
  const last = events.at(-1)
  return {
    messages: told
      .filter(({ channel, replayId }) => replayId > (positions.get(channel) ?? Number.MAX_SAFE_INTEGER))
      .toSorted((a, b) => a.replayId - b.replayId),
    heardTo: last === undefined ? 0 : afterEvent(last.id),
    isAll: found.length < MOST_EVENTS && events.length === found.length,
  }
}

/** As many events from the first on as speak of so many records; one at least. */
function atMost(events: readonly StreamEvent[], records: number): readonly StreamEvent[] {
  let left = records
  const end = events.findIndex(({ recordIds }) => (left -= recordIds.length) < 0)
  return end < 0 ? events : events.slice(0, Math.max(end, 1))
}

const isPushedTo = (channel: string): boolean => channel.startsWith('/u/') || channel.startsWith('/event/')

const pushed = (actor: Actor, events: readonly StreamEvent[]): Message[] =>
  events
    .filter(({ channel, payload }) => channel !== '' && isMeant(actor, payload.userIds))
    .map((event) => {
      const { id, channel, payload, happenedAt } = event
      const replayId = replayIdOf(id, 0)
      const data =
        event.type === PUBLISHED
          ? publishedData(event, replayId)
          : { payload: payload.payload, event: { createdDate: happenedAt.toISOString(), replayId } }
      return { channel, replayId, data }
    })

const isMeant = ({ userId }: Actor, userIds: unknown): boolean =>
  !Array.isArray(userIds) || userIds.length === 0 || userIds.includes(userId)

/** One record something happened to, with its place. */
type Happening = { readonly event: StreamEvent; readonly id: number; readonly replayId: number }

const happenings = (events: readonly StreamEvent[]): Happening[] =>
  events.flatMap((event) => event.recordIds.map((id, at) => ({ event, id, replayId: replayIdOf(event.id, at) })))

async function changesOf(tx: Tx, events: readonly StreamEvent[]) {
  const changes = events.filter(({ type }) => changeTypeOf(type) === 'UPDATE')
  return changesAt(
    tx,
    changes.flatMap(({ recordIds }) => recordIds),
    changes.map(({ happenedAt }) => happenedAt),
  )
}

async function fromTopics(
  tx: Tx,
  actor: Actor,
  channels: readonly string[],
  events: readonly StreamEvent[],
): Promise<Message[]> {
  const asked = channels.filter((channel) => channel.startsWith('/topic/'))
  if (asked.length === 0 || events.length === 0) return []
  const topics = await activeTopics(
    tx,
    asked.map((channel) => channel.slice('/topic/'.length)),
  )
  const changed = await changesOf(tx, events)
  const told = await Promise.all(
    topics.map(async (topic) => {
      const wanted = happenings(events).filter(({ event, id }) =>
        isWanted(topic, event, () => changedIn(changed, event, id)),
      )
      const found = await seenBy(tx, actor, topic, wanted)
      const channel = asked.find((one) => one.toLowerCase() === `/topic/${topic.name}`.toLowerCase()) ?? ''
      return wanted.flatMap(({ event, id, replayId }) => {
        const sobject = found.get(id)
        return sobject === undefined ? [] : [{ channel, replayId, data: topicData(event, sobject, replayId) }]
      })
    }),
  )
  return told.flat()
}

/** Nothing is told through a topic whose object or fields the listener may not see (any more). */
async function seenBy(tx: Tx, actor: Actor, topic: Topic, wanted: readonly Happening[]) {
  try {
    return await matching(tx, actor, topic, [...new Set(wanted.map(({ id }) => id))])
  } catch (error) {
    if (error instanceof Refusal && error.kind !== 'unavailable') return new Map<number, Record<string, unknown>>()
    throw error
  }
}

function isWanted(topic: Topic, { type }: StreamEvent, changed: () => readonly string[]): boolean {
  switch (changeTypeOf(type)) {
    case 'CREATE':
      return topic.create
    case 'UPDATE':
      return topic.update && concerns(topic, changed())
    case 'DELETE':
      return topic.delete
    case 'UNDELETE':
      return topic.undelete
  }
}

const topicWords = { CREATE: 'created', UPDATE: 'updated', DELETE: 'deleted', UNDELETE: 'undeleted' } as const

function topicData({ type, happenedAt }: StreamEvent, sobject: Record<string, unknown>, replayId: number) {
  const word = topicWords[changeTypeOf(type)]
  return {
    event: { type: word, createdDate: happenedAt.toISOString(), replayId },
    sobject: word === 'deleted' ? { Id: sobject.Id } : sobject,
  }
}

const BY_CONVERSION = [
  'Status',
  'IsConverted',
  'ConvertedDate',
  'ConvertedAccountId',
  'ConvertedContactId',
  'ConvertedOpportunityId',
]

type Changed = Awaited<ReturnType<typeof changesAt>>

const changedIn = (changed: Changed, { type, happenedAt }: StreamEvent, id: number): readonly string[] => [
  ...new Set([...changed(id, happenedAt), ...(type === 'lead.converted' ? BY_CONVERSION : [])]),
]

async function fromChanges(
  tx: Tx,
  actor: Actor,
  channels: readonly string[],
  events: readonly StreamEvent[],
  version: string,
): Promise<Message[]> {
  const asked = channels.filter((channel) => channel.startsWith('/data/'))
  if (asked.length === 0 || events.length === 0) return []
  const all = happenings(events)
  const seen = await recordsSeen(
    tx,
    actor,
    all.map(({ id }) => id),
  )
  const changed = await changesOf(tx, events)
  return all.flatMap((happening) => {
    const { id, event, replayId } = happening
    const name = seen.objectOf(id)?.name
    const isGone = changeTypeOf(event.type) === 'DELETE'
    if (name === undefined || !(seen.records.has(id) || (isGone && seen.mayHearOfGone(id)))) return []
    const data = changeData(tx, seen, happening, changedIn(changed, event, id), version)
    const own = channelOf(name).toLowerCase()
    return asked
      .filter((channel) => channel === EVERY_CHANGE || channel.toLowerCase() === own)
      .map((channel) => ({ channel, replayId, data }))
  })
}

export const EVERY_CHANGE = '/data/ChangeEvents'

/** `/data/LeadChangeEvent`, and `/data/Invoice__ChangeEvent` of an object of one's own. */
export const channelOf = (name: string): string => `/data/${name.replace(/__c$/, '__')}ChangeEvent`

function changeData(
  { org }: Tx,
  seen: Seen,
  { event, id, replayId }: Happening,
  changed: readonly string[],
  version: string,
) {
  const changeType = changeTypeOf(event.type)
  const definition = seen.objectOf(id)
  const record = seen.records.get(id)
  const {
    attributes: _,
    Id: __,
    ...fields
  } = definition === undefined || record === undefined ? {} : presentRecord({ definition }, record, version)
  const names = changeType === 'UPDATE' ? [...changed, 'LastModifiedDate'] : []
  const told =
    changeType === 'DELETE'
      ? {}
      : Object.fromEntries(
          Object.entries(fields).filter(([name, value]) =>
            changeType === 'UPDATE' ? names.includes(name) : value !== null,
          ),
        )
  const by = event.actorId === null ? '' : encodeId(event.actorId)
  return {
    schema: `assay-${definition?.name ?? ''}`,
    payload: {
      ChangeEventHeader: {
        entityName: definition?.name ?? '',
        recordIds: [encodeId(id)],
        changeType,
        changeOrigin: '',
        transactionKey: transactionKey(`${org.id} ${event.happenedAt.getTime()} ${by}`),
        sequenceNumber: event.sequence,
        commitTimestamp: event.happenedAt.getTime(),
        commitUser: by,
        commitNumber: event.id,
        nulledFields: names.filter((name) => fields[name] === null),
        diffFields: [],
        changedFields: names,
      },
      ...told,
    },
    event: { replayId },
  }
}

/** The same for all that one transaction did. */
const transactionKey = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
