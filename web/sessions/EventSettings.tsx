import { Button, Checkbox, Group, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldErrors } from '../api/errors.ts'
import { useMemberStatuses } from '../campaigns/memberStatus.ts'
import { useCall } from '../setup/setupApi.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { changePlan, useEventNews, type EventPlan } from './event.ts'
import classes from './Sessions.module.css'

const STATUSES = [
  ['RegisteredStatusId', 'Status of who has a place'],
  ['AttendedStatusId', 'Status of who was there'],
  ['NoShowStatusId', 'Status of who did not come'],
] as const

/** What the form may change of an event. */
const SETTINGS = [
  'TimeZone',
  'Place',
  'Description',
  'Capacity',
  'GraceMinutes',
  'FollowUpAttended',
  'RegisteredStatusId',
  'AttendedStatusId',
  'NoShowStatusId',
] as const satisfies readonly (keyof EventPlan)[]

/** What holds for the whole event: where it is, how many it holds, and what happens after it. */
export function EventSettings({ plan, onClose }: Readonly<{ plan: EventPlan; onClose: () => void }>) {
  const [form, setForm] = useState(plan)
  const statuses = useMemberStatuses(plan.CampaignId).map((one) => ({ value: one.Id, label: String(one['Label']) }))
  const refresh = useEventNews(plan.CampaignId)
  const save = useCall((draft: Partial<EventPlan>) => changePlan(plan.CampaignId, draft))
  const set = (values: Partial<EventPlan>) => setForm((before) => ({ ...before, ...values }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(settingsIn(form), {
      onSettled: refresh,
      onSuccess: () => {
        toast('The event is saved.')
        onClose()
      },
    })
  }
  const wrong = fieldErrors(save.error)
  return (
    <Sheet opened onClose={onClose} as="side" width={440} title="Event settings">
      <form onSubmit={submit} className={classes['form']}>
        <TextInput
          label="Place"
          maxLength={255}
          value={form.Place ?? ''}
          onChange={(event) => set({ Place: event.currentTarget.value })}
        />
        <Textarea
          label="What the registration page says"
          autosize
          minRows={3}
          maxLength={8000}
          value={form.Description ?? ''}
          onChange={(event) => set({ Description: event.currentTarget.value })}
        />
        <Select
          label="Time zone"
          searchable
          data={
            Intl.supportedValuesOf('timeZone').includes(form.TimeZone)
              ? Intl.supportedValuesOf('timeZone')
              : [form.TimeZone, ...Intl.supportedValuesOf('timeZone')]
          }
          value={form.TimeZone}
          onChange={(next) => next !== null && set({ TimeZone: next })}
          error={wrong['TimeZone']}
        />
        <NumberInput
          label="Places at the whole event"
          description="Leave it empty when only sessions have an end. Who finds none stands on the waiting list."
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={form.Capacity ?? ''}
          onChange={(value) => set({ Capacity: value === '' ? null : Number(value) })}
        />
        {STATUSES.map(([name, label]) => (
          <Select
            key={name}
            label={label}
            placeholder="By its usual name in the list"
            clearable
            data={statuses}
            value={form[name]}
            onChange={(next) => set({ [name]: next })}
            error={wrong[name]}
          />
        ))}
        <NumberInput
          label="Minutes after the end until absent people are no-shows"
          min={0}
          max={10_080}
          allowDecimal={false}
          value={form.GraceMinutes}
          onChange={(value) => set({ GraceMinutes: Number(value) })}
        />
        <Checkbox
          label="Leave the owners a follow-up task for who was there, too"
          checked={form.FollowUpAttended}
          onChange={(event) => set({ FollowUpAttended: event.currentTarget.checked })}
        />
        <RefusalNotice error={Object.keys(wrong).length > 0 ? null : save.error} />
        <Group justify="end">
          <Button type="submit" loading={save.isPending}>
            Save event
          </Button>
        </Group>
      </form>
    </Sheet>
  )
}

const settingsIn = (plan: EventPlan): Partial<EventPlan> =>
  Object.fromEntries(SETTINGS.map((name) => [name, plan[name]]))
