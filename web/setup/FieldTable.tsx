import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { CUSTOM_FIELDS, type CustomField, kindOf, rulesOf } from './customField.ts'
import { EditField } from './EditField.tsx'
import { useCall } from './setupApi.ts'

type Part = Readonly<{
  label: string
  fields: readonly CustomField[]
  /** Why this person may change no field; undefined for those who may. */
  reason: string | undefined
}>

/** Fields an organization added, each with its way to be changed and removed. */
export function FieldTable({ label, fields, reason }: Part) {
  const [editing, setEditing] = useState<CustomField>()
  const [going, setGoing] = useState<CustomField>()
  const act = (verb: string, width: string, onClick: (field: CustomField) => void) => ({
    head: verb,
    acts: true,
    width,
    render: (field: CustomField) => (
      <ReasonedButton
        size="compact-sm"
        variant="subtle"
        color="gray"
        reason={reason}
        aria-label={`${verb} ${field.label}`}
        onClick={() => onClick(field)}
      >
        {verb}
      </ReasonedButton>
    ),
  })
  return (
    <>
      <PlainTable
        label={label}
        rows={fields}
        keyOf={({ Id }) => Id}
        columns={[
          { head: 'Field', render: (field) => <TwoLines first={field.label} second={field.name} /> },
          { head: 'Type', width: '180px', render: kindOf },
          { head: 'Rules', width: '160px', render: rulesOf },
          act('Edit', '70px', setEditing),
          act('Remove', '90px', setGoing),
        ]}
      />
      {editing !== undefined && <EditField field={editing} onClose={() => setEditing(undefined)} />}
      <RemoveField field={going} onClose={() => setGoing(undefined)} />
    </>
  )
}

function RemoveField({ field, onClose }: Readonly<{ field: CustomField | undefined; onClose: () => void }>) {
  const client = useQueryClient()
  const remove = useCall(
    ({ objectName, name }: CustomField) => api.delete(`${CUSTOM_FIELDS}/${objectName}.${name}`),
    CUSTOM_FIELDS,
  )
  return (
    <Confirm
      opened={field !== undefined}
      onClose={onClose}
      title={`Remove ${field?.label ?? 'field'}?`}
      consequences={[
        'It leaves every page, list, form, import and API answer.',
        'Its values stay in the database, so a mistake loses nothing; whoever runs the server can bring them back.',
      ]}
      verb="Remove field"
      onConfirm={async () => {
        if (field === undefined) return
        await remove.mutateAsync(field)
        await client.invalidateQueries({ queryKey: ['describe'] })
        toast(`Removed ${field.label}.`)
      }}
    />
  )
}
