import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import { fieldErrors } from '../api/errors.ts'
import { dayFromToday } from '../ui/dates.ts'
import type { EndingProps } from './ending.ts'
import { ChoiceChips } from './ChoiceChips.tsx'
import { OutcomeForm } from './OutcomeForm.tsx'
import classes from './OutcomeForm.module.css'
import { DayInput } from '../ui/DayInput.tsx'

/** A dead end: the lead is closed with its reason, perhaps asked again one day. */
export function DeadEnd({ lead, saving, error, onSave, onCancel }: EndingProps) {
  const reasons = useObject('Lead').fieldNamed.get('UnqualifiedReason')?.picklist ?? []
  const [reason, setReason] = useState<string>()
  const [recheckOn, setRecheckOn] = useState<string | null>(null)
  const [staysOnNewsletter, setStays] = useState(lead['StaysOnNewsletter'] === true)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const errors = fieldErrors(error)
  const submit = () => {
    setTried(true)
    if (reason === undefined) return
    onSave({
      outcome: 'dead_end',
      reason,
      staysOnNewsletter,
      ...(recheckOn === null ? {} : { recheckOn }),
      ...(note.trim() === '' ? {} : { note }),
    })
  }
  return (
    <OutcomeForm
      label="Dead end"
      verb="Close lead"
      grave
      saving={saving}
      error={error}
      fields={['reason', 'recheckOn']}
      note={note}
      onNote={setNote}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <ChoiceChips
        legend="Why is it a dead end?"
        choices={reasons}
        chosen={reason === undefined ? [] : [reason]}
        onChoose={setReason}
        error={
          errors['reason'] ??
          (tried && reason === undefined
            ? 'Choose the reason. It shows marketing which leads to stop sending.'
            : undefined)
        }
        autoFocus
      />
      <div className={classes['line']}>
        <DayInput
          label="Ask again on"
          description="Optional; a task will stand for it"
          value={recheckOn}
          onChange={setRecheckOn}
          minDate={dayFromToday(1)}
          clearable
          error={errors['recheckOn']}
        />
        <Checkbox
          label="Keep on the newsletter"
          checked={staysOnNewsletter}
          onChange={(event) => setStays(event.currentTarget.checked)}
          mt={{ base: 0, sm: 44 }}
        />
      </div>
    </OutcomeForm>
  )
}
