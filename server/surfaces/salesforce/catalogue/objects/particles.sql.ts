import {
  everyDefinition,
  type About,
  type Field,
  type FieldDeclaration,
  type FieldValues,
  type ObjectDefinition,
} from '../../../../ground/objects/definition.ts'
import { relationshipsAmong } from '../../../../ground/objects/soql/relationships.ts'
import { sql } from '../../../../platform/sql.ts'
import { goesWithParent } from '../../dialect/describe.ts'
import { describeField } from '../../dialect/describeField.ts'
import { aboutOf, isAbout } from './about.ts'
import { allShown, fixedRows, shown, sinceTheBeginning, systemObject } from './declaring.sql.ts'
import { MOST_FIELDS, ofEveryField } from './entities.sql.ts'

/** What the catalogue's records are made of in their turn: every part of a field, its values, and what points to what. */

type Row = FieldValues & { readonly Id: number }

/** A reference by number, since the ids tools see here are names. */
const keyed = (name: string, objectName: string, relationshipName: string, childRelationshipName?: string) =>
  shown(name, 'reference', { referenceTo: [objectName], relationshipName, childRelationshipName })

/** The same, to what tells of the same object. */
const within = (...named: Parameters<typeof keyed>) => ({ ...keyed(...named), aboutTheSame: true })

type Rows = (all: readonly ObjectDefinition[], about?: About) => readonly Row[]

const catalogueObject = (
  name: string,
  label: string,
  fields: readonly FieldDeclaration[],
  rows: Rows,
  meaning: string,
) =>
  systemObject({
    name,
    label,
    nameField: 'DurableId',
    fields,
    systemFields: ['Id', 'LastModifiedDate'],
    rows: (about) => fixedRows(fields, () => rows(everyDefinition(), about))(),
    rowsFor: (all, about) => fixedRows(fields, () => rows(all, about))(),
    aboutOf: aboutOf(),
    meaning,
  })

const particleFields = [
  ...allShown('string', 'DurableId QualifiedApiName DeveloperName Name EntityDefinitionId FieldDefinitionId Label'),
  ...allShown('string', 'MasterLabel DataType ValueTypeId ExtraTypeInfo NamespacePrefix RelationshipName ReferenceTo'),
  ...allShown('string', 'ReferenceTargetField InlineHelpText DefaultValueFormula Mask MaskType'),
  ...allShown('int', 'Length ByteLength Digits Precision Scale RelationshipOrder'),
  ...allShown(
    'boolean',
    'IsNillable IsCreatable IsUpdatable IsUnique IsCaseSensitive IsIdLookup IsNameField IsAutonumber',
  ),
  ...allShown(
    'boolean',
    'IsCalculated IsApiFilterable IsApiSortable IsApiGroupable IsDefaultedOnCreate IsPermissionable',
  ),
  ...allShown(
    'boolean',
    'IsDependentPicklist IsNamePointing IsHtmlFormatted IsEncrypted IsHighScaleNumber IsComponent',
  ),
  ...allShown('boolean', 'IsDeprecatedAndHidden IsDisplayLocationInDecimal IsFieldHistoryTracked IsLayoutable'),
  ...allShown('boolean', 'IsListVisible IsWorkflowFilterable IsWriteRequiresMasterRead'),
  within('EntityKey', 'EntityDefinition', 'EntityDefinition', 'Particles'),
  within('FieldKey', 'FieldDefinition', 'FieldDefinition', 'Particles'),
]

function particle(definition: ObjectDefinition, place: number, field: Field, at: number): Row {
  const isKept = definition.rows === undefined
  const told = describeField(definition, field, {
    picklist: [],
    rights: { createable: isKept, updateable: isKept },
  })
  return {
    Id: keyOfField(place, at),
    ...namesOf(definition, field, told),
    EntityKey: place + 1,
    FieldKey: keyOfField(place, at),
    Length: told.length,
    ByteLength: told.byteLength,
    Digits: told.digits,
    Precision: told.precision,
    Scale: told.scale,
    RelationshipOrder: told.relationshipOrder,
    IsNillable: told.nillable,
    IsCreatable: told.createable,
    IsUpdatable: told.updateable,
    IsUnique: told.unique,
    IsCaseSensitive: told.caseSensitive,
    IsIdLookup: told.idLookup,
    IsNameField: told.nameField,
    IsAutonumber: told.autoNumber,
    IsCalculated: told.calculated,
    IsApiFilterable: told.filterable,
    IsApiSortable: told.sortable,
    IsApiGroupable: told.groupable,
    IsDefaultedOnCreate: told.defaultedOnCreate,
    IsPermissionable: told.permissionable,
    IsDependentPicklist: told.dependentPicklist,
    IsNamePointing: told.namePointing,
    IsHtmlFormatted: told.htmlFormatted,
    IsEncrypted: told.encrypted,
    IsHighScaleNumber: told.highScaleNumber,
    IsComponent: told.compoundFieldName !== null,
    IsDeprecatedAndHidden: false,
    IsDisplayLocationInDecimal: told.displayLocationInDecimal,
    IsFieldHistoryTracked: field.tracked !== false,
    IsLayoutable: isKept,
    IsListVisible: true,
    IsWorkflowFilterable: isKept && told.filterable,
    IsWriteRequiresMasterRead: told.writeRequiresMasterRead,
  }
}

const namesOf = (definition: ObjectDefinition, field: Field, told: ReturnType<typeof describeField>) => ({
  DurableId: `${definition.name}.${field.name}`,
  QualifiedApiName: field.name,
  DeveloperName: field.name.replace(/__c$/, ''),
  Name: field.name.replace(/__c$/, ''),
  EntityDefinitionId: definition.name,
  FieldDefinitionId: `${definition.name}.${field.name}`,
  Label: told.label,
  MasterLabel: told.label,
  DataType: told.type,
  ValueTypeId: told.type,
  ExtraTypeInfo: told.extraTypeInfo,
  RelationshipName: told.relationshipName,
  ReferenceTo: told.referenceTo.length === 0 ? null : told.referenceTo.join(','),
  InlineHelpText: told.inlineHelpText,
})

const keyOfField = (place: number, at: number): number => (place + 1) * MOST_FIELDS + at

catalogueObject(
  'EntityParticle',
  'Entity particle',
  particleFields,
  (all, about) => ofEveryField(all, about, particle),
  'A part of a field of an object, as a record.',
)

const valueFields = [
  ...allShown('string', 'DurableId Value Label EntityParticleId ValidFor'),
  ...allShown('boolean', 'IsActive IsDefaultValue'),
  within('ParticleKey', 'EntityParticle', 'EntityParticle', 'PicklistValueInfos'),
]

/** Lists whose values are kept in tables, by their fields: the name, the label, whether it is the default, and the order. */
const keptLists: Readonly<Record<string, ReturnType<typeof sql>>> = {
  'Lead.Status': sql`select api_name, master_label, is_default, sort_order from lead_status`,
  'Opportunity.StageName': sql`select api_name, master_label, false, sort_order from opportunity_stage where is_active`,
  'Campaign.Type': sql`select name as api_name, name, false, sort_order from campaign_type`,
}

const MOST_VALUES = 10_000

const writtenValues: Rows = (all, about) =>
  ofEveryField(all, about, (definition, place, { name, picklist }, at) =>
    typeof picklist === 'function'
      ? []
      : (picklist ?? []).map(({ value, label, isDefault }, number) => ({
          Id: keyOfField(place, at) * MOST_VALUES + number,
          DurableId: `${definition.name}.${name}.${number}`,
          EntityParticleId: `${definition.name}.${name}`,
          ParticleKey: keyOfField(place, at),
          Value: value,
          Label: label,
          IsActive: true,
          IsDefaultValue: isDefault === true,
        })),
  ).flat()

/** The values the program knows, and those the org keeps in tables. */
function valueRows(all: readonly ObjectDefinition[], about?: About) {
  const kept = ofEveryField(all, about, (definition, place, field, at) => {
    const list = keptLists[`${definition.name}.${field.name}`]
    return list === undefined ? [] : [keptValues(list, `${definition.name}.${field.name}`, keyOfField(place, at))]
  }).flat()
  return sql`${sql.join([fixedRows(valueFields, () => writtenValues(all, about))(), ...kept], sql` union all `)}`
}

const keptValues = (list: ReturnType<typeof sql>, particleId: string, key: number) => sql`
  select ${key * MOST_VALUES}::bigint + v.place, ${particleId}::text || '.' || v.place, v.value, v.label, ${particleId}::text,
    null::text, true, v.is_default, ${key}::bigint, ${sinceTheBeginning}
  from (
    select api_name as value, master_label as label, is_default, row_number() over (order by sort_order, api_name) - 1 as place
    from (${list}) as l (api_name, master_label, is_default, sort_order)) v`

systemObject({
  name: 'PicklistValueInfo',
  label: 'Picklist value',
  nameField: 'Label',
  fields: valueFields,
  systemFields: ['Id', 'LastModifiedDate'],
  rows: (about) => valueRows(everyDefinition(), about),
  rowsFor: valueRows,
  aboutOf: aboutOf(),
  meaning: 'A value of a picklist, as a record.',
})

const linkFields = [
  ...allShown('string', 'DurableId ChildSobjectId FieldId ParentSobjectId RelationshipName JunctionIdListNames'),
  ...allShown('boolean', 'IsCascadeDelete IsRestrictedDelete IsDeprecatedAndHidden'),
  keyed('ChildKey', 'EntityDefinition', 'ChildSobject'),
  keyed('FieldKey', 'FieldDefinition', 'Field'),
]

const linkRows: Rows = (all, about) => {
  const places = new Map(all.map((definition, place) => [definition.name, place]))
  return all.flatMap((parent, place) =>
    (isAbout(about, parent) ? relationshipsAmong(all, parent.name) : []).map(({ name, definition, field }, number) => {
      const childPlace = places.get(definition.name) ?? 0
      return {
        Id: keyOfField(place, number),
        DurableId: `${parent.name}.${name}`,
        ChildSobjectId: definition.name,
        FieldId: `${definition.name}.${field.name}`,
        ParentSobjectId: parent.name,
        RelationshipName: name,
        IsCascadeDelete: goesWithParent(definition, field),
        IsRestrictedDelete: false,
        IsDeprecatedAndHidden: false,
        ChildKey: childPlace + 1,
        FieldKey: keyOfField(childPlace, definition.fields.indexOf(field)),
        ParentKey: place + 1,
      }
    }),
  )
}

for (const [name, label, childRelationshipName] of [
  ['RelationshipInfo', 'Relationship', 'ChildRelationships'],
  ['RelationshipDomain', 'Relationship domain', 'RelationshipDomains'],
] as const)
  catalogueObject(
    name,
    label,
    [...linkFields, within('ParentKey', 'EntityDefinition', 'ParentSobject', childRelationshipName)],
    linkRows,
    'What records that point to a record are to it.',
  )

const typeFields = [...allShown('string', 'DurableId DeveloperName'), shown('IsComplex', 'boolean')]

const TYPES =
  'address anyType base64 boolean combobox currency date datetime double email id int multipicklist percent phone picklist reference string textarea url'

catalogueObject(
  'DataType',
  'Data type',
  typeFields,
  () =>
    TYPES.split(' ').map((type, at) => ({
      Id: at + 1,
      DurableId: type,
      DeveloperName: type,
      IsComplex: type === 'address',
    })),
  'A kind of value a field may have.',
)
