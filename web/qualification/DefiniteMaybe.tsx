import { TagsInput } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import { fieldErrors } from '../api/errors.ts'
import { dayFromToday } from '../ui/dates.ts'
import type { EndingProps } from './ending.ts'
import { ChoiceChips } from './ChoiceChips.tsx'
import { OutcomeForm } from './OutcomeForm.tsx'
import classes from './OutcomeForm.module.css'
import { DayInput } from '../ui/DayInput.tsx'

/** A definite maybe: contacted or nurtured, something promised, and a day for the next step. */
export function DefiniteMaybe({ saving, error, onSave, onCancel }: EndingProps) {
  const reasons = useObject('Lead').fieldNamed.get('NotReadyReason')?.picklist ?? []
  const [followUpOn, setFollowUpOn] = useState<string | null>(dayFromToday(7))
  const [send, setSend] = useState<string[]>([])
  const [notReady, setNotReady] = useState<string>()
  const [note, setNote] = useState('')
  const errors = fieldErrors(error)
  const submit = () => {
    if (followUpOn === null) return
    onSave({
      outcome: 'definite_maybe',
      followUpOn,
      ...(send.length === 0 ? {} : { send }),
      ...(notReady === undefined ? {} : { notReadyReason: notReady }),
      ...(note.trim() === '' ? {} : { note }),
    })
  }
  return (
    <OutcomeForm
      label="Definite maybe"
      verb="Plan follow-up"
      saving={saving}
      error={error}
      fields={['followUpOn', 'send']}
      note={note}
      onNote={setNote}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <ChoiceChips
        legend="When is the next step?"
        choices={days()}
        chosen={followUpOn === null ? [] : [followUpOn]}
        onChoose={setFollowUpOn}
        autoFocus
      />
      <div className={classes['line']}>
        <DayInput
          label="Follow up on"
          value={followUpOn}
          onChange={setFollowUpOn}
          minDate={dayFromToday(0)}
          error={
            errors['followUpOn'] ??
            (followUpOn === null ? 'A definite maybe carries a day for the next step.' : undefined)
          }
        />
        <TagsInput
          label="Send"
          placeholder={send.length === 0 ? 'Brochure, price list…' : ''}
          data={promises}
          value={send}
          onChange={setSend}
          maxTags={10}
          error={errors['send']}
          acceptValueOnBlur
        />
      </div>
      <ChoiceChips
        legend="Not ready yet? Then it is nurtured."
        choices={reasons}
        chosen={notReady === undefined ? [] : [notReady]}
        onChoose={(value) => setNotReady(value === notReady ? undefined : value)}
        many
      />
    </OutcomeForm>
  )
}

const days = () => [
  { value: dayFromToday(1), label: 'Tomorrow' },
  { value: dayFromToday(3), label: 'In 3 days' },
  { value: dayFromToday(7), label: 'In a week' },
  { value: dayFromToday(14), label: 'In 2 weeks' },
  { value: dayFromToday(30), label: 'In a month' },
  { value: dayFromToday(91), label: 'In 3 months' },
]

const promises = ['Brochure', 'Price list', 'Data sheet', 'Case study', 'Invitation to a demo']
