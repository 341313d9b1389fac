import type { Field, FieldType, FieldValue } from '../definition.ts'

/** What stands under a name of a row. */
export type SoqlValue = FieldValue | SoqlRow | SoqlPage

/**
 * One answered record, its values in the order they were asked for. `type` is the object, `Name` for who or what is one
 * of several objects, `AggregateResult` for a group, `Address` for an address. Ids are numbers; `id` is there whether
 * it was asked for or not, and null for what is no record.
 */
export type SoqlRow = {
  readonly type: string
  readonly id: number | null
  readonly values: Readonly<Record<string, SoqlValue>>
}

/** Rows, how many there are in all, and where the next page is. */
export type SoqlPage = {
  readonly totalSize: number
  readonly done: boolean
  readonly locator: string | null
  readonly rows: SoqlRow[]
}

/** What one name of a row holds; `columns` are those of the row, or of the rows, inside. */
export type SoqlColumn = {
  /** Its key in a row's `values`: the field's API name, the alias, or `expr0`. */
  readonly name: string
  readonly is: 'value' | 'parent' | 'typeof' | 'children' | 'address'
  /** Of a value: of what type. Ids are numbers, dates `YYYY-MM-DD`, moments Date. */
  readonly type?: FieldType
  /** The field it is the plain value of. */
  readonly field?: Field
  readonly isAggregate?: boolean
  readonly columns?: readonly SoqlColumn[]
  /** Of a `typeof`: the columns by the object that is there, `else` for every other. */
  readonly byType?: ReadonlyMap<string, readonly SoqlColumn[]>
}

/** A row as the database gives it: values in the order of the select list. */
export type Cells = readonly FieldValue[]

/** Makes a value out of a row's cells. */
export type ReadCell = (cells: Cells) => SoqlValue
