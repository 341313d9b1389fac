import { encodeId } from '../../../../../shared/ids.ts'
import {
  columnsOf,
  type PreparedSoql,
  type SoqlColumn,
  type SoqlRow,
  type SoqlValue,
} from '../../../../ground/objects/soql/soql.ts'
import { bulkRefusal } from '../refusals.ts'

/** One column of a result: its name in the header, and the text of its cell in a row. */
export type Printed = { readonly name: string; readonly cell: (row: SoqlRow) => string }

/** The columns of a query's rows. Throws for a bare COUNT(), which has none. */
export function rowColumns(prepared: PreparedSoql): readonly SoqlColumn[] {
  if (prepared.isCount)
    throw bulkRefusal('FeatureNotEnabled', 'COUNT not supported in Bulk Query. Ask for it in an ordinary query.')
  return columnsOf(prepared)
}

/** The columns of a query as a flat table: parents under `Account.Name`. Throws for what has no place in a cell. */
export const printedColumns = (columns: readonly SoqlColumn[]): readonly Printed[] => columns.flatMap(printed)

function printed(column: SoqlColumn): readonly Printed[] {
  const { name, is } = column
  if (is === 'value') {
    const text = textOf(column)
    return [{ name, cell: ({ values }) => text(values[name]) }]
  }
  if (is !== 'parent') throw unfit(column)
  return printedColumns(column.columns ?? []).map((inner) => ({
    name: `${name}.${inner.name}`,
    cell: ({ values }) => {
      const parent = values[name]
      return isRow(parent) ? inner.cell(parent) : ''
    },
  }))
}

const isRow = (value: SoqlValue | undefined): value is SoqlRow =>
  typeof value === 'object' && value !== null && 'values' in value

const unfit = ({ name, is }: SoqlColumn) =>
  is === 'children'
    ? bulkRefusal(
        'FeatureNotEnabled',
        `Aggregate Relationships not supported in Bulk Query: ${name} has rows of its own. Ask for them in a query of their own.`,
      )
    : is === 'typeof'
      ? bulkRefusal('FeatureNotEnabled', 'TYPEOF is not supported in Bulk Query: its columns change from row to row.')
      : bulkRefusal(
          'FeatureNotEnabled',
          `Cannot serialize value for '${name}' in CSV format: it is made of several. Ask for its parts.`,
        )

/** Writes ids. Many rows refer to the same few users and accounts, and an id takes longest to print. */
function idText(): (id: number) => string {
  let [before, text] = [0, '']
  return (id) => {
    if (id !== before) [before, text] = [id, encodeId(id)]
    return text
  }
}

export function textOf({ type }: SoqlColumn): (value: SoqlValue | undefined) => string {
  const isId = type === 'id' || type === 'reference'
  const id = idText()
  return (value) => {
    if (typeof value === 'string') return value
    if (value === null || value === undefined) return ''
    if (typeof value === 'number') return isId ? id(value) : String(value)
    if (value instanceof Date) return value.toISOString()
    return typeof value === 'boolean' ? String(value) : ''
  }
}
