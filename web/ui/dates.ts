import dayjs, { type Dayjs } from 'dayjs'

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value)

/**
 * A date as people say it. A day (`YYYY-MM-DD`): 'Today', 'in 3 days, Tue', '14 Aug', '14 Aug 2024'. A moment (ISO, UTC)
 * on the day it happened: 'just now', '20 min ago', '3 h ago'; otherwise as its day. `now` is for tests.
 */
export function nearDate(value: string, now: Dayjs = dayjs()): string {
  const then = dayjs(value)
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
export function overdueWords(day: string, now: Dayjs = dayjs()): string {
  const days = now.startOf('day').diff(dayjs(day).startOf('day'), 'day')
  return days > 1 && days < 7 ? `${days} days overdue` : `${nearDate(day, now)}, overdue`
}

/** The date in full, for hovering: 'Tuesday, 14 August 2026, 09:30'. */
export const exactDate = (value: string): string =>
  dayjs(value).format(isDay(value) ? 'dddd, D MMMM YYYY' : 'dddd, D MMMM YYYY, HH:mm')

/** The heading of a day in a timeline: 'Today', 'Yesterday', 'Tuesday, 14 August'. */
export function dayHeading(value: string, now: Dayjs = dayjs()): string {
  const then = dayjs(value)
  const days = now.startOf('day').diff(then.startOf('day'), 'day')
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days === -1) return 'Tomorrow'
  return then.format(then.year() === now.year() ? 'dddd, D MMMM' : 'dddd, D MMMM YYYY')
}

/** Whether a day lies before today: what makes a task overdue. */
export const isPast = (day: string): boolean => dayjs(day).isBefore(dayjs(), 'day')

/** The local calendar day of a moment, for grouping. */
export const dayOf = (value: string): string => dayjs(value).format('YYYY-MM-DD')

/** Today in the person's own time zone, moved by days: `YYYY-MM-DD`, as the API takes dates. */
export const dayFromToday = (days: number): string => dayjs().add(days, 'day').format('YYYY-MM-DD')
