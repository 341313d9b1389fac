import { Button, Checkbox } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { useCall } from '../setup/setupApi.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { dayOf, timeOf } from './clocks.ts'
import { type EventSession, type RegistrationRow } from './event.ts'
import classes from './Sessions.module.css'

type Seats = Pick<RegistrationRow, 'SessionIds' | 'WaitingSessionIds'>

/** In which sessions somebody has a seat, or waits for one; as they choose on their ticket. */
export function SeatsSheet({
  row,
  sessions,
  onDone,
  onClose,
}: Readonly<{
  row: RegistrationRow
  sessions: readonly EventSession[]
  onDone: () => Promise<void>
  onClose: () => void
}>) {
  const [chosen, setChosen] = useState<readonly string[]>([...row.SessionIds, ...row.WaitingSessionIds])
  const save = useCall((SessionIds: readonly string[]) =>
    api.patch<Seats>(`/event-registrations/${row.Id}`, { SessionIds }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(chosen, {
      onSettled: onDone,
      onSuccess: ({ WaitingSessionIds }) => {
        toast(
          WaitingSessionIds.length === 0
            ? `The sessions of ${row.Who.Name} are saved.`
            : `The sessions of ${row.Who.Name} are saved; where all seats are taken they wait.`,
        )
        onClose()
      },
    })
  }
  return (
    <Sheet opened onClose={onClose} title={`Sessions of ${row.Who.Name}`}>
      <form onSubmit={submit} className={classes['form']}>
        <SessionChoice sessions={sessions} chosen={chosen} onChoose={setChosen} />
        <RefusalNotice error={save.error} />
        <Button type="submit" loading={save.isPending}>
          Save sessions
        </Button>
      </form>
    </Sheet>
  )
}

/** Sessions to tick, each with when and where it is, and whether all its seats are taken. */
export function SessionChoice({
  sessions,
  chosen,
  onChoose,
}: Readonly<{
  sessions: readonly EventSession[]
  chosen: readonly string[]
  onChoose: (chosen: readonly string[]) => void
}>) {
  return sessions.map(({ Id, Name, StartsAt, TimeZone, Room, Capacity, Taken }) => (
    <Checkbox
      key={Id}
      label={Name}
      description={[
        `${dayOf(StartsAt, TimeZone)}, ${timeOf(StartsAt, TimeZone)}`,
        Room,
        Capacity !== null && Taken >= Capacity && !chosen.includes(Id) ? 'all seats taken, so they wait' : '',
      ]
        .filter(Boolean)
        .join(' · ')}
      checked={chosen.includes(Id)}
      onChange={({ currentTarget: { checked } }) =>
        onChoose(checked ? [...chosen, Id] : chosen.filter((one) => one !== Id))
      }
    />
  ))
}
