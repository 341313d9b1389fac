import { UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Field, ObjectShape } from '../api/describe.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSaveRecord } from '../api/records.ts'
import { DuplicateNotice, duplicateProblem } from './DuplicateNotice.tsx'
import { FieldInput } from './FieldInput.tsx'
import { FieldView } from './FieldView.tsx'
import { isEmpty, nameOf, plainText, reasonAgainstEdit, referredBy } from './fields.ts'
import { RefusalNotice } from './RefusalNotice.tsx'
import { toast } from './toast.tsx'
import { WithReason } from './WithReason.tsx'
import classes from './EditableField.module.css'

type EditableFieldProps = Readonly<{
  shape: ObjectShape
  field: Field
  record: RecordRow
  /** Why the whole record is closed to changes: 'This lead is converted and locked.' */
  locked?: string | undefined
  /** What an empty field invites to; '—' without it. */
  invitation?: string
}>

/**
 * A field with its label: read first, edited in place, saved on blur or choice. Enter saves, Esc takes back, the toast
 * undoes for 8 s; a refusal stands at the field with what was typed.
 */
export function EditableField({ shape, field, record, locked, invitation }: EditableFieldProps) {
  const [editing, setEditing] = useState(false)
  const reason = reasonAgainstEdit(shape, field, locked)
  const edit = reason === undefined
  return (
    <div className={classes['field']} data-wide={field.type === 'textarea' || undefined}>
      <span className={classes['label']}>{field.label}</span>
      {editing && edit ? (
        <Editor shape={shape} field={field} record={record} onClose={() => setEditing(false)} />
      ) : (
        <Reading
          field={field}
          record={record}
          reason={reason}
          invitation={invitation}
          onEdit={() => setEditing(true)}
        />
      )}
    </div>
  )
}

function Reading({
  field,
  record,
  reason,
  invitation,
  onEdit,
}: Readonly<{
  field: Field
  record: RecordRow
  reason: string | undefined
  invitation: string | undefined
  onEdit: () => void
}>) {
  const empty = field.type !== 'boolean' && isEmpty(record[field.name])
  return (
    <div className={classes['reading']} data-editable={reason === undefined || undefined}>
      <span className={classes['value']}>
        {empty ? (
          <span className={classes['empty']}>{reason === undefined ? (invitation ?? '—') : '—'}</span>
        ) : (
          <FieldView field={field} record={record} />
        )}
      </span>
      <WithReason reason={reason}>
        <UnstyledButton
          className={classes['edit']}
          aria-label={`Edit ${field.label.toLowerCase()}`}
          aria-disabled={reason !== undefined}
          data-edit-field={reason === undefined ? field.name : undefined}
          onClick={() => reason === undefined && onEdit()}
        />
      </WithReason>
    </div>
  )
}

function Editor({
  shape,
  field,
  record,
  onClose,
}: Readonly<{ shape: ObjectShape; field: Field; record: RecordRow; onClose: () => void }>) {
  const before = record[field.name] ?? null
  const [value, setValue] = useState<unknown>(before)
  const { error, submit, cancel, isPending } = useFieldSave({ shape, field, record, before, onClose })
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector<HTMLElement>('input, textarea')?.focus(), [])
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') cancel()
    if (
      event.key === 'Enter' &&
      field.type !== 'textarea' &&
      !['picklist', 'reference', 'multipicklist'].includes(field.type)
    )
      submit(value)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Listens to what its control lets through.
    <div
      ref={box}
      className={classes['editing']}
      onKeyDown={onKey}
      onBlur={(event) => {
        // A list or calendar of the field floats elsewhere in the page; going there is not leaving.
        const to = event.relatedTarget
        if (box.current?.contains(to) === true || to?.closest('[data-position]')) return
        submit(value)
      }}
    >
      <FieldInput
        field={field}
        value={value}
        onChange={setValue}
        {...(['picklist', 'boolean', 'reference', 'date'].includes(field.type)
          ? { onPick: (picked: unknown) => submit(picked) }
          : {})}
        referred={referredBy(record, field)}
        error={fieldErrors(error)[field.name]}
        hideLabel
        autoFocus
      />
      <DuplicateNotice
        error={error}
        verb="Save anyway"
        isSaving={isPending}
        onSaveAnyway={() => submit(value, true)}
        onOpen={cancel}
      />
      <RefusalNotice
        problems={error === null || duplicateProblem(error) !== undefined ? [] : problemsBesides(error, [field.name])}
      />
    </div>
  )
}

function useFieldSave({
  shape,
  field,
  record,
  before,
  onClose,
}: Readonly<{ shape: ObjectShape; field: Field; record: RecordRow; before: unknown; onClose: () => void }>) {
  const save = useSaveRecord(shape.name)
  const over = useRef(false)
  const undo = () => save.mutate({ id: record.Id, values: { [field.name]: before } })
  const submit = (value: unknown, allowDuplicates = false) => {
    if (over.current || save.isPending) return
    if (JSON.stringify(value) === JSON.stringify(before)) return onClose()
    save.mutate(
      { id: record.Id, values: { [field.name]: value }, allowDuplicates },
      {
        onSuccess: () => {
          over.current = true
          toast(`${field.label} of ${nameOf(record)} is now ${plainText(field, value).slice(0, 60)}.`, undo)
          onClose()
        },
      },
    )
  }
  const cancel = () => {
    over.current = true
    onClose()
  }
  return { error: save.error, submit, cancel, isPending: save.isPending }
}
