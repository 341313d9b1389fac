import { Select } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useObject } from '../api/describe.ts'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import type { ColumnPreview, ImportField, ImportRow, Preview } from './importRow.ts'
import classes from './Import.module.css'

type ColumnTableProps = Readonly<{
  one: ImportRow
  preview: Preview
  onMap: (column: string, field: string | null, by?: string) => void
}>

/** Every column with its first values, where it goes and why; each can be changed. */
export function ColumnTable({ one, preview: { columns, fields }, onMap }: ColumnTableProps) {
  // What was chosen a moment ago stands here before it stands in the preview.
  const goesTo = new Map(one.mapping.map(({ column, field }) => [column, field]))
  const taken = new Map(one.mapping.flatMap(({ field, column }) => (field === null ? [] : [[field, column] as const])))
  return (
    <PlainTable
      label="Columns of the file"
      rows={columns}
      keyOf={(column) => column.column}
      isFaint={({ column }) => goesTo.get(column) === null}
      columns={[
        {
          head: 'Column in the file',
          width: '34%',
          render: (column) => (
            <TwoLines
              first={column.column}
              second={column.examples.length === 0 ? 'empty' : column.examples.join(' · ')}
            />
          ),
        },
        {
          head: 'Goes to',
          width: '260px',
          render: (column) => (
            <span className={classes['goes']}>
              <IconArrowRight size={14} stroke={1.8} aria-hidden className={classes['arrow']} />
              <span className={classes['target']}>
                <Target
                  column={column.column}
                  chosen={goesTo.get(column.column) ?? null}
                  fields={fields}
                  taken={taken}
                  onMap={(field) => onMap(column.column, field)}
                />
                <FoundBy
                  column={column}
                  field={fields.find(({ name }) => name === column.field)}
                  onChoose={(by) => onMap(column.column, column.field, by)}
                />
              </span>
            </span>
          ),
        },
        { head: 'Why', render: (column) => <Why column={column} /> },
      ]}
    />
  )
}

const NOWHERE = ''

function Target({
  column,
  chosen,
  fields,
  taken,
  onMap,
}: Readonly<{
  column: string
  chosen: string | null
  fields: readonly ImportField[]
  taken: ReadonlyMap<string, string>
  onMap: (field: string | null) => void
}>) {
  const labelOf = ({ name, label }: ImportField): string => {
    const other = taken.get(name)
    return other === undefined || other === column ? label : `${label} (now from ${other})`
  }
  return (
    <Select
      aria-label={`Field for the column ${column}`}
      searchable
      allowDeselect={false}
      value={chosen ?? NOWHERE}
      data={[
        { value: NOWHERE, label: 'Do not import' },
        ...fields.map((field) => ({ value: field.name, label: labelOf(field) })),
      ]}
      onChange={(next) => next !== null && next !== (chosen ?? NOWHERE) && onMap(next === NOWHERE ? null : next)}
      nothingFoundMessage="No such field. Setup can add one."
    />
  )
}

/** By which of its fields a record that a column refers to is found. */
function FoundBy({
  column,
  field,
  onChoose,
}: Readonly<{ column: ColumnPreview; field: ImportField | undefined; onChoose: (by: string) => void }>) {
  const [object] = field?.references ?? []
  return object === undefined ? null : <KeyOf object={object} column={column} onChoose={onChoose} />
}

function KeyOf({
  object,
  column,
  onChoose,
}: Readonly<{ object: string; column: ColumnPreview; onChoose: (by: string) => void }>) {
  const shape = useObject(object)
  const keys = shape.fields.filter(({ name, externalId }) => NAMES_ONE.has(name) || externalId)
  const by = column.by ?? 'Name'
  return (
    <Select
      size="xs"
      aria-label={`How the column ${column.column} names a ${shape.label.toLowerCase()}`}
      allowDeselect={false}
      value={by}
      data={[
        ...(keys.some(({ name }) => name === 'Name') ? [] : [{ value: 'Name', label: 'by its name' }]),
        ...keys.map(({ name, label, type }) => ({
          value: name,
          label: type === 'id' ? 'by its id' : `by its ${label.toLowerCase()}`,
        })),
        ...(by === 'Name' || keys.some(({ name }) => name === by) ? [] : [{ value: by, label: `by ${by}` }]),
      ]}
      onChange={(next) => next !== null && next !== by && onChoose(next)}
    />
  )
}

const NAMES_ONE = new Set(['Id', 'Name', 'Email', 'Username'])

function Why({ column }: { column: ColumnPreview }) {
  const second = [
    column.decided,
    column.unreadable > 0 ? `${column.unreadable} of the first rows cannot be read` : null,
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <span className={classes['why']}>
      {column.unsure && <StateMark state="overdue" label="Please check" />}
      <span>{column.reason}</span>
      {second !== '' && <span className={classes['decided']}>{second}</span>}
    </span>
  )
}
