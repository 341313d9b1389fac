import { createHash } from 'node:crypto'
import { catalogueOf } from '../../../ground/objects/catalogue.ts'
import { fieldNamed, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { keyPrefixOf, describeSObject, MASTER_RECORD_TYPE } from '../dialect/describe.ts'
import { sobjectsFor, type SObject } from '../dialect/sobjects.ts'
import { unlessKnown } from '../catalogue/unchanged.ts'
import { base, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import { eachAnswered, namesIn } from './batches.ts'

/** Objects as pages of the field's own kind know them: what describe tells, in other words. */

/** GET /ui-api/object-info */
export const objectDirectory: Operation = async ({ tx, actor, rooms }, asked) => {
  const sobjects = await sobjectsFor(tx, actor, rooms)
  const objects = Object.fromEntries(sobjects.map(({ definition }) => [definition.name, inShort(asked, definition)]))
  return unlessKnown(asked, tagged({ objects }))
}

const inShort = (asked: Asked, definition: ObjectDefinition) => ({
  apiName: definition.name,
  keyPrefix: keyPrefixOf(definition),
  label: definition.label,
  labelPlural: definition.labelPlural,
  nameFields: nameFieldsOf(definition),
  objectInfoUrl: `${base(asked)}/ui-api/object-info/${definition.name}`,
})

/** GET /ui-api/object-info/X */
export const objectInfo: Operation = async (here, asked) =>
  unlessKnown(asked, await objectInfoOf(here, asked, await sobjectAt(here, asked, 2)))

/** GET /ui-api/object-info/batch/X,Y */
export const objectInfos: Operation = (here, asked) =>
  eachAnswered(namesIn(part(asked, 3)), async (name) =>
    objectInfoOf(here, asked, await sobjectAt(here, { ...asked, path: [name] }, 0)),
  )

/** The answer with a tag of what it says: who holds the same tag holds the same answer. */
export const tagged = <Body extends object>(body: Body): Body & { readonly eTag: string } => ({
  ...body,
  eTag: createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32),
})

export async function objectInfoOf({ tx, actor, rooms }: Here, asked: Asked, { definition }: SObject) {
  const whole = await describeSObject(tx, actor, rooms, definition.name, asked.version)
  const { byName } = await catalogueOf(tx)
  const namesOf = (object: string): readonly string[] => {
    const pointedTo = byName.get(object.toLowerCase())
    return pointedTo === undefined ? [] : nameFieldsOf(pointedTo)
  }
  const { compactLayoutable, createable, custom, deletable, feedEnabled, keyPrefix, label, labelPlural } = whole
  const { layoutable, mruEnabled, queryable, searchLayoutable, searchable, updateable } = whole
  return tagged({
    apiName: whole.name,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: whole.childRelationships.map(childRelationship),
    compactLayoutable,
    createable,
    custom,
    defaultRecordTypeId: MASTER_RECORD_TYPE,
    deletable,
    dependentFields: {},
    feedEnabled,
    fields: Object.fromEntries(
      // Latitudes and the like come with the address they are parts of, as everywhere.
      whole.fields.map((field) => [field.name, fieldInfo(field, namesOf)]),
    ),
    keyPrefix,
    label,
    labelPlural,
    layoutable,
    mruEnabled,
    nameFields: nameFieldsOf(definition),
    queryable,
    recordTypeInfos: {
      [MASTER_RECORD_TYPE]: {
        available: true,
        defaultRecordTypeMapping: true,
        master: true,
        name: 'Master',
        recordTypeId: MASTER_RECORD_TYPE,
      },
    },
    searchLayoutable,
    searchable,
    themeInfo: null,
    updateable,
  })
}

/** A person is named by the parts of the name as well. */
export function nameFieldsOf(definition: ObjectDefinition): readonly string[] {
  const parts = ['FirstName', 'LastName'].filter((name) => fieldNamed(definition, name) !== undefined)
  return definition.nameField === 'Name' && parts.length > 0 ? ['Name', ...parts] : [definition.nameField]
}

type Described = Awaited<ReturnType<typeof describeSObject>>

const childRelationship = (child: Described['childRelationships'][number]) => ({
  childObjectApiName: child.childSObject,
  fieldName: child.field,
  junctionIdListNames: [],
  junctionReferenceTo: [],
  relationshipName: child.relationshipName,
})

/** A describe's types, as they are called here. */
const dataTypes: Readonly<Record<string, string>> = {
  id: 'Reference',
  string: 'String',
  textarea: 'TextArea',
  multipicklist: 'MultiPicklist',
  combobox: 'ComboBox',
  datetime: 'DateTime',
  anyType: 'ComplexValue',
}

const dataTypeOf = (type: string): string =>
  dataTypes[type] ?? `${type.charAt(0).toUpperCase()}${type.slice(1).toLowerCase()}`

function fieldInfo(field: Described['fields'][number], namesOf: (object: string) => readonly string[]) {
  const { name, type, label, compoundFieldName, inlineHelpText, relationshipName, referenceTo } = field
  const compound = type === 'address' || field.extraTypeInfo === 'personname'
  return {
    apiName: name,
    calculated: field.calculated,
    compound,
    compoundComponentName: compoundFieldName === null ? null : name,
    compoundFieldName: compound ? name : compoundFieldName,
    controllerName: null,
    controllingFields: [],
    createable: field.createable,
    custom: field.custom,
    dataType: dataTypeOf(type),
    defaultValue: field.defaultValue ?? null,
    defaultedOnCreate: field.defaultedOnCreate,
    digits: field.digits,
    externalId: field.externalId,
    extraTypeInfo: extraTypes[field.extraTypeInfo ?? ''] ?? null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText,
    label,
    length: field.length,
    maskType: null,
    nameField: field.nameField,
    polymorphicForeignKey: field.polymorphicForeignKey,
    precision: field.precision,
    reference: type === 'reference',
    referenceTargetField: null,
    referenceToInfos: referenceTo.map((apiName) => ({ apiName, nameFields: namesOf(apiName) })),
    relationshipName,
    required: !field.nillable && !field.defaultedOnCreate && field.createable,
    scale: field.scale,
    searchPrefilterable: field.searchPrefilterable,
    sortable: field.sortable,
    unique: field.unique,
    updateable: field.updateable,
  }
}

const extraTypes: Readonly<Record<string, string>> = { personname: 'PersonName', plaintextarea: 'PlainTextArea' }
