import { Button, Group, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { fieldErrors } from '../api/errors.ts'
import { useCall } from '../setup/setupApi.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { MomentInput } from '../ui/MomentInput.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { momentIn, wallIn } from './clocks.ts'
import { useEventNews, type EventPlan, type EventSession } from './event.ts'
import classes from './Sessions.module.css'

/** A session, new or there: what it is, when and where, and how many it has room for. */
export function SessionSheet({
  plan,
  session,
  after,
  onClose,
}: Readonly<{
  plan: EventPlan
  session: EventSession | undefined
  after: EventSession | undefined
  onClose: () => void
}>) {
  const zone = session?.TimeZone ?? plan.TimeZone
  const [form, setForm] = useState(() => formOf(session, after, zone))
  const [asking, setAsking] = useState(false)
  const refresh = useEventNews(plan.CampaignId)
  const save = useCall((body: object) =>
    session === undefined
      ? api.post(`/campaigns/${plan.CampaignId}/sessions`, body)
      : api.patch(`/event-sessions/${session.Id}`, body),
  )
  const set = (name: keyof typeof form) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setForm((before) => ({ ...before, [name]: value }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(bodyOf(form, zone), {
      onSettled: refresh,
      onSuccess: () => {
        toast(session === undefined ? `${form.Name} is planned.` : `${form.Name} is saved.`)
        onClose()
      },
    })
  }
  const wrong = fieldErrors(save.error)
  return (
    <>
      <Sheet
        opened={!asking}
        onClose={onClose}
        as="side"
        width={440}
        title={session === undefined ? 'Add session' : 'Edit session'}
      >
        <form onSubmit={submit} className={classes['form']} noValidate>
          <TextInput
            label="Name"
            required
            data-autofocus
            maxLength={120}
            value={form.Name}
            onChange={set('Name')}
            error={wrong['Name']}
          />
          <MomentInput
            label="Starts"
            required
            value={form.StartsAt}
            onChange={(StartsAt) => setForm((before) => ({ ...before, StartsAt }))}
            error={wrong['StartsAt']}
          />
          <MomentInput
            label="Ends"
            required
            value={form.EndsAt}
            onChange={(EndsAt) => setForm((before) => ({ ...before, EndsAt }))}
            error={wrong['EndsAt']}
          />
          <p className={classes['hint']}>As the clocks show it in {zone}.</p>
          <div className={classes['pair']}>
            <TextInput label="Room" value={form.Room} maxLength={120} onChange={set('Room')} />
            <TextInput
              label="Place"
              placeholder={plan.Place ?? ''}
              value={form.Place}
              maxLength={255}
              onChange={set('Place')}
            />
          </div>
          <TextInput label="Speaker" value={form.Speaker} maxLength={200} onChange={set('Speaker')} />
          <TextInput
            label="Link"
            description="For who has a seat: it stands in their ticket and calendar, and nowhere else."
            value={form.Link}
            maxLength={2000}
            onChange={set('Link')}
            error={wrong['Link']}
          />
          <NumberInput
            label="Seats"
            description="Leave it empty for as many as come."
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={form.Capacity}
            onChange={(value) => setForm((before) => ({ ...before, Capacity: value }))}
          />
          <RefusalNotice error={Object.keys(wrong).length > 0 ? null : save.error} />
          <Group justify="space-between">
            {session === undefined ? (
              <span />
            ) : (
              <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
                Call session off
              </Button>
            )}
            <Button type="submit" loading={save.isPending} disabled={form.Name.trim() === ''}>
              {session === undefined ? 'Add session' : 'Save session'}
            </Button>
          </Group>
        </form>
      </Sheet>
      {session !== undefined && (
        <Confirm
          opened={asking}
          onClose={() => setAsking(false)}
          title={`Call off ${session.Name}?`}
          consequences={[
            `${session.Taken + session.Waiting} people who chose it are told, and it leaves their calendars.`,
            'It stays in sight, struck through. It cannot be brought back.',
          ]}
          verb="Call session off"
          onConfirm={async () => {
            await api.delete(`/event-sessions/${session.Id}`)
            await refresh()
            toast(`${session.Name} is called off.`)
            onClose()
          }}
        />
      )}
    </>
  )
}

const HOUR_MS = 3_600_000
const NEXT_WEEK_MS = 7 * 24 * HOUR_MS

/** A new session follows the last one; the first is in a week, in the morning. */
function formOf(session: EventSession | undefined, after: EventSession | undefined, zone: string) {
  const next = new Date(Date.now() + NEXT_WEEK_MS).toISOString()
  const starts =
    session === undefined
      ? (after?.EndsAt ?? momentIn(`${wallIn(next, zone).slice(0, 10)}T09:00`, zone))
      : session.StartsAt
  const ends = session?.EndsAt ?? new Date(Date.parse(starts) + HOUR_MS).toISOString()
  return {
    Name: session?.Name ?? '',
    StartsAt: wallIn(starts, zone),
    EndsAt: wallIn(ends, zone),
    Room: session?.Room ?? after?.Room ?? '',
    Place: session?.Place ?? after?.Place ?? '',
    Speaker: session?.Speaker ?? '',
    Link: session?.Link ?? '',
    Capacity: (session?.Capacity ?? '') as number | string,
  }
}

const bodyOf = (form: ReturnType<typeof formOf>, zone: string) => ({
  ...form,
  ...(form.Place === '' ? { Place: undefined } : {}),
  StartsAt: momentIn(form.StartsAt, zone),
  EndsAt: momentIn(form.EndsAt, zone),
  Capacity: form.Capacity === '' ? null : Number(form.Capacity),
})
