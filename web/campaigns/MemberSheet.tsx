import { Suspense } from 'react'
import { useObject } from '../api/describe.ts'
import { useAbout, useRecord } from '../api/records.ts'
import { EditableField } from '../ui/EditableField.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import classes from './MemberSheet.module.css'
import { SessionsAttended } from './SessionsAttended.tsx'

type Step = Readonly<{
  status: string
  since: string
  until: string | null
  by: string | null
  source: string | null
}>

/** One membership: the sessions they were in, the fields an organization keeps of it, and every status it ever had. */
export function MemberSheet({ id, name, onClose }: Readonly<{ id: string; name: string; onClose: () => void }>) {
  return (
    <Sheet opened onClose={onClose} as="side" title={name}>
      <SessionsAttended memberId={id} name={name} />
      <h3 className={classes['title']}>What is kept of it</h3>
      <Suspense fallback={<GridSkeleton rows={6} />}>
        <Fields id={id} />
      </Suspense>
      <h3 className={classes['title']}>Every status</h3>
      <Steps id={id} />
    </Sheet>
  )
}

function Fields({ id }: { id: string }) {
  const shape = useObject('CampaignMember')
  const member = useRecord('CampaignMember', id)
  const own = shape.fields.filter((field) => field.custom)
  if (own.length === 0)
    return (
      <p className={classes['note']}>
        Nothing more is kept of a membership yet. An administrator can add fields to campaign members in Setup, Fields:
        a certificate, a seat, an exam result, a diet.
      </p>
    )
  return own.map((field) => <EditableField key={field.name} shape={shape} field={field} record={member} />)
}

function Steps({ id }: { id: string }) {
  const found = useAbout<{ standings: readonly Step[] }>('CampaignMember', id, 'standings')
  if (found.isError) return <RefusalNotice error={found.error} />
  if (found.data === undefined) return <GridSkeleton rows={3} />
  return (
    <ol className={classes['steps']}>
      {found.data.standings.map(({ status, since, by, source }) => (
        <li key={`${status} ${since}`} className={classes['step']}>
          <strong>{status}</strong>
          <span className={classes['note']}>
            <RelativeDate value={since} />
            {[by ?? 'Assay', source].filter(Boolean).map((word) => ` · ${String(word)}`)}
          </span>
        </li>
      ))}
    </ol>
  )
}
