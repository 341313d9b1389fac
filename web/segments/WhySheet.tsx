import { IconCheck, IconX } from '@tabler/icons-react'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { type Reason, useWhy } from './segmentApi.ts'
import classes from './Segments.module.css'

export type Asked = Readonly<{ Id: string; Name: string }>

/** Every condition of a segment answered for one person: why they are in, or what keeps them out. */
export function WhySheet({
  segment,
  person,
  onPerson,
  onClose,
}: Readonly<{
  segment: Readonly<{ Id: string; Name: string }>
  person: Asked | undefined
  onPerson: (person: Asked) => void
  onClose: () => void
}>) {
  const found = useWhy(segment.Id, person?.Id)
  return (
    <Sheet opened onClose={onClose} as="side" title={`Who is in ‘${segment.Name}’, and why`} width={520}>
      <div className={classes['why']}>
        <ReferencePicker
          label="Lead or contact"
          references={['Lead', 'Contact']}
          value={person?.Id ?? null}
          referred={person}
          clearable={false}
          onChange={(id, referred) => id !== null && onPerson({ Id: id, Name: referred?.Name ?? id })}
          autoFocus={person === undefined}
        />
        {person !== undefined && found.isPending && <GridSkeleton rows={3} />}
        <RefusalNotice error={found.error} />
        {person !== undefined && found.data !== undefined && (
          <>
            <p className={classes['verdict']}>
              <Mark holds={found.data.isIn} />
              <strong>{person.Name}</strong> {found.data.isIn ? 'is in this segment.' : 'is not in this segment.'}
            </p>
            <Reasons reasons={isPlainGroup(found.data.why) ? found.data.why.parts : [found.data.why]} />
          </>
        )}
      </div>
    </Sheet>
  )
}

/** The outermost ‘all of these’ goes without saying. */
const isPlainGroup = ({ sentence, parts }: Reason): boolean => sentence === 'All of these' && parts.length > 0

function Reasons({ reasons }: Readonly<{ reasons: readonly Reason[] }>) {
  return (
    <ul className={classes['reasons']}>
      {reasons.map((reason, at) => (
        // Two conditions may say the same; their place tells them apart.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at}>
          <span className={classes['reason']}>
            <Mark holds={reason.holds} />
            <span>
              {reason.sentence}
              {reason.found !== null && <span className={classes['found']}>{reason.found}</span>}
            </span>
          </span>
          {reason.parts.length > 0 && <Reasons reasons={reason.parts} />}
        </li>
      ))}
    </ul>
  )
}

function Mark({ holds }: Readonly<{ holds: boolean }>) {
  return holds ? (
    <IconCheck className={classes['holds']} size={16} stroke={2.2} role="img" aria-label="Yes:" />
  ) : (
    <IconX className={classes['fails']} size={16} stroke={2.2} role="img" aria-label="No:" />
  )
}
