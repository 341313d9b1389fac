import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import {
  defineObject,
  snakeCase,
  type FieldDeclaration,
  type FieldType,
  type FieldValues,
  type ObjectDefinition,
} from '../../../../ground/objects/definition.ts'
import { columnType } from '../../../../ground/objects/toolFields.ts'

/** How the objects are declared that nobody keeps as such: histories, profiles, the catalogue as records. */

const READ_ONLY = 'It is only read here: Assay keeps what it says elsewhere.'

/** A field that is only read. */
export const shown = (
  name: string,
  type: FieldType = 'string',
  more: Partial<FieldDeclaration> = {},
): FieldDeclaration => ({
  name,
  type,
  readOnly: READ_ONLY,
  tracked: false,
  ...(type === 'boolean' ? { neverNull: true } : {}),
  ...more,
})

/** Several of one type. */
export const allShown = (type: FieldType, names: string): readonly FieldDeclaration[] =>
  names.split(' ').map((name) => shown(name, type))

/** A reference and what the record it points to is called. */
export const pointing = (name: string, ...referenceTo: readonly string[]): FieldDeclaration =>
  shown(name, 'reference', { referenceTo, relationshipName: name.replace(/Id$/, '') })

type SystemObject = {
  readonly name: string
  readonly label: string
  readonly labelPlural?: string
  readonly nameField?: string
  readonly fields: readonly FieldDeclaration[]
  readonly rows: ObjectDefinition['rows']
  /** The rows, where they tell of the org's own objects and fields. */
  readonly rowsFor?: ObjectDefinition['rowsFor']
  readonly aboutOf?: ObjectDefinition['aboutOf']
  readonly systemFields?: readonly string[]
  readonly reachedThrough?: readonly string[]
  readonly binnedWith?: string
  readonly reach?: ObjectDefinition['reach']
  readonly reachFor?: ObjectDefinition['reachFor']
  readonly onlyBeside?: boolean
  readonly meaning: string
}

/** An object that is only read. Its rows bear `id`, `version` and a column for every field. */
export const systemObject = ({ labelPlural, nameField = 'Name', ...declared }: SystemObject): ObjectDefinition =>
  defineObject({
    ...declared,
    labelPlural: labelPlural ?? `${declared.label}s`,
    nameField,
    path: snakeCase(declared.name).replaceAll('_', '-'),
    table: snakeCase(declared.name),
    hasOwner: false,
    hasRecycleBin: false,
  })

/** When the org was made: what came with it has no other date. */
const orgMade = sql`(select o.created_at from platform.org o where o.schema_name = current_schema())`

/** The columns every row has besides its own: as old as the org, and nobody's. */
export const sinceTheBeginning: RawBuilder<unknown> = sql`
  1 as version, ${orgMade} as created_at, null::bigint as created_by_id,
  ${orgMade} as last_modified_at, null::bigint as last_modified_by_id`

/** Rows written in the program instead of a table. */
export const fixedRows = (
  fields: readonly FieldDeclaration[],
  records: () => readonly (FieldValues & { readonly Id: number })[],
): (() => RawBuilder<unknown>) => {
  const named = [{ name: 'Id', type: 'id' } as const, ...fields.filter(({ expression }) => expression === undefined)]
  // Named once: there are tens of thousands of fields of all objects, each a row.
  const columns = named.map((field) => ({ ...field, column: snakeCase(field.name) }))
  const types = columns.map((field) => sql`${sql.ref(field.column)} ${sql.raw(columnType(field))}`)
  return () => {
    const rows = records().map((record) =>
      Object.fromEntries(columns.map(({ name, column }) => [column, record[name] ?? null])),
    )
    return sql`
      select r.*, ${sinceTheBeginning}
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (${sql.join(types)})`
  }
}
