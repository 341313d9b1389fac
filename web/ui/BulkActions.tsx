import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '../api/errors.ts'
import type { ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { type Saved, useDeleteRecords, useRestoreRecords, useSaveRecords } from '../api/records.ts'
import { Confirm } from './Confirm.tsx'
import { FieldInput } from './FieldInput.tsx'
import { reasonAgainstEdit } from './fields.ts'
import { RefusalNotice } from './RefusalNotice.tsx'
import { Sheet } from './Sheet.tsx'
import { toast } from './toast.tsx'
import { ReasonedButton } from './WithReason.tsx'

type BulkActionsProps = Readonly<{ shape: ObjectShape; chosen: readonly RecordRow[]; onDone: () => void }>

/** What can be done with any records: change one field of all, or delete them. */
export function BulkActions({ shape, chosen, onDone }: BulkActionsProps) {
  const [open, setOpen] = useState<'change' | 'delete'>()
  const close = () => setOpen(undefined)
  const noun = nounOf(shape, chosen.length)
  const against = (may: boolean, verb: string) =>
    may ? undefined : `Your role may not ${verb} ${shape.labelPlural.toLowerCase()}.`
  return (
    <>
      <ReasonedButton
        variant="default"
        size="compact-md"
        reason={against(shape.may.edit, 'change')}
        onClick={() => setOpen('change')}
      >
        Change field
      </ReasonedButton>
      <ReasonedButton
        variant="default"
        size="compact-md"
        reason={against(shape.may.delete, 'delete')}
        onClick={() => setOpen('delete')}
      >
        Delete
      </ReasonedButton>
      {open === 'change' && <ChangeField shape={shape} chosen={chosen} onClose={close} onDone={onDone} />}
      <DeleteRecords
        shape={shape}
        chosen={chosen}
        noun={noun}
        opened={open === 'delete'}
        onClose={close}
        onDone={onDone}
      />
    </>
  )
}

const nounOf = (shape: ObjectShape, count: number): string =>
  `${count.toLocaleString('en')} ${(count === 1 ? shape.label : shape.labelPlural).toLowerCase()}`

function DeleteRecords({
  shape,
  chosen,
  noun,
  opened,
  onClose,
  onDone,
}: BulkActionsProps & Readonly<{ noun: string; opened: boolean; onClose: () => void }>) {
  const remove = useDeleteRecords(shape.name)
  const restore = useRestoreRecords(shape.name)
  const confirm = async () => {
    const ids = chosen.map((row) => row.Id)
    const answer = await remove.mutateAsync(ids)
    const gone = ids.filter((_, at) => answer?.results?.[at]?.success !== false)
    toast(`Deleted ${nounOf(shape, gone.length)}.`, () => restore.mutate(gone))
    onDone()
    refuseFailed(answer?.results ?? [])
  }
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`Delete ${noun}?`}
      consequences={[
        `${noun} ${chosen.length === 1 ? 'goes' : 'go'} to the recycle bin and can be restored from there.`,
        'Reports stop counting them.',
      ]}
      verb={`Delete ${noun}`}
      onConfirm={confirm}
    />
  )
}

function ChangeField({ shape, chosen, onClose, onDone }: BulkActionsProps & { onClose: () => void }) {
  const [name, setName] = useState<string | null>(null)
  const [value, setValue] = useState<unknown>(null)
  const [error, setError] = useState<unknown>()
  const save = useSaveRecords(shape.name)
  const field = name === null ? undefined : shape.fieldNamed.get(name)
  const noun = nounOf(shape, chosen.length)
  const change = async () => {
    if (field === undefined) return
    const before = chosen.map((row) => ({ Id: row.Id, [field.name]: row[field.name] ?? null }))
    const undoable = chosen.every((row) => field.name in row)
    try {
      const { results } = await save.mutateAsync(chosen.map((row) => ({ Id: row.Id, [field.name]: value })))
      refuseFailed(results)
      toast(`Changed ${field.label.toLowerCase()} of ${noun}.`, undoable ? () => save.mutate(before) : undefined)
      onDone()
      onClose()
    } catch (refused) {
      setError(refused)
    }
  }
  const fields = shape.fields.filter((one) => reasonAgainstEdit(shape, one) === undefined && one.type !== 'id')
  return (
    <Sheet
      opened
      onClose={onClose}
      title={`Change a field of ${noun}`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={field === undefined} loading={save.isPending} onClick={() => void change()}>
            Change {noun}
          </Button>
        </>
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        <Select
          label="Field"
          searchable
          data={fields.map((one) => ({ value: one.name, label: one.label }))}
          value={name}
          onChange={(next) => {
            setName(next)
            setValue(null)
          }}
          data-autofocus
        />
        {field !== undefined && <FieldInput field={field} value={value} onChange={setValue} label="New value" />}
        <RefusalNotice error={error} />
      </div>
    </Sheet>
  )
}

/** Throws when records of a list were refused, saying how many and why. */
function refuseFailed(results: readonly Saved[]): void {
  const failed = results.filter((result) => !result.success)
  if (failed.length === 0) return
  const reasons = Map.groupBy(
    failed.flatMap((result) => result.errors.slice(0, 1)),
    (error) => error.message,
  )
  throw new ApiError(
    422,
    [...reasons].map(([message, same]) => ({
      code: 'some_refused',
      message: `${same.length} of ${results.length} refused: ${message}`,
    })),
  )
}
