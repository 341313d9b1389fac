import type { Door } from '../../../ground/objects/door.ts'
import type { FieldValue, FieldValues, ObjectDefinition } from '../../../ground/objects/definition.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { changeRecords, createRecords } from '../../../ground/objects/objects.ts'
import { removeForGood } from '../../../ground/objects/removal.ts'
import { refuseUnlessHas, type Actor } from '../../../ground/users/actor.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { PushTopic, StreamingChannel } from './fields.ts'
import type { SalesforceRooms } from '../dialect/sobjects.ts'
import { eventDoor } from './platformEvents.ts'
import { partsOf } from './topics.ts'

/** Whether the values of a record to be may stand together. */
type Check = (values: FieldValues) => Refusal | undefined

/** The rooms with those that only this surface writes: push topics, streaming channels and platform events. */
export const withStreams = ({ doors, doorOfOwn }: SalesforceRooms): SalesforceRooms => ({
  doors: new Map([...doors, ...streamDoors.map((door): [string, Door] => [door.definition.name, door])]),
  doorOfOwn: (definition) => (definition.isEvent === true ? eventDoor(definition) : doorOfOwn?.(definition)),
})

const doorOf = (definition: ObjectDefinition, check: Check): Door => ({
  definition,
  create: async (tx, actor, drafts) => {
    refuseUnlessKeepsStreams(actor)
    return createRecords(tx, actor, definition, drafts, (values) => check(values) ?? { values })
  },
  update: async (tx, actor, changes) => {
    refuseUnlessKeepsStreams(actor)
    return changeRecords(tx, actor, definition, changes, (_, values) => check(values) ?? { values })
  },
  remove: async (tx, actor, ids) => {
    refuseUnlessKeepsStreams(actor)
    return removeForGood(tx, actor, definition, ids)
  },
})

const refuseUnlessKeepsStreams = (actor: Actor): void => refuseUnlessHas(actor, 'set_up', 'set up streams')

/** Push topics and streaming channels, as tools make them: like records of any object. */
const streamDoors: readonly Door[] = [
  doorOf(
    PushTopic,
    ({ Name, Query }) =>
      nameRefusal(Name, /^[\w-]+$/, 'The name of a push topic has letters, digits, _ and -, and no blanks.') ??
      (Query === undefined || partsOf(String(Query)) !== undefined
        ? undefined
        : new Refusal(
            'unfit_push_topic',
            'The query of a push topic is SELECT fields FROM one object, and a WHERE part if you like: nothing is sorted, counted, limited or nested in it.',
            { field: 'Query' },
          )),
  ),
  doorOf(StreamingChannel, ({ Name }) =>
    nameRefusal(Name, /^\/u\/[\w/-]+$/, 'The name of a streaming channel begins with /u/, such as /u/notifications.'),
  ),
]

const nameRefusal = (name: FieldValue | undefined, form: RegExp, rule: string): Refusal | undefined =>
  name === undefined || form.test(String(name)) ? undefined : new Refusal('unfit_name', rule, { field: 'Name', rule })

/** A channel to push to; undefined when there is none by this id. */
export async function channelById(tx: Tx, actor: Actor, id: number): Promise<string | undefined> {
  const [found] = await recordsById(tx, actor, StreamingChannel, [id])
  return found === undefined ? undefined : String(found.Name)
}
