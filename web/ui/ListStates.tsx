import type { ObjectShape, PicklistValue } from '../api/describe.ts'
import type { Filter } from '../api/filter.ts'
import { useCount, useCounts } from '../api/records.ts'
import { totalOf } from './listTotal.ts'
import classes from './StateChips.module.css'
import { StateChips } from './StateChips.tsx'
import { isState, stateLook, stateOf } from './states.ts'
import type { ListState } from './useListState.ts'

/** Which field's values stand as chips above a list, and what choosing one means. */
export type ListChips = Readonly<{
  /** A picklist field: each of its values is a chip with its count. */
  field: string
  /** The filter behind a chosen value; made by `chipsOf`. */
  filterOf: (value: string) => Filter | undefined
}>

/** Chips over a picklist field: `chips={chipsOf('Status')}`. */
export const chipsOf = (field: string): ListChips => ({
  field,
  filterOf: (value) => (value === '' ? undefined : { field, op: 'eq', value }),
})

/** The chips of a list, counted over what the rest of its filter lets through. */
export function ListStates({
  shape,
  chips,
  state,
  filter,
  onChoose,
}: Readonly<{
  shape: ObjectShape
  chips: ListChips
  state: ListState
  /** Everything asked of the list but the chip. */
  filter: Filter | undefined
  onChoose: (value: string) => void
}>) {
  const asked = { ...(filter === undefined ? {} : { filter }), q: state.q }
  const counts = useCounts(shape.name, chips.field, asked)
  const values = shape.fieldNamed.get(chips.field)?.picklist ?? []
  const found = new Map(counts.data?.map((count) => [count.value, count]))
  const whole = useCount(shape.name, asked)
  return (
    <StateChips
      label={`${shape.labelPlural} by ${shape.fieldNamed.get(chips.field)?.label.toLowerCase() ?? 'state'}`}
      chosen={state.state}
      onChoose={onChoose}
      chips={[
        { value: '', label: 'All', ...totalOf(whole.data, counts.data) },
        ...values.map((one) => {
          const { value } = one
          const count = found.get(value)
          return {
            value,
            label: wordOf(one, values),
            state: stateOf(value, one.note),
            ...(counts.data === undefined ? {} : { count: count?.count ?? 0, atLeast: count?.atLeast === true }),
          }
        }),
      ]}
    />
  )
}

/** How many records a list without chips holds: '412 accounts'. */
export function ListCount({
  shape,
  words,
  filter,
}: Readonly<{ shape: ObjectShape; words: string; filter: Filter | undefined }>) {
  const { data } = useCount(shape.name, { ...(filter === undefined ? {} : { filter }), q: words })
  if (data === undefined) return null
  const noun = data.count === 1 ? shape.label : shape.labelPlural
  return (
    <span className={classes['total']}>
      {data.count.toLocaleString('en')}
      {data.atLeast === true && '+'} {noun.toLowerCase()}
    </span>
  )
}

// A status that is alone in its state goes by the state's own short word; two in one state need their labels apart.
const wordOf = (one: PicklistValue, values: readonly PicklistValue[]): string =>
  isState(one.note) && values.filter(({ note }) => note === one.note).length === 1
    ? stateLook[one.note].word
    : one.label
