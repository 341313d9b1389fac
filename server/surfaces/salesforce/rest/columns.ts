import { prefixOfNumber } from '../../../../shared/ids.ts'
import { numberOf, type FieldType, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { columnsOf, type PreparedSoql, type SoqlColumn } from '../../../ground/objects/soql/soql.ts'
import { titled } from '../dialect/errorWords.ts'

const NUMBERS: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent'])

/** What the answer to a query will hold, column by column: `?columns=true`. */
export const columnMetadata = (prepared: PreparedSoql) => ({
  columnMetadata: columnsOf(prepared).map(column),
  entityName: prepared.definition.name,
  groupBy: prepared.isGrouped && !prepared.isCount,
  idSelected: columnsOf(prepared).some(({ field }) => field?.type === 'id'),
  keyPrefix: keyPrefixOf(prepared.definition),
})

function keyPrefixOf(definition: ObjectDefinition): string | null {
  const number = numberOf(definition)
  return number === undefined ? null : (prefixOfNumber(number) ?? null)
}

function column({
  name,
  is,
  type,
  field,
  isAggregate = false,
  columns = [],
  byType,
}: SoqlColumn): Record<string, unknown> {
  const isNumber = type !== undefined && NUMBERS.has(type)
  const isBoolean = type === 'boolean'
  const inside = byType === undefined ? columns : [...byType.values()].flat()
  return {
    aggregate: isAggregate || is === 'children',
    apexType: is === 'value' ? (apexTypes[type ?? 'string'] ?? 'string') : null,
    booleanType: isBoolean,
    columnName: name,
    custom: field?.custom === true,
    displayName: field === undefined ? name : titled(field),
    foreignKeyName: is === 'parent' || is === 'typeof' ? name : null,
    insertable: field !== undefined && field.readOnly === undefined && field.expression === undefined,
    joinColumns: inside.map(column),
    numberType: isNumber,
    textType: is === 'value' && !isNumber && !isBoolean,
    updatable:
      field !== undefined &&
      field.readOnly === undefined &&
      field.expression === undefined &&
      field.createOnly !== true,
  }
}

const apexTypes: Readonly<Partial<Record<FieldType, string>>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
}
