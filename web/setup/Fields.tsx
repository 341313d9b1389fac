import { useState } from 'react'
import { EmptyState } from '../ui/EmptyState.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { CreateField } from './CreateField.tsx'
import { CUSTOM_FIELDS, type CustomField } from './customField.ts'
import { FieldTable } from './FieldTable.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useReasonAgainstSection } from './sections.ts'
import { useAnswer } from './setupApi.ts'
import classes from './Organization.module.css'

/** The fields this organization added. */
export function Fields() {
  const reason = useReasonAgainstSection('fields')
  const found = useAnswer<{ fields: readonly CustomField[] }>(CUSTOM_FIELDS, {}, reason === undefined)
  const [creating, setCreating] = useState(false)
  const fields = found.data?.fields ?? []
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
          <FieldTable label={`Custom fields of ${object}`} fields={ofObject} reason={reason} />
        </section>
      ))}
      {creating && <CreateField onClose={() => setCreating(false)} />}
    </SetupPage>
  )
}
