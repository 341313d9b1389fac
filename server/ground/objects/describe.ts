import { prefixOfNumber } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { may, refuseUnlessMay, type Actor } from '../users/actor.ts'
import { definitionOf, definitionsOf, picklistOf } from './catalogue.ts'
import { isDerived, numberOf, type Field, type ObjectDefinition } from './definition.ts'

/** What an object is, to a program or a page that has never met it. */
export async function describeObject(tx: Tx, actor: Actor, objectName: string) {
  const definition = await definitionOf(tx, objectName)
  // What an organization keeps for some of its people only is nothing the others need to know of.
  if (definition.number !== undefined) refuseUnlessMay(actor, 'read', definition)
  const fields = []
  // One after the other on purpose: few picklists are kept in tables, and those are cached by their rooms.
  for (const field of definition.fields) {
    if (field.forTools !== true) fields.push(await describeField(tx, actor, definition, field))
  }
  return { ...summary(actor, definition), fields, ownChildren: await ownChildrenOf(tx, actor, definition) }
}

/** The objects the org made whose records point to this one, as far as the actor may read them. */
async function ownChildrenOf(tx: Tx, actor: Actor, { name }: ObjectDefinition) {
  const own = (await definitionsOf(tx)).filter(
    (definition) => definition.number !== undefined && may(actor, 'read', definition),
  )
  return own.flatMap((child) =>
    child.fields
      .filter(({ custom, referenceTo }) => custom === true && referenceTo?.includes(name) === true)
      .map((field) => ({
        object: child.name,
        label: child.label,
        labelPlural: child.labelPlural,
        field: field.name,
        relationshipName: field.childRelationshipName ?? null,
        mayCreate: may(actor, 'create', child),
      })),
  )
}

/** Every object the actor may read, without its fields. */
export const describeObjects = async (tx: Tx, actor: Actor) =>
  (await definitionsOf(tx))
    .filter((definition) => definition.rows === undefined && may(actor, 'read', definition))
    .map((definition) => summary(actor, definition))

const summary = (actor: Actor, definition: ObjectDefinition) => ({
  name: definition.name,
  label: definition.label,
  labelPlural: definition.labelPlural,
  path: definition.path,
  keyPrefix: prefixOfNumber(numberOf(definition) ?? 0) ?? null,
  nameField: definition.nameField,
  meaning: definition.meaning,
  hasOwner: definition.hasOwner,
  hasRecycleBin: definition.hasRecycleBin,
  custom: definition.number !== undefined,
  may: {
    read: may(actor, 'read', definition),
    create: may(actor, 'create', definition),
    edit: may(actor, 'edit', definition),
    delete: may(actor, 'delete', definition),
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
    readOnly: readOnly !== undefined || !may(actor, 'edit', definition),
    readOnlyBecause: readOnly ?? null,
    createOnly: field.createOnly === true,
    onDemand: field.onDemand === true,
    custom: field.custom === true,
    unique: field.unique === true,
    externalId: field.externalId === true,
    autoNumber: field.autoNumber ?? null,
    masterDetail: field.masterDetail === true,
    childRelationshipName: field.childRelationshipName ?? null,
    defaultValue: field.defaultValue instanceof Date ? field.defaultValue.toISOString() : (field.defaultValue ?? null),
    tracked: field.tracked !== false,
    searched: field.searched === true,
    help: field.help ?? null,
    section: field.section ?? null,
  }
}
