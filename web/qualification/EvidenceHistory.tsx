import { CloseButton } from '@mantine/core'
import { IconCircleCheckFilled, IconCircleX } from '@tabler/icons-react'
import { exactDate } from '../ui/dates.ts'
import { Origin } from './CriterionCard.tsx'
import classes from './EvidenceHistory.module.css'
import type { Criterion, Evidence } from './qualification.ts'

/** Everything that was learned about one criterion, newest first. */
export function EvidenceHistory({
  criterion,
  evidence,
  onClose,
}: Readonly<{ criterion: Criterion; evidence: readonly Evidence[]; onClose: () => void }>) {
  const records = evidence.filter((one) => one.criterion === criterion.name)
  return (
    <section className={classes['history']} aria-label={`All records of ${criterion.label.toLowerCase()}`}>
      <div className={classes['head']}>
        <h3 className={classes['title']}>
          {criterion.label}: {records.length} records
        </h3>
        <CloseButton size="sm" aria-label="Close" onClick={onClose} />
      </div>
      <ol className={classes['records']}>
        {records.map((one) => (
          <li key={one.Id} className={classes['record']} data-met={one.isMet || undefined}>
            {one.isMet ? (
              <IconCircleCheckFilled size={14} aria-label="Speaks for the lead" />
            ) : (
              <IconCircleX size={14} aria-label="Speaks against the lead" />
            )}
            <div>
              <div className={classes['value']}>{one.value}</div>
              <div className={classes['origin']}>
                <Origin evidence={one} />
                <span title={exactDate(one.recordedAt)}> · recorded by {one.recordedBy?.Name ?? 'Assay'}</span>
              </div>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
