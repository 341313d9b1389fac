import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { CreateField } from './CreateField.tsx'
import { type CustomField, kindOf, rulesOf } from './customField.ts'
import { EditField } from './EditField.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall, useReason } from './setupApi.ts'
import classes from './Organization.module.css'

const PATH = '/custom-fields'

/** The fields this organization added. */
export function Fields() {
  const reason = useReason('set_up', 'add fields')
  const client = useQueryClient()
  const found = useAnswer<{ fields: readonly CustomField[] }>(PATH, {}, reason === undefined)
  const [creating, setCreating] = useState(false)
  const [going, setGoing] = useState<CustomField>()
  const [editing, setEditing] = useState<CustomField>()
  const remove = useCall((field: CustomField) => api.delete(`${PATH}/${field.objectName}.${field.name}`), PATH)
  const fields = found.data?.fields ?? []
  const forget = () => client.invalidateQueries({ queryKey: ['describe'] })
  return (
    <SetupPage
      section="fields"
      reason={reason}
      actions={
        <ReasonedButton reason={reason} onClick={() => setCreating(true)}>
          Add field
        </ReasonedButton>
      }
    >
      {found.isPending && reason === undefined && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && fields.length === 0 && (
        <EmptyState
          title="No fields of your own yet"
          example="‘Machine park’, a picklist on leads: lathes, mills, presses. It stands in the form, the list and the import the moment it is added."
        >
          What is standard is there already: some 300 fields on leads, accounts, contacts, opportunities and campaigns.
          Add what only your business has.
        </EmptyState>
      )}
      {[...Map.groupBy(fields, (field) => field.objectName)].map(([object, ofObject]) => (
        <section key={object} aria-label={object}>
          <h2 className={classes['heading']}>{object}</h2>
          <PlainTable
            label={`Custom fields of ${object}`}
            rows={ofObject}
            keyOf={(field) => field.Id}
            columns={[
              { head: 'Field', render: (field) => <TwoLines first={field.label} second={field.name} /> },
              { head: 'Type', width: '170px', render: kindOf },
              {
                head: 'Rules',
                width: '170px',
                render: rulesOf,
              },
              {
                head: 'Edit',
                acts: true,
                width: '70px',
                render: (field) => (
                  <ReasonedButton
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    reason={reason}
                    onClick={() => setEditing(field)}
                  >
                    Edit
                  </ReasonedButton>
                ),
              },
              {
                head: 'Remove',
                acts: true,
                width: '90px',
                render: (field) => (
                  <ReasonedButton
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    reason={reason}
                    onClick={() => setGoing(field)}
                  >
                    Remove
                  </ReasonedButton>
                ),
              },
            ]}
          />
        </section>
      ))}
      {editing !== undefined && <EditField field={editing} onClose={() => setEditing(undefined)} />}
      {creating && <CreateField onClose={() => setCreating(false)} onCreated={forget} />}
      <Confirm
        opened={going !== undefined}
        onClose={() => setGoing(undefined)}
        title={`Remove ${going?.label ?? 'field'}?`}
        consequences={[
          'It leaves every page, list, form, import and API answer.',
          'Its values stay in the database, so a mistake loses nothing; whoever runs the server can bring them back.',
        ]}
        verb="Remove field"
        onConfirm={async () => {
          if (going === undefined) return
          await remove.mutateAsync(going)
          await forget()
          toast(`Removed ${going.label}.`)
        }}
      />
    </SetupPage>
  )
}
