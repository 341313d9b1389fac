import { splitFullName } from '../../../ground/people/name.ts'
import { keyName } from '../mapping/keys.ts'
import type { ColumnMapping, TargetObject } from '../mapping/suggest.ts'
import { readingOf } from '../reading/column.ts'
import { isFault, type CellReading, type ColumnReading, type TargetField } from '../reading/field.ts'
import { cleanText } from '../reading/texts.ts'
import type { Row } from '../reading/row.ts'
import type { ImportOptions } from '../import.ts'

/** A record somebody refers to: by what, and the words of the file. */
export type Reference = { readonly field: string; readonly by: string; readonly value: string }

/** A row as its columns are read: values by field, references yet to be found, and what could not be read. */
export type ReadRow = {
  readonly row: Row
  readonly values: Record<string, string | number | boolean>
  readonly references: readonly Reference[]
  readonly faults: readonly RowFault[]
  /** What the file calls this record. */
  readonly key: string | null
}

export type RowFault = { readonly field: string | null; readonly reason: string }

/** How every column of a file is read; made once for the whole file. */
export type Plan = {
  readonly target: TargetObject
  readonly columns: readonly PlannedColumn[]
  readonly width: number
  readonly keyAt: number
  /** Columns that go nowhere, whose cells are kept in the description. */
  readonly described: readonly { readonly at: number; readonly column: string }[]
  /** One name for the key column, however it is written. */
  readonly keyName: string | null
}

export type PlannedColumn = {
  readonly at: number
  readonly column: string
  readonly field: TargetField
  readonly by: string | null
  readonly reading: ColumnReading
}

/** Decides how each mapped column is read, from a sample of its cells; what one column shows helps the unsure ones. */
export function planColumns(
  target: TargetObject,
  columns: readonly string[],
  sample: readonly (readonly string[])[],
  mapping: readonly ColumnMapping[],
  options: ImportOptions,
): Plan {
  const mapped = mapping.flatMap((one) => {
    const at = columns.indexOf(one.column)
    const field = target.fields.find(({ name }) => name === one.field)
    return field === undefined || at < 0
      ? []
      : [{ at, column: one.column, field, by: field.type === 'reference' ? (one.by ?? 'Name') : null }]
  })
  const read = (one: (typeof mapped)[number], order = options.order, decimal = options.decimal): ColumnReading =>
    readingOf(
      one.field,
      sample.map((row) => row[one.at] ?? ''),
      { order, decimal, timeZone: options.timeZone, values: options.values?.[one.column] },
    )
  const first = mapped.map((one) => read(one))
  const order =
    options.order ??
    first.find((reading) => reading.order !== undefined && reading.unsure !== true && reading.decided !== undefined)
      ?.order
  const decimal =
    options.decimal ??
    first.find((reading) => reading.decimal !== undefined && reading.unsure !== true && reading.decided !== undefined)
      ?.decimal
  const planned = mapped.map((one, at) => {
    const reading = first[at]
    return { ...one, reading: reading === undefined || reading.unsure ? read(one, order, decimal) : reading }
  })
  const keyAt = options.keyColumn ? columns.indexOf(options.keyColumn) : -1
  const mappedAt = new Set(planned.map(({ at }) => at))
  const described =
    options.unmapped === 'describe' && target.fields.some(({ name }) => name === 'Description')
      ? columns.flatMap((column, at) => (mappedAt.has(at) || at === keyAt ? [] : [{ at, column }]))
      : []
  return {
    target,
    columns: planned,
    width: columns.length,
    keyAt,
    described,
    keyName: keyAt < 0 ? null : keyName(options.keyColumn ?? ''),
  }
}

/** Reads one row; never throws, whatever stands in it. */
export function readRow(plan: Plan, row: Row, options: ImportOptions): ReadRow {
  const values: Record<string, string | number | boolean> = {}
  const references: Reference[] = []
  const faults: RowFault[] = row.fault === undefined ? [] : [{ field: null, reason: row.fault }]
  const extra = row.cells.length > plan.width && row.cells.slice(plan.width).some((cell) => cell.trim() !== '')
  if (extra)
    faults.push({
      field: null,
      reason: `This row has ${row.cells.length} cells, and the file has ${plan.width} columns. A cell that holds the delimiter must stand in quotes.`,
    })
  for (const { at, field, by, reading } of plan.columns) {
    const cell = row.cells[at]
    if (cell === undefined || cell === '') continue
    const value = reading.read(cell)
    if (value === null) continue
    if (isFault(value)) faults.push({ field: field.name, reason: faultSentence(field, cell, value.fault) })
    else if (by !== null) references.push({ field: field.name, by, value: String(value) })
    else if (field.name === 'Name' && field.label === 'Full name') spreadName(values, value)
    else values[field.name] = value
  }
  for (const [name, value] of Object.entries(options.defaults ?? {})) values[name] ??= value
  describeUnmapped(plan, row, values)
  const key = plan.keyAt < 0 ? '' : cleanText(row.cells[plan.keyAt] ?? '')
  return { row, values, references, faults, key: key === '' ? null : key.slice(0, 255) }
}

function describeUnmapped(
  { described }: Plan,
  { cells }: Row,
  values: Record<string, string | number | boolean>,
): void {
  const lines = described.flatMap(({ at, column }) => {
    const text = cleanText(cells[at] ?? '')
    return text === '' ? [] : [`${column}: ${text}`]
  })
  if (lines.length > 0)
    values.Description = [values.Description, ...lines]
      .filter((line) => line !== undefined)
      .join('\n')
      .slice(0, 32_000)
}

function spreadName(values: Record<string, string | number | boolean>, name: CellReading): void {
  if (typeof name !== 'string') return
  const { salutation, firstName, lastName, suffix } = splitFullName(name)
  values.LastName ??= suffix === undefined ? lastName : `${lastName} ${suffix}`
  if (firstName !== undefined) values.FirstName ??= firstName
  if (salutation !== undefined) values.Salutation ??= salutation
}

const faultSentence = (field: TargetField, cell: string, fault: string): string =>
  /^(is not a .* \('|has \d|was )/.test(fault)
    ? `${field.label} ${fault}.`
    : `${field.label}: '${cell.trim().slice(0, 60)}' ${fault}.`
