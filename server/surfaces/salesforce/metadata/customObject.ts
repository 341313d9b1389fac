import {
  customObjectChange,
  customObjectDraft,
  type CustomObjectChange,
  type CustomObjectDraft,
} from '../../../ground/objects/customObjects.ts'
import type { Catalogue } from '../../../ground/objects/catalogue.ts'
import type { CustomObjectRow } from '../../../ground/objects/customRows.ts'
import type { Field, ObjectDefinition } from '../../../ground/objects/definition.ts'
import { checked, invalid, metadataOfField } from './customField.ts'
import type { PlainObject } from './plain.ts'
import type { ObjectShape } from './shapes.ts'

/** CustomObject: the field's metadata, and our drafts of objects. */

export function draftOfObject(shape: ObjectShape): CustomObjectDraft {
  if (shape.customSettingsType !== undefined)
    throw invalid('Custom settings are not kept here. Make an object, and let administrators alone change its records.')
  const { label = labelOf(shape.fullName), nameField } = shape
  return checked(() =>
    customObjectDraft.parse({
      name: shape.fullName,
      ...common(shape),
      label,
      labelPlural: shape.pluralLabel,
      nameFormat: nameField?.type === 'AutoNumber' ? (nameField.displayFormat ?? '{0}') : undefined,
      startsAt: Math.max(nameField?.startingNumber ?? 1, 1),
    }),
  )
}

export const changeOfObject = (shape: ObjectShape, { nameFormat }: CustomObjectRow): CustomObjectChange =>
  checked(() =>
    customObjectChange.parse({
      ...common(shape),
      label: shape.label,
      labelPlural: shape.pluralLabel,
      nameFormat: nameFormat === null ? undefined : shape.nameField?.displayFormat,
    }),
  )

const common = (shape: ObjectShape) => ({
  description: shape.description,
  nameLabel: shape.nameField?.label,
  sharing: sharingOf(shape.sharingModel),
})

const labelOf = (fullName: string): string => fullName.replace(/__[ce]$/i, '').replaceAll('_', ' ')

function sharingOf(model: string | undefined): CustomObjectDraft['sharing'] {
  if (model === undefined || model === 'ControlledByParent') return undefined
  if (model === 'ReadWrite' || model === 'FullAccess') return 'public'
  if (model === 'Private') return 'private'
  throw invalid(
    `The sharing model '${model.slice(0, 40)}' is not known here: ReadWrite lets everybody whose role may change records do so, Private keeps them to their owners. What roles may do is set in Setup.`,
  )
}

/** An object as its metadata, its fields inside. */
export function metadataOfObject(
  definition: ObjectDefinition,
  row: CustomObjectRow | undefined,
  { fields, valueSets }: Catalogue,
): PlainObject {
  const known = new Map(valueSets.map((one) => [one.name, one]))
  const own = fields
    .filter(({ objectName }) => objectName === definition.name)
    .map((field) => metadataOfField(field, known, false))
  if (row !== undefined && definition.isEvent === true)
    return {
      fullName: definition.name,
      ...(row.description === null ? {} : { description: row.description }),
      deploymentStatus: 'Deployed',
      eventType: 'HighVolume',
      publishBehavior: 'PublishAfterCommit',
      label: definition.label,
      pluralLabel: definition.labelPlural,
      fields: own,
    }
  return {
    fullName: definition.name,
    ...(row === undefined ? {} : ofOwn(row)),
    enableActivities: false,
    enableHistory: true,
    label: definition.label,
    pluralLabel: definition.labelPlural,
    sharingModel: sharingModelOf(definition),
    fields: [
      ...(row === undefined ? definition.fields.filter(({ custom }) => custom !== true).map(standardField) : []),
      ...own,
    ],
  }
}

const ofOwn = (row: CustomObjectRow): PlainObject => ({
  ...(row.description === null ? {} : { description: row.description }),
  deploymentStatus: 'Deployed',
  enableReports: true,
  enableSearch: true,
  nameField: {
    label: row.nameLabel,
    type: row.nameFormat === null ? 'Text' : 'AutoNumber',
    ...(row.nameFormat === null ? {} : { displayFormat: row.nameFormat }),
  },
})

const sharingModelOf = ({ hasOwner, isPrivate }: ObjectDefinition): string =>
  hasOwner ? (isPrivate === true ? 'Private' : 'ReadWrite') : 'ControlledByParent'

/** Of a standard field only what nobody can change is said: that it is there. */
const standardField = ({ name, type, referenceTo }: Field): PlainObject => ({
  fullName: name,
  ...(type === 'reference' && referenceTo?.length === 1 ? { type: 'Lookup' } : {}),
  ...(type === 'picklist' ? { type: 'Picklist' } : {}),
})
