import { Button } from '@mantine/core'
import { IconCircleCheckFilled, IconListCheck } from '@tabler/icons-react'
import { type Qualification, useLedger } from './qualification.ts'
import { WhatIsVetting } from './WhatIsVetting.tsx'
import classes from './VettingBanner.module.css'

/** Whether the lead is vetted, what is missing, and the buttons for it. */
export function VettingBanner({
  leadId,
  mayRecord,
  onRecord,
}: Readonly<{ leadId: string; mayRecord: boolean; onRecord: (criterion: string) => void }>) {
  const { data } = useLedger(leadId)
  if (data === undefined) return <div className={classes['banner']} aria-hidden />
  const { qualification } = data
  return (
    <div className={classes['banner']} data-met={qualification.metAll || undefined} role="status">
      {qualification.metAll ? (
        <IconCircleCheckFilled size={18} aria-hidden className={classes['icon']} />
      ) : (
        <IconListCheck size={18} stroke={1.8} aria-hidden className={classes['icon']} />
      )}
      <span className={classes['words']}>
        {qualification.sentence}
        {!qualification.isAgreementSigned && (
          <span className={classes['aside']}>
            {' '}
            The agreement (version {qualification.agreementVersion}) is not signed yet: its criteria are a proposal.
          </span>
        )}
      </span>
      <span className={classes['ways']}>
        {mayRecord && !qualification.metAll && <RecordFirst qualification={qualification} onRecord={onRecord} />}
        {!qualification.metAll && <WhatIsVetting />}
      </span>
    </div>
  )
}

function RecordFirst({
  qualification,
  onRecord,
}: Readonly<{ qualification: Qualification; onRecord: (criterion: string) => void }>) {
  const wanted = [...qualification.missing, ...qualification.notMet][0]
  const label = qualification.criteria.find(({ name }) => name === wanted)?.label
  if (wanted === undefined || label === undefined) return null
  return (
    <Button size="compact-sm" variant="default" onClick={() => onRecord(wanted)}>
      Record {label.toLowerCase()}
    </Button>
  )
}
