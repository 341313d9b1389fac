import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSession } from '../api/session.ts'
import { MergeChosen } from '../duplicates/MergeChosen.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { AddToCampaignSheet } from './AddToCampaignSheet.tsx'
import { ChangeOwnerSheet } from './ChangeOwnerSheet.tsx'
import { ChangeStatusSheet } from './ChangeStatusSheet.tsx'

type Open = 'owner' | 'status' | 'campaign'

/** What can be done with chosen leads at once, before what can be done with any records. */
export function LeadBulk({ chosen, onDone }: { chosen: readonly RecordRow[]; onDone: () => void }) {
  const shape = useObject('Lead')
  const session = useSession()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const mayEdit = shape.may.edit ? undefined : 'Your role may read leads, but not change them.'
  const mayAdd =
    session.may['CampaignMember']?.create === false ? 'Your role may not put people into campaigns.' : undefined
  return (
    <>
      <ReasonedButton variant="default" size="compact-md" reason={mayEdit} onClick={() => setOpen('owner')}>
        Change owner
      </ReasonedButton>
      <ReasonedButton variant="default" size="compact-md" reason={mayEdit} onClick={() => setOpen('status')}>
        Change status
      </ReasonedButton>
      <ReasonedButton variant="default" size="compact-md" reason={mayAdd} onClick={() => setOpen('campaign')}>
        Add to campaign
      </ReasonedButton>
      <MergeChosen objectName="Lead" chosen={chosen} />
      {open === 'owner' && <ChangeOwnerSheet leads={chosen} onClose={close} onDone={onDone} />}
      {open === 'status' && <ChangeStatusSheet leads={chosen} onClose={close} onDone={onDone} />}
      {open === 'campaign' && <AddToCampaignSheet leads={chosen} onClose={close} onDone={onDone} />}
    </>
  )
}
