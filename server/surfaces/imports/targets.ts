import { definitionOf, definitionsOf, picklistOf } from '../../ground/objects/catalogue.ts'
import { doorOfOwn } from '../../ground/objects/customRecords.ts'
import { isDerived, type Field, type ObjectDefinition } from '../../ground/objects/definition.ts'
import type { Door } from '../../ground/objects/door.ts'
import { may, type Actor } from '../../ground/users/actor.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { TargetObject } from './mapping/suggest.ts'
import type { TargetField } from './reading/field.ts'

/** The doors of the record rooms, by object name; given at start by the one file that knows every room. */
export type Doors = ReadonlyMap<string, Door>

/** The same with the doors of the objects the org made itself. */
export async function withOwnDoors(tx: Tx, doors: Doors): Promise<Doors> {
  const own = (await definitionsOf(tx)).flatMap((definition) => doorOfOwn(definition) ?? [])
  return own.length === 0 ? doors : new Map([...doors, ...own.map((door) => [door.definition.name, door] as const)])
}

/** Everything the actor may import into, as the columns of a file see it. */
export async function targetsFor(tx: Tx, actor: Actor, doors: Doors): Promise<readonly TargetObject[]> {
  const definitions = [...doors.values()].map(({ definition }) => definition)
  return Promise.all(
    definitions.filter((definition) => may(actor, 'create', definition)).map(({ name }) => targetOf(tx, name)),
  )
}

export async function targetOf(tx: Tx, objectName: string): Promise<TargetObject> {
  const definition = await definitionOf(tx, objectName)
  const fields = await Promise.all(
    definition.fields.filter((field) => isTarget(definition, field)).map((field) => asTarget(tx, field)),
  )
  return { name: definition.name, label: definition.label, fields: [...fields, ...alsoAsked(definition)] }
}

/** Which of several deals of one name was paid is told by the account; a payment itself has none. */
const alsoAsked = ({ name }: ObjectDefinition): readonly TargetField[] =>
  name === 'Payment'
    ? [{ name: 'AccountId', label: 'Account of the opportunity', type: 'reference', references: ['Account'] }]
    : []

/** The door of an object, or a refusal that says what can be imported. */
export function doorFor(doors: Doors, actor: Actor, objectName: string | null): Door {
  const door = objectName === null ? undefined : doors.get(objectName)
  if (door !== undefined && may(actor, 'create', door.definition)) return door
  const names = [...doors.values()].map(({ definition }) => definition.labelPlural.toLowerCase())
  throw new Refusal(
    'import_object_unknown',
    objectName === null
      ? `Say what the file holds: ${names.join(', ')}. Its columns do not tell.`
      : `You cannot import '${objectName}'. A file may hold ${names.join(', ')}, as far as your role may make them.`,
    { field: 'object', value: objectName },
  )
}

/** A full name is no field that is kept, but what many files have: it is split into its parts. */
const isFullName = (definition: ObjectDefinition, field: Field): boolean =>
  field.name === 'Name' && isDerived(field) && definition.field.has('lastname') && definition.field.has('firstname')

/** Objects whose records may be older than their import. */
const WITH_HISTORY = new Set(['Lead', 'Contact', 'Account', 'Opportunity'])

const isTarget = (definition: ObjectDefinition, field: Field): boolean =>
  isFullName(definition, field) ||
  (field.name === 'CreatedDate' && WITH_HISTORY.has(definition.name)) ||
  (field.readOnly === undefined && !isDerived(field))

async function asTarget(tx: Tx, field: Field): Promise<TargetField> {
  const isList = field.type === 'picklist' || field.type === 'multipicklist'
  return {
    name: field.name,
    label: field.name === 'Name' && isDerived(field) ? 'Full name' : field.label,
    // A file is never imported as a cell; its base64 is text to who tries.
    type: field.type === 'base64' ? 'textarea' : field.type,
    length: field.length,
    required: field.required,
    restricted: field.restricted === true || (isList && typeof field.picklist === 'function'),
    picklist: isList ? await picklistOf(tx, field) : undefined,
    references: field.referenceTo,
  }
}
