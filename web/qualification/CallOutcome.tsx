import { UnstyledButton } from '@mantine/core'
import { IconArrowRight, IconCalendarClock, IconCircleX, type TablerIcon } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { nameOf } from '../ui/fields.ts'
import { useGo } from '../ui/Link.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { toast } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import classes from './CallOutcome.module.css'
import { DeadEnd } from './DeadEnd.tsx'
import { DefiniteMaybe } from './DefiniteMaybe.tsx'
import { OpportunityOutcome } from './OpportunityOutcome.tsx'
import { type OutcomeDraft, useRecordOutcome } from './qualification.ts'

export type OutcomeName = OutcomeDraft['outcome']

const choices: readonly Readonly<{
  outcome: OutcomeName
  title: string
  words: string
  icon: TablerIcon
  colour: string
}>[] = [
  {
    outcome: 'dead_end',
    title: 'Dead end',
    words: 'Close it with the reason',
    icon: IconCircleX,
    colour: 'var(--unqualified)',
  },
  {
    outcome: 'definite_maybe',
    title: 'Definite maybe',
    words: 'Follow up on a day',
    icon: IconCalendarClock,
    colour: 'var(--nurturing)',
  },
  {
    outcome: 'opportunity',
    title: 'Opportunity',
    words: 'Convert the lead',
    icon: IconArrowRight,
    colour: 'var(--converted)',
  },
]

/** How the call ended: three choices, a key each, one more press to confirm. */
export function CallOutcome({
  lead,
  reason,
  open,
  onOpen,
}: Readonly<{
  lead: RecordRow
  reason: string | undefined
  open: OutcomeName | undefined
  onOpen: (outcome: OutcomeName | undefined) => void
}>) {
  useCommands(
    choices.map(({ outcome, title, icon }, at) => ({
      id: `outcome.${outcome}`,
      group: 'This page',
      label: `Call ended: ${title.toLowerCase()}`,
      keys: String(at + 1),
      icon,
      reason,
      run: () => onOpen(outcome),
    })),
  )
  const buttons = useRef<HTMLDivElement>(null)
  // The form goes, and whoever works by keyboard stands where they came from.
  const close = (outcome: OutcomeName) => {
    onOpen(undefined)
    const at = choices.findIndex((one) => one.outcome === outcome)
    buttons.current?.querySelectorAll('button')[at]?.focus()
  }
  return (
    <Panel title="How did the call end?">
      <div className={classes['choices']} ref={buttons}>
        {choices.map(({ outcome, title, words, icon: Icon, colour }, at) => (
          <WithReason key={outcome} reason={reason}>
            <UnstyledButton
              className={classes['choice']}
              style={{ '--outcome': colour }}
              aria-expanded={open === outcome}
              aria-disabled={reason !== undefined}
              onClick={() => reason === undefined && onOpen(open === outcome ? undefined : outcome)}
            >
              <Icon size={20} stroke={1.8} aria-hidden className={classes['icon']} />
              <span className={classes['words']}>
                <span className={classes['title']}>{title}</span>
                <span className={classes['what']}>{words}</span>
              </span>
              <kbd>{at + 1}</kbd>
            </UnstyledButton>
          </WithReason>
        ))}
      </div>
      {open !== undefined && reason === undefined && (
        <Ending key={open} lead={lead} outcome={open} onClose={() => close(open)} />
      )}
    </Panel>
  )
}

const forms = { dead_end: DeadEnd, definite_maybe: DefiniteMaybe, opportunity: OpportunityOutcome } as const

function Ending({ lead, outcome, onClose }: Readonly<{ lead: RecordRow; outcome: OutcomeName; onClose: () => void }>) {
  const record = useRecordOutcome(lead.Id)
  const go = useGo()
  const Form = forms[outcome]
  const [said] = useState(() => saidOf(nameOf(lead)))
  return (
    <Form
      lead={lead}
      saving={record.isPending}
      error={record.error}
      onCancel={onClose}
      onSave={(draft) =>
        void record.mutateAsync(draft).then(
          () => {
            onClose()
            if (draft.outcome === 'opportunity') go(paths.conversion(lead.Id))
            else toast(said[draft.outcome])
          },
          () => undefined,
        )
      }
    />
  )
}

const saidOf = (name: string) => ({
  dead_end: `Closed ${name}. The call is in the timeline.`,
  definite_maybe: `Planned the follow-up with ${name}. The call is in the timeline.`,
})
