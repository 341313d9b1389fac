import { Button, CloseButton, Popover, UnstyledButton } from '@mantine/core'
import { IconFilter, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import { type Condition, conditionsOf, type Filter, isCondition } from '../api/filter.ts'
import { useCommands } from '../shell/commands.ts'
import { ConditionEditor } from './ConditionEditor.tsx'
import { conditionWords } from './conditions.ts'
import classes from './FilterBar.module.css'
import { useReferredName } from './useReferredName.ts'

type FilterBarProps = Readonly<{
  shape: ObjectShape
  filter: Filter | undefined
  onChange: (filter: Filter | undefined) => void
}>

/** The filter as chips, each a condition that opens to be changed. Renders nothing while there is none. */
export function FilterBar({ shape, filter, onChange }: FilterBarProps) {
  const conditions = conditionsOf(filter)
  if (conditions.length === 0) return null
  const replace = (at: number, condition?: Filter) => {
    const next = conditions.flatMap((one, index) => (index !== at ? [one] : condition === undefined ? [] : [condition]))
    onChange(next.length === 0 ? undefined : { and: next })
  }
  return (
    <div className={classes['bar']} role="group" aria-label="Filters">
      {conditions.map((one, at) => (
        <FilterChip
          key={JSON.stringify(one)}
          shape={shape}
          filter={one}
          onChange={(next) => replace(at, next)}
          onRemove={() => replace(at)}
        />
      ))}
      <AddFilter shape={shape} filter={filter} onChange={onChange} small />
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange(undefined)}>
        Clear filters
      </Button>
    </div>
  )
}

/** The button that adds a condition; its key is F. */
export function AddFilter({ shape, filter, onChange, small = false }: FilterBarProps & { small?: boolean }) {
  const [opened, setOpened] = useState(false)
  useCommands(
    small ? [] : [{ id: 'list.filter', group: 'List', label: 'Filter list', keys: 'f', run: () => setOpened(true) }],
  )
  const add = (condition: Condition) => {
    setOpened(false)
    onChange({ and: [...conditionsOf(filter), condition] })
  }
  return (
    <Popover opened={opened} onChange={setOpened} position={small ? 'bottom-start' : 'bottom-end'} trapFocus>
      <Popover.Target>
        {small ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() => setOpened(!opened)}
          >
            {conditionsOf(filter).length === 0 ? 'Add condition' : 'And'}
          </Button>
        ) : (
          <Button
            variant="default"
            onClick={() => setOpened(!opened)}
            aria-label="Filter"
            className={classes['opener'] ?? ''}
          >
            <IconFilter size={16} stroke={1.8} aria-hidden />
            <span className={classes['openerWord']}>Filter</span>
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <ConditionEditor shape={shape} onDone={add} />
      </Popover.Dropdown>
    </Popover>
  )
}

function FilterChip({
  shape,
  filter,
  onChange,
  onRemove,
}: Readonly<{ shape: ObjectShape; filter: Filter; onChange: (condition: Condition) => void; onRemove: () => void }>) {
  const [opened, setOpened] = useState(false)
  const condition = isCondition(filter) ? filter : undefined
  const field = condition && shape.fieldNamed.get(condition.field)
  const name = useReferredName(field?.type === 'reference' ? field.referenceTo : [], condition?.value)
  const words = condition === undefined ? ['Several', 'conditions', ''] : conditionWords(field, condition, name)
  return (
    <span className={classes['chip']}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus disabled={field === undefined}>
        <Popover.Target>
          <UnstyledButton className={classes['words']} onClick={() => setOpened(!opened)}>
            <span>{words[0]}</span> <span className={classes['operator']}>{words[1]}</span> <strong>{words[2]}</strong>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={12}>
          {condition !== undefined && (
            <ConditionEditor
              shape={shape}
              condition={condition}
              onDone={(next) => {
                setOpened(false)
                onChange(next)
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
      <CloseButton size="xs" aria-label={`Remove filter ${words.join(' ')}`} onClick={onRemove} />
    </span>
  )
}
