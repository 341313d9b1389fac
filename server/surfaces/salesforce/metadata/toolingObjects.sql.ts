import { sql, type RawBuilder } from '../../../platform/sql.ts'
import { defineObject, snakeCase, type FieldDeclaration } from '../../../ground/objects/definition.ts'
import { allShown, fixedRows, pointing, shown } from '../catalogue/objects/declaring.sql.ts'
import { absent } from './absent.ts'

/** What tools look up about an org's make-up, as records that are only read: Tooling API asks for them by queries. */

const toolingObject = (
  name: string,
  fields: readonly FieldDeclaration[],
  rows: () => RawBuilder<unknown>,
  nameField = 'Name',
) =>
  defineObject({
    name,
    label: name.replace(/([a-z])([A-Z])/g, '$1 $2'),
    labelPlural: `${name.replace(/([a-z])([A-Z])/g, '$1 $2')}s`,
    path: snakeCase(name).replaceAll('_', '-'),
    table: snakeCase(name),
    nameField,
    hasOwner: false,
    hasRecycleBin: false,
    toolingOnly: true,
    fields,
    rows,
    meaning: `${name}, as tools made for Salesforce look it up.`,
  })

/** The words of a name without its ending: `Machine_park` of `Machine_park__c`. */
const developerName = (column: string) => sql`regexp_replace(${sql.ref(column)}, '__c$', '')`

toolingObject(
  'CustomObject',
  [
    ...allShown('string', 'DeveloperName NamespacePrefix ManageableState Language SharingModel'),
    shown('Description', 'textarea'),
  ],
  () => sql`
    select o.id, 1 as version, ${developerName('o.name')} as developer_name, null::text as namespace_prefix, 'unmanaged' as manageable_state,
      'en_US' as language, case o.sharing when 'private' then 'Private' else 'ReadWrite' end as sharing_model, o.description,
      o.created_at, o.created_by_id, o.last_modified_at, o.last_modified_by_id
    from custom_object o
    where o.removed_at is null`,
  'DeveloperName',
)

toolingObject(
  'CustomField',
  [
    ...allShown('string', 'DeveloperName FullName TableEnumOrId EntityDefinitionId NamespacePrefix ManageableState'),
    ...allShown('string', 'InlineHelpText RelationshipLabel'),
    shown('Description', 'textarea'),
    ...allShown('int', 'Length Precision Scale'),
  ],
  () => sql`
    select f.id, 1 as version, ${developerName('f.name')} as developer_name, f.object_name || '.' || f.name as full_name,
      f.object_name as table_enum_or_id, f.object_name as entity_definition_id, null::text as namespace_prefix,
      'unmanaged' as manageable_state, f.help as inline_help_text, f.child_relationship_label as relationship_label, f.description,
      f.length, f.precision, f.scale, f.created_at, f.created_by_id, coalesce(f.last_modified_at, f.created_at) as last_modified_at,
      coalesce(f.last_modified_by_id, f.created_by_id) as last_modified_by_id
    from custom_field f
    where f.removed_at is null and f.object_name not like '%#%'`,
  'DeveloperName',
)

const TYPES = ['int', 'double', 'currency', 'boolean', 'date', 'datetime', 'picklist', 'textarea'] as const

/** Catalogue rows name their object in words, and are joined to it by its number. */
const ofAnObject = [
  shown('EntityDefinitionId'),
  shown('EntityKey', 'reference', { referenceTo: ['EntityDefinition'], relationshipName: 'EntityDefinition' }),
]

function fieldsOf(said: string): readonly FieldDeclaration[] {
  if (said === 'EntityDefinitionId') return ofAnObject
  const [, name = '', type, target] = /^(\w+)(?::(\w+)|>(\w+))?$/.exec(said) ?? []
  if (target !== undefined) return [pointing(name, target)]
  return [shown(name, TYPES.find((one) => one === type) ?? 'string')]
}

for (const [name, said] of Object.entries(absent)) {
  const declared = said.split(' ').flatMap(fieldsOf)
  toolingObject(
    name,
    declared,
    fixedRows(declared, () => []),
    declared[0]?.name,
  )
}
