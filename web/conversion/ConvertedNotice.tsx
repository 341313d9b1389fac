import { IconCircleCheck } from '@tabler/icons-react'
import type { RecordRow } from '../api/recordRow.ts'
import { reasonAgainst, useSession } from '../api/session.ts'
import { nameOf } from '../ui/fields.ts'
import { RecordLink } from '../ui/Link.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import classes from '../leads/notices.module.css'
import { type Conversion, useProspect, useUndoConversion, withoutCriteria } from './conversion.ts'

/** A converted lead: what it became, by whom, and the undo, or why there is none any more. */
export function ConvertedNotice({ lead }: { lead: RecordRow }) {
  const { data } = useProspect(lead.Id)
  const conversion = data?.conversion ?? undefined
  return (
    <div className={classes['notice']} data-kind="converted" role="status">
      <IconCircleCheck size={18} stroke={1.8} aria-hidden className={classes['icon']} />
      <div className={classes['words']}>
        <strong>Converted</strong> <RelativeDate within value={conversion?.convertedAt ?? lead['ConvertedDate']} />
        {conversion !== undefined && ` by ${conversion.convertedBy.Name ?? 'somebody'}`}. This lead stays readable and
        locked.
        {conversion?.criteriaMet === false && ` ${withoutCriteria(conversion.overrideReason)}`}
        {conversion !== undefined && <Became conversion={conversion} />}
        {conversion?.undo.isPossible === false && (
          <p className={classes['obstacles']}>
            It can no longer be undone: {conversion.undo.obstacles.map(({ sentence }) => sentence).join(' ')}
          </p>
        )}
      </div>
      {conversion !== undefined && <UndoConversion lead={lead} conversion={conversion} />}
    </div>
  )
}

/** The three records a lead became. */
export function Became({ conversion }: { conversion: Conversion }) {
  const records = [
    ['Account', conversion.account],
    ['Contact', conversion.contact],
    ['Opportunity', conversion.opportunity],
  ] as const
  return (
    <ul className={classes['records']}>
      {records.map(([kind, record]) => (
        <li key={kind}>
          <span className={classes['kind']}>{kind}</span>
          {record === null ? 'none' : <RecordLink id={record.Id} name={record.Name ?? kind} objectName={kind} />}
        </li>
      ))}
    </ul>
  )
}

/** Undoes a conversion while nothing was built on it; afterwards says what stands in the way. */
export function UndoConversion({
  lead,
  conversion,
  size = 'compact-sm',
  onUndone,
}: Readonly<{ lead: RecordRow; conversion: Conversion; size?: 'sm' | 'compact-sm'; onUndone?: () => void }>) {
  const session = useSession()
  const undo = useUndoConversion(lead.Id)
  const obstacles = conversion.undo.obstacles.map(({ sentence }) => sentence).join(' ')
  const reason =
    reasonAgainst(session, 'convert', 'undo a conversion') ??
    (conversion.undo.isPossible ? undefined : `Work was built on it. ${obstacles}`)
  const run = () =>
    void undo.mutateAsync(undefined).then(() => {
      onUndone?.()
      toast(`${nameOf(lead)} is a lead again. What the conversion made is in the recycle bin.`)
    }, toastError)
  return (
    <ReasonedButton size={size} variant="default" reason={reason} loading={undo.isPending} onClick={run}>
      Undo conversion
    </ReasonedButton>
  )
}
