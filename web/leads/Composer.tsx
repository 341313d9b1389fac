import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { IconCalendarEvent, IconChecklist, IconNote, IconPhone, type TablerIcon } from '@tabler/icons-react'
import dayjs from 'dayjs'
import { type FormEvent, useRef, useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { useCommands } from '../shell/commands.ts'
import { dayFromToday, momentOf, onTheWall } from '../ui/dates.ts'
import { DayInput } from '../ui/DayInput.tsx'
import { nameOf } from '../ui/fields.ts'
import { MomentInput } from '../ui/MomentInput.tsx'
import { useCurrency } from '../ui/Money.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { type ActivityDraft, type ActivityKind, useRecordActivity } from './activities.ts'
import classes from './Composer.module.css'
import { useFormKeys } from '../ui/useFormKeys.ts'

const kinds: readonly Readonly<{
  kind: ActivityKind
  label: string
  verb: string
  said: string
  keys: string
  icon: TablerIcon
}>[] = [
  { kind: 'call', label: 'Call', verb: 'Log call', said: 'Logged a call with', keys: 'l', icon: IconPhone },
  { kind: 'note', label: 'Note', verb: 'Write note', said: 'Wrote a note about', keys: 'm', icon: IconNote },
  { kind: 'task', label: 'Task', verb: 'Plan task', said: 'Planned a task with', keys: 'p', icon: IconChecklist },
  {
    kind: 'meeting',
    label: 'Meeting',
    verb: 'Plan meeting',
    said: 'Planned a meeting with',
    keys: 'y',
    icon: IconCalendarEvent,
  },
]

/** Writes down what was done or is planned with a lead: one press opens it, one more saves. */
export function Composer({ lead, reason }: { lead: RecordRow; reason: string | undefined }) {
  const [open, setOpen] = useState<ActivityKind>()
  const buttons = useRef<HTMLDivElement>(null)
  useCommands(
    kinds.map(({ kind, verb, keys, icon }) => ({
      id: `activity.${kind}`,
      group: 'This page',
      label: verb,
      keys,
      icon,
      reason,
      run: () => setOpen(kind),
    })),
  )
  const at = kinds.findIndex(({ kind }) => kind === open)
  const chosen = kinds[at]
  const close = () => {
    setOpen(undefined)
    buttons.current?.querySelectorAll('button')[at]?.focus()
  }
  return (
    <section aria-label="Write down">
      <div ref={buttons} className={classes['kinds']}>
        {kinds.map(({ kind, label, verb, icon: Icon }) => (
          <ReasonedButton
            key={kind}
            variant="default"
            reason={reason}
            aria-label={verb}
            aria-expanded={open === kind}
            onClick={() => setOpen(open === kind ? undefined : kind)}
            leftSection={<Icon size={15} stroke={1.8} aria-hidden />}
            className={classes['kind'] ?? ''}
          >
            {label}
          </ReasonedButton>
        ))}
      </div>
      {chosen !== undefined && reason === undefined && (
        <ActivityForm key={chosen.kind} lead={lead} {...chosen} onClose={close} />
      )}
    </section>
  )
}

function ActivityForm({
  lead,
  kind,
  verb,
  said,
  onClose,
}: Readonly<{ lead: RecordRow; kind: ActivityKind; verb: string; said: string; onClose: () => void }>) {
  const { record, remove } = useRecordActivity(lead.Id)
  const [draft, setDraft] = useState<ActivityDraft>(() => ({
    kind,
    subject: '',
    text: '',
    day: dayFromToday(1),
    at: nextHour(),
    minutes: null,
    meeting: 'Meeting',
    cost: null,
  }))
  const currency = useCurrency()
  const [tried, setTried] = useState(false)
  const change = (part: Partial<ActivityDraft>) => setDraft((before) => ({ ...before, ...part }))
  const needsSubject = kind === 'task' || kind === 'meeting'
  const missing = needsSubject
    ? draft.subject.trim() === ''
      ? 'Say what it is about.'
      : undefined
    : kind === 'note' && draft.text.trim() === ''
      ? 'An empty note says nothing.'
      : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (missing !== undefined) return
    record.mutate(draft, {
      onSuccess: (made) => {
        toast(`${said} ${nameOf(lead)}.`, () => remove(kind, made.Id).catch(toastError))
        onClose()
      },
    })
  }
  const form = useFormKeys({ onCancel: onClose })
  const error = tried ? missing : undefined
  return (
    <form ref={form} className={classes['form']} aria-label={verb} onSubmit={submit} noValidate>
      {kind !== 'note' && (
        <TextInput
          label={kind === 'call' ? 'About' : 'What'}
          placeholder={examples[kind]}
          maxLength={255}
          value={draft.subject}
          error={needsSubject ? error : undefined}
          onChange={(event) => change({ subject: event.currentTarget.value })}
          autoFocus
        />
      )}
      {kind === 'task' && <DayInput label="Due" value={draft.day} onChange={(day) => change({ day })} clearable />}
      {kind === 'meeting' && (
        <MomentInput
          label="Starts"
          value={draft.at === null ? '' : onTheWall(draft.at).format('YYYY-MM-DDTHH:mm')}
          onChange={(at) => change({ at: momentOf(at) })}
        />
      )}
      {kind === 'meeting' && (
        <Select
          label="Kind"
          data={meetings}
          value={draft.meeting}
          onChange={(meeting) => change({ meeting: meeting ?? 'Meeting' })}
          allowDeselect={false}
        />
      )}
      {(kind === 'task' || kind === 'meeting') && (
        <NumberInput
          label={`What it costs, ${currency}`}
          description="Beside the time: travel, samples, a lent device."
          value={draft.cost ?? ''}
          onChange={(cost) => change({ cost: cost === '' ? null : Number(cost) })}
          min={0}
          max={1e15}
          decimalScale={2}
          hideControls
        />
      )}
      {kind === 'call' && (
        <NumberInput
          label="Minutes"
          value={draft.minutes ?? ''}
          onChange={(minutes) => change({ minutes: minutes === '' ? null : Number(minutes) })}
          min={0}
          max={1440}
          hideControls
        />
      )}
      <Textarea
        label={kind === 'note' ? 'Note' : 'Notes'}
        autosize
        minRows={kind === 'note' ? 4 : 2}
        maxRows={14}
        value={draft.text}
        error={needsSubject ? undefined : error}
        onChange={(event) => change({ text: event.currentTarget.value })}
        autoFocus={kind === 'note'}
      />
      <RefusalNotice error={record.error} />
      <div className={classes['buttons']}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={record.isPending}>
          {verb}
        </Button>
      </div>
    </form>
  )
}

/** What costs us much is for leads who are vetted; the server says so. */
const meetings = ['Meeting', 'High-level Meeting', 'Demo']

const examples: Readonly<Record<ActivityKind, string>> = {
  call: 'Call',
  note: '',
  task: 'Send the data sheet',
  meeting: 'Visit to their warehouse',
}

const nextHour = (): string => dayjs().add(1, 'hour').startOf('hour').toISOString()
