import { ActionIcon, Button, Checkbox, Popover, SegmentedControl, TextInput } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useState } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import type { GridColumn } from './columns.tsx'
import classes from './ColumnChooser.module.css'

type ColumnChooserProps = Readonly<{
  shape: ObjectShape
  own: readonly GridColumn[]
  chosen: readonly string[]
  usual: readonly string[]
  onChange: (columns: readonly string[]) => void
  compact: boolean
  onCompact: (compact: boolean) => void
}>

/** Chooses the columns of a list and how close its rows stand. The first column stays: it names the record. */
export function ColumnChooser({ shape, own, chosen, usual, onChange, compact, onCompact }: ColumnChooserProps) {
  const [words, setWords] = useState('')
  const [first] = usual
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  const choices = choicesOf(shape, own).filter(
    ({ id, label }) => id !== first && label.toLowerCase().includes(words.toLowerCase()),
  )
  return (
    <Popover position="bottom-end" trapFocus width={280}>
      <Popover.Target>
        <ActionIcon variant="default" aria-label="Columns and row height" title="Columns and row height">
          <IconColumns3 size={16} stroke={1.8} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <SegmentedControl
          fullWidth
          size="xs"
          mb={10}
          aria-label="Row height"
          value={compact ? 'compact' : 'usual'}
          onChange={(value) => onCompact(value === 'compact')}
          data={[
            { value: 'usual', label: 'Usual rows' },
            { value: 'compact', label: 'Compact rows' },
          ]}
        />
        <TextInput
          placeholder="Find a column"
          aria-label="Find a column"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          data-autofocus
        />
        <div className={classes['choices']}>
          {choices.map(({ id, label }) => (
            <Checkbox key={id} size="xs" label={label} checked={chosen.includes(id)} onChange={() => toggle(id)} />
          ))}
        </div>
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(usual)}>
          Back to the usual columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}

function choicesOf(shape: ObjectShape, own: readonly GridColumn[]) {
  const mine = own.map(({ id, header }) => ({ id, label: header }))
  const fields = shape.fields
    .filter(
      (field) => field.type !== 'id' && !own.some(({ id }) => id === field.name) && field.name !== 'SystemModstamp',
    )
    .map((field) => ({ id: field.name, label: field.label }))
  return [...mine, ...fields].sort((one, other) => one.label.localeCompare(other.label))
}
