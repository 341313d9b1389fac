import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { nameOf } from '../ui/fields.ts'
import { FieldView } from '../ui/FieldView.tsx'
import classes from '../ui/PlainCard.module.css'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { DuplicateMark } from './leadName.tsx'
import { textOf } from '../ui/textOf.ts'

/** A lead as a row on a phone: who and where from, how it stands, what is next. */
export function LeadCard({ lead }: { lead: RecordRow }) {
  const status = useObject('Lead').fieldNamed.get('Status')
  return (
    <>
      <div className={classes['top']}>
        <span className={classes['title']}>
          {nameOf(lead)} <DuplicateMark lead={lead} />
        </span>
        <span className={classes['side']}>
          {status !== undefined && <FieldView field={status} record={lead} plain />}
        </span>
      </div>
      <div className={classes['line']}>
        <span className={classes['part']}>{textOf(lead['Company'])}</span>
        <span className={classes['part']}>
          {lead['NextStepDate'] === null || lead['NextStepDate'] === undefined ? (
            <RelativeDate value={lead['CreatedDate']} />
          ) : (
            <RelativeDate value={lead['NextStepDate']} due />
          )}
        </span>
      </div>
    </>
  )
}
