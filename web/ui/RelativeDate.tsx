import { exactDate, isPast, nearDate, overdueWords } from './dates.ts'
import classes from './RelativeDate.module.css'

/**
 * A date as people say it, exact on hover. `due` turns a day gone by amber and says 'overdue'; `within` a sentence it
 * begins small. The title is the browser's own: a grid draws hundreds of these while it scrolls.
 */
export function RelativeDate({
  value,
  due = false,
  within = false,
}: {
  value: unknown
  due?: boolean
  within?: boolean
}) {
  if (typeof value !== 'string' || value === '') return null
  const overdue = due && isPast(value)
  const words = overdue ? overdueWords(value) : nearDate(value)
  return (
    <time dateTime={value} title={exactDate(value)} className={classes['date']} data-overdue={overdue || undefined}>
      {within ? words.replace(/^(?:Today|Tomorrow|Yesterday)/, (day) => day.toLowerCase()) : words}
    </time>
  )
}
