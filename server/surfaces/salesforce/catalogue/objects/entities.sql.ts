import { prefixOfNumber } from '../../../../../shared/ids.ts'
import {
  everyDefinition,
  numberOf,
  type About,
  type Field,
  type FieldValues,
  type ObjectDefinition,
} from '../../../../ground/objects/definition.ts'
import { columnType } from '../../../../ground/objects/toolFields.ts'
import { aboutOf, isAbout } from './about.ts'
import { allShown, fixedRows, shown, systemObject } from './declaring.sql.ts'
import { labelOf } from '../../dialect/labels.ts'

/** The catalogue itself as records, for tools that ask it by queries. */

type Row = FieldValues & { readonly Id: number }

const entityFields = [
  ...allShown(
    'string',
    'DurableId QualifiedApiName DeveloperName MasterLabel Label PluralLabel KeyPrefix NamespacePrefix',
  ),
  ...allShown('string', 'InternalSharingModel ExternalSharingModel PublisherId DeploymentStatus HelpSettingPageName'),
  ...allShown('string', 'DetailUrl EditUrl NewUrl'),
  ...allShown('boolean', 'IsQueryable IsSearchable IsLayoutable IsTriggerable IsApexTriggerable IsWorkflowEnabled'),
  ...allShown(
    'boolean',
    'IsCustomSetting IsCustomizable IsReplicateable IsRetrieveable IsDeprecatedAndHidden IsIdEnabled',
  ),
  ...allShown('boolean', 'HasSubtypes IsInterface IsCompactLayoutable IsSearchLayoutable IsProcessEnabled'),
  ...allShown('boolean', 'IsFeedEnabled IsEverCreatable IsEverUpdatable IsEverDeletable IsMruEnabled IsSubtype'),
]

const sharingOf = ({ hasOwner, isPrivate }: ObjectDefinition): string =>
  hasOwner ? (isPrivate === true ? 'Private' : 'ReadWrite') : 'ControlledByParent'

const entity = (definition: ObjectDefinition, at: number): Row => {
  const isKept = definition.rows === undefined
  return {
    Id: at + 1,
    DurableId: definition.name,
    QualifiedApiName: definition.name,
    DeveloperName: definition.name.replace(/__c$/, ''),
    MasterLabel: definition.label,
    Label: definition.label,
    PluralLabel: definition.labelPlural,
    KeyPrefix: prefixOfNumber(numberOf(definition) ?? 0) ?? null,
    InternalSharingModel: sharingOf(definition),
    ExternalSharingModel: 'Private',
    PublisherId: definition.number === undefined ? 'System' : '<local>',
    DeploymentStatus: definition.number === undefined ? null : 'Deployed',
    DetailUrl: '/{ID}',
    EditUrl: isKept ? '/{ID}/e' : null,
    NewUrl: isKept ? `/${definition.path}/new` : null,
    IsQueryable: true,
    IsSearchable: definition.derivedTypes?.search !== undefined,
    IsLayoutable: isKept,
    IsTriggerable: isKept,
    IsApexTriggerable: isKept,
    IsWorkflowEnabled: isKept,
    IsCustomSetting: false,
    IsCustomizable: isKept,
    IsReplicateable: true,
    IsRetrieveable: true,
    IsDeprecatedAndHidden: false,
    IsIdEnabled: true,
    IsFeedEnabled: false,
    IsEverCreatable: isKept,
    IsEverUpdatable: isKept,
    IsEverDeletable: isKept,
    IsMruEnabled: isKept && definition.field.has('lastvieweddate'),
    IsSubtype: false,
    HasSubtypes: false,
    IsInterface: false,
    IsCompactLayoutable: isKept,
    IsSearchLayoutable: definition.derivedTypes?.search !== undefined,
    IsProcessEnabled: isKept,
  }
}

const entityRows = (all: readonly ObjectDefinition[], about?: About) =>
  fixedRows(entityFields, () =>
    all.flatMap((definition, at) => (isAbout(about, definition) ? [entity(definition, at)] : [])),
  )()

systemObject({
  name: 'EntityDefinition',
  label: 'Entity definition',
  nameField: 'QualifiedApiName',
  fields: entityFields,
  systemFields: ['Id', 'LastModifiedDate'],
  rows: (about) => entityRows(everyDefinition(), about),
  rowsFor: entityRows,
  aboutOf: aboutOf('qualifiedapiname'),
  meaning: 'An object, as a record.',
})

const fieldFields = [
  ...allShown('string', 'DurableId QualifiedApiName DeveloperName EntityDefinitionId MasterLabel Label DataType'),
  ...allShown(
    'string',
    'NamespacePrefix RelationshipName ReferenceTo ReferenceTargetField ExtraTypeInfo ControllingFieldDefinitionId',
  ),
  ...allShown('string', 'BusinessStatus SecurityClassification ComplianceGroup Description'),
  ...allShown('int', 'Length Precision Scale'),
  ...allShown(
    'boolean',
    'IsNillable IsCalculated IsHtmlFormatted IsNameField IsFieldHistoryTracked IsIndexed IsApiFilterable',
  ),
  ...allShown(
    'boolean',
    'IsApiSortable IsApiGroupable IsListVisible IsPolymorphicForeignKey IsHighScaleNumber IsCompound',
  ),
  shown('EntityKey', 'reference', {
    referenceTo: ['EntityDefinition'],
    relationshipName: 'EntityDefinition',
    childRelationshipName: 'Fields',
    aboutTheSame: true,
  }),
]

const kinds: Partial<Record<Field['type'], string>> = {
  textarea: 'Long Text Area',
  boolean: 'Checkbox',
  datetime: 'Date/Time',
  date: 'Date',
  email: 'Email',
  phone: 'Phone',
  url: 'URL',
  picklist: 'Picklist',
  multipicklist: 'Picklist (Multi-Select)',
  base64: 'Base64',
}

const dataType = (field: Field): string => {
  if (field.type === 'id') return 'Lookup()'
  if (field.type === 'reference') return `Lookup(${(field.referenceTo ?? []).join(',')})`
  if (field.type === 'string') return `Text(${field.length ?? 255})`
  if (field.type === 'int') return 'Number(9, 0)'
  const numbers = { double: 'Number', currency: 'Currency', percent: 'Percent' } as const
  return field.type === 'double' || field.type === 'currency' || field.type === 'percent'
    ? `${numbers[field.type]}(${columnType(field) === 'numeric' ? 18 - (field.scale ?? 2) : 18}, ${field.scale ?? 2})`
    : (kinds[field.type] ?? 'Text(255)')
}

/** Of one object: the numbers of fields begin anew for the next. */
export const MOST_FIELDS = 1000

const fieldRow = (definition: ObjectDefinition, place: number, field: Field, at: number): Row => ({
  Id: (place + 1) * MOST_FIELDS + at,
  DurableId: `${definition.name}.${field.name}`,
  QualifiedApiName: field.name,
  DeveloperName: field.name.replace(/__c$/, ''),
  EntityDefinitionId: definition.name,
  EntityKey: place + 1,
  MasterLabel: labelOf(field),
  Label: labelOf(field),
  DataType: dataType(field),
  RelationshipName: field.relationshipName ?? null,
  ReferenceTo: field.referenceTo?.join(',') ?? null,
  Length: field.length ?? 0,
  Precision: ['double', 'currency', 'percent'].includes(field.type) ? 18 : 0,
  Scale: field.scale ?? 0,
  IsNillable: field.required !== true && field.neverNull !== true,
  IsCalculated: field.expression !== undefined && field.forTools !== true,
  IsHtmlFormatted: false,
  IsNameField: field.name === definition.nameField,
  IsFieldHistoryTracked: field.tracked !== false,
  IsIndexed: field.type === 'id' || field.type === 'reference',
  IsApiFilterable: true,
  IsApiSortable: true,
  IsApiGroupable: field.type !== 'textarea',
  IsListVisible: true,
  IsPolymorphicForeignKey: (field.referenceTo?.length ?? 0) > 1,
  IsHighScaleNumber: false,
  IsCompound: false,
})

/** One row of every field, whatever object it is of. */
export const ofEveryField = <T>(
  all: readonly ObjectDefinition[],
  about: About | undefined,
  row: (definition: ObjectDefinition, place: number, field: Field, at: number) => T,
): readonly T[] =>
  all.flatMap((definition, place) =>
    isAbout(about, definition) ? definition.fields.map((field, at) => row(definition, place, field, at)) : [],
  )

const fieldRows = (all: readonly ObjectDefinition[], about?: About) =>
  fixedRows(fieldFields, () => ofEveryField(all, about, fieldRow))()

systemObject({
  name: 'FieldDefinition',
  label: 'Field definition',
  nameField: 'QualifiedApiName',
  fields: fieldFields,
  systemFields: ['Id', 'LastModifiedDate'],
  rows: (about) => fieldRows(everyDefinition(), about),
  rowsFor: fieldRows,
  aboutOf: aboutOf(),
  meaning: 'A field of an object, as a record.',
})
