import { DateInput, type DateInputProps } from '@mantine/dates'
import { dayTyped } from './dayTyped.ts'

export type DayInputProps = Omit<DateInputProps, 'value' | 'defaultValue' | 'onChange' | 'getDayProps'> &
  Readonly<{
    /** `YYYY-MM-DD` */
    value: string | null
    onChange: (day: string | null) => void
    /** Called when a day is chosen in the calendar: typing one may go on. */
    onPick?: ((day: string) => void) | undefined
  }>

/** A day, typed or picked; it reads the same everywhere ('3 Dec 2026'), so that nobody wonders which number is the month. */
export const DayInput = ({ onPick, ...props }: DayInputProps) => (
  <DateInput
    valueFormat="D MMM YYYY"
    dateParser={dayTyped}
    firstDayOfWeek={1}
    popoverProps={{ withinPortal: true, transitionProps: { duration: 120 } }}
    getDayProps={(day) => ({ onClick: () => onPick?.(day) })}
    {...props}
  />
)
