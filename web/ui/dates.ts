import dayjs, { type Dayjs } from 'dayjs'
import { isTimeZone, startOfDay, wallClock } from '../../shared/relativeFilter.ts'

let chosenZone: string | undefined

/** Days begin, and moments are shown, in this time zone from now on; without one in the browser's own. */
export function keepTimeZone(name: string | null): void {
  chosenZone = name !== null && name !== browserZone() && isTimeZone(name) ? name : undefined
}

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** The time zone of the person at the screen, as IANA names it. */
export const timeZone = (): string => chosenZone ?? browserZone()

/** What calendar and clock on the person's wall show at a moment; a day stays the day it is. */
export function onTheWall(value: string | Date): Dayjs {
  const then = dayjs(value)
  if (chosenZone === undefined || !then.isValid() || (typeof value === 'string' && isDay(value))) return then
  return dayjs(wallClock(then.toDate(), chosenZone).toISOString().slice(0, -1))
}

/** The moment, ISO in UTC, at which calendar and clock on the person's wall show this (`2027-03-31 14:30:00`). */
export function momentOf(wall: string): string {
  const shown = dayjs(wall)
  if (chosenZone === undefined) return shown.toISOString()
  const midnight = startOfDay(shown.format('YYYY-MM-DD'), chosenZone)
  const guess = new Date(midnight.getTime() + shown.diff(shown.startOf('day')))
  // On the day the clocks are put on, hours after midnight are not what the clock says.
  const off = shown.diff(dayjs(wallClock(guess, chosenZone).toISOString().slice(0, -1)))
  return new Date(guess.getTime() + off).toISOString()
}

const onMyWall = (): Dayjs => onTheWall(new Date())

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value)

/**
 * A date as people say it. A day (`YYYY-MM-DD`): 'Today', 'in 3 days, Tue', '14 Aug', '14 Aug 2024'. A moment (ISO, UTC)
 * on the day it happened: 'just now', '20 min ago', '3 h ago'; otherwise as its day. `now` is for tests.
 */
export function nearDate(value: string, now: Dayjs = onMyWall()): string {
  const then = onTheWall(value)
  if (!then.isValid()) return value
  const days = then.startOf('day').diff(now.startOf('day'), 'day')
  if (!isDay(value) && days === 0) return nearMoment(then.diff(now, 'minute'))
  if (days === 0) return 'Today'
  if (days === 1) return 'Tomorrow'
  if (days === -1) return 'Yesterday'
  if (days > 1 && days < 7) return `in ${days} days, ${then.format('ddd')}`
  if (days < -1 && days > -7) return `${-days} days ago, ${then.format('ddd')}`
  return then.format(then.year() === now.year() ? 'D MMM' : 'D MMM YYYY')
}

function nearMoment(minutes: number): string {
  const size = Math.abs(minutes)
  if (size < 1) return 'just now'
  const amount = size < 60 ? `${size} min` : `${Math.floor(size / 60)} h`
  return minutes < 0 ? `${amount} ago` : `in ${amount}`
}

/** A day gone by, as what is overdue: 'yesterday, overdue', '4 days overdue', '13 Nov, overdue'. */
export function overdueWords(day: string, now: Dayjs = onMyWall()): string {
  const days = now.startOf('day').diff(dayjs(day).startOf('day'), 'day')
  return days > 1 && days < 7 ? `${days} days overdue` : `${nearDate(day, now)}, overdue`
}

/** The date in full, for hovering: 'Tuesday, 14 August 2026, 09:30'. */
export const exactDate = (value: string): string =>
  onTheWall(value).format(isDay(value) ? 'dddd, D MMMM YYYY' : 'dddd, D MMMM YYYY, HH:mm')

/** The heading of a day in a timeline: 'Today', 'Yesterday', 'Tuesday, 14 August'. */
export function dayHeading(value: string, now: Dayjs = onMyWall()): string {
  const then = onTheWall(value)
  const days = now.startOf('day').diff(then.startOf('day'), 'day')
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days === -1) return 'Tomorrow'
  return then.format(then.year() === now.year() ? 'dddd, D MMMM' : 'dddd, D MMMM YYYY')
}

/** Whether a day lies before today: what makes a task overdue. */
export const isPast = (day: string): boolean => dayjs(day).isBefore(onMyWall(), 'day')

/** The local calendar day of a moment, for grouping. */
export const dayOf = (value: string): string => onTheWall(value).format('YYYY-MM-DD')

/** Today in the person's own time zone, moved by days: `YYYY-MM-DD`, as the API takes dates. */
export const dayFromToday = (days: number): string => onMyWall().add(days, 'day').format('YYYY-MM-DD')
