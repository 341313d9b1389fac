import { z } from 'zod'
import { roles } from '../../../shared/roles.ts'
import { fieldTypes } from './definition.ts'
import { actsSchema } from './schemas.ts'

/** What the API answers about objects and their fields, those that came with Assay and those an org adds. */

const fieldType = z.enum(fieldTypes)
const value = z.union([z.string(), z.number(), z.boolean()])

const pickable = {
  value: z.string(),
  label: z.string(),
  isDefault: z.boolean().optional(),
  note: z.string().optional().meta({ description: 'What the value means.' }),
}

export const objectSchema = z
  .object({
    name: z.string().meta({ description: 'The API name: `Lead`, `Invoice__c`.' }),
    label: z.string(),
    labelPlural: z.string(),
    path: z.string().meta({ description: 'The word in addresses: `leads` for `/api/leads`.' }),
    keyPrefix: z.string().nullable().meta({ description: 'The three letters its ids begin with.' }),
    nameField: z.string().meta({ description: 'The field that names a record.' }),
    meaning: z.string().meta({ description: 'What it is, in a sentence.' }),
    hasOwner: z.boolean(),
    hasRecycleBin: z.boolean().meta({ description: 'What is deleted can be restored.' }),
    custom: z.boolean().meta({ description: 'This organization made it.' }),
    may: actsSchema,
  })
  .meta({ id: 'Object' })

const fieldSchema = z
  .object({
    name: z.string().meta({ description: 'The API name: `LastName`.' }),
    label: z.string(),
    type: fieldType,
    length: z.number().nullable().meta({ description: 'Of text: the most characters it takes.' }),
    scale: z.number().nullable().meta({ description: 'Of numbers: how many digits after the point.' }),
    required: z.boolean(),
    picklist: z.array(z.object(pickable)).readonly(),
    restricted: z.boolean().meta({ description: 'Only values of the list are taken.' }),
    referenceTo: z.array(z.string()).readonly().meta({ description: 'The objects it may point to.' }),
    relationshipName: z
      .string()
      .nullable()
      .meta({ description: 'What the record it points to is called in answers: `Owner` for `OwnerId`.' }),
    readOnly: z.boolean().meta({ description: 'You cannot set it.' }),
    readOnlyBecause: z.string().nullable().meta({ description: 'Why nobody can; null where it is only your role.' }),
    createOnly: z.boolean().meta({ description: 'Set when the record is made, and not changed afterwards.' }),
    onDemand: z.boolean().meta({ description: 'Answered only when it is named in `fields`.' }),
    custom: z.boolean(),
    unique: z.boolean(),
    externalId: z.boolean().meta({ description: 'Other systems know the record by it.' }),
    autoNumber: z.string().nullable().meta({ description: 'Records number themselves so: `INV-{0000}`.' }),
    masterDetail: z.boolean().meta({ description: 'The record is deleted and restored with what it points to.' }),
    childRelationshipName: z.string().nullable(),
    defaultValue: value.nullable(),
    tracked: z.boolean().meta({ description: 'Its changes stay in the history.' }),
    searched: z.boolean().meta({ description: 'Search finds records by it.' }),
    help: z.string().nullable(),
    section: z.string().nullable().meta({ description: 'Where on the page it stands.' }),
  })
  .meta({ id: 'Field' })

export const describedSchema = objectSchema
  .extend({
    fields: z.array(fieldSchema),
    ownChildren: z
      .array(
        z.object({
          object: z.string(),
          label: z.string(),
          labelPlural: z.string(),
          field: z.string().meta({ description: 'The field of the child that points here.' }),
          relationshipName: z.string().nullable(),
          mayCreate: z.boolean(),
        }),
      )
      .meta({ description: 'Objects this organization made whose records point to this one.' }),
  })
  .meta({ id: 'DescribedObject' })

export const customFieldSchema = z
  .object({
    Id: z.string(),
    objectName: z.string(),
    name: z.string().meta({ description: '`Machine_park__c`' }),
    label: z.string(),
    type: fieldType,
    columnName: z.string().meta({ description: 'Where PostgreSQL keeps it.' }),
    length: z.number().nullable(),
    precision: z.number().nullable().meta({ description: 'How many digits a number has in all.' }),
    scale: z.number().nullable().meta({ description: 'How many of them after the point.' }),
    required: z.boolean(),
    isUnique: z.boolean(),
    caseSensitive: z.boolean(),
    externalId: z.boolean(),
    tracked: z.boolean(),
    picklist: z
      .array(z.object({ ...pickable, isActive: z.boolean().optional() }))
      .readonly()
      .nullable()
      .meta({ description: 'A value that is not active stays with the records that have it.' }),
    restricted: z.boolean(),
    valueSet: z.string().nullable().meta({ description: 'The global value set its values come from.' }),
    referenceTo: z.string().nullable(),
    relationshipName: z.string().nullable(),
    childRelationshipName: z.string().nullable(),
    childRelationshipLabel: z.string().nullable(),
    masterDetail: z.boolean(),
    defaultValue: z.union([value, z.date()]).nullable(),
    format: z.string().nullable().meta({ description: 'Records number themselves so: `INV-{0000}`.' }),
    help: z.string().nullable(),
    description: z.string().nullable(),
  })
  .meta({ id: 'CustomField' })

export const customObjectSummary = z
  .object({
    Id: z.string(),
    name: z.string().meta({ description: '`Invoice__c`' }),
    label: z.string(),
    labelPlural: z.string(),
    description: z.string().nullable(),
    isEvent: z.boolean().meta({ description: 'A platform event, which has no records.' }),
    nameLabel: z.string().meta({ description: 'What the name of a record is called.' }),
    nameFormat: z.string().nullable().meta({ description: '`INV-{0000}`; null: people name the records.' }),
    sharing: z
      .enum(['public', 'private', 'parent'])
      .meta({ description: 'Who sees a record: whose role may, its owner alone, or who sees what it belongs to.' }),
    removedAt: z.date().nullable(),
    keyPrefix: z.string().nullable(),
  })
  .meta({ id: 'CustomObjectSummary' })

export const customObjectSchema = customObjectSummary
  .extend({
    permissions: z
      .record(z.enum(roles), z.string())
      .meta({ description: 'By role, letters of what it may do: c create, r read, u change, d delete.' }),
  })
  .meta({ id: 'CustomObject' })
