import { createHash, randomUUID } from 'node:crypto'
import { encodeId } from '../../../../shared/ids.ts'
import { catalogueOf, definitionOf } from '../../../ground/objects/catalogue.ts'
import { numberOf, type FieldValues, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { Door } from '../../../ground/objects/door.ts'
import { readDrafts, type Draft } from '../../../ground/objects/drafts.ts'
import { drawIds } from '../../../ground/objects/ids.ts'
import type { Saved } from '../../../ground/objects/save.ts'
import { may, refuseUnlessMay, type Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { appendToStream } from './stream.ts'
import type { StreamEvent } from './stream.sql.ts'
import { tellListeners } from './waiting.ts'

/** Platform events (`Order_Shipped__e`): made by a program as a record is, told to who listens, and kept for 72 hours. */

export const PUBLISHED = 'published'

/** An event is told when its transaction is committed; one that is rolled back was never published. */
export const eventDoor = (definition: ObjectDefinition): Door => ({
  definition,
  create: async (tx, actor, drafts) => publish(tx, actor, await definitionOf(tx, definition.name), drafts),
  update: async () => onlyPublished(definition),
  remove: async () => onlyPublished(definition),
})

async function publish(tx: Tx, actor: Actor, definition: ObjectDefinition, drafts: readonly Draft[]): Promise<Saved[]> {
  refuseUnlessMay(actor, 'create', definition)
  const read = await readDrafts(tx, actor, definition, drafts)
  const ids = await drawIds(tx, numberOf(definition) ?? 0, drafts.length)
  const events = read.flatMap(({ values }) =>
    values === undefined
      ? []
      : {
          channel: `/event/${definition.name}`,
          type: PUBLISHED,
          recordIds: [],
          actorId: actor.userId,
          payload: { uuid: randomUUID(), fields: tellable(definition, values) },
          happenedAt: tx.now,
        },
  )
  if (events.length > 0) {
    await appendToStream(tx, events)
    tx.afterCommit.push(() => tellListeners(tx.org.schema))
  }
  return read.map(({ refusal }, at) => (refusal === undefined ? { id: ids[at], created: true } : { refusal }))
}

/** All its own fields, those too that nobody gave a value. */
const tellable = ({ fields }: ObjectDefinition, values: FieldValues) =>
  Object.fromEntries(
    fields
      .filter(({ custom }) => custom === true)
      .map(({ name, type, defaultValue }) => [
        name,
        values[name] ?? defaultValue ?? (type === 'boolean' ? false : null),
      ]),
  )

function onlyPublished({ name }: ObjectDefinition): never {
  throw dialectRefusal(
    'INVALID_TYPE_FOR_OPERATION',
    `entity type ${name} does not support update and delete: an event is published, and stays what it was.`,
  )
}

/** Those of these channels that lead to where the actor may listen, now. */
export async function readableChannels(tx: Tx, actor: Actor, channels: readonly string[]): Promise<string[]> {
  const { byName } = await catalogueOf(tx)
  return channels.filter((channel) => {
    const [, event] = /^\/event\/(\w+)$/.exec(channel) ?? []
    if (event === undefined) return !channel.startsWith('/event/')
    const definition = byName.get(event.toLowerCase())
    return definition?.isEvent === true && definition.name === event && may(actor, 'read', definition)
  })
}

/** What a listener is told of an event, in the form of the field's tools. */
export function publishedData({ channel, payload, actorId, happenedAt }: StreamEvent, replayId: number) {
  const { uuid, fields } = payload
  return {
    schema: createHash('sha256').update(channel).digest('base64url').slice(0, 22),
    payload: {
      CreatedDate: happenedAt.toISOString(),
      CreatedById: actorId === null ? null : encodeId(actorId),
      ...(typeof fields === 'object' && fields !== null ? fields : {}),
    },
    event: { EventUuid: uuid, replayId },
  }
}
