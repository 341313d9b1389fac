import { exactDate, isPast, nearDate, overdueWords } from './dates.ts'
import classes from './RelativeDate.module.css'

/**
 * A date as people say it, exact on hover. `due` turns a day gone by amber and says 'overdue'. The title is the
 * browser's own: a grid draws hundreds of these while it scrolls.
 */
export function RelativeDate({ value, due = false }: { value: unknown; due?: boolean }) {
  if (typeof value !== 'string' || value === '') return null
  const overdue = due && isPast(value)
  return (
    <time dateTime={value} title={exactDate(value)} className={classes['date']} data-overdue={overdue || undefined}>
      {overdue ? overdueWords(value) : nearDate(value)}
    </time>
  )
}
