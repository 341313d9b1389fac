import dayjs from 'dayjs'
import { dayFromToday } from './dates.ts'

const words: Readonly<Record<string, number>> = { today: 0, tomorrow: 1, yesterday: -1 }
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/**
 * The day somebody typed, `YYYY-MM-DD`: 'tomorrow', 'fri' (the next one), '3.12.', '3.12.2026', '3 Dec', 'Dec 3 2026',
 * '2026-12-03', and with slashes as people of the language write them. Null until it can be read as one day.
 */
export function dayTyped(typed: string, language: string = navigator.language): string | null {
  const text = typed.trim().toLowerCase()
  const days = words[text] ?? daysToWeekday(text)
  if (days !== undefined) return dayFromToday(days)
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso !== null) return theDay(iso[1], iso[2], iso[3])
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text)
  if (dotted !== null) return theDay(dotted[3], dotted[2], dotted[1])
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  if (slashed !== null) {
    const [day, month] = isMonthFirst(language) ? [slashed[2], slashed[1]] : [slashed[1], slashed[2]]
    return theDay(slashed[3], month, day)
  }
  return dayInWords(text)
}

function daysToWeekday(text: string): number | undefined {
  if (text.length < 3) return undefined
  const at = weekdays.findIndex((name) => name.startsWith(text))
  if (at < 0) return undefined
  return (at - dayjs(dayFromToday(0)).day() + 7) % 7 || 7
}

/** '3 Dec', '3 December 2026', 'Dec 3', 'December 3, 2026'. */
function dayInWords(text: string): string | null {
  const parts = /^(\d{1,2})\.? ([a-z]{3,})(?:,? (\d{4}))?$|^([a-z]{3,}) (\d{1,2})(?:,? (\d{4}))?$/.exec(text)
  if (parts === null) return null
  const month = dayjs(`1 ${parts[2] ?? parts[4] ?? ''} 2000`)
  return month.isValid() ? theDay(parts[3] ?? parts[6], String(month.month() + 1), parts[1] ?? parts[5]) : null
}

/** A day there is, of this year unless one is named. */
function theDay(year = dayFromToday(0).slice(0, 4), month = '', day = ''): string | null {
  const said = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return dayjs(said).format('YYYY-MM-DD') === said ? said : null
}

const isMonthFirst = (language: string): boolean =>
  new Intl.DateTimeFormat(language).formatToParts().find(({ type }) => type === 'day' || type === 'month')?.type ===
  'month'
