import { z } from 'zod'
import { notFound, Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { refuseUnlessHas, type Actor } from '../users/actor.ts'
import { catalogueChanged, customFieldRows, definitionOf, lockCatalogue, type CustomFieldRow } from './catalogue.ts'
import { addColumn, insertCustomField, retireCustomField, typeOfColumn } from './custom-fields.sql.ts'
import { fieldNamed, snakeCase, type ObjectDefinition } from './definition.ts'
import { drawId } from './ids.ts'
import { columnType } from './save.sql.ts'

const types = [
  'string',
  'textarea',
  'double',
  'int',
  'currency',
  'percent',
  'date',
  'datetime',
  'boolean',
  'picklist',
  'multipicklist',
  'url',
  'email',
  'phone',
  'reference',
] as const

/** What a new field is: a name that ends in `__c` (added when left out), a type, and what the type needs. */
export const customFieldDraft = z
  .object({
    object: z.string().max(80),
    name: z.string().max(80).optional(),
    label: z.string().min(1).max(80),
    type: z.enum(types),
    length: z.number().int().min(1).max(32_000).optional(),
    scale: z.number().int().min(0).max(18).optional(),
    required: z.boolean().default(false),
    unique: z.boolean().default(false),
    externalId: z.boolean().default(false),
    picklist: z
      .array(z.object({ value: z.string().min(1).max(255), label: z.string().min(1).max(255).optional() }))
      .max(1000)
      .optional(),
    referenceTo: z.enum(['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign', 'User']).optional(),
    help: z.string().max(1000).optional(),
  })
  .meta({ id: 'CustomFieldDraft' })

export type CustomFieldDraft = z.infer<typeof customFieldDraft>

const EXTENSIBLE = new Set(['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign', 'CampaignMember', 'Task', 'Event'])
const MOST_FIELDS = 500

/** Adds a field: a real column of the object's table, there for lists, filters, imports and the API at once. */
export async function addCustomField(tx: Tx, actor: Actor, draft: CustomFieldDraft): Promise<CustomFieldRow> {
  refuseUnlessHas(actor, 'set_up', 'add fields')
  await lockCatalogue(tx)
  const definition = await definitionOf(tx, draft.object)
  const name = apiName(draft)
  refuseUnfit(definition, name, draft)
  const column = snakeCase(name)
  await refuseTakenColumn(tx, definition, { name, column, type: draft.type })
  const id = await drawId(tx, 'CustomField')
  await addColumn(
    tx,
    definition.table,
    column,
    columnType({ type: draft.type }),
    draft.type === 'boolean',
    draft.unique,
  )
  await insertCustomField(tx, actor, { id, objectName: definition.name, name, columnName: column, ...rowOf(draft) })
  await catalogueChanged(tx)
  const row = (await customFieldRows(tx)).find((field) => field.id === id)
  if (row === undefined) throw new Error('The field just added is not there.')
  return row
}

/** Takes a field out of use; the column and its values stay, so that a mistake loses nothing. */
export async function removeCustomField(tx: Tx, actor: Actor, objectName: string, name: string): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'remove fields')
  await lockCatalogue(tx)
  if ((await retireCustomField(tx, objectName, name)) === 0)
    throw notFound(`added field called '${objectName}.${name}'`)
  await catalogueChanged(tx)
}

const apiName = ({ name, label }: CustomFieldDraft): string => {
  const base = (name ?? label.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '_'))
    .replace(/__c$/i, '')
    .replace(/^_+|_+$/g, '')
  return `${base}__c`
}

function refuseUnfit(definition: ObjectDefinition, name: string, draft: CustomFieldDraft): void {
  if (!EXTENSIBLE.has(definition.name))
    throw new Refusal('object_not_extensible', `${definition.labelPlural} take no added fields.`, { field: 'object' })
  if (!/^[A-Za-z](?!.*___)[A-Za-z0-9_]{0,39}__c$/.test(name)) {
    throw new Refusal(
      'invalid_field_name',
      `'${name}' cannot be a field's name: it starts with a letter, has letters, digits and single underscores, at most 40 of them, and ends in __c.`,
      { field: 'name', value: name },
    )
  }
  if (fieldNamed(definition, name) !== undefined)
    throw new Refusal('duplicate_field_name', `${definition.label} already has a field called '${name}'.`, {
      kind: 'conflict',
      field: 'name',
      value: name,
    })
  if (definition.fields.filter(({ custom }) => custom === true).length >= MOST_FIELDS)
    throw new Refusal('too_many_fields', `An object takes at most ${MOST_FIELDS} added fields.`)
  if (['picklist', 'multipicklist'].includes(draft.type) && (draft.picklist ?? []).length === 0)
    throw new Refusal('picklist_missing', 'A picklist field needs the values to pick from.', { field: 'picklist' })
  if (draft.type === 'reference' && draft.referenceTo === undefined)
    throw new Refusal('reference_missing', 'A reference field needs the object it refers to.', { field: 'referenceTo' })
  if (draft.unique && (draft.length ?? 0) > LONGEST_UNIQUE)
    throw new Refusal('cannot_be_unique', `A unique field is at most ${LONGEST_UNIQUE} characters long.`, {
      field: 'length',
      value: draft.length,
    })
  if (draft.unique && ['textarea', 'boolean', 'multipicklist'].includes(draft.type))
    throw new Refusal('cannot_be_unique', 'A field of this type cannot be unique.', { field: 'unique' })
}

const LONGEST_UNIQUE = 255
const POSTGRES_NAMES: Readonly<Record<string, string>> = { boolean: 'bool', bigint: 'int8' }

/** Two names may come down to one column (FooBar and Foo_Bar), and a column taken out of use keeps its values and so its type. */
async function refuseTakenColumn(
  tx: Tx,
  definition: ObjectDefinition,
  { name, column, type }: { readonly name: string; readonly column: string; readonly type: CustomFieldDraft['type'] },
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
  if (kept === undefined || kept === (POSTGRES_NAMES[wanted] ?? wanted)) return
  throw new Refusal(
    'field_was_of_another_type',
    `A field called '${name}' was here before, with values of another type, and they are kept. Choose another name, or the type it had.`,
    { kind: 'conflict', field: 'type', value: type },
  )
}

const rowOf = (draft: CustomFieldDraft): Omit<CustomFieldRow, 'id' | 'objectName' | 'name' | 'columnName'> => ({
  label: draft.label,
  type: draft.type,
  length: draft.length ?? null,
  scale: draft.scale ?? null,
  required: draft.required,
  isUnique: draft.unique,
  externalId: draft.externalId,
  tracked: draft.type !== 'textarea',
  picklist: draft.picklist?.map(({ value, label }) => ({ value, label: label ?? value })) ?? null,
  referenceTo: draft.referenceTo ?? null,
  help: draft.help ?? null,
  precision: null,
  caseSensitive: true,
  restricted: true,
  valueSet: null,
  relationshipName: null,
  childRelationshipName: null,
  childRelationshipLabel: null,
  masterDetail: false,
  defaultValue: null,
  format: null,
  description: null,
})
