/**
 * What a filter may say that means something else for each person and on each day: `$me` for who looks, and
 * periods named as the field's query language names them (`THIS_WEEK`, `LAST_N_DAYS:7`). Weeks begin on Monday.
 */
export type FilterTree =
  | Readonly<{ and: readonly FilterTree[] }>
  | Readonly<{ or: readonly FilterTree[] }>
  | Readonly<{ not: FilterTree }>
  | Readonly<{ field: string; op: string; value?: unknown }>

/** Who looks. */
export const ME = '$me'

export const namedPeriods = [
  'TODAY',
  'YESTERDAY',
  'TOMORROW',
  'THIS_WEEK',
  'LAST_WEEK',
  'NEXT_WEEK',
  'THIS_MONTH',
  'LAST_MONTH',
  'NEXT_MONTH',
  'THIS_QUARTER',
  'LAST_QUARTER',
  'NEXT_QUARTER',
  'THIS_YEAR',
  'LAST_YEAR',
] as const

const COUNTED = /^(LAST|NEXT)_N_DAYS:(\d{1,4})$/

export type Looking = Readonly<{
  /** The 18-character id of who looks. */
  userId: string
  now: Date
  /** IANA: `Europe/Berlin`. */
  timeZone: string
  typeOf: (field: string) => string | undefined
}>

/** Whether a value is the name of a period. */
export const isPeriod = (value: unknown): value is string =>
  typeof value === 'string' && (namedPeriods.some((name) => name === value) || COUNTED.test(value))

/** A period in words: 'this week', 'the last 7 days'. */
export function periodWords(period: string): string {
  const [, side, days] = COUNTED.exec(period) ?? []
  return side === undefined ? period.toLowerCase().replaceAll('_', ' ') : `the ${side.toLowerCase()} ${days} days`
}

/** The filter with everything in it that depends on who looks and when put as plain values. */
export function resolveFilter<Tree extends FilterTree>(filter: Tree, looking: Looking): Tree {
  // The shape stays what it was; only conditions become conditions, or two of them joined.
  return resolved(filter, looking) as Tree
}

function resolved(filter: FilterTree, looking: Looking): FilterTree {
  if ('and' in filter) return { and: filter.and.map((one) => resolved(one, looking)) }
  if ('or' in filter) return { or: filter.or.map((one) => resolved(one, looking)) }
  if ('not' in filter) return { not: resolved(filter.not, looking) }
  const { field, op, value } = filter
  if (Array.isArray(value)) return { field, op, value: value.map((one) => (one === ME ? looking.userId : one)) }
  if (value === ME) return { field, op, value: looking.userId }
  const type = looking.typeOf(field)
  return isPeriod(value) && (type === 'date' || type === 'datetime')
    ? within(field, op, boundsOf(value, type, looking))
    : filter
}

export type Bounds = readonly [start: string, end: string]

/** A period compared as a whole: after it begins where it ends, before it ends where it begins. */
function within(field: string, op: string, [start, end]: Bounds): FilterTree {
  if (op === 'ge' || op === 'lt') return { field, op, value: start }
  if (op === 'gt') return { field, op: 'ge', value: end }
  if (op === 'le') return { field, op: 'lt', value: end }
  const inside: FilterTree = {
    and: [
      { field, op: 'ge', value: start },
      { field, op: 'lt', value: end },
    ],
  }
  return op === 'ne' ? { not: inside } : inside
}

/** The first moment (or day) of a period and the first after it. */
export function boundsOf(
  period: string,
  type: 'date' | 'datetime',
  { now, timeZone }: Pick<Looking, 'now' | 'timeZone'>,
): Bounds {
  const [start, end] = daysOf(period, dayIn(now, timeZone))
  return type === 'date'
    ? [start, end]
    : [startOfDay(start, timeZone).toISOString(), startOfDay(end, timeZone).toISOString()]
}

/** The first day of a period and the day after its last, both `YYYY-MM-DD`. */
export function daysOf(period: string, today: string): Bounds {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number)
  const [, side, count = '0'] = COUNTED.exec(period) ?? []
  if (side === 'LAST') return [dayAt(year, month, day - Number(count)), dayAt(year, month, day + 1)]
  if (side === 'NEXT') return [dayAt(year, month, day + 1), dayAt(year, month, day + 1 + Number(count))]
  const shift = period.startsWith('LAST') || period === 'YESTERDAY' ? -1 : /^(NEXT|TOMORROW)/.test(period) ? 1 : 0
  const from = (at: number): string => {
    if (period.endsWith('WEEK')) return dayAt(year, month, day - weekday(year, month, day) + 7 * at)
    if (period.endsWith('MONTH')) return dayAt(year, month + at, 1)
    if (period.endsWith('QUARTER')) return dayAt(year, Math.floor((month - 1) / 3) * 3 + 1 + 3 * at, 1)
    if (period.endsWith('YEAR')) return dayAt(year + at, 1, 1)
    return dayAt(year, month, day + at)
  }
  return [from(shift), from(shift + 1)]
}

const dayAt = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)

/** 0 for Monday. */
const weekday = (year: number, month: number, day: number): number =>
  (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7

/** The calendar day of a moment in a time zone, `YYYY-MM-DD`. */
export const dayIn = (moment: Date, timeZone: string): string => wallClock(moment, timeZone).toISOString().slice(0, 10)

/** The moment a calendar day begins in a time zone. */
export function startOfDay(day: string, timeZone: string): Date {
  const asUtc = new Date(`${day}T00:00:00Z`)
  const first = new Date(asUtc.getTime() - offsetAt(asUtc, timeZone))
  // The offset may be another one at the moment just found: the clocks were put on in between.
  return new Date(asUtc.getTime() - offsetAt(first, timeZone))
}

const offsetAt = (moment: Date, timeZone: string): number => wallClock(moment, timeZone).getTime() - moment.getTime()

/** What the clock on the wall shows, as if it were in UTC; whole seconds. */
export function wallClock(moment: Date, timeZone: string): Date {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return new Date(wall + (moment.getTime() % 1000))
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  clocks.set(timeZone, clock)
  return clock
}

/** Whether a name is a time zone this program knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
