import { Tooltip } from '@mantine/core'
import classes from './QualificationDots.module.css'
import { useQualification } from './qualification.ts'

/** B A N T in a row of a list: filled is met, struck is against, hollow is missing. */
export function QualificationDots({ leadId }: { leadId: string }) {
  const qualification = useQualification(leadId)
  if (qualification === undefined) return <span className={classes['dots']} aria-hidden />
  const words = qualification.criteria
    .map((one) => `${one.label}: ${one.evidence === null ? 'missing' : one.isMet ? 'met' : 'not met'}`)
    .join(', ')
  return (
    <Tooltip label={words}>
      <span className={classes['dots']} role="img" aria-label={words}>
        {qualification.criteria.map((one) => (
          <span
            key={one.name}
            className={classes['dot']}
            data-standing={one.evidence === null ? 'missing' : one.isMet ? 'met' : 'against'}
          >
            {one.letter}
          </span>
        ))}
      </span>
    </Tooltip>
  )
}
