import { useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { useSaveRecords } from '../api/records.ts'
import { nameOf } from '../ui/fields.ts'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { BulkSheet } from './BulkSheet.tsx'
import { nounOf } from './bulk.ts'

/** Gives leads to a person or a queue; undo gives each back to whoever had it. */
export function ChangeOwnerSheet({
  leads,
  onClose,
  onDone,
}: Readonly<{ leads: readonly RecordRow[]; onClose: () => void; onDone?: () => void }>) {
  const save = useSaveRecords('Lead')
  const [owner, setOwner] = useState<Readonly<{ Id: string; Name: string }>>()
  const [first] = leads
  const what = leads.length === 1 && first !== undefined ? nameOf(first) : nounOf(leads.length)
  return (
    <BulkSheet
      title={`Change the owner of ${what}`}
      verb={
        owner === undefined
          ? 'Change owner'
          : `Give ${leads.length === 1 ? 'lead' : nounOf(leads.length)} to ${owner.Name}`
      }
      leads={leads}
      ready={owner !== undefined}
      run={async () => (await save.mutateAsync(leads.map(({ Id }) => ({ Id, OwnerId: owner?.Id })))).results}
      said={(count) =>
        `${count === 1 && leads.length === 1 ? what : nounOf(count)} now ${count === 1 ? 'belongs' : 'belong'} to ${owner?.Name ?? ''}.`
      }
      undo={(done) => save.mutate(done.map((lead) => ({ Id: lead.Id, OwnerId: lead['OwnerId'] })))}
      onClose={onClose}
      {...(onDone === undefined ? {} : { onDone })}
    >
      <ReferencePicker
        label="New owner"
        references={['User', 'Group']}
        value={owner?.Id ?? null}
        referred={owner}
        onChange={(id, referred) => setOwner(id === null ? undefined : { Id: id, Name: referred?.Name ?? id })}
        placeholder="Find a person or a queue"
        autoFocus
      />
    </BulkSheet>
  )
}
