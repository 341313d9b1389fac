import { UnstyledButton } from '@mantine/core'
import { IconCircleCheckFilled, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import classes from './CriterionCard.module.css'
import type { Criterion, Evidence } from './qualification.ts'
import { sourceLook } from './sources.ts'

/** One criterion: what was learned, where, when and from whom; when nothing was, an invitation to ask. */
export function CriterionCard({
  criterion,
  times,
  reason,
  isOpen,
  onRecord,
  onHistory,
}: Readonly<{
  criterion: Criterion
  /** How often something was recorded. */
  times: number
  reason: string | undefined
  isOpen: 'form' | 'history' | undefined
  onRecord: () => void
  onHistory: () => void
}>) {
  const { evidence, label, letter } = criterion
  const standing = evidence === null ? 'missing' : criterion.isMet ? 'met' : 'against'
  return (
    <div className={classes['card']} data-standing={standing} data-open={isOpen !== undefined || undefined}>
      <WithReason reason={reason}>
        <UnstyledButton
          className={classes['face']}
          aria-expanded={isOpen === 'form'}
          aria-disabled={reason !== undefined}
          onClick={() => reason === undefined && onRecord()}
        >
          <span className={classes['head']}>
            <kbd className={classes['letter']}>{letter}</kbd>
            <span className={classes['label']}>{label}</span>
            <Standing standing={standing} required={criterion.required} />
          </span>
          {evidence === null ? (
            <span className={classes['ask']}>{criterion.help}</span>
          ) : (
            <span className={classes['value']}>{evidence.value}</span>
          )}
          {evidence === null && reason === undefined && (
            <span className={classes['invite']}>Record {label.toLowerCase()}</span>
          )}
        </UnstyledButton>
      </WithReason>
      {evidence !== null && (
        <div className={classes['foot']}>
          <Origin evidence={evidence} />
          {times > 1 && (
            <UnstyledButton
              className={classes['history']}
              aria-expanded={isOpen === 'history'}
              onClick={onHistory}
              aria-label={`${label}: all ${times} records`}
            >
              {times} records
            </UnstyledButton>
          )}
        </div>
      )}
    </div>
  )
}

const looks = {
  met: { word: 'Met', icon: IconCircleCheckFilled },
  against: { word: 'Not met', icon: IconCircleX },
  missing: { word: 'Missing', icon: IconCircleDashed },
} as const

function Standing({ standing, required }: { standing: keyof typeof looks; required: boolean }) {
  const { word, icon: Icon } = looks[standing]
  return (
    <span className={classes['standing']}>
      <Icon size={14} aria-hidden />
      {standing === 'missing' && !required ? 'Optional' : word}
    </span>
  )
}

/** 'Call · 2 days ago · Mira Holt' */
export function Origin({ evidence }: { evidence: Evidence }) {
  const source = sourceLook[evidence.source]
  return (
    <span className={classes['origin']}>
      <source.icon size={13} stroke={1.8} aria-hidden />
      {source.word} · <RelativeDate value={evidence.observedOn} />
      {evidence.saidBy !== null && ` · ${evidence.saidBy}`}
    </span>
  )
}
