import { encodeId } from '../../../../shared/ids.ts'
import type { SoqlColumn, SoqlPage, SoqlRow, SoqlValue } from '../../../ground/objects/soql/soql.ts'
import { answered, recordElement, type Of, type WrittenRecord } from './answers.ts'
import type { Flavour } from './envelope.ts'
import { valueXml, writtenRecord } from './recordXml.ts'
import { nilElement } from './xml.ts'

/** A page of a query's answer; its columns say what the values are. */
export const queryResult = (
  flavour: Flavour,
  { done, locator, rows, totalSize }: SoqlPage,
  columns: readonly SoqlColumn[],
): Of<'QueryResult'> => ({
  done,
  queryLocator: locator,
  records: rows.map((row) => writtenRow(flavour, row, columns)),
  size: totalSize,
})

/** A row as a record, with its parents and children inside. */
export function writtenRow(flavour: Flavour, row: SoqlRow, columns: readonly SoqlColumn[]): WrittenRecord {
  const isAskedFor = columns.some(({ name, is }) => is === 'value' && name === 'Id')
  const fields = columns.map((column) => columnXml(flavour, column, row.values[column.name] ?? null)).join('')
  return writtenRecord(flavour, row.type, isAskedFor && row.id !== null ? encodeId(row.id) : null, fields)
}

function columnXml(flavour: Flavour, column: SoqlColumn, value: SoqlValue): string {
  const name = `sf:${column.name}`
  if (value === null) return nilElement(name)
  if (isPage(value))
    return value.rows.length === 0
      ? nilElement(name)
      : answered(name, 'QueryResult', queryResult(flavour, value, column.columns ?? []))
  if (isRow(value)) {
    if (column.is === 'address') return answered(name, 'address', value.values)
    const columns = column.byType?.get(value.type) ?? column.byType?.get('else') ?? column.columns ?? []
    return recordElement(name, writtenRow(flavour, value, columns))
  }
  return valueXml(
    column.name,
    { type: column.type ?? 'string' },
    value,
    column.isAggregate === true ? typeOf(column) : '',
  )
}

const isRow = (value: SoqlValue): value is SoqlRow => typeof value === 'object' && value !== null && 'values' in value
const isPage = (value: SoqlValue): value is SoqlPage => typeof value === 'object' && value !== null && 'rows' in value

const schemaTypes: Readonly<Record<string, string>> = {
  int: 'int',
  double: 'double',
  currency: 'double',
  percent: 'double',
  boolean: 'boolean',
  date: 'date',
  datetime: 'dateTime',
}

/** Nobody can look an aggregate's type up in a description, so it says it itself. */
const typeOf = ({ type }: SoqlColumn): string => ` xsi:type="xsd:${schemaTypes[type ?? ''] ?? 'string'}"`
