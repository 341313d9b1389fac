import { announce } from '../../platform/events.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { refuseUnlessHas, type Actor } from '../users/actor.ts'
import {
  catalogueChanged,
  catalogueOf,
  customFieldRows,
  definitionOf,
  findDefinition,
  lockCatalogue,
} from './catalogue.ts'
import { addColumn, hasRows, startNumbersAt, typeOfColumn } from './customColumns.sql.ts'
import {
  customFieldDraft,
  picklistAfter,
  refuseUnfit,
  refuseUnfitOfEvent,
  refuseUnfitReference,
  type CustomFieldDraft,
} from './customFieldDraft.ts'
import { insertCustomField, keptReference } from './customFields.sql.ts'
import { customName, freeRelationshipName, relationshipName } from './customNames.ts'
import { checkedFormat } from './customNumbering.ts'
import type { CustomFieldRow } from './customRows.ts'
import { fieldNamed, snakeCase, type Field, type FieldValue, type ObjectDefinition } from './definition.ts'
import { drawId } from './ids.ts'
import { columnType } from './save.sql.ts'
import { readValue } from './values.ts'

export { customFieldDraft, type CustomFieldDraft }

const EXTENSIBLE = new Set(['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign', 'CampaignMember', 'Task', 'Event'])
const MOST_FIELDS = 500

/** Whether an org may add fields to an object. */
export const isExtensible = ({ name, number }: ObjectDefinition): boolean =>
  number !== undefined || EXTENSIBLE.has(name)

/** Adds a field: a real column of the object's table, there for lists, filters, imports and the API at once. */
export async function addCustomField(tx: Tx, actor: Actor, draft: CustomFieldDraft): Promise<CustomFieldRow> {
  refuseUnlessHas(actor, 'set_up', 'add fields')
  await lockCatalogue(tx)
  const definition = await definitionOf(tx, draft.object)
  const name = customName('field', draft)
  refuseUnless(definition, name)
  refuseUnfit(draft)
  if (definition.isEvent === true) refuseUnfitOfEvent(draft)
  const target = draft.referenceTo === undefined ? undefined : await findDefinition(tx, draft.referenceTo)
  refuseUnfitReference(definition, target, draft)
  if (draft.masterDetail && (await hasRows(tx, definition.table))) throw masterless(definition)
  const column = snakeCase(name)
  await refuseTakenColumn(tx, definition, { name, column, type: draft.type, referenceTo: target?.name ?? null })
  const id = await drawId(tx, 'CustomField')
  const row: CustomFieldRow = {
    id,
    objectName: definition.name,
    name,
    columnName: column,
    ...(await rowOf(tx, definition, target, draft)),
  }
  refuseUnfitDefault(row)
  await addColumn(tx, definition, row)
  if (row.format !== null) await startNumbersAt(tx, definition.table, column, draft.startsAt)
  await insertCustomField(tx, actor, row)
  await catalogueChanged(tx)
  announceField(tx, actor, 'created', row)
  return row
}

/** A change of the catalogue is remembered for who looks after the org. */
export const announceField = (
  tx: Tx,
  { userId }: Actor,
  what: 'created' | 'changed' | 'removed' | 'restored',
  { id, objectName, name }: CustomFieldRow,
): void =>
  announce(tx, {
    type: `custom_field.${what}`,
    recordIds: [id],
    actorId: userId,
    payload: { name: `${objectName}.${name}` },
  })

/** A field the org added, in any letter case. */
export async function customFieldNamed(tx: Tx, objectName: string, name: string): Promise<CustomFieldRow> {
  const wanted = `${objectName}.${name}`.toLowerCase()
  const row = (await customFieldRows(tx)).find((field) => `${field.objectName}.${field.name}`.toLowerCase() === wanted)
  if (row === undefined) throw notFound(`added field called '${objectName.slice(0, 80)}.${name.slice(0, 80)}'`)
  return row
}

function refuseUnless(definition: ObjectDefinition, name: string): void {
  if (!isExtensible(definition))
    throw new Refusal('object_not_extensible', `${definition.labelPlural} take no added fields.`, { field: 'object' })
  if (fieldNamed(definition, name) !== undefined) throw nameTaken(definition, name)
  if (definition.fields.filter(({ custom }) => custom === true).length >= MOST_FIELDS)
    throw new Refusal('too_many_fields', `An object takes at most ${MOST_FIELDS} added fields.`)
}

export const nameTaken = (definition: ObjectDefinition, name: string): Refusal =>
  new Refusal('duplicate_field_name', `${definition.label} already has a field called '${name}'.`, {
    kind: 'conflict',
    field: 'name',
    value: name,
  })

export const masterless = ({ labelPlural }: ObjectDefinition): Refusal =>
  new Refusal(
    'records_without_master',
    `There are ${labelPlural.toLowerCase()} already, which would belong to nothing. Add a plain reference, or begin with an object that has no records.`,
    { kind: 'conflict', field: 'masterDetail' },
  )

const POSTGRES_NAMES: Readonly<Record<string, string>> = { boolean: 'bool', bigint: 'int8' }

/** Two names may come down to one column (FooBar and Foo_Bar), and a column taken out of use keeps its values and so its type. */
async function refuseTakenColumn(
  tx: Tx,
  definition: ObjectDefinition,
  {
    name,
    column,
    type,
    referenceTo,
  }: Pick<CustomFieldRow, 'name' | 'type' | 'referenceTo'> & { readonly column: string },
): Promise<void> {
  const rival = definition.fields.find((field) => field.column === column)
  if (rival !== undefined)
    throw new Refusal(
      'duplicate_field_name',
      `'${name}' is too much like the field '${rival.name}', which ${definition.label.toLowerCase()} already has. Choose another name.`,
      { kind: 'conflict', field: 'name', value: name },
    )
  const wanted = columnType({ type })
  const kept = await typeOfColumn(tx, definition.table, column)
  if (kept === undefined) return
  const before = await keptReference(tx, definition.name, column)
  if (kept === (POSTGRES_NAMES[wanted] ?? wanted) && before === referenceTo) return
  throw new Refusal(
    'field_was_of_another_type',
    `A field called '${name}' was here before, with values of another type, and they are kept. Choose another name, or the type it had.`,
    { kind: 'conflict', field: 'type', value: type },
  )
}

/** The default is a value the field itself would take. */
export function refuseUnfitDefault(row: CustomFieldRow): void {
  if (row.defaultValue === null) return
  const field = { ...row, column: row.columnName, picklist: row.picklist ?? undefined } as unknown as Field
  const value = readValue(
    { ...field, length: row.length ?? undefined, scale: row.scale ?? undefined },
    row.defaultValue,
  )
  if (value instanceof Refusal)
    throw new Refusal(value.code, value.message, { ...value.details, field: 'defaultValue' })
}

type Described = Omit<CustomFieldRow, 'id' | 'objectName' | 'name' | 'columnName'>

async function rowOf(
  tx: Tx,
  definition: ObjectDefinition,
  target: ObjectDefinition | undefined,
  draft: CustomFieldDraft,
): Promise<Described> {
  return {
    label: draft.label,
    type: draft.type,
    length: draft.length ?? null,
    precision: draft.precision ?? null,
    scale: draft.scale ?? null,
    required: draft.required,
    isUnique: draft.unique,
    caseSensitive: draft.caseSensitive,
    externalId: draft.externalId,
    tracked: draft.type !== 'textarea',
    picklist: draft.picklist === undefined ? null : picklistAfter([], draft.picklist),
    restricted: draft.restricted,
    valueSet: draft.valueSet === undefined ? null : await valueSetNamed(tx, draft.valueSet),
    referenceTo: target?.name ?? null,
    relationshipName: null,
    childRelationshipName: target === undefined ? null : await childName(tx, definition, target, draft),
    childRelationshipLabel: draft.childRelationshipLabel ?? null,
    masterDetail: draft.masterDetail,
    defaultValue: (draft.defaultValue ?? null) satisfies FieldValue,
    format: draft.format === undefined ? null : checkedFormat(draft.format),
    help: draft.help ?? null,
    description: draft.description ?? null,
  }
}

/** The name of a value set, as it is written. */
export async function valueSetNamed(tx: Tx, name: string): Promise<string> {
  const found = (await catalogueOf(tx)).valueSets.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (found === undefined)
    throw new Refusal('value_set_missing', `There is no value set called '${name.slice(0, 80)}'.`, {
      field: 'valueSet',
      value: name.slice(0, 80),
    })
  return found.name
}

/** What the record pointed to calls these: a name it does not use for others. */
async function childName(
  tx: Tx,
  definition: ObjectDefinition,
  target: ObjectDefinition,
  { childRelationshipName: wanted }: CustomFieldDraft,
): Promise<string> {
  const { fields } = await catalogueOf(tx)
  const taken = new Set(
    fields
      .filter(({ referenceTo }) => referenceTo === target.name)
      .map((field) => (field.childRelationshipName ?? '').toLowerCase()),
  )
  if (wanted === undefined || wanted.trim() === '') return freeRelationshipName(definition.labelPlural, taken)
  const name = relationshipName(wanted)
  if (!taken.has(name.toLowerCase())) return name
  throw relationshipTaken(target.label, name)
}

export const relationshipTaken = (target: string, name: string): Refusal =>
  new Refusal(
    'duplicate_relationship_name',
    `${target} already calls other records '${name}'. Choose another name for the relationship.`,
    { kind: 'conflict', field: 'childRelationshipName', value: name },
  )
