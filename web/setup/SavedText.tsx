import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { problemsOf } from '../api/errors.ts'
import { toast } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'

type SavedTextProps<T> = Readonly<{
  label: string
  value: T
  onSave: (value: T) => Promise<unknown>
  reason?: string | undefined
  strong?: boolean
  showLabel?: boolean
  description?: string
  maxLength?: number
  suffix?: string
  width?: number
}>

/** Keeps what is typed, saves it on blur or Enter, takes it back on Esc; a refusal stands at the field. */
function useSaving<T>({ value, onSave, label }: Pick<SavedTextProps<T>, 'value' | 'onSave' | 'label'>) {
  const [typed, setTyped] = useState(value)
  const [error, setError] = useState<string>()
  const [given, setGiven] = useState(value)
  if (given !== value) {
    setGiven(value)
    setTyped(value)
  }
  const save = async (next: T) => {
    if (next === value) return setError(undefined)
    try {
      await onSave(next)
      setError(undefined)
      toast(next === '' ? `${label} is empty now.` : `${label} is now ${String(next)}.`, () => onSave(value))
    } catch (refused) {
      setError(problemsOf(refused)[0]?.message)
    }
  }
  const takeBack = () => {
    setTyped(value)
    setError(undefined)
  }
  return { typed, setTyped, error, save, takeBack }
}

/** One line of text of a setup page, saved as it is left. */
export function SavedText(props: SavedTextProps<string> & Readonly<{ mayBeEmpty?: boolean }>) {
  const { label, reason, strong = false, showLabel = false, mayBeEmpty = false } = props
  const { typed, setTyped, error, save, takeBack } = useSaving(props)
  return (
    <WithReason reason={reason}>
      <TextInput
        {...(showLabel ? { label } : { 'aria-label': label })}
        {...(props.description === undefined ? {} : { description: props.description })}
        value={typed}
        readOnly={reason !== undefined}
        variant={reason === undefined ? 'default' : 'unstyled'}
        error={error}
        maxLength={props.maxLength}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => (typed.trim() === '' && !mayBeEmpty ? takeBack() : void save(typed.trim()))}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') takeBack()
        }}
        style={{ flex: 1, minWidth: 0, maxWidth: props.width }}
        styles={strong ? { input: { fontWeight: 550 } } : {}}
      />
    </WithReason>
  )
}

/** One number of a setup page, saved as it is left. */
export function SavedNumber(props: SavedTextProps<number> & Readonly<{ min: number; max: number }>) {
  const { label, reason, showLabel = false, min, max, suffix } = props
  const { typed, setTyped, error, save } = useSaving(props)
  return (
    <WithReason reason={reason}>
      <NumberInput
        {...(showLabel ? { label } : { 'aria-label': label })}
        {...(props.description === undefined ? {} : { description: props.description })}
        value={typed}
        readOnly={reason !== undefined}
        error={error}
        min={min}
        max={max}
        hideControls
        clampBehavior="none"
        {...(suffix === undefined ? {} : { suffix })}
        onChange={(next) => setTyped(Number(next))}
        onBlur={() => void save(typed)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        style={{ width: props.width }}
        // Under a label the number stands at the left with its words, as wide as a number.
        styles={{
          input: showLabel
            ? { width: 120, fontVariantNumeric: 'tabular-nums' }
            : { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
        }}
      />
    </WithReason>
  )
}
