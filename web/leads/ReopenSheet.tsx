import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useReopenLead } from '../qualification/qualification.ts'
import { nameOf } from '../ui/fields.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { textOf } from '../ui/textOf.ts'

/** Reopens a closed lead with the reason the next person will want to know. */
export function ReopenSheet({
  lead,
  opened,
  onClose,
}: Readonly<{ lead: RecordRow; opened: boolean; onClose: () => void }>) {
  const form = useId()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const reopen = useReopenLead(lead.Id)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (reason.trim() === '') return
    void reopen.mutateAsync(reason.trim()).then(
      () => {
        toast(`Reopened ${nameOf(lead)}.`)
        setReason('')
        onClose()
      },
      () => undefined,
    )
  }
  const missing = tried && reason.trim() === '' ? 'Say what changed since it was closed.' : undefined
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title={`Reopen ${nameOf(lead)}`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={form} loading={reopen.isPending}>
            Reopen lead
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate>
        <TextInput
          label="Why is it opened again?"
          description={`It was closed: ${textOf(lead['UnqualifiedReason'] ?? 'without a reason')}. The reason is kept with it.`}
          placeholder="Called back: the budget was approved after all"
          value={reason}
          maxLength={255}
          error={missing ?? fieldErrors(reopen.error)['ReopenedReason'] ?? fieldErrors(reopen.error)['reason']}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <RefusalNotice
          problems={reopen.error === null ? [] : problemsBesides(reopen.error, ['ReopenedReason', 'reason'])}
        />
      </form>
    </Sheet>
  )
}
