import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { EditableField } from '../ui/EditableField.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { Term } from '../ui/Term.tsx'
import classes from './DealOwner.module.css'

/** Who brings the deal to a close, and what that means. */
export function DealOwner({ deal }: { deal: RecordRow }) {
  const shape = useObject('Opportunity')
  const owner = shape.fieldNamed.get('OwnerId')
  if (owner === undefined) return null
  return (
    <Panel title="CEO of the deal">
      <EditableField shape={shape} field={owner} record={deal} />
      <p className={classes['note']}>
        The <Term of="opportunity-owner">owner</Term> is the one person who coordinates everyone and brings this sale to
        a close. It need not be the account’s owner.
      </p>
    </Panel>
  )
}
