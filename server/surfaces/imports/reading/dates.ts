import type { CellReading, ColumnReading, DateOrder, ReadingHints } from './field.ts'
import { isBlankWord } from './numbers.ts'

type Parts = { readonly year: number; readonly month: number; readonly day: number; readonly rest: string }

const MONTHS: readonly string[] = [
  'jan januar janvier enero ene gennaio gen january januari janeiro',
  'feb februar fevrier fev febrero febbraio february februari fevereiro',
  'mar mrz marz maerz mars marzo march maart marco',
  'apr april avril avr abril abr aprile',
  'may mai mayo maggio mag mei maio',
  'jun juni juin junio giugno giu june junho',
  'jul juli juillet juil julio luglio lug july julho',
  'aug august aout agosto ago augustus',
  'sep sept september septembre septiembre settembre set setembro',
  'oct okt oktober octobre octubre ottobre ott october outubro out',
  'nov november novembre noviembre novembro',
  'dec dez dezember decembre diciembre dic dicembre december dezembro',
]
const monthOf = new Map(MONTHS.flatMap((words, at) => words.split(' ').map((word) => [word, at + 1] as const)))

const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(.*)$/s
const YEAR_LAST = /^(\d{1,2})[-/. ]\s?(\d{1,2})[-/. ]\s?(\d{4}|\d{2})(?!\d)(.*)$/s
const DAY_NAMED =
  /^(\d{1,2})(?:st|nd|rd|th|\.)?[-\s/]*(?:de\s+)?(\p{L}{3,})\.?,?[-\s/]*(?:de\s+)?(\d{4}|\d{2})(?!\d)(.*)$/su
const MONTH_NAMED = /^(\p{L}{3,})\.?[-\s]+(\d{1,2})(?:st|nd|rd|th)?,?[-\s]+(\d{4})(?!\d)(.*)$/su
const COMPACT = /^(19\d\d|20\d\d)(\d\d)(\d\d)(?!\d)(.*)$/s
const TIME = /^[T\s,]+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?m?\.?\s*(.*)$/i
const ZONE = /^(?:Z|UTC|GMT)?\s*(?:([+-])(\d{2}):?(\d{2})?)?$/i
const ZEROS = /^0{4}[-/.]0?0[-/.]0?0/
const SERIAL = /^[2-6]\d{4}(?:\.\d+)?$/
const EPOCH = /^1\d{9}(?:\d{3})?$/
const DAY_MS = 86_400_000
const EXCEL_EPOCH_DAYS = 25_569

const SPOKEN: Readonly<Record<DateOrder, string>> = { dmy: 'day, month, year', mdy: 'month, day, year' }

/** Decides for a whole column whether the day or the month comes first, and reads it so. */
export function dateColumn(type: 'date' | 'datetime', sample: readonly string[], hints: ReadingHints): ColumnReading {
  const { order, decided, unsure } = orderOf(sample, hints)
  const zone = hints.timeZone ?? 'UTC'
  const serials = isAll(sample, SERIAL)
  const epochs = isAll(sample, EPOCH)
  const read = (cell: string): CellReading => {
    const text = cell.trim()
    if (isBlankWord(text) || ZEROS.test(text)) return null
    if (serials && SERIAL.test(text))
      return shown(type, new Date(Math.round((Number(text) - EXCEL_EPOCH_DAYS) * DAY_MS)))
    if (epochs && EPOCH.test(text))
      return shown(type, new Date(text.length === 13 ? Number(text) : Number(text) * 1000))
    const parts = partsOf(text, order)
    if (parts === undefined) return { fault: `is not a date we can read${unlessOrder(text, order)}` }
    return type === 'date' ? dateFrom(parts) : momentFrom(parts, zone)
  }
  const spoken = serials
    ? 'These are day numbers of a spreadsheet.'
    : epochs
      ? 'These are seconds or milliseconds since 1970.'
      : decided
  return { read, order, decided: spoken, unsure }
}

function orderOf(
  sample: readonly string[],
  hints: ReadingHints,
): { order: DateOrder; decided?: string; unsure?: boolean } {
  const numeric = sample.map((cell) => YEAR_LAST.exec(cell.trim())).filter((match) => match !== null)
  const dayFirst = numeric.filter((match) => Number(match[1]) > 12).length
  const monthFirst = numeric.filter((match) => Number(match[2]) > 12).length
  if (numeric.length === 0) return { order: hints.order ?? 'dmy' }
  const example = numeric[0]?.[0] ?? ''
  const say = (order: DateOrder, why: string): string =>
    `Dates are read as ${SPOKEN[order]}: ${example} is ${readExample(example, order)}. ${why}`
  if (dayFirst !== monthFirst) {
    const order = dayFirst > monthFirst ? 'dmy' : 'mdy'
    const proofs = Math.max(dayFirst, monthFirst)
    const against = Math.min(dayFirst, monthFirst)
    const why = `${proofs} of the first ${sample.length} rows ${proofs === 1 ? 'leaves' : 'leave'} no other reading${against > 0 ? `, but ${against} contradict it` : ''}.`
    return { order, decided: say(order, why), unsure: against > 0 }
  }
  if (hints.order !== undefined)
    return { order: hints.order, decided: say(hints.order, 'Other dates of the file, or you, say so.') }
  if (dayFirst > 0)
    return {
      order: 'dmy',
      decided: say('dmy', `As many of the first rows (${dayFirst}) can only be read the other way. Say which it is.`),
      unsure: true,
    }
  if (numeric.every((match) => match[0].includes('.')))
    return { order: 'dmy', decided: say('dmy', 'Dates with points are written that way.') }
  return { order: 'dmy', decided: say('dmy', 'Nothing in the first rows rules the other reading out.'), unsure: true }
}

function readExample(example: string, order: DateOrder): string {
  const parts = partsOf(example, order)
  const reading = parts && dateFrom(parts)
  return typeof reading === 'string' ? reading : 'no date'
}

const unlessOrder = (text: string, order: DateOrder): string =>
  partsOf(text, order === 'dmy' ? 'mdy' : 'dmy') === undefined ? '' : ` (this column is read as ${SPOKEN[order]})`

function partsOf(cell: string, order: DateOrder): Parts | undefined {
  const text = cell.replace(WEEKDAY, '')
  const first = YEAR_FIRST.exec(text) ?? COMPACT.exec(text)
  if (first !== null) return sound(first[1], first[2], first[3], first[4])
  const last = YEAR_LAST.exec(text)
  if (last !== null)
    return order === 'dmy' ? sound(last[3], last[2], last[1], last[4]) : sound(last[3], last[1], last[2], last[4])
  const named = DAY_NAMED.exec(text)
  if (named !== null) return sound(named[3], monthNamed(named[2]), named[1], named[4])
  const american = MONTH_NAMED.exec(text)
  return american === null ? undefined : sound(american[3], monthNamed(american[1]), american[2], american[4])
}

const monthNamed = (word = ''): string =>
  String(monthOf.get(word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')) ?? 0)

function sound(yearText = '', monthText = '', dayText = '', rest = ''): Parts | undefined {
  const short = Number(yearText)
  // Two-digit years as POSIX reads them.
  const year = yearText.length === 2 ? short + (short < 69 ? 2000 : 1900) : short
  const month = Number(monthText)
  const day = Number(dayText)
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1000) return undefined
  return rest.trim() === '' || TIME.test(rest) ? { year, month, day, rest: rest.trim() === '' ? '' : rest } : undefined
}

const pad = (number: number): string => String(number).padStart(2, '0')

// A date keeps the day that is written, whatever zone stands behind it.
const dateFrom = ({ year, month, day }: Parts): string => `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`

function momentFrom(parts: Parts, timeZone: string): CellReading {
  const time = TIME.exec(parts.rest)
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '', half, zoneText = ''] = time ?? []
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return { fault: 'is not a time of day' }
  const local = Date.UTC(
    parts.year,
    parts.month - 1,
    parts.day,
    hour,
    Number(minutes),
    Number(seconds),
    Number(fraction.padEnd(3, '0').slice(0, 3)),
  )
  const zone = ZONE.exec(zoneText.trim())
  if (zone === null) return { fault: `has a time zone we cannot read: write it as +02:00` }
  if (zoneText.trim() === '') return new Date(local - zoneOffsetMs(local, timeZone)).toISOString()
  const offsetMinutes =
    zone[1] === undefined ? 0 : (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0))
  return new Date(local - offsetMinutes * 60_000).toISOString()
}

function zoneOffsetMs(localMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0
  const there = Temporal.Instant.fromEpochMilliseconds(localMs)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(timeZone)
  return there.offsetNanoseconds / 1e6
}

const shown = (type: 'date' | 'datetime', moment: Date): string =>
  type === 'date' ? moment.toISOString().slice(0, 10) : moment.toISOString()

function isAll(sample: readonly string[], pattern: RegExp): boolean {
  const filled = sample.map((cell) => cell.trim()).filter((cell) => !isBlankWord(cell))
  return filled.length > 0 && filled.every((cell) => pattern.test(cell))
}

/** Whether a cell reads as a date at all, in either order. */
export const isDateLike = (cell: string): boolean => {
  const text = cell.trim()
  return /\d/.test(text) && text.length >= 8 && (partsOf(text, 'dmy') ?? partsOf(text, 'mdy')) !== undefined
}
