import { keyPrefix, type StandardObject } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { may, type Actor } from '../users/actor.ts'
import { definitionOf, picklistOf } from './catalogue.ts'
import { isDerived, standardDefinitions, type Field, type ObjectDefinition } from './definition.ts'

/** What an object is, to a program or a page that has never met it. */
export async function describeObject(tx: Tx, actor: Actor, objectName: string) {
  const definition = await definitionOf(tx, objectName)
  const fields = []
  // One after the other on purpose: few picklists are kept in tables, and those are cached by their rooms.
  for (const field of definition.fields) {
    if (field.forTools !== true) fields.push(await describeField(tx, actor, definition, field))
  }
  return { ...summary(actor, definition), fields }
}

/** Every object the actor may read, without its fields. */
export const describeObjects = (actor: Actor) =>
  standardDefinitions()
    .filter(({ name }) => may(actor, 'read', name))
    .map((definition) => summary(actor, definition))

const summary = (actor: Actor, definition: ObjectDefinition) => ({
  name: definition.name,
  label: definition.label,
  labelPlural: definition.labelPlural,
  path: definition.path,
  keyPrefix: keyPrefix(definition.name as StandardObject),
  nameField: definition.nameField,
  meaning: definition.meaning,
  hasOwner: definition.hasOwner,
  hasRecycleBin: definition.hasRecycleBin,
  may: {
    read: may(actor, 'read', definition.name),
    create: may(actor, 'create', definition.name),
    edit: may(actor, 'edit', definition.name),
    delete: may(actor, 'delete', definition.name),
  },
})

async function describeField(tx: Tx, actor: Actor, definition: ObjectDefinition, field: Field) {
  const readOnly = field.readOnly ?? (isDerived(field) ? 'Assay works this out from other fields.' : undefined)
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    length: field.length ?? null,
    scale: field.scale ?? null,
    required: field.required === true,
    picklist: await picklistOf(tx, field),
    restricted: field.restricted === true,
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    readOnly: readOnly !== undefined || !may(actor, 'edit', definition.name),
    readOnlyBecause: readOnly ?? null,
    createOnly: field.createOnly === true,
    onDemand: field.onDemand === true,
    custom: field.custom === true,
    unique: field.unique === true,
    externalId: field.externalId === true,
    tracked: field.tracked !== false,
    searched: field.searched === true,
    help: field.help ?? null,
    section: field.section ?? null,
  }
}
