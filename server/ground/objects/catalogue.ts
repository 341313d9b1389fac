import type { StandardObject } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import {
  standardDefinition,
  withFields,
  type Field,
  type FieldType,
  type ObjectDefinition,
  type PicklistValue,
} from './definition.ts'

/** How long a process may go on with the custom fields it knows when another one adds a field. */
const STALE_AFTER_MS = 2000

type Catalogue = { readonly definitions: Map<string, ObjectDefinition>; readonly fields: readonly CustomFieldRow[] }

const catalogueOf = rememberedByOrg<Catalogue>(STALE_AFTER_MS, async (tx) => ({
  definitions: new Map(),
  fields: await customFieldRows(tx),
}))

/** Called when this process changed the custom fields. */
export const forgetCatalogue = (): void => catalogueOf.forget()

/** The object as this org has it: standard fields and its own. */
export async function definitionOf(tx: Tx, objectName: string): Promise<ObjectDefinition> {
  const catalogue = await catalogueOf(tx)
  const seen = catalogue.definitions.get(objectName)
  if (seen !== undefined) return seen
  const standard = standardDefinition(objectName)
  if (standard === undefined) throw notFound(`object called '${objectName}'`)
  const own = catalogue.fields.filter((field) => field.objectName === standard.name).map(customField)
  const definition = own.length === 0 ? standard : withFields(standard, own)
  catalogue.definitions.set(objectName, definition)
  return definition
}

/** Values of a picklist field, whether written in the declaration or kept in a table. */
export async function picklistOf(tx: Tx, field: Field): Promise<readonly PicklistValue[]> {
  return typeof field.picklist === 'function' ? field.picklist(tx) : (field.picklist ?? [])
}

export type CustomFieldRow = {
  readonly id: number
  readonly objectName: string
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly columnName: string
  readonly length: number | null
  readonly scale: number | null
  readonly required: boolean
  readonly isUnique: boolean
  readonly externalId: boolean
  readonly tracked: boolean
  readonly picklist: readonly PicklistValue[] | null
  readonly referenceTo: StandardObject | null
  readonly help: string | null
}

export const customFieldRows = (tx: Tx): Promise<CustomFieldRow[]> =>
  many<CustomFieldRow>(
    tx,
    sql`
    select id, object_name as "objectName", name, label, type, column_name as "columnName", length, scale, required,
      is_unique as "isUnique", external_id as "externalId", tracked, picklist, reference_to as "referenceTo", help
    from custom_field
    where removed_at is null
    order by id`,
  )

const customField = (row: CustomFieldRow): Field => ({
  name: row.name,
  label: row.label,
  type: row.type,
  column: row.columnName,
  length: row.length ?? undefined,
  scale: row.scale ?? undefined,
  required: row.required,
  unique: row.isUnique,
  externalId: row.externalId,
  tracked: row.tracked,
  picklist: row.picklist ?? undefined,
  restricted: row.picklist !== null,
  referenceTo: row.referenceTo === null ? undefined : [row.referenceTo],
  relationshipName: row.referenceTo === null ? undefined : row.name.replace(/__c$/, '__r'),
  help: row.help ?? undefined,
  custom: true,
  section: 'Custom fields',
})
