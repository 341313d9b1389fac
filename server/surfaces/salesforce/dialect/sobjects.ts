import { Refusal } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/tx.ts'
import { everyDefinitionOf, findDefinition } from '../../../ground/objects/catalogue.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { Door } from '../../../ground/objects/door.ts'
import { may, type Actor } from '../../../ground/users/actor.ts'
import { openAmountDoor } from './openAmounts.ts'
import { wholeAccountDoor } from './wholeAccounts.ts'

/** What doors.ts hands in. Verbs of single processes (merge, convert, find duplicates) are called at their own doors. */
export type SalesforceRooms = {
  /** By the name of the object, as declared. */
  readonly doors: ReadonlyMap<string, Door>
  /** The door of an object an org made itself. */
  readonly doorOfOwn?: (definition: ObjectDefinition) => Door | undefined
}

/** An object as the field's tools see it. Without a door its records are only read. */
export type SObject = { readonly definition: ObjectDefinition; readonly door?: Door }

/** The object of this name, in any letter case. Refuses with invalid_type what is not there, or what the actor may not read. */
export async function sobjectNamed(tx: Tx, actor: Actor, rooms: SalesforceRooms, name: string): Promise<SObject> {
  const definition = await findDefinition(tx, name)
  if (definition === undefined || !may(actor, 'read', definition)) throw unknownType(name)
  return sobjectOf(rooms, definition)
}

/** Every object the actor may read, platform events too, in the order of their names. */
export async function sobjectsFor(tx: Tx, actor: Actor, rooms: SalesforceRooms): Promise<SObject[]> {
  const definitions = (await everyDefinitionOf(tx)).filter(
    (definition) => definition.toolingOnly !== true && may(actor, 'read', definition),
  )
  return definitions.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((definition) => sobjectOf(rooms, definition))
}

export const sobjectOf = (rooms: SalesforceRooms, definition: ObjectDefinition): SObject => ({
  definition,
  door: doorIn(rooms, definition),
})

function doorIn({ doors, doorOfOwn }: SalesforceRooms, definition: ObjectDefinition): Door | undefined {
  const door = doors.get(definition.name) ?? doorOfOwn?.(definition)
  if (door === undefined) return undefined
  if (definition.name === 'Opportunity') return openAmountDoor(door)
  const [Contact, Opportunity] = [doors.get('Contact'), doors.get('Opportunity')]
  return definition.name === 'Account' && Contact !== undefined && Opportunity !== undefined
    ? wholeAccountDoor(door, { Contact, Opportunity })
    : door
}

const unknownType = (name: string): Refusal =>
  new Refusal(
    'invalid_type',
    `sObject type '${name.slice(0, 80)}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    { kind: 'not_found' },
  )
