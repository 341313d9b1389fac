import type { Context } from './context.ts'
import type { Operand } from './operand.ts'
import type { ReadCell } from './rows.ts'

type Show = (value: ReturnType<ReadCell>) => ReturnType<ReadCell>

/** FORMAT: numbers, money, days and moments as the user writes them. */
export function formatted({ calendar }: Context, { type, field }: Pick<Operand, 'type' | 'field'>): Show {
  const { locale, zone, currency } = calendar
  switch (type) {
    case 'int':
    case 'double':
    case 'percent': {
      const number = new Intl.NumberFormat(locale, { maximumFractionDigits: field?.scale ?? 3 })
      return (value) => (typeof value === 'number' ? `${number.format(value)}${type === 'percent' ? '%' : ''}` : value)
    }
    case 'currency': {
      const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
      return (value) => (typeof value === 'number' ? money.format(value) : value)
    }
    case 'date': {
      const day = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' })
      return (value) => (typeof value === 'string' ? day.format(new Date(`${value}T00:00:00Z`)) : value)
    }
    case 'datetime': {
      const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: zone })
      return (value) => (value instanceof Date ? moment.format(value) : value)
    }
    default:
      return (value) => value
  }
}
