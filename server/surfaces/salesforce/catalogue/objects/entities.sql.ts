import { prefixOfNumber, numberNamed } from '../../../../../shared/ids.ts'
import { sql } from '../../../../platform/sql.ts'
import {
  everyDefinition,
  type Field,
  type FieldValues,
  type ObjectDefinition,
} from '../../../../ground/objects/definition.ts'
import { columnType } from '../../../../ground/objects/save.sql.ts'
import { allShown, fixedRows, shown, sinceTheBeginning, systemObject } from './declaring.sql.ts'

/** The catalogue itself as records, for tools that ask it by queries. */

type Row = FieldValues & { readonly Id: number }

const entityFields = [
  ...allShown(
    'string',
    'DurableId QualifiedApiName DeveloperName MasterLabel Label PluralLabel KeyPrefix NamespacePrefix',
  ),
  ...allShown('string', 'InternalSharingModel ExternalSharingModel PublisherId DeploymentStatus HelpSettingPageName'),
  ...allShown('boolean', 'IsQueryable IsSearchable IsLayoutable IsTriggerable IsApexTriggerable IsWorkflowEnabled'),
  ...allShown(
    'boolean',
    'IsCustomSetting IsCustomizable IsReplicateable IsRetrieveable IsDeprecatedAndHidden IsIdEnabled',
  ),
  ...allShown('boolean', 'IsFeedEnabled IsEverCreatable IsEverUpdatable IsEverDeletable IsMruEnabled IsSubtype'),
]

const entity = (definition: ObjectDefinition, at: number): Row => {
  const isKept = definition.rows === undefined
  return {
    Id: at + 1,
    DurableId: definition.name,
    QualifiedApiName: definition.name,
    DeveloperName: definition.name,
    MasterLabel: definition.label,
    Label: definition.label,
    PluralLabel: definition.labelPlural,
    KeyPrefix: prefixOfNumber(numberNamed(definition.name) ?? 0) ?? null,
    InternalSharingModel: definition.hasOwner ? 'ReadWrite' : 'ControlledByParent',
    ExternalSharingModel: 'Private',
    PublisherId: 'System',
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
  }
}

/** Org's own objects come after the standard ones; ids here tell rows apart and nothing else. */
const FIRST_CUSTOM = 10_000

const customEntities = sql`
  select ${sql.lit(FIRST_CUSTOM)}::bigint + o.number as id, o.name as durable_id, o.name as qualified_api_name,
    regexp_replace(o.name, '__c$', '') as developer_name, o.label as master_label, o.label, o.label_plural as plural_label,
    null::text as key_prefix, null::text as namespace_prefix,
    case o.sharing when 'private' then 'Private' when 'parent' then 'ControlledByParent' else 'ReadWrite' end as internal_sharing_model,
    'Private' as external_sharing_model, '<local>' as publisher_id, 'Deployed' as deployment_status,
    null::text as help_setting_page_name, ${sql.join(
      entityFields.flatMap(({ name, type }) =>
        type === 'boolean' ? [sql.raw(String(!/CustomSetting|Deprecated|Feed|Subtype|Mru/.test(name)))] : [],
      ),
    )}, ${sinceTheBeginning}
  from custom_object o
  where o.removed_at is null`

const standardEntities = fixedRows(entityFields, () => everyDefinition().map(entity))

systemObject({
  name: 'EntityDefinition',
  label: 'Entity definition',
  nameField: 'QualifiedApiName',
  fields: entityFields,
  systemFields: ['Id', 'LastModifiedDate'],
  rows: () => sql`${standardEntities()} union all ${customEntities}`,
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
  shown('EntityKey', 'reference', { referenceTo: ['EntityDefinition'], relationshipName: 'EntityDefinition' }),
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

const MOST_FIELDS = 1000

const fieldRow = (definition: ObjectDefinition, place: number, field: Field, at: number): Row => ({
  Id: (place + 1) * MOST_FIELDS + at,
  DurableId: `${definition.name}.${field.name}`,
  QualifiedApiName: field.name,
  DeveloperName: field.name,
  EntityDefinitionId: definition.name,
  EntityKey: place + 1,
  MasterLabel: field.label,
  Label: field.label,
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

systemObject({
  name: 'FieldDefinition',
  label: 'Field definition',
  nameField: 'QualifiedApiName',
  fields: fieldFields,
  systemFields: ['Id', 'LastModifiedDate'],
  rows: fixedRows(fieldFields, () =>
    everyDefinition().flatMap((definition, place) =>
      definition.fields.map((field, at) => fieldRow(definition, place, field, at)),
    ),
  ),
  meaning: 'A standard field of an object, as a record.',
})
