import { IconCircleX } from '@tabler/icons-react'
import type { RecordRow } from '../api/recordRow.ts'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import classes from './notices.module.css'
import { textOf } from '../ui/textOf.ts'

/** A closed lead: why, what was planned for it, and the way back. */
export function ClosedNotice({
  lead,
  reason,
  onReopen,
}: Readonly<{ lead: RecordRow; reason: string | undefined; onReopen: () => void }>) {
  const recheckOn = lead['RecheckOn']
  return (
    <div className={classes['notice']} data-kind="closed" role="status">
      <IconCircleX size={18} stroke={1.8} aria-hidden className={classes['icon']} />
      <div className={classes['words']}>
        <strong>Closed: {textOf(lead['UnqualifiedReason'] ?? 'without a reason')}</strong>{' '}
        <RelativeDate within value={lead['ClosedDate']} />.{' '}
        {typeof recheckOn === 'string' && (
          <>
            Ask again <RelativeDate within value={recheckOn} due />.{' '}
          </>
        )}
        {lead['StaysOnNewsletter'] === true && 'Stays on the newsletter.'}
      </div>
      <ReasonedButton size="compact-sm" variant="default" reason={reason} onClick={onReopen}>
        Reopen lead
      </ReasonedButton>
    </div>
  )
}
