import { Skeleton } from '@mantine/core'
import { useRef, useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { useCommands } from '../shell/commands.ts'
import { nameOf } from '../ui/fields.ts'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Term } from '../ui/Term.tsx'
import { toast } from '../ui/toast.tsx'
import { CriterionCard } from './CriterionCard.tsx'
import { EvidenceForm } from './EvidenceForm.tsx'
import { EvidenceHistory } from './EvidenceHistory.tsx'
import { useLedger, useRecordEvidence } from './qualification.ts'
import classes from './VettingPanel.module.css'

type Open = Readonly<{ criterion: string; as: 'form' | 'history' }>

/** What was found out about a lead: a card for each criterion, recorded in place; B, A, N and T open them. */
export function VettingPanel({
  lead,
  reason,
  open,
  onOpen,
}: Readonly<{
  lead: RecordRow
  /** Why nothing can be recorded: converted, or the role only reads. */
  reason: string | undefined
  /** The criterion being recorded, so that the page's other buttons can open it. */
  open: string | undefined
  onOpen: (criterion: string | undefined) => void
}>) {
  const ledger = useLedger(lead.Id)
  const [history, setHistory] = useState<string>()
  const cards = useRef<HTMLDivElement>(null)
  const criteria = ledger.data?.qualification.criteria ?? []
  const shown: Open | undefined =
    open !== undefined
      ? { criterion: open, as: 'form' }
      : history === undefined
        ? undefined
        : { criterion: history, as: 'history' }
  const record = (criterion: string) => {
    setHistory(undefined)
    onOpen(criterion)
  }
  useCommands(
    criteria.map((one) => ({
      id: `evidence.${one.name}`,
      group: 'This page',
      label: `Record ${one.label.toLowerCase()}`,
      keys: one.letter.toLowerCase(),
      reason,
      run: () => record(one.name),
    })),
  )
  // The form goes, and whoever works by keyboard stands where they came from.
  const close = (criterion: string) => {
    onOpen(undefined)
    const at = criteria.findIndex((one) => one.name === criterion)
    cards.current?.children[at]?.querySelector('button')?.focus()
  }
  const chosen = criteria.find((one) => one.name === shown?.criterion)
  return (
    <Panel
      title="Vetting"
      actions={
        <span className={classes['aside']}>
          <Term of="bant">What is BANT?</Term>
        </span>
      }
    >
      {ledger.isPending && <WaitingCards />}
      {ledger.isError && <RefusalNotice error={ledger.error} />}
      <div className={classes['cards']} ref={cards}>
        {criteria.map((criterion) => (
          <CriterionCard
            key={criterion.name}
            criterion={criterion}
            times={ledger.data?.evidence.filter((one) => one.criterion === criterion.name).length ?? 0}
            reason={reason}
            isOpen={chosen?.name === criterion.name ? shown?.as : undefined}
            onRecord={() => (open === criterion.name ? onOpen(undefined) : record(criterion.name))}
            onHistory={() => {
              onOpen(undefined)
              setHistory(history === criterion.name ? undefined : criterion.name)
            }}
          />
        ))}
      </div>
      {chosen !== undefined && shown?.as === 'form' && (
        <Recording key={chosen.name} lead={lead} criterion={chosen} onClose={() => close(chosen.name)} />
      )}
      {chosen !== undefined && shown?.as === 'history' && (
        <EvidenceHistory
          criterion={chosen}
          evidence={ledger.data?.evidence ?? []}
          onClose={() => setHistory(undefined)}
        />
      )}
    </Panel>
  )
}

/** Budget, authority, need and timeline, as high as they will be. */
const WaitingCards = () => (
  <div className={classes['cards']} role="status" aria-busy aria-label="Loading">
    {['b', 'a', 'n', 't'].map((letter) => (
      <Skeleton key={letter} className={classes['waiting'] ?? ''} />
    ))}
  </div>
)

function Recording({
  lead,
  criterion,
  onClose,
}: Readonly<{ lead: RecordRow; criterion: Parameters<typeof EvidenceForm>[0]['criterion']; onClose: () => void }>) {
  const record = useRecordEvidence(lead.Id)
  return (
    <EvidenceForm
      criterion={criterion}
      speaker={nameOf(lead)}
      saving={record.isPending}
      error={record.error}
      onCancel={onClose}
      onSave={(draft) =>
        void record.mutateAsync(draft).then(
          () => {
            toast(`Recorded ${criterion.label.toLowerCase()} of ${nameOf(lead)}.`)
            onClose()
          },
          () => undefined,
        )
      }
    />
  )
}
