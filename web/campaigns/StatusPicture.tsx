import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { DayInput } from '../ui/DayInput.tsx'
import { Link } from '../ui/Link.tsx'
import { dayFromToday, exactDate } from '../ui/dates.ts'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { type Standing, useStandings } from './campaignApi.ts'
import classes from './StatusPicture.module.css'

/** Where members stand, as a picture; or where they stood when a day was over. */
export function StatusPicture({ campaign }: { campaign: RecordRow }) {
  const [day, setDay] = useState('')
  const found = useStandings(campaign.Id, day)
  const standings = found.data?.standings ?? []
  const members = standings.reduce((sum, one) => sum + one.members, 0)
  return (
    <Panel
      title="Where members stand"
      actions={
        <div className={classes['asAt']}>
          {day !== '' && (
            <Button variant="subtle" size="compact-sm" onClick={() => setDay('')}>
              Today
            </Button>
          )}
          <span className={classes['mark']}>As at</span>
          <DayInput
            size="xs"
            w={124}
            aria-label="As at the end of the day"
            placeholder="Today"
            maxDate={dayFromToday(0)}
            value={day === '' ? null : day}
            onChange={(next) => setDay(next ?? '')}
          />
        </div>
      }
    >
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && (
        <>
          {day !== '' && (
            <p className={classes['note']}>
              As it was at the end of {exactDate(day)}: {members.toLocaleString('en')} in the campaign.
            </p>
          )}
          <ul className={classes['bars']}>
            {standings
              .filter(({ members: n, isListed }) => isListed || n > 0)
              .map((one) => (
                <Bar key={one.status} one={one} most={Math.max(...standings.map(({ members: n }) => n), 1)} day={day} />
              ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

function Bar({ one, most, day }: { one: Standing; most: number; day: string }) {
  const width = `${Math.max((one.members / most) * 100, one.members > 0 ? 1 : 0)}%`
  const content = (
    <>
      <span className={classes['label']}>
        {one.status}
        {one.hasResponded && <span className={classes['mark']}> · response</span>}
        {!one.isListed && <span className={classes['mark']}> · no longer in the list</span>}
      </span>
      <span className={classes['track']}>
        <span className={classes['bar']} data-responded={one.hasResponded || undefined} style={{ width }} />
      </span>
      <span className={classes['count']}>{one.members.toLocaleString('en')}</span>
    </>
  )
  return (
    <li>
      {one.isListed || day !== '' ? (
        <Link
          to="."
          search={{ tab: 'members', status: one.status, ...(day === '' ? {} : { asAt: day }) }}
          className={classes['row']}
        >
          {content}
        </Link>
      ) : (
        <span className={classes['row']}>{content}</span>
      )}
    </li>
  )
}
