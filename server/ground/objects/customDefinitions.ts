import {
  composeObject,
  declaredObjects,
  everyDefinition,
  numberOf,
  standardDefinition,
  withFields,
  type Field,
  type FieldDeclaration,
  type FieldValues,
  type ObjectDefinition,
  type PicklistValue,
} from './definition.ts'
import type { CustomFieldRow, CustomObjectRow, GrantRow, ValueSetRow } from './customRows.ts'
import { sql } from '../../platform/sql.ts'
import { isEventName } from './customNames.ts'
import { searchWords } from './words.ts'

/** Everything an org changed about what it keeps. */
export type CatalogueRows = {
  readonly objects: readonly CustomObjectRow[]
  readonly fields: readonly CustomFieldRow[]
  readonly grants: readonly GrantRow[]
  readonly valueSets: readonly ValueSetRow[]
}

/** The objects as this org has them: the standard ones with its fields, those read from what others keep, and its own. */
export type Catalogue = CatalogueRows & {
  /** How many objects were declared when it was put together. */
  readonly declared: number
  readonly all: readonly ObjectDefinition[]
  /** By the name in small letters. */
  readonly byName: ReadonlyMap<string, ObjectDefinition>
  /** By the number an id begins with. */
  readonly byNumber: ReadonlyMap<number, ObjectDefinition>
}

/** Puts the catalogue together; an object that belongs to another comes after it. */
export function composeCatalogue(rows: CatalogueRows): Catalogue {
  const live = rows.objects.filter(({ removedAt }) => removedAt === null)
  const numbers = new Map(live.map(({ name, number }) => [name, number]))
  const byObject = Map.groupBy(
    // What points to an object that was removed waits with it.
    rows.fields.filter(({ referenceTo }) => referenceTo === null || isThere(referenceTo, numbers)),
    ({ objectName }) => objectName,
  )
  const fieldsOf = (name: string): readonly Field[] =>
    (byObject.get(name) ?? []).map((row) => customField(row, numbers, rows.valueSets))
  const byName = new Map<string, ObjectDefinition>()
  for (const standard of everyDefinition()) {
    const own = fieldsOf(standard.name)
    byName.set(standard.name.toLowerCase(), own.length === 0 ? standard : withFields(standard, own))
  }
  for (const row of byDepth(live, byObject)) {
    const grants = grantsOf(row, rows.grants)
    const definition = isEventName(row.name)
      ? platformEvent(row, fieldsOf(row.name), grants)
      : customObject(row, fieldsOf(row.name), grants, byName)
    byName.set(row.name.toLowerCase(), definition)
  }
  const every = toldOfAll(byName)
  const all = every.filter(isListed)
  return { ...rows, declared: declaredObjects(), all, byName, byNumber: numbered(every) }
}

const isListed = ({ toolingOnly, isEvent }: ObjectDefinition): boolean => toolingOnly !== true && isEvent !== true

/** Objects whose rows are the catalogue itself hear of all that is in it. */
function toldOfAll(byName: Map<string, ObjectDefinition>): readonly ObjectDefinition[] {
  const all = [...byName.values()].filter(isListed)
  for (const [name, definition] of byName) {
    const { rowsFor, reachFor, reach } = definition
    if (rowsFor !== undefined)
      byName.set(name, { ...definition, rows: (about) => rowsFor(all, about), reach: reachFor?.(all) ?? reach })
  }
  return [...byName.values()]
}

const isThere = (name: string, numbers: ReadonlyMap<string, number>): boolean =>
  numbers.has(name) || standardDefinition(name) !== undefined

/** Some declared objects have no records and so no number. */
function numbered(all: readonly ObjectDefinition[]): Map<number, ObjectDefinition> {
  const byNumber = new Map<number, ObjectDefinition>()
  for (const definition of all) {
    const number = numberOf(definition)
    if (number !== undefined) byNumber.set(number, definition)
  }
  return byNumber
}

/** Masters first. What belongs to itself, by way of others, was refused when it was made. */
function byDepth(
  objects: readonly CustomObjectRow[],
  fields: ReadonlyMap<string, readonly CustomFieldRow[]>,
): readonly CustomObjectRow[] {
  const named = new Map(objects.map((row) => [row.name, row]))
  const ordered = new Set<CustomObjectRow>()
  const visit = (row: CustomObjectRow, way: readonly CustomObjectRow[]): void => {
    if (way.includes(row)) return
    for (const { masterDetail, referenceTo } of fields.get(row.name) ?? []) {
      const master = masterDetail ? named.get(referenceTo ?? '') : undefined
      if (master !== undefined) visit(master, [...way, row])
    }
    ordered.add(row)
  }
  for (const row of objects) visit(row, [])
  return [...ordered]
}

const grantsOf = ({ id }: CustomObjectRow, grants: readonly GrantRow[]): ObjectDefinition['grants'] =>
  Object.fromEntries(grants.filter(({ objectId }) => objectId === id).map(({ role, may }) => [role, may]))

function customObject(
  row: CustomObjectRow,
  fields: readonly Field[],
  grants: ObjectDefinition['grants'],
  known: ReadonlyMap<string, ObjectDefinition>,
): ObjectDefinition {
  const masters = fields.filter(({ masterDetail }) => masterDetail === true)
  const definition: ObjectDefinition = composeObject({
    name: row.name,
    number: row.number,
    label: row.label,
    labelPlural: row.labelPlural,
    path: `records/${row.name}`,
    table: row.tableName,
    nameField: 'Name',
    hasOwner: masters.length === 0,
    hasRecycleBin: true,
    isPrivate: row.sharing === 'private',
    grants,
    reachedThrough: masters.map(({ name }) => name),
    masters: new Map(
      masters.flatMap(({ referenceTo: [name = ''] = [] }) => {
        const master = known.get(name.toLowerCase())
        return master === undefined ? [] : [[master.name, master]]
      }),
    ),
    fields: [nameField(row), ...(masters.length === 0 ? [OWNER] : []), ...fields],
    derive: (record: FieldValues) => ({ search: searchWords(definition, record) }),
    derivedTypes: { search: 'tsvector' },
    meaning: row.description ?? `${row.labelPlural}, as this organization keeps them.`,
  })
  return definition
}

/** An event has no records: its table is empty, and stays so. Who may create may publish, who may read may listen. */
const platformEvent = (
  row: CustomObjectRow,
  fields: readonly Field[],
  grants: ObjectDefinition['grants'],
): ObjectDefinition =>
  composeObject({
    name: row.name,
    number: row.number,
    isEvent: true,
    label: row.label,
    labelPlural: row.labelPlural,
    path: `events/${row.name}`,
    table: row.tableName,
    rows: () => sql`select t.*, name as replay_id, name as event_uuid from ${sql.table(row.tableName)} t where false`,
    nameField: 'EventUuid',
    hasOwner: false,
    hasRecycleBin: false,
    grants,
    systemFields: ['CreatedDate', 'CreatedById'],
    fields: [told('ReplayId', 'Replay id', 20), told('EventUuid', 'Event UUID', 36), ...fields],
    meaning: row.description ?? `${row.labelPlural}, of which programs tell each other.`,
  })

const told = (name: string, label: string, length: number): FieldDeclaration => ({
  name,
  label,
  type: 'string',
  length,
  readOnly: 'It is given when the event is published.',
})

const nameField = ({ nameLabel, nameFormat }: CustomObjectRow): FieldDeclaration => ({
  name: 'Name',
  label: nameLabel,
  type: 'string',
  length: 80,
  neverNull: true,
  searched: true,
  section: 'Record',
  ...(nameFormat === null ? {} : { autoNumber: nameFormat, readOnly: NUMBERED }),
})

const NUMBERED = 'It is numbered when the record is made.'

const OWNER: FieldDeclaration = {
  name: 'OwnerId',
  label: 'Owner',
  type: 'reference',
  referenceTo: ['User', 'Group'],
  relationshipName: 'Owner',
  neverNull: true,
  section: 'Record',
}

function customField(
  row: CustomFieldRow,
  numbers: ReadonlyMap<string, number>,
  valueSets: readonly ValueSetRow[],
): Field {
  const picklist = picklistOfRow(row, valueSets)
  return {
    name: row.name,
    label: row.label,
    type: row.type,
    column: row.columnName,
    length: row.length ?? undefined,
    scale: row.scale ?? undefined,
    range: rangeOf(row),
    required: row.required || row.masterDetail,
    unique: row.isUnique,
    caseSensitive: row.caseSensitive,
    externalId: row.externalId,
    tracked: row.tracked,
    picklist,
    restricted: picklist !== undefined && row.restricted,
    defaultValue: row.defaultValue ?? picklist?.find(({ isDefault }) => isDefault === true)?.value,
    ...referenceParts(row, numbers),
    ...(row.format === null ? {} : { autoNumber: row.format, readOnly: NUMBERED }),
    help: row.help ?? undefined,
    searched: row.type === 'string' && (row.externalId || row.isUnique || row.format !== null) && isOwn(row),
    custom: true,
    section: isOwn(row) ? 'Record' : 'Custom fields',
  }
}

/** The words of a standard record are gathered by its room, which does not know added fields. */
const isOwn = ({ objectName }: CustomFieldRow): boolean => objectName.endsWith('__c')

/** The values to choose from now: those taken out of use stay only where they are. */
function picklistOfRow(
  { picklist, valueSet }: CustomFieldRow,
  valueSets: readonly ValueSetRow[],
): readonly PicklistValue[] | undefined {
  const values = valueSet === null ? picklist : valueSets.find(({ name }) => name === valueSet)?.values
  return values?.filter(({ isActive }) => isActive !== false)
}

/** As many digits before the point as there are without the scale. */
function rangeOf({ precision, scale, type }: CustomFieldRow): Field['range'] {
  if (precision === null || !['double', 'int', 'currency', 'percent'].includes(type)) return undefined
  const most = 10 ** (precision - (scale ?? 0)) - 10 ** -(scale ?? 0)
  return [-most, most]
}

function referenceParts(row: CustomFieldRow, numbers: ReadonlyMap<string, number>): Partial<Field> {
  if (row.referenceTo === null) return {}
  const number = numbers.get(row.referenceTo)
  return {
    referenceTo: [row.referenceTo],
    referenceNumbers: number === undefined ? undefined : [number],
    relationshipName: row.relationshipName ?? row.name.replace(/__c$/, '__r'),
    childRelationshipName: row.childRelationshipName === null ? undefined : `${row.childRelationshipName}__r`,
    masterDetail: row.masterDetail,
    createOnly: row.masterDetail,
  }
}
