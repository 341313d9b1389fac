import type { Context } from './context.ts'
import type { Operand } from './operand.ts'
import type { ReadCell } from './rows.ts'

type Show = (value: ReturnType<ReadCell>) => ReturnType<ReadCell>

/** Years are written whole: `3/1/2027`. */
const DAY = { year: 'numeric', month: 'numeric', day: 'numeric' } as const

/** FORMAT: numbers, money, days and moments as the user writes them. */
export function formatted({ calendar }: Context, { type, field }: Pick<Operand, 'type' | 'field'>): Show {
  const { locale, zone, currency } = calendar
  switch (type) {
    case 'int':
    case 'double':
    case 'percent': {
      const number = numbersAs(locale, { maximumFractionDigits: field?.scale ?? 3 })
      return (value) => (typeof value === 'number' ? `${number.format(value)}${type === 'percent' ? '%' : ''}` : value)
    }
    case 'currency': {
      const money = numbersAs(locale, { style: 'currency', currency })
      return (value) => (typeof value === 'number' ? money.format(value) : value)
    }
    case 'date': {
      const day = momentsAs(locale, { ...DAY, timeZone: 'UTC' })
      return (value) => (typeof value === 'string' ? day.format(new Date(`${value}T00:00:00Z`)) : value)
    }
    case 'datetime': {
      const moment = momentsAs(locale, { ...DAY, hour: 'numeric', minute: '2-digit', timeZone: zone })
      return (value) => (value instanceof Date ? moment.format(value) : value)
    }
    default:
      return (value) => value
  }
}

/** Making a format takes longer than a query to run, and there are few: those of the latest locales, zones and currencies are kept. */
const MOST_KEPT = 500

function keeping<Options, Format>(
  make: (locale: string, options: Options) => Format,
): (locale: string, options: Options) => Format {
  const formats = new Map<string, Format>()
  return (locale, options) => {
    const key = `${locale} ${JSON.stringify(options)}`
    const known = formats.get(key)
    if (known !== undefined) return known
    if (formats.size >= MOST_KEPT) formats.clear()
    const format = make(locale, options)
    formats.set(key, format)
    return format
  }
}

const numbersAs = keeping((locale: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options))
const momentsAs = keeping(
  (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
)
