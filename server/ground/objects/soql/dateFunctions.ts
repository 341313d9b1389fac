import { sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Calendar } from './calendar.ts'
import type { Operand } from './operand.ts'
import { malformed } from './refusals.ts'
import type { Scope } from './scope.ts'
import type { Call, Path } from './syntax.ts'

type Sql = RawBuilder<unknown>

const month = (moment: Sql): Sql => sql`extract(month from ${moment})::int`
const year = (moment: Sql): Sql => sql`extract(year from ${moment})::int`
const fiscalMonth = (moment: Sql, { fiscalYearStartsIn: first }: Calendar): Sql =>
  sql`((${month(moment)} + ${sql.lit(12 - first)}) % 12 + 1)`

/** Numbers of a moment's place in the calendar. Weeks of a year and a month are counted by sevens from the first day. */
const FUNCTIONS: Readonly<Record<string, (moment: Sql, calendar: Calendar) => Sql>> = {
  calendar_month: month,
  calendar_quarter: (moment) => sql`extract(quarter from ${moment})::int`,
  calendar_year: year,
  day_in_month: (moment) => sql`extract(day from ${moment})::int`,
  day_in_week: (moment) => sql`(extract(dow from ${moment})::int + 1)`,
  day_in_year: (moment) => sql`extract(doy from ${moment})::int`,
  fiscal_month: fiscalMonth,
  fiscal_quarter: (moment, calendar) => sql`((${fiscalMonth(moment, calendar)} + 2) / 3)`,
  // A fiscal year bears the number of the year it ends in.
  fiscal_year: (moment, { fiscalYearStartsIn: first }) =>
    first === 1 ? year(moment) : sql`(${year(moment)} + (${month(moment)} >= ${sql.lit(first)})::int)`,
  week_in_month: (moment) => sql`((extract(day from ${moment})::int + 6) / 7)`,
  week_in_year: (moment) => sql`((extract(doy from ${moment})::int + 6) / 7)`,
}
const OF_MOMENTS: Readonly<Record<string, (moment: Sql) => Sql>> = {
  day_only: (moment) => sql`(${moment})::date`,
  hour_in_day: (moment) => sql`extract(hour from ${moment})::int`,
}

export const isDateFunction = (name: string): boolean =>
  Object.hasOwn(FUNCTIONS, name) || Object.hasOwn(OF_MOMENTS, name)

/** CALENDAR_YEAR(…) and its like, in UTC, or in the user's time zone by convertTimezone(…). */
export function dateFunction(
  scope: Scope,
  { call, args, written, at }: Call,
  operand: (path: Path) => Operand,
): Operand {
  const { text, calendar } = scope.context
  const [first] = args
  const isConverted = first !== undefined && 'call' in first && first.call === 'converttimezone'
  const path = isConverted ? first.args[0] : first
  if (args.length !== 1 || path === undefined || !('names' in path) || (isConverted && first.args.length !== 1))
    throw malformed(text, at, `unexpected argument of function: '${written.slice(0, 60)}'`)
  const of = operand(path)
  const isMoment = of.type === 'datetime'
  if (!isMoment && (of.type !== 'date' || isConverted || Object.hasOwn(OF_MOMENTS, call)))
    throw malformed(text, at, `field '${of.name}' does not support the function ${call.toUpperCase()}`)
  const moment = isMoment ? sql`(${of.sql} at time zone ${sql.lit(isConverted ? calendar.zone : 'UTC')})` : of.sql
  const made = FUNCTIONS[call]?.(moment, calendar) ?? OF_MOMENTS[call]?.(moment) ?? moment
  return { sql: made, type: call === 'day_only' ? 'date' : 'int', name: written, at, neverNull: false }
}
