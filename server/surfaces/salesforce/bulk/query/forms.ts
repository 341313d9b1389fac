import { encodeId } from '../../../../../shared/ids.ts'
import type { SoqlColumn, SoqlRow, SoqlValue } from '../../../../ground/objects/soql/soql.ts'
import { element, textElement } from '../../soap/xml.ts'
import { csvRow } from '../csv.ts'
import type { BulkJob } from '../job.ts'
import { printedColumns, textOf } from './printing.ts'

/** How rows of a query are written: the columns of a table, or records of XML or JSON. */
export type Form = {
  readonly header: readonly string[] | null
  readonly rows: (rows: readonly SoqlRow[]) => string
  readonly between: string
}

/** The form of a job's content. Throws for columns that have no place in it. */
export function formOf(job: BulkJob, columns: readonly SoqlColumn[]): Form {
  if (job.contentType === 'CSV') return csvForm(job, columns)
  return job.contentType === 'XML'
    ? {
        header: null,
        between: '',
        rows: (rows) => rows.map((row) => element('records', fieldsXml(row, columns), ' xsi:type="sObject"')).join(''),
      }
    : {
        header: null,
        between: ',',
        rows: (rows) => rows.map((row) => JSON.stringify(recordJson(row, columns, job.apiVersion))).join(','),
      }
}

function csvForm(job: BulkJob, columns: readonly SoqlColumn[]): Form {
  const printed = printedColumns(columns)
  return {
    header: printed.map(({ name }) => name),
    between: '',
    rows: (rows) => {
      let text = ''
      for (const row of rows)
        text += csvRow(
          printed.map(({ cell }) => cell(row)),
          job,
        )
      return text
    },
  }
}

const isRow = (value: SoqlValue | undefined): value is SoqlRow =>
  typeof value === 'object' && value !== null && 'values' in value

function fieldsXml({ type, id, values }: SoqlRow, columns: readonly SoqlColumn[]): string {
  const own = textElement('type', type) + (id === null ? '' : textElement('Id', encodeId(id)))
  return columns.reduce((xml, column) => {
    const value = values[column.name]
    if (column.name === 'Id') return xml
    if (isRow(value)) return xml + element(column.name, fieldsXml(value, column.columns ?? []), ' xsi:type="sObject"')
    const text = textOf(column)(value)
    return xml + (text === '' ? `<${column.name} xsi:nil="true"/>` : textElement(column.name, text))
  }, own)
}

type Shown = string | number | boolean | null | { readonly [name: string]: Shown }

function recordJson({ type, id, values }: SoqlRow, columns: readonly SoqlColumn[], version: string): Shown {
  const shown: Record<string, Shown> = {
    attributes: {
      type,
      ...(id === null ? {} : { url: `/services/data/v${version}/sobjects/${type}/${encodeId(id)}` }),
    },
  }
  for (const column of columns) shown[column.name] = valueJson(values[column.name], column, version)
  return shown
}

function valueJson(value: SoqlValue | undefined, column: SoqlColumn, version: string): Shown {
  if (isRow(value)) return recordJson(value, column.columns ?? [], version)
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.getTime()
  return typeof value === 'object' ||
    (typeof value === 'number' && column.type !== 'id' && column.type !== 'reference'
      ? false
      : typeof value === 'number')
    ? textOf(column)(value)
    : value
}
