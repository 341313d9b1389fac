import { Input } from '@mantine/core'
import { TimePicker } from '@mantine/dates'
import { dayFromToday } from './dates.ts'
import { DayInput } from './DayInput.tsx'
import classes from './MomentInput.module.css'

/** A day and the time on it, as calendar and clock on the wall show them: `2026-12-03T09:00`. Both are typed or picked. */
export function MomentInput({
  label,
  hideLabel = false,
  description,
  value,
  onChange,
  onClear,
  error,
  required = false,
  disabled = false,
  autoFocus = false,
}: Readonly<{
  label: string
  hideLabel?: boolean
  description?: string | undefined
  /** Empty when no moment is set. */
  value: string
  onChange: (wall: string) => void
  /** A moment that may be empty is emptied with its day. */
  onClear?: (() => void) | undefined
  error?: string | undefined
  required?: boolean
  disabled?: boolean
  autoFocus?: boolean
}>) {
  const [day = '', time = ''] = value.split('T')
  return (
    <div role="group" aria-label={label}>
      {!hideLabel && (
        <Input.Label component="span" required={required}>
          {label}
        </Input.Label>
      )}
      {description !== undefined && <Input.Description mb={4}>{description}</Input.Description>}
      <div className={classes['parts']}>
        <DayInput
          aria-label={`${label}, day`}
          value={day === '' ? null : day}
          error={error !== undefined}
          disabled={disabled}
          clearable={onClear !== undefined}
          onChange={(next) => (next === null ? onClear?.() : onChange(`${next}T${time === '' ? '09:00' : time}`))}
          {...(autoFocus ? { autoFocus: true, 'data-autofocus': true } : {})}
        />
        <TimePicker
          aria-label={`${label}, time`}
          hoursInputLabel={`${label}, hours`}
          minutesInputLabel={`${label}, minutes`}
          value={time}
          error={error !== undefined}
          disabled={disabled}
          // Half typed, it is empty: the moment stays until the clock is whole again.
          onChange={(next) => next !== '' && onChange(`${day === '' ? dayFromToday(0) : day}T${next.slice(0, 5)}`)}
        />
      </div>
      {error !== undefined && <Input.Error mt={4}>{error}</Input.Error>}
    </div>
  )
}
