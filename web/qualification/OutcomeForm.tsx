import { Button, Textarea } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { problemsBesides } from '../api/errors.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import classes from './OutcomeForm.module.css'
import { useFormKeys } from '../ui/useFormKeys.ts'

/** The frame of an ending: its fields, a note, and one button. Enter confirms, Esc takes back. */
export function OutcomeForm({
  label,
  verb,
  saving,
  error,
  fields,
  note,
  onNote,
  onSubmit,
  onCancel,
  grave = false,
  ready = false,
  children,
}: Readonly<{
  label: string
  verb: string
  saving: boolean
  error: unknown
  /** Fields that show their own refusals. */
  fields: readonly string[]
  note: string
  onNote: (note: string) => void
  onSubmit: () => void
  onCancel: () => void
  grave?: boolean
  /** Whether the button takes the focus: there is nothing to choose. */
  ready?: boolean
  children?: ReactNode
}>) {
  const form = useFormKeys({
    onCancel,
    submits: (event) => !event.shiftKey && !(event.target instanceof HTMLButtonElement),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form ref={form} className={classes['form']} aria-label={label} onSubmit={submit} noValidate>
      {children}
      <Textarea
        label="What was said"
        placeholder="Optional; it goes into the log of the call"
        autosize
        minRows={2}
        maxRows={8}
        value={note}
        onChange={(event) => onNote(event.currentTarget.value)}
      />
      <RefusalNotice problems={error === null || error === undefined ? [] : problemsBesides(error, fields)} />
      <div className={classes['buttons']}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" autoFocus={ready} loading={saving} {...(grave ? { color: 'var(--grave)' } : {})}>
          {verb}
        </Button>
      </div>
    </form>
  )
}
