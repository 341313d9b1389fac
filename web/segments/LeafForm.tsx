import { Button, Select } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { isPeriod, periodWords } from '../../shared/relativeFilter.ts'
import { insidePopover, useListsStand } from '../ui/listsStand.ts'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import type { Naming } from './naming.ts'
import type { Row } from './groups.ts'
import classes from './Segments.module.css'

/** The frame of each form: whether it is so or not so comes first, the button last. */
export function LeafForm({
  row,
  children,
  so,
  isComplete = true,
  onSubmit,
}: Readonly<{
  row: Row | undefined
  children: ReactNode
  /** The two ways of it: 'Is in', 'Is not in'. */
  so: readonly [so: string, notSo: string]
  isComplete?: boolean
  onSubmit: (denied: boolean) => void
}>) {
  const lists = useListsStand(insidePopover)
  const [denied, setDenied] = useState(row?.denied ?? false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (isComplete) onSubmit(denied)
  }
  return (
    <form className={classes['editor']} onSubmit={submit}>
      <Select
        aria-label="Whether it is so"
        data={[
          { value: 'so', label: so[0] },
          { value: 'not', label: so[1] },
        ]}
        value={denied ? 'not' : 'so'}
        onChange={(next) => setDenied(next === 'not')}
        allowDeselect={false}
        comboboxProps={lists}
        data-autofocus
      />
      {children}
      <Button type="submit" disabled={!isComplete}>
        {row === undefined ? 'Add condition' : 'Change condition'}
      </Button>
    </form>
  )
}

const periods = [
  'LAST_N_DAYS:7',
  'LAST_N_DAYS:30',
  'LAST_N_DAYS:90',
  'LAST_N_DAYS:180',
  'LAST_N_DAYS:365',
  'THIS_MONTH',
  'THIS_QUARTER',
  'THIS_YEAR',
  'LAST_MONTH',
  'LAST_QUARTER',
  'LAST_YEAR',
]

export function Within({
  value,
  onChange,
}: Readonly<{ value: string | undefined; onChange: (value: string | undefined) => void }>) {
  const lists = useListsStand(insidePopover)
  const offered = [...new Set([...periods, ...(value !== undefined && isPeriod(value) ? [value] : [])])]
  return (
    <Select
      label="When"
      placeholder="At any time"
      data={offered.map((period) => ({ value: period, label: `In ${periodWords(period)}` }))}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      clearable
      clearButtonProps={{ 'aria-label': 'Clear when' }}
      comboboxProps={lists}
    />
  )
}

/** The parts of a condition as a form holds them: undefined is not said. */
export type Asked<Parts> = { readonly [Part in keyof Parts]: Parts[Part] | undefined }

export const said = <Parts extends object>(parts: Asked<Parts>): Parts =>
  // Only what is not said is left out, and that may be.
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Parts

/** One campaign, or any. */
export function CampaignPicker({
  id,
  naming,
  onPick,
}: Readonly<{ id: string | undefined; naming: Naming; onPick: (id: string | undefined) => void }>) {
  const name = id === undefined ? undefined : naming.names.get(id)
  return (
    <ReferencePicker
      label="Campaign"
      placeholder="Any campaign"
      references={['Campaign']}
      value={id ?? null}
      referred={id === undefined || name === undefined ? undefined : { Id: id, Name: name }}
      onChange={(next, referred) => {
        if (next !== null && referred !== undefined) naming.onName(next, referred.Name)
        onPick(next ?? undefined)
      }}
    />
  )
}
