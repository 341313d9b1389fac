import { valuesOf, type Context } from './context.ts'
import type { Operand } from './operand.ts'
import type { ReadCell } from './rows.ts'

type Show = (value: ReturnType<ReadCell>) => ReturnType<ReadCell>

/** toLabel: the words people see for a picklist's value, each of several. */
export function labelsOf(context: Context, { field }: Operand): Show {
  const labels = new Map(
    (field === undefined ? [] : valuesOf(context, field)).map(({ value, label }) => [value, label]),
  )
  const label = (value: string): string => labels.get(value) ?? value
  if (field?.type === 'multipicklist')
    return (value) => (typeof value === 'string' ? value.split(';').map(label).join(';') : value)
  return (value) => (typeof value === 'string' ? label(value) : value)
}
