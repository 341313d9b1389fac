import type { ReactNode } from 'react'
import type { Field, ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { FieldView } from './FieldView.tsx'
import { isNumeric, nameOf } from './fields.ts'

/** A column of a grid. `fields` are what it needs from the API; `sort` is the field its header sorts by. */
export type GridColumn = Readonly<{
  id: string
  header: string
  /** Width in px at least; the columns share what is left over. */
  width: number
  fields: readonly string[]
  sort?: string | undefined
  align?: 'end'
  render: (record: RecordRow) => ReactNode
}>

/** The column every field has without anybody's work. */
export const columnOf = (field: Field): GridColumn => ({
  id: field.name,
  header: field.label + (field.type === 'percent' ? ', %' : ''),
  width: widthOf[field.type] ?? 150,
  fields: [field.name],
  sort: unsortable.has(field.type) ? undefined : field.name,
  ...(isNumeric(field) ? { align: 'end' } : {}),
  render: (record) => <FieldView field={field} record={record} plain />,
})

/** The column that names the record stands out and gets more room. */
const nameColumnOf = (field: Field): GridColumn => ({
  ...columnOf(field),
  width: 220,
  render: (record) => <strong style={{ fontWeight: 550 }}>{nameOf(record)}</strong>,
})

const unsortable = new Set<Field['type']>(['textarea', 'multipicklist', 'reference'])
// The usual columns of every list fit beside each other on a screen of 1,440 px.
const widthOf: Partial<Record<Field['type'], number>> = {
  boolean: 90,
  int: 110,
  double: 110,
  currency: 130,
  percent: 90,
  date: 124,
  datetime: 104,
  email: 190,
  phone: 150,
  url: 170,
  picklist: 140,
  reference: 150,
}

/** The columns with the given ids: a page's own where it has one, otherwise the field's. Unknown ids are left out. */
export function columnsOf(
  shape: ObjectShape,
  ids: readonly string[],
  own: readonly GridColumn[] = [],
): readonly GridColumn[] {
  return ids.flatMap((id) => {
    const mine = own.find((column) => column.id === id)
    const field = shape.fieldNamed.get(id)
    if (mine !== undefined || field === undefined) return mine ?? []
    return id === shape.nameField ? nameColumnOf(field) : columnOf(field)
  })
}

/** What to ask the API for, so that these columns can be drawn. Fields the object does not have are not asked for. */
export const fieldsOf = (
  shape: ObjectShape,
  columns: readonly GridColumn[],
  more: readonly string[] = [],
): readonly string[] =>
  [...new Set(['Id', shape.nameField, ...columns.flatMap((column) => column.fields), ...more])].filter((name) =>
    shape.fieldNamed.has(name),
  )
