import type { Tx } from '../../../platform/tx.ts'
import { settingsOf } from '../../orgs/settings.ts'
import type { Actor } from '../../users/actor.ts'
import { whereaboutsOf } from './calendar.sql.ts'

/** The days as the asking user counts them. */
export type Calendar = {
  /** Their time zone: a day begins at its midnight. */
  readonly zone: string
  readonly locale: string
  readonly currency: string
  /** `YYYY-MM-DD` there. */
  readonly today: string
  /** 1 (January) to 12. */
  readonly fiscalYearStartsIn: number
}

/** Days from the first to the one before `until`, as `YYYY-MM-DD`. */
export type Span = {
  readonly from: string
  readonly until: string
  /** It goes up to now, so what comes after it begins with its first moment: `CreatedDate > LAST_N_DAYS:30`. */
  readonly reachesNow?: boolean
}

const ASKS_THE_CALENDAR =
  /\b(?:LAST|NEXT|THIS|N)_|\b(?:TODAY|YESTERDAY|TOMORROW)\b|FISCAL_|convertTimezone|\bFORMAT\s*\(/i

const UTC: Omit<Calendar, 'today'> = { zone: 'UTC', locale: 'en-US', currency: 'USD', fiscalYearStartsIn: 1 }

/** Most queries speak of no days; for those nothing is read. */
export async function calendarFor(tx: Tx, actor: Actor, text: string): Promise<Calendar> {
  if (!ASKS_THE_CALENDAR.test(text)) return { ...UTC, today: tx.now.toISOString().slice(0, 10) }
  const [settings, user] = await Promise.all([settingsOf(tx), whereaboutsOf(tx, actor.userId)])
  const clock = clockOf(user?.zone) ?? utcClock
  const locale = isLocale(user?.locale) ? user.locale.replaceAll('_', '-') : UTC.locale
  const { currency, fiscalYearStartsIn } = settings
  return { zone: clock.zone, locale, currency, fiscalYearStartsIn, today: clock.day.format(tx.now) }
}

/** What tells the day of a zone. It takes longer to make than a query to run, and there are few zones. */
type ZoneClock = { readonly zone: string; readonly day: Intl.DateTimeFormat }

const clocks = new Map<string, ZoneClock | undefined>()
const MOST_REMEMBERED = 1000

function clockOf(zone: string | undefined): ZoneClock | undefined {
  if (zone === undefined) return undefined
  if (clocks.has(zone)) return clocks.get(zone)
  if (clocks.size >= MOST_REMEMBERED) clocks.clear()
  const clock = newClock(zone)
  clocks.set(zone, clock)
  return clock
}

function newClock(zone: string): ZoneClock | undefined {
  try {
    return dayClock(zone)
  } catch {
    return undefined
  }
}

function dayClock(zone: string): ZoneClock {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return { zone, day: new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...parts }) }
}

const utcClock: ZoneClock = dayClock('UTC')

function isLocale(locale: string | undefined): locale is string {
  try {
    return locale !== undefined && Intl.getCanonicalLocales(locale.replaceAll('_', '-')).length === 1
  } catch {
    return false
  }
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'fiscal_quarter' | 'fiscal_year'

const NAMED: Readonly<Record<string, readonly [shift: number, unit: Unit]>> = {
  TODAY: [0, 'day'],
  YESTERDAY: [-1, 'day'],
  TOMORROW: [1, 'day'],
}
const SHIFTED = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)$/
const COUNTED = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S$/
const AGO = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S_AGO$/
const SHIFTS: Readonly<Record<string, number>> = { LAST: -1, THIS: 0, NEXT: 1 }

/** The days a literal such as LAST_N_DAYS:30 means; undefined when there is none of this name. */
export function spanOf(calendar: Calendar, name: string, n: number | undefined): Span | undefined {
  if (n === undefined) return spanWithoutNumber(calendar, name)
  const [, direction, counted] = COUNTED.exec(name) ?? []
  if (counted !== undefined) {
    const unit = unitOf(counted)
    // The last n days go up to and with today; n weeks, months … are whole ones and end before this one.
    if (direction === 'LAST') return unit === 'day' ? lastDays(calendar, n) : run(calendar, unit, -n, n)
    return run(calendar, unit, 1, n)
  }
  const [, ago] = AGO.exec(name) ?? []
  return ago === undefined ? undefined : run(calendar, unitOf(ago), -n, 1)
}

function spanWithoutNumber(calendar: Calendar, name: string): Span | undefined {
  if (name === 'LAST_90_DAYS') return lastDays(calendar, 90)
  if (name === 'NEXT_90_DAYS') return run(calendar, 'day', 1, 90)
  const [, direction = '', unit] = SHIFTED.exec(name) ?? []
  if (unit !== undefined) return run(calendar, unitOf(unit), SHIFTS[direction] ?? 0, 1)
  const named = NAMED[name]
  return named === undefined ? undefined : run(calendar, named[1], named[0], 1)
}

const lastDays = (calendar: Calendar, n: number): Span => ({ ...run(calendar, 'day', -n, n + 1), reachesNow: true })

const unitOf = (word: string): Unit =>
  (['day', 'week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'] as const).find(
    (unit) => unit === word.toLowerCase(),
  ) ?? 'day'

/** So many units, from the one that is `shift` after the present one. */
function run(calendar: Calendar, unit: Unit, shift: number, length: number): Span {
  const start = startOf(calendar, unit)
  return { from: further(start, unit, shift), until: further(start, unit, shift + length) }
}

const MONTHS: Readonly<Record<Unit, number>> = {
  day: 0,
  week: 0,
  month: 1,
  quarter: 3,
  year: 12,
  fiscal_quarter: 3,
  fiscal_year: 12,
}
const DAY_MS = 86_400_000

/** The first day of the unit today is in, in UTC milliseconds. Weeks begin on Sunday. */
function startOf({ today, fiscalYearStartsIn }: Calendar, unit: Unit): number {
  const day = Date.parse(`${today}T00:00:00Z`)
  if (unit === 'day') return day
  if (unit === 'week') return day - new Date(day).getUTCDay() * DAY_MS
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1
  const offset = unit.startsWith('fiscal') ? fiscalYearStartsIn - 1 : 0
  return monthStart(months - ((months - offset) % MONTHS[unit]))
}

const monthStart = (months: number): number => new Date(0).setUTCFullYear(Math.floor(months / 12), months % 12, 1)

const EARLIEST = Date.parse('0001-01-01T00:00:00Z')
const LATEST = Date.parse('9999-12-31T00:00:00Z')
const MOST_UNITS = 200_000

function further(start: number, unit: Unit, shift: number): string {
  const steps = Math.max(-MOST_UNITS * 20, Math.min(MOST_UNITS * 20, shift))
  const days = unit === 'day' ? 1 : 7
  const date = new Date(start)
  const moved =
    MONTHS[unit] === 0
      ? start + steps * days * DAY_MS
      : monthStart(
          date.getUTCFullYear() * 12 + date.getUTCMonth() + Math.max(-24_000, Math.min(96_000, steps * MONTHS[unit])),
        )
  return new Date(Math.max(EARLIEST, Math.min(LATEST, moved))).toISOString().slice(0, 10)
}
