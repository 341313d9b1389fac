import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { dayOf, timeOf } from './clocks.ts'
import { type EventSession } from './event.ts'
import { Fill } from './Fill.tsx'
import classes from './Sessions.module.css'

/** The sessions, a day after the other, each at its time on the day's line. */
export function Programme({
  sessions,
  place,
  mayEdit,
  onEdit,
}: Readonly<{
  sessions: readonly EventSession[]
  place: string | null
  mayEdit: boolean
  onEdit: (session: EventSession) => void
}>) {
  const days = Map.groupBy(sessions, ({ StartsAt, TimeZone }) => dayOf(StartsAt, TimeZone))
  return (
    <div className={classes['programme']}>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <h3 className={classes['day']}>{day}</h3>
          <ul className={classes['sessions']}>
            {ofDay.map((session) => (
              <SessionLine
                key={session.Id}
                session={session.Place === place ? { ...session, Place: null } : session}
                ofDay={ofDay}
                mayEdit={mayEdit}
                onEdit={onEdit}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function SessionLine({
  session,
  ofDay,
  mayEdit,
  onEdit,
}: Readonly<{
  session: EventSession
  ofDay: readonly EventSession[]
  mayEdit: boolean
  onEdit: (session: EventSession) => void
}>) {
  const { Name, StartsAt, EndsAt, TimeZone, Room, Place, Speaker, Capacity, Taken, Waiting, CancelledAt } = session
  const isOff = CancelledAt !== null
  return (
    <li className={classes['session']} data-off={isOff || undefined}>
      <span className={classes['time']}>
        {timeOf(StartsAt, TimeZone)}
        <span className={classes['until']}>{` to ${timeOf(EndsAt, TimeZone)}`}</span>
      </span>
      <span className={classes['what']}>
        <span className={classes['name']}>{Name}</span>
        <span className={classes['about']}>
          {isOff
            ? 'Called off'
            : [Room, Place, Speaker === null ? null : `with ${Speaker}`].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className={classes['track']} aria-hidden>
        <span className={classes['block']} style={placeOn(session, ofDay)} />
      </span>
      {isOff ? <span /> : <Fill taken={Taken} waiting={Waiting} capacity={Capacity} of="registered" />}
      {mayEdit && !isOff ? (
        <ActionIcon variant="subtle" aria-label={`Edit ${Name}`} onClick={() => onEdit(session)}>
          <IconPencil size={16} stroke={1.8} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </li>
  )
}

/** Where on the day's line a session stands: from the first start to the last end of the day. */
function placeOn({ StartsAt, EndsAt }: EventSession, ofDay: readonly EventSession[]) {
  const from = Math.min(...ofDay.map((one) => Date.parse(one.StartsAt)))
  const until = Math.max(...ofDay.map((one) => Date.parse(one.EndsAt)))
  const share = (moment: string): number => ((Date.parse(moment) - from) / Math.max(until - from, 1)) * 100
  return { left: `${share(StartsAt)}%`, width: `${Math.max(share(EndsAt) - share(StartsAt), 1)}%` }
}
