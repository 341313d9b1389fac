import dayjs from 'dayjs'

export const spans = [3, 12] as const
export type Span = (typeof spans)[number]

/** Whole months: a quarter or a year of them, from the first day to the last. */
export type PlanRange = Readonly<{ from: string; to: string; months: readonly string[] }>

/** From the quarter of a month (`2026-11`), or for a year from its January. */
export function rangeOf(month: string, span: Span): PlanRange {
  const given = dayjs(`${month}-01`)
  const first = span === 12 ? given.startOf('year') : given.subtract(given.month() % 3, 'month')
  const months = Array.from({ length: span }, (_, at) => first.add(at, 'month').format('YYYY-MM'))
  return {
    from: first.format('YYYY-MM-DD'),
    to: first.add(span, 'month').subtract(1, 'day').format('YYYY-MM-DD'),
    months,
  }
}

/** The month a whole range later or earlier. */
export const moved = (month: string, span: Span, by: 1 | -1): string =>
  dayjs(`${month}-01`)
    .add(span * by, 'month')
    .format('YYYY-MM')

export const rangeWords = ({ from }: PlanRange, span: Span): string =>
  span === 12 ? dayjs(from).format('YYYY') : `Q${dayjs(from).month() / 3 + 1} ${dayjs(from).format('YYYY')}`

export const monthWords = (month: string, long = false): string =>
  dayjs(`${month}-01`).format(long ? 'MMMM YYYY' : 'MMM')

/** Where a bar lies in the range, in shares of its width; undefined without dates or outside. */
export function barIn(
  range: PlanRange,
  start: string | null,
  end: string | null,
): { left: number; width: number } | undefined {
  if (start === null && end === null) return undefined
  const [from, to] = [dayjs(range.from), dayjs(range.to).add(1, 'day')]
  const whole = to.diff(from, 'day')
  const left = Math.max(0, dayjs(start ?? end).diff(from, 'day')) / whole
  const right = Math.min(whole, dayjs(end ?? start).diff(from, 'day') + 1) / whole
  return right <= 0 || left >= 1 ? undefined : { left, width: right - left }
}
