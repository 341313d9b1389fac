import { useState } from 'react'
import type { EndingProps } from './ending.ts'
import { OutcomeForm } from './OutcomeForm.tsx'
import classes from './OutcomeForm.module.css'
import { useLedger } from './qualification.ts'

/** An opportunity: the call is logged, and conversion opens. */
export function OpportunityOutcome({ lead, saving, error, onSave, onCancel }: EndingProps) {
  const { data } = useLedger(lead.Id)
  const [note, setNote] = useState('')
  return (
    <OutcomeForm
      label="Opportunity"
      verb="Log call and convert"
      ready
      saving={saving}
      error={error}
      fields={[]}
      note={note}
      onNote={setNote}
      onSubmit={() => onSave({ outcome: 'opportunity', ...(note.trim() === '' ? {} : { note }) })}
      onCancel={onCancel}
    >
      <p className={classes['hint']}>
        {data?.qualification.sentence}{' '}
        {data?.qualification.metAll === false
          ? 'The next page shows what is missing; the call is logged either way.'
          : 'The next page shows what it becomes before anything is made.'}
      </p>
    </OutcomeForm>
  )
}
