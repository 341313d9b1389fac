import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import type { Field } from '../api/describe.ts'
import { momentOf, onTheWall } from './dates.ts'
import { DayInput } from './DayInput.tsx'
import { isEmpty, type Referred } from './fields.ts'
import { MomentInput } from './MomentInput.tsx'
import { useCurrency } from './Money.tsx'
import { ReferencePicker } from './ReferencePicker.tsx'

export type FieldInputProps = Readonly<{
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  /** Called when a choice is final by itself (picked from a list), so that saving need not wait for blur. */
  onPick?: (value: unknown) => void
  /** The record a reference points to now, so that its name shows before any search. */
  referred?: Referred | undefined
  error?: string | undefined
  label?: string | undefined
  hideLabel?: boolean
  autoFocus?: boolean
  disabled?: boolean
  /** Whether a reference may point to users who have left, as in a filter. */
  alsoInactive?: boolean
}>

/** The right control for a field's type. Empty is null; numbers are numbers, days `YYYY-MM-DD`, moments ISO in UTC. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, onChange, onPick, hideLabel = false, error, disabled = false } = props
  const label = props.label ?? field.label
  const common = {
    ...(hideLabel ? { 'aria-label': label } : { label, withAsterisk: field.required }),
    error,
    disabled,
    ...(props.autoFocus === true ? { autoFocus: true, 'data-autofocus': true } : {}),
    ...(field.help === null || hideLabel ? {} : { description: field.help }),
  }
  const pick = (next: unknown) => {
    onChange(next)
    onPick?.(next)
  }
  // Edited in place, a list opens at once: the press that started it asked for the choices.
  const inPlace = hideLabel && props.autoFocus === true
  const text = isEmpty(value) ? '' : String(value)
  switch (field.type) {
    case 'boolean':
      return (
        <Checkbox
          label={label}
          description={hideLabel ? null : field.help}
          checked={value === true}
          error={error}
          disabled={disabled}
          onChange={(event) => pick(event.currentTarget.checked)}
          {...(props.autoFocus === true ? { autoFocus: true } : {})}
        />
      )
    case 'picklist':
      return (
        <Select
          {...common}
          {...(inPlace ? { defaultDropdownOpened: true } : {})}
          data={withValue(field, text)}
          value={text === '' ? null : text}
          onChange={pick}
          clearable={!field.required && !inPlace}
          searchable={field.picklist.length > 8}
          allowDeselect={!field.required}
          nothingFoundMessage="No such value"
          comboboxProps={nearby}
        />
      )
    case 'multipicklist':
      return (
        <MultiSelect
          {...common}
          data={withValue(field, '')}
          value={Array.isArray(value) ? value.map(String) : text === '' ? [] : text.split(';')}
          onChange={(values) => onChange(values.length === 0 ? null : values)}
          searchable
          clearable
          comboboxProps={nearby}
        />
      )
    case 'reference':
      return (
        <ReferencePicker
          {...common}
          references={field.referenceTo}
          alsoInactive={props.alsoInactive === true}
          value={text === '' ? null : text}
          referred={props.referred}
          onChange={pick}
          clearable={!field.required}
        />
      )
    case 'date':
      return (
        <DayInput
          {...common}
          value={text === '' ? null : text}
          onChange={onChange}
          onPick={onPick}
          clearable={!field.required}
        />
      )
    case 'datetime':
      return (
        <MomentInput
          label={label}
          hideLabel={hideLabel}
          description={hideLabel ? undefined : (field.help ?? undefined)}
          value={text === '' ? '' : onTheWall(text).format('YYYY-MM-DDTHH:mm')}
          onChange={(wall) => onChange(momentOf(wall))}
          onClear={field.required ? undefined : () => onChange(null)}
          error={error}
          required={field.required}
          disabled={disabled}
          autoFocus={props.autoFocus === true}
        />
      )
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return <Figure {...common} field={field} value={value} onChange={onChange} />
    case 'textarea':
      return (
        <Textarea
          {...common}
          value={text}
          autosize
          minRows={3}
          maxRows={14}
          {...limit(field)}
          onChange={(event) => onChange(orNull(event.currentTarget.value))}
        />
      )
    default:
      return (
        <TextInput
          {...common}
          value={text}
          {...typing(field)}
          {...limit(field)}
          onChange={(event) => onChange(orNull(event.currentTarget.value))}
        />
      )
  }
}

const nearby = { withinPortal: true, transitionProps: { duration: 120 } }
const orNull = (text: string): string | null => (text === '' ? null : text)
const limit = (field: Field) => (field.length === null ? {} : { maxLength: field.length })

function Figure({
  field,
  value,
  onChange,
  ...common
}: {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
}) {
  const currency = useCurrency()
  const unit = field.type === 'percent' ? '%' : field.type === 'currency' ? currency : undefined
  return (
    <NumberInput
      {...common}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(next) => onChange(next === '' ? null : Number(next))}
      thousandSeparator=","
      decimalScale={field.type === 'int' ? 0 : (field.scale ?? 2)}
      hideControls
      {...(unit === undefined
        ? {}
        : { rightSection: <span style={{ color: 'var(--ink-3)', fontSize: 12 }}>{unit}</span>, rightSectionWidth: 44 })}
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
    />
  )
}

function typing(field: Field) {
  if (field.type === 'email') return { type: 'email', inputMode: 'email', autoComplete: 'off' } as const
  if (field.type === 'phone') return { type: 'tel', inputMode: 'tel', autoComplete: 'off' } as const
  if (field.type === 'url') return { inputMode: 'url', autoComplete: 'off' } as const
  return { autoComplete: 'off' } as const
}

/** The list's values, and the record's own even when it has been taken off the list since. */
const withValue = (field: Field, own: string) =>
  own === '' || field.picklist.some((one) => one.value === own)
    ? [...field.picklist]
    : [...field.picklist, { value: own, label: `${own} (no longer offered)` }]
