import { Button, Radio, Select } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSaveRecord } from '../api/records.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { useStages } from './stages.ts'
import classes from './DealOwner.module.css'

const VETTING = 'Vetting was wrong'

/** The two ends of a deal. Losing asks why; a failed vetting asks which letter. */
export function CloseButtons({ deal }: { deal: RecordRow }) {
  const { may } = useObject('Opportunity')
  const stages = useStages()
  const save = useSaveRecord('Opportunity')
  const [losing, setLosing] = useState(false)
  if (deal['IsClosed'] === true) return null
  const won = stages.find(({ isWon }) => isWon)
  const reason = may.edit ? undefined : 'Your role may read opportunities, but not close them.'
  const before = deal['StageName']
  const win = () =>
    won !== undefined &&
    save.mutate(
      { id: deal.Id, values: { StageName: won.name } },
      {
        onSuccess: () =>
          toast('Won. Congratulations.', () => save.mutate({ id: deal.Id, values: { StageName: before } })),
        onError: toastError,
      },
    )
  return (
    <>
      <ReasonedButton variant="default" reason={reason} onClick={() => setLosing(true)}>
        Close as lost
      </ReasonedButton>
      <ReasonedButton reason={reason} loading={save.isPending} onClick={win}>
        Close as won
      </ReasonedButton>
      {losing && <LoseSheet deal={deal} onClose={() => setLosing(false)} />}
    </>
  )
}

function LoseSheet({ deal, onClose }: { deal: RecordRow; onClose: () => void }) {
  const shape = useObject('Opportunity')
  const lost = useStages().find(({ isClosed, isWon }) => isClosed && !isWon)
  const save = useSaveRecord('Opportunity')
  const [reason, setReason] = useState<string | null>(null)
  const [letter, setLetter] = useState<string | null>(null)
  const errors = fieldErrors(save.error)
  const values = (name: string) => shape.fieldNamed.get(name)?.picklist ?? []
  const whole = reason !== null && (reason !== VETTING || letter !== null)
  const lose = () =>
    save.mutate(
      {
        id: deal.Id,
        values: { StageName: lost?.name, LossReason: reason, VettingFailure: reason === VETTING ? letter : null },
      },
      {
        onSuccess: () => {
          toast('Closed as lost. The reason stands in every report.')
          onClose()
        },
      },
    )
  return (
    <Sheet
      opened
      onClose={onClose}
      title="Close as lost"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="var(--grave)" disabled={!whole} loading={save.isPending} onClick={lose}>
            Close as lost
          </Button>
        </>
      }
    >
      <div className={classes['form']}>
        <p className={classes['note']}>
          A deal is lost because sales failed, or because the vetting before it did. The reason says which.
        </p>
        {save.isError && <RefusalNotice problems={problemsBesides(save.error, ['LossReason', 'VettingFailure'])} />}
        <Select
          label="Why was it lost?"
          data={values('LossReason').map(({ value, label }) => ({ value, label }))}
          value={reason}
          error={errors['LossReason']}
          onChange={setReason}
          data-autofocus
        />
        {reason === VETTING && (
          <Radio.Group
            label="Which part of the vetting was wrong?"
            description="It counts for whoever vetted, so that vetting gets better."
            value={letter}
            error={errors['VettingFailure']}
            onChange={setLetter}
          >
            <div className={classes['letters']}>
              {values('VettingFailure').map(({ value, label }) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </div>
          </Radio.Group>
        )}
      </div>
    </Sheet>
  )
}
