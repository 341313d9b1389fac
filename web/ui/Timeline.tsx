import { Button } from '@mantine/core'
import { IconPoint, type TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { dayHeading, dayOf, exactDate, onTheWall } from './dates.ts'
import classes from './Timeline.module.css'

export type TimelineEntry = Readonly<{
  id: string
  /** ISO moment, UTC. */
  at: string
  icon?: TablerIcon
  /** A sentence: who did what. */
  title: ReactNode
  detail?: ReactNode
}>

/** What happened, newest first, grouped by day. */
export function Timeline({
  entries,
  onMore,
  empty,
}: {
  entries: readonly TimelineEntry[]
  onMore?: (() => void) | undefined
  empty?: ReactNode
}) {
  if (entries.length === 0) return <div className={classes['empty']}>{empty ?? 'Nothing has happened here yet.'}</div>
  return (
    <div>
      {byDay(entries).map(([day, ofDay]) => (
        <section key={day} className={classes['day']}>
          <h3 className={classes['heading']}>{dayHeading(day)}</h3>
          <ol className={classes['entries']}>
            {ofDay.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      {onMore !== undefined && (
        <Button variant="subtle" size="compact-sm" onClick={onMore}>
          Show earlier
        </Button>
      )}
    </div>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const Icon = entry.icon ?? IconPoint
  return (
    <li className={classes['entry']}>
      <span className={classes['icon']}>
        <Icon size={14} stroke={1.8} aria-hidden />
      </span>
      <div className={classes['body']}>
        <div className={classes['title']}>{entry.title}</div>
        {entry.detail !== undefined && <div className={classes['detail']}>{entry.detail}</div>}
      </div>
      <time dateTime={entry.at} title={exactDate(entry.at)} className={classes['time']}>
        {onTheWall(entry.at).format('HH:mm')}
      </time>
    </li>
  )
}

const byDay = (entries: readonly TimelineEntry[]): readonly (readonly [string, readonly TimelineEntry[]])[] => [
  ...Map.groupBy(entries, (entry) => dayOf(entry.at)),
]
