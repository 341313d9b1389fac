import { ActionIcon, Button } from '@mantine/core'
import { IconArmchair, IconListDetails } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { MemberSheet } from '../campaigns/MemberSheet.tsx'
import { paths } from '../paths.ts'
import { useAnswer } from '../setup/setupApi.ts'
import { Link } from '../ui/Link.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import related from '../ui/RelatedList.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateChips } from '../ui/StateChips.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { sessionsToChoose, useEventNews, type EventOverview, type RegistrationRow } from './event.ts'
import { RegisterSomebody } from './RegisterSomebody.tsx'
import { SeatsSheet } from './SeatsSheet.tsx'
import classes from './Sessions.module.css'

const marks = {
  registered: { state: 'converted', label: 'Registered' },
  waiting: { state: 'overdue', label: 'Waiting' },
  cancelled: { state: 'open', label: 'Cancelled' },
} as const

/** Who registered and who waits, in the order in which they came. */
export function Registrations({
  campaignId,
  event,
  mayEdit,
}: Readonly<{ campaignId: string; event: EventOverview; mayEdit: boolean }>) {
  const [state, setState] = useState('')
  const [after, setAfter] = useState<readonly string[]>([])
  const [open, setOpen] = useState<RegistrationRow>()
  const [seating, setSeating] = useState<RegistrationRow>()
  const path = `/campaigns/${campaignId}/registrations`
  const found = useAnswer<{ records: readonly RegistrationRow[]; next: string | null }>(path, {
    state,
    after: after.at(-1),
  })
  const refresh = useEventNews(campaignId)
  const [now] = useState(() => Date.now())
  const toChoose = sessionsToChoose(event.sessions, now)
  const names = new Map(event.sessions.map(({ Id, Name }) => [Id, Name]))
  const choose = (next: string) => {
    setState(next)
    setAfter([])
  }
  const cancel = (row: RegistrationRow) =>
    api.delete(`/event-registrations/${row.Id}`).then(async () => {
      await refresh()
      toast(`${row.Who.Name} is no longer registered; the place went to who waits.`)
    }, toastError)
  const rows = found.data?.records ?? []
  return (
    <Panel title="Registrations">
      <div className={classes['above']}>
        <StateChips
          label="Registrations by state"
          chosen={state}
          onChoose={choose}
          chips={[
            { value: '', label: 'All' },
            { value: 'registered', ...marks.registered, count: event.places.Taken },
            { value: 'waiting', ...marks.waiting, count: event.places.Waiting },
            { value: 'cancelled', ...marks.cancelled },
          ]}
        />
        {mayEdit && <RegisterSomebody path={path} sessions={toChoose} onDone={refresh} />}
      </div>
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && (
        <p className={related['empty']}>
          {state === ''
            ? 'Nobody has registered yet. Open the registration page and send its address round.'
            : 'Nobody stands here.'}
        </p>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Registrations"
          rows={rows}
          keyOf={(row) => row.Id}
          isFaint={(row) => row.State === 'cancelled'}
          columns={[
            {
              head: 'Who',
              render: (row) => (
                <TwoLines
                  first={<Link to={paths.record(row.Who.Id) ?? '#'}>{row.Who.Name}</Link>}
                  second={[row.Company, row.Email].filter(Boolean).join(' · ')}
                />
              ),
            },
            {
              head: 'State',
              width: '140px',
              render: (row) => (
                <TwoLines
                  first={<StateMark {...marks[row.State]} />}
                  second={row.Line === null ? null : `${ordinal(row.Line)} in line`}
                />
              ),
            },
            { head: 'Sessions', width: '220px', render: (row) => sessionsIn(row, names) },
            { head: 'Code', width: '110px', render: (row) => <span className={classes['code']}>{row.Code}</span> },
            { head: 'Since', width: '110px', align: 'end', render: (row) => <RelativeDate value={row.CreatedDate} /> },
            {
              head: 'What to do',
              acts: true,
              width: '150px',
              render: (row) => (
                <span className={classes['acts']}>
                  <ActionIcon aria-label={`Look into the membership of ${row.Who.Name}`} onClick={() => setOpen(row)}>
                    <IconListDetails size={16} stroke={1.8} />
                  </ActionIcon>
                  {mayEdit && row.State !== 'cancelled' && toChoose.length > 0 && (
                    <ActionIcon aria-label={`Change sessions of ${row.Who.Name}`} onClick={() => setSeating(row)}>
                      <IconArmchair size={16} stroke={1.8} />
                    </ActionIcon>
                  )}
                  {mayEdit && row.State !== 'cancelled' && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={`Cancel registration of ${row.Who.Name}`}
                      onClick={() => void cancel(row)}
                    >
                      Cancel
                    </Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
      {open !== undefined && <MemberSheet id={open.MemberId} name={open.Who.Name} onClose={() => setOpen(undefined)} />}
      {seating !== undefined && (
        <SeatsSheet row={seating} sessions={toChoose} onDone={refresh} onClose={() => setSeating(undefined)} />
      )}
      <div className={classes['pages']}>
        {after.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => setAfter(after.slice(0, -1))}>
            Earlier
          </Button>
        )}
        {typeof found.data?.next === 'string' && (
          <Button variant="subtle" size="compact-sm" onClick={() => setAfter([...after, found.data?.next ?? ''])}>
            Later
          </Button>
        )}
      </div>
    </Panel>
  )
}

function sessionsIn({ SessionIds, WaitingSessionIds }: RegistrationRow, names: ReadonlyMap<string, string>): string {
  const seats = SessionIds.map((id) => names.get(id) ?? '')
  const waits = WaitingSessionIds.map((id) => `${names.get(id) ?? ''} (waiting)`)
  return [...seats, ...waits].filter(Boolean).join(', ')
}

function ordinal(place: number): string {
  const rest = place % 100
  const ending = rest > 10 && rest < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')
  return `${place.toLocaleString('en')}${ending}`
}
