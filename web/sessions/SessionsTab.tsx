import { Button, CopyButton } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { paths } from '../paths.ts'
import { useCall } from '../setup/setupApi.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link } from '../ui/Link.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { browserZone } from '../ui/dates.ts'
import {
  changePlan,
  openPage,
  useEvent,
  useEventNews,
  type EventOverview,
  type EventPlan,
  type EventSession,
} from './event.ts'
import { EventSettings } from './EventSettings.tsx'
import { Fill } from './Fill.tsx'
import { Programme } from './Programme.tsx'
import { Registrations } from './Registrations.tsx'
import { SessionSheet } from './SessionSheet.tsx'
import classes from './Sessions.module.css'

/** The event of a campaign: its programme, who registered, who waits. */
export function SessionsTab({ campaign }: Readonly<{ campaign: RecordRow }>) {
  const event = useEvent(campaign.Id)
  const mayEdit = useObject('Campaign').may.edit
  if (event.isPending) return <GridSkeleton rows={6} />
  if (event.isError) return <RefusalNotice error={event.error} />
  if (event.data.plan === null) return <NoEventYet campaignId={campaign.Id} mayEdit={mayEdit} />
  return <TheEvent event={event.data} plan={event.data.plan} mayEdit={mayEdit} />
}

function NoEventYet({ campaignId, mayEdit }: Readonly<{ campaignId: string; mayEdit: boolean }>) {
  const refresh = useEventNews(campaignId)
  const begin = useCall(() => changePlan(campaignId, { TimeZone: browserZone() }))
  return (
    <EmptyState
      icon={IconCalendarEvent}
      title="No event yet"
      example="Pump day 2026: 4 sessions in 2 rooms, 80 places, 12 people on the waiting list."
      action={
        <ReasonedButton
          reason={
            mayEdit
              ? undefined
              : 'Whoever plans campaigns sets up their events: marketing, managers and administrators.'
          }
          loading={begin.isPending}
          onClick={() => begin.mutate(undefined, { onSettled: refresh, onError: toastError })}
        >
          Set up as an event
        </ReasonedButton>
      }
    >
      Sessions with their times and seats, a page on which people register, a waiting list, tickets, and check-in at the
      door.
    </EmptyState>
  )
}

function TheEvent({ event, plan, mayEdit }: Readonly<{ event: EventOverview; plan: EventPlan; mayEdit: boolean }>) {
  const mayRegister = useObject('CampaignMember').may.edit
  const [editing, setEditing] = useState<EventSession | 'new' | 'settings'>()
  const close = () => setEditing(undefined)
  return (
    <div className={classes['tab']}>
      <Panel
        title="Event"
        actions={<EventActions plan={plan} mayEdit={mayEdit} onSettings={() => setEditing('settings')} />}
      >
        <div className={classes['summary']}>
          <Registration plan={plan} />
          <Fill taken={event.places.Taken} waiting={event.places.Waiting} capacity={plan.Capacity} of="registered" />
          {plan.Place !== null && <span className={classes['about']}>{plan.Place}</span>}
        </div>
      </Panel>
      <Panel
        title="Sessions"
        {...(event.sessions.length > 0 ? { count: event.sessions.length } : {})}
        actions={
          mayEdit && (
            <Button size="compact-sm" variant="subtle" onClick={() => setEditing('new')}>
              Add session
            </Button>
          )
        }
      >
        {event.sessions.length === 0 ? (
          <p className={classes['about']}>
            Nothing stands in the programme yet. Without sessions people register for the event as a whole.
          </p>
        ) : (
          <Programme sessions={event.sessions} place={plan.Place} mayEdit={mayEdit} onEdit={setEditing} />
        )}
      </Panel>
      <Registrations campaignId={plan.CampaignId} event={event} mayEdit={mayRegister} />
      {editing === 'settings' && <EventSettings plan={plan} onClose={close} />}
      {editing !== undefined && editing !== 'settings' && (
        <SessionSheet
          plan={plan}
          session={editing === 'new' ? undefined : editing}
          after={event.sessions.at(-1)}
          onClose={close}
        />
      )}
    </div>
  )
}

function Registration({ plan }: Readonly<{ plan: EventPlan }>) {
  const [now] = useState(() => Date.now())
  const isOver = plan.EndsAt !== null && Date.parse(plan.EndsAt) <= now
  if (isOver)
    return <StateMark state="open" label={plan.WrappedUpAt === null ? 'Over' : 'Over, and followed up'} tinted />
  if (plan.RegistrationOpenedAt === null) return <StateMark state="planned" label="Registration closed" tinted />
  return (
    <span className={classes['page']}>
      <StateMark state="converted" label="Registration open" tinted />
      <a href={plan.RegistrationUrl} target="_blank" rel="noreferrer" className={classes['address']}>
        {plan.RegistrationUrl}
      </a>
      <CopyButton value={plan.RegistrationUrl}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="subtle" onClick={copy}>
            {copied ? 'Copied' : 'Copy address'}
          </Button>
        )}
      </CopyButton>
    </span>
  )
}

function EventActions({
  plan,
  mayEdit,
  onSettings,
}: Readonly<{ plan: EventPlan; mayEdit: boolean; onSettings: () => void }>) {
  const refresh = useEventNews(plan.CampaignId)
  const isOpen = plan.RegistrationOpenedAt !== null
  const turn = useCall((open: boolean) => openPage(plan.CampaignId, open))
  const press = () =>
    turn.mutate(!isOpen, {
      onSettled: refresh,
      onSuccess: () => {
        toast(isOpen ? 'Registration is closed.' : 'Registration is open: whoever has the address can register.')
      },
      onError: toastError,
    })
  return (
    <div className={classes['actions']}>
      <Button
        size="compact-sm"
        variant="default"
        renderRoot={(props) => <Link to={paths.checkIn(plan.CampaignId)} {...props} />}
      >
        Check in
      </Button>
      {mayEdit && (
        <>
          <Button size="compact-sm" variant="default" onClick={onSettings}>
            Settings
          </Button>
          <Button size="compact-sm" variant={isOpen ? 'default' : 'filled'} loading={turn.isPending} onClick={press}>
            {isOpen ? 'Close registration' : 'Open registration'}
          </Button>
        </>
      )}
    </div>
  )
}
