import { Textarea } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useObject } from '../api/describe.ts'
import { useSession } from '../api/session.ts'
import { reasonAgainstChange } from '../leads/states.ts'
import { EvidenceForm } from '../qualification/EvidenceForm.tsx'
import { useRecordEvidence } from '../qualification/qualification.ts'
import { nameOf } from '../ui/fields.ts'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import classes from './Convert.module.css'
import type { Prospect } from './conversion.ts'
import { WhatIsVetting } from '../qualification/WhatIsVetting.tsx'

/** What is missing before conversion, with the buttons to record it; the reason to go without, by who may. */
export function Shortfall({
  prospect,
  open,
  onOpen,
  reason,
  onReason,
}: Readonly<{
  prospect: Prospect
  /** The criterion being recorded. */
  open: string | undefined
  onOpen: (criterion: string | undefined) => void
  reason: string
  onReason: (reason: string) => void
}>) {
  const { qualification, obstacle, mayOverride, lead } = prospect
  const record = useRecordEvidence(lead.Id)
  const against = reasonAgainstChange(lead, useObject('Lead'), useSession())
  if (qualification.metAll && obstacle === null) return null
  const wanted = qualification.criteria.filter(
    ({ name }) => qualification.missing.includes(name) || qualification.notMet.includes(name),
  )
  const chosen = qualification.criteria.find(({ name }) => name === open)
  return (
    <section className={classes['shortfall']} aria-label="What is missing">
      <div className={classes['shortfallHead']}>
        <IconListCheck size={18} stroke={1.8} aria-hidden />
        <span className={classes['sentence']}>{obstacle ?? qualification.sentence}</span>
        <span className={classes['ways']}>
          {wanted.map(({ name, label }) => (
            <ReasonedButton
              key={name}
              size="compact-sm"
              variant="default"
              reason={against}
              aria-expanded={open === name}
              onClick={() => onOpen(open === name ? undefined : name)}
            >
              Record {label.toLowerCase()}
            </ReasonedButton>
          ))}
          <WhatIsVetting />
        </span>
      </div>
      {chosen !== undefined && (
        <EvidenceForm
          key={chosen.name}
          criterion={chosen}
          speaker={nameOf(lead)}
          saving={record.isPending}
          error={record.error}
          onCancel={() => onOpen(undefined)}
          onSave={(draft) =>
            void record.mutateAsync(draft).then(
              () => {
                toast(`Recorded ${chosen.label.toLowerCase()} of ${nameOf(lead)}.`)
                onOpen(undefined)
              },
              () => undefined,
            )
          }
        />
      )}
      {mayOverride && !qualification.metAll && (
        <Textarea
          label="Or convert without it, because"
          description="The reason stays visible on the lead and in every report."
          autosize
          minRows={1}
          maxRows={6}
          maxLength={2000}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
      )}
    </section>
  )
}
