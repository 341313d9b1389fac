import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { dayFromToday } from '../ui/dates.ts'
import { DayInput } from '../ui/DayInput.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { usePhone } from '../ui/usePhone.ts'
import classes from './EvidenceForm.module.css'
import type { Criterion, EvidenceDraft, EvidenceSource } from './qualification.ts'
import { sourceLook } from './sources.ts'
import { useFormKeys } from '../ui/useFormKeys.ts'

/** Writes down one thing that was learned, below the cards. Enter saves, Esc takes back. */
export function EvidenceForm({
  criterion,
  speaker,
  saving,
  error,
  onSave,
  onCancel,
}: Readonly<{
  criterion: Criterion
  /** Who probably said it: the lead. */
  speaker: string
  saving: boolean
  error: unknown
  onSave: (draft: EvidenceDraft) => void
  onCancel: () => void
}>) {
  const phone = usePhone()
  const form = useFormKeys({
    onCancel,
    submits: (event) => !event.shiftKey && event.target instanceof HTMLTextAreaElement,
  })
  const [value, setValue] = useState('')
  const [isMet, setMet] = useState(true)
  const [source, setSource] = useState<EvidenceSource>('call')
  const [saidBy, setSaidBy] = useState(speaker)
  const [observedOn, setObservedOn] = useState(dayFromToday(0))
  const [tried, setTried] = useState(false)
  const errors = fieldErrors(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (value.trim() !== '')
      onSave({ criterion: criterion.name, value, isMet, source, saidBy: saidBy.trim() || null, observedOn })
  }
  return (
    <form
      ref={form}
      className={classes['form']}
      aria-label={`Record ${criterion.label.toLowerCase()}`}
      onSubmit={submit}
      noValidate
    >
      <Textarea
        label={criterion.label}
        description={criterion.help}
        placeholder={examples[criterion.name] ?? 'What you learned, in a few words'}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={value}
        error={errors['value'] ?? (tried && value.trim() === '' ? 'Say in a few words what you learned.' : undefined)}
        onChange={(event) => setValue(event.currentTarget.value)}
        autoFocus
        className={classes['wide'] ?? ''}
      />
      <div className={classes['choice']}>
        <span className={classes['name']} id="evidence-speaks">
          It speaks
        </span>
        <SegmentedControl
          aria-labelledby="evidence-speaks"
          size={phone ? 'md' : 'xs'}
          value={isMet ? 'for' : 'against'}
          onChange={(next) => setMet(next === 'for')}
          data={[
            { value: 'for', label: 'for the lead' },
            { value: 'against', label: 'against it' },
          ]}
        />
      </div>
      <div className={classes['choice']}>
        <span className={classes['name']} id="evidence-source">
          Learned by
        </span>
        <SegmentedControl
          aria-labelledby="evidence-source"
          size="xs"
          value={source}
          onChange={(next) => setSource(next)}
          data={offered.map((one) => ({ value: one, label: sourceLook[one].word }))}
        />
      </div>
      <TextInput
        label="Who said it"
        value={saidBy}
        maxLength={255}
        error={errors['saidBy']}
        onChange={(event) => setSaidBy(event.currentTarget.value)}
      />
      <DayInput
        label="On"
        value={observedOn}
        maxDate={dayFromToday(0)}
        error={errors['observedOn']}
        onChange={(next) => setObservedOn(next ?? dayFromToday(0))}
      />
      <div className={classes['wide']}>
        <RefusalNotice
          problems={
            error === null || error === undefined ? [] : problemsBesides(error, ['value', 'saidBy', 'observedOn'])
          }
        />
      </div>
      <div className={classes['buttons']}>
        <span className={classes['hint']}>
          Nothing is overwritten: the latest record counts, earlier ones stay readable.
        </span>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={saving}>
          Record {criterion.label.toLowerCase()}
        </Button>
      </div>
    </form>
  )
}

const offered = ['call', 'email', 'meeting', 'form', 'research'] as const satisfies readonly EvidenceSource[]

const examples: Readonly<Record<string, string>> = {
  Budget: '€40k approved for this year',
  Authority: 'Ines Falk signs; the board agrees in May',
  Need: 'Twelve pallet movers fail every week in the cold store',
  Timeline: 'Must run before the season starts in September',
}
