import { Button, Checkbox, Select } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { isPeriod, ME, namedPeriods, periodWords } from '../../shared/relativeFilter.ts'
import type { Field, ObjectShape } from '../api/describe.ts'
import type { FilterOperator } from '../../shared/filterOperators.ts'
import type { Condition } from '../api/filter.ts'
import { comparisonsOf, needsValue, takesMany, valueForApi } from './conditions.ts'
import { FieldInput } from './FieldInput.tsx'
import { isEmpty } from './fields.ts'
import { insidePopover, ListsStandAs, useListsStand } from './listsStand.ts'
import classes from './FilterBar.module.css'

/** One condition: a field, how it compares, and with what. */
export function ConditionEditor({
  shape,
  condition,
  onDone,
  word = 'filter',
  isForAll = false,
  headingOf,
}: Readonly<{
  shape: Pick<ObjectShape, 'fields' | 'fieldNamed'>
  condition?: Condition
  onDone: (condition: Condition) => void
  /** What it adds: 'Add filter'. */
  word?: string
  /** It means the same to everybody: nobody is ‘me’. */
  isForAll?: boolean
  /** The heading a field is offered under, of fields in the order of their headings. */
  headingOf?: (field: Field) => string
}>) {
  const lists = useListsStand(insidePopover)
  const [name, setName] = useState(condition?.field ?? null)
  const [op, setOp] = useState<FilterOperator>(condition?.op ?? 'eq')
  const [value, setValue] = useState<unknown>(condition?.value ?? null)
  const field = name === null ? undefined : shape.fieldNamed.get(name)
  const choose = (next: string | null) => {
    const chosen = next === null ? undefined : shape.fieldNamed.get(next)
    setName(next)
    setOp(chosen === undefined ? 'eq' : (comparisonsOf[chosen.type][0]?.op ?? 'eq'))
    setValue(chosen?.type === 'boolean' ? true : null)
  }
  const complete =
    field !== undefined &&
    (!needsValue(op) || (Array.isArray(value) ? value.length > 0 : !isEmpty(value))) &&
    (field.type !== 'datetime' || op !== 'eq' || isPeriod(value))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (!complete) return
    onDone(needsValue(op) ? { field: field.name, op, value: valueForApi(field, value) } : { field: field.name, op })
  }
  return (
    <form className={classes['editor']} data-over={lists.withinPortal || undefined} onSubmit={submit}>
      <Select
        aria-label="Field"
        placeholder="Field"
        data={fieldChoices(shape, headingOf)}
        value={name}
        onChange={choose}
        searchable
        allowDeselect={false}
        nothingFoundMessage="No such field"
        data-autofocus={condition === undefined || undefined}
        comboboxProps={lists}
      />
      {field !== undefined && (
        <Select
          aria-label="Comparison"
          data={comparisonsOf[field.type].map((one) => ({ value: one.op, label: one.words }))}
          value={op}
          onChange={(next) => setOp(next ?? 'eq')}
          allowDeselect={false}
          comboboxProps={lists}
        />
      )}
      {field !== undefined && needsValue(op) && (
        <ListsStandAs value={lists}>
          <Value field={field} op={op} value={value} onChange={setValue} isForAll={isForAll} />
        </ListsStandAs>
      )}
      <Button type="submit" disabled={!complete}>
        {condition === undefined ? 'Add' : 'Change'} {word}
      </Button>
    </form>
  )
}

function Value({
  field,
  op,
  value,
  onChange,
  isForAll = false,
}: {
  field: Field
  op: FilterOperator
  value: unknown
  onChange: (value: unknown) => void
  isForAll?: boolean
}) {
  const lists = useListsStand(insidePopover)
  if (field.type === 'boolean') {
    return (
      <Select
        aria-label="Value"
        data={[
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]}
        value={String(value === true)}
        onChange={(next) => onChange(next === 'true')}
        allowDeselect={false}
        comboboxProps={lists}
      />
    )
  }
  if (field.type === 'date' || field.type === 'datetime')
    return <DayOrPeriod field={field} op={op} value={value} onChange={onChange} />
  if (field.type === 'reference' && field.referenceTo.includes('User') && !isForAll) {
    return (
      <>
        {value !== ME && <PlainValue field={field} op={op} value={value} onChange={onChange} />}
        <Checkbox
          size="xs"
          label="Me, whoever looks"
          checked={value === ME}
          onChange={(event) => onChange(event.currentTarget.checked ? ME : null)}
        />
      </>
    )
  }
  return <PlainValue field={field} op={op} value={value} onChange={onChange} />
}

const A_DAY = 'a day'
const periods = [
  ...namedPeriods,
  'LAST_N_DAYS:7',
  'LAST_N_DAYS:30',
  'LAST_N_DAYS:90',
  'NEXT_N_DAYS:7',
  'NEXT_N_DAYS:30',
]

/** A period that moves with the calendar, or one certain day. A moment is never equal to a day, so only periods are offered there. */
function DayOrPeriod(props: Parameters<typeof Value>[0]) {
  const lists = useListsStand(insidePopover)
  const { field, op, value, onChange } = props
  const onlyPeriods = field.type === 'datetime' && op === 'eq'
  const chosen = isPeriod(value) ? value : onlyPeriods ? null : A_DAY
  return (
    <>
      <Select
        aria-label="Day or period"
        placeholder="A period"
        data={[
          ...(onlyPeriods ? [] : [{ value: A_DAY, label: 'A certain day' }]),
          ...[...new Set([...periods, ...(isPeriod(value) ? [value] : [])])].map((period) => ({
            value: period,
            label: periodWords(period),
          })),
        ]}
        value={chosen}
        onChange={(next) => onChange(next === A_DAY ? null : next)}
        allowDeselect={false}
        comboboxProps={lists}
      />
      {chosen === A_DAY && <PlainValue {...props} />}
    </>
  )
}

function PlainValue({ field, op, value, onChange }: Parameters<typeof Value>[0]) {
  const type = takesMany(op)
    ? 'multipicklist'
    : field.type === 'datetime'
      ? 'date'
      : field.type === 'multipicklist'
        ? 'picklist'
        : field.type === 'textarea' || field.type === 'id' || field.type === 'email'
          ? 'string'
          : field.type
  return (
    <FieldInput
      field={{ ...field, type, required: false, help: null }}
      label="Value"
      hideLabel
      alsoInactive
      value={value}
      onChange={onChange}
    />
  )
}

function fieldChoices(shape: Pick<ObjectShape, 'fields'>, headingOf?: (field: Field) => string) {
  const offered = shape.fields.filter(
    (field) => field.type !== 'id' && field.name !== 'SystemModstamp' && field.name !== 'IsDeleted',
  )
  const choices = (fields: readonly Field[]) =>
    fields
      .map((field) => ({ value: field.name, label: field.label }))
      .sort((one, other) => one.label.localeCompare(other.label))
  if (headingOf === undefined) return choices(offered)
  return [...Map.groupBy(offered, headingOf)].map(([group, fields]) => ({ group, items: choices(fields) }))
}
