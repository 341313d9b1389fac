import { formatNumber } from '../ui/Money.tsx'
import { type Counts, pluralOf } from './importRow.ts'
import classes from './Import.module.css'

/** What rows came to, side by side; every row counts once. */
export function Figures({
  counts,
  object,
  wouldBe = false,
}: {
  counts: Counts
  object: string | null
  wouldBe?: boolean
}) {
  const person = object === 'Lead' || object === 'Contact' || object === null
  const figures: readonly (readonly [string, number, string, boolean?])[] = [
    [`New ${pluralOf(object)}`, counts.created, wouldBe ? 'would be created' : 'created'],
    ...(person ? [['Inquiries', counts.known, 'of people we know already'] as const] : []),
    ['Brought up to date', counts.updated, 'records we had'],
    ['Left out', counts.skipped, 'with the reason'],
    ['To mend', counts.refused, 'cannot be read as they are', true],
  ]
  return (
    <dl className={classes['figures']}>
      {figures.map(([label, count, note, pressing = false]) => (
        <div
          key={label}
          className={classes['figure']}
          data-none={count === 0 || undefined}
          data-pressing={(pressing && count > 0) || undefined}
        >
          <dt>{label}</dt>
          <dd>
            <span className={classes['count']}>{formatNumber(count)}</span>
            <span className={classes['figureNote']}>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
