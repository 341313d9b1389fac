import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSaveRecords } from '../api/records.ts'
import { BulkSheet } from './BulkSheet.tsx'
import { nounOf } from './bulk.ts'
import { stateOfLead } from './states.ts'

/** Moves leads to a status; closing takes a reason, and so does opening again. Converting is done lead by lead. */
export function ChangeStatusSheet({
  leads,
  onClose,
  onDone,
}: Readonly<{ leads: readonly RecordRow[]; onClose: () => void; onDone: () => void }>) {
  const shape = useObject('Lead')
  const save = useSaveRecords('Lead')
  const [status, setStatus] = useState<string | null>(null)
  const [reason, setReason] = useState<string | null>(null)
  const [reopening, setReopening] = useState('')
  const statuses = shape.fieldNamed.get('Status')?.picklist.filter(({ note }) => note !== 'converted') ?? []
  const chosen = statuses.find(({ value }) => value === status)
  const closes = chosen?.note === 'unqualified'
  const closed = leads.filter((lead) => stateOfLead(lead, shape) === 'unqualified')
  const opens = chosen !== undefined && !closes && closed.length > 0
  const change = (lead: RecordRow): RecordRow => ({
    Id: lead.Id,
    Status: status,
    ...(closes ? { UnqualifiedReason: reason } : {}),
    ...(opens && closed.includes(lead) ? { ReopenedReason: reopening.trim() } : {}),
  })
  return (
    <BulkSheet
      title={`Change the status of ${nounOf(leads.length)}`}
      verb={chosen === undefined ? 'Change status' : `${closes ? 'Close' : 'Move'} ${nounOf(leads.length)}`}
      leads={leads}
      ready={chosen !== undefined && (!closes || reason !== null) && (!opens || reopening.trim() !== '')}
      run={async () => (await save.mutateAsync(leads.map(change))).results}
      said={(count) => `${nounOf(count)} ${count === 1 ? 'is' : 'are'} now “${chosen?.label ?? ''}”.`}
      {...(closes || opens
        ? {}
        : {
            undo: (done: readonly RecordRow[]) =>
              save.mutate(done.map((lead) => ({ Id: lead.Id, Status: lead['Status'] }))),
          })}
      onClose={onClose}
      onDone={onDone}
    >
      <Select
        label="New status"
        data={statuses.map(({ value, label }) => ({ value, label }))}
        value={status}
        onChange={setStatus}
        allowDeselect={false}
        data-autofocus
        description="Converted is reached by converting a lead, on its page."
      />
      {closes && (
        <Select
          label="Why are they closed?"
          data={[...(shape.fieldNamed.get('UnqualifiedReason')?.picklist ?? [])]}
          value={reason}
          onChange={setReason}
          allowDeselect={false}
        />
      )}
      {opens && (
        <TextInput
          label={`Why ${closed.length === 1 ? 'is 1 closed lead' : `are ${closed.length} closed leads`} opened again?`}
          value={reopening}
          maxLength={255}
          onChange={(event) => setReopening(event.currentTarget.value)}
        />
      )}
    </BulkSheet>
  )
}
