import { Button, CloseButton, NumberInput, Select } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { fieldErrors } from '../api/errors.ts'
import { useCall } from '../setup/setupApi.ts'
import { DayInput } from '../ui/DayInput.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { planPath, useNominationNews, type NominationPlan } from './nominations.ts'
import classes from './Nominations.module.css'

const NEEDS = [
  { value: 'postal_address', label: 'A postal address, for a parcel or card' },
  { value: 'email', label: 'An e-mail address, for an invitation' },
  { value: 'nothing', label: 'Nothing, for a visit' },
]

/** Who decides, how many each may propose, until when, and which campaign was last year's. */
export function PlanSheet({ plan, onClose }: Readonly<{ plan: NominationPlan; onClose: () => void }>) {
  const [quota, setQuota] = useState<number | string>(plan.Quota ?? '')
  const [closesOn, setClosesOn] = useState<string | null>(plan.ClosesOn)
  const [needs, setNeeds] = useState<string>(plan.Needs)
  const [previous, setPrevious] = useState(plan.PreviousCampaign?.Id ?? null)
  const [approvers, setApprovers] = useState(plan.ApproverIds.length > 0 ? plan.Approvers : [])
  const refresh = useNominationNews(plan.CampaignId)
  const save = useCall((draft: object) => api.patch(planPath(plan.CampaignId), draft))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      {
        Quota: quota === '' ? null : Number(quota),
        ClosesOn: closesOn,
        Needs: needs,
        PreviousCampaignId: previous,
        ApproverIds: approvers.map(({ Id }) => Id),
      },
      {
        onSettled: refresh,
        onSuccess: () => {
          toast('The settings of the nominations are saved.')
          onClose()
        },
      },
    )
  }
  const wrong = fieldErrors(save.error)
  return (
    <Sheet opened onClose={onClose} as="side" width={440} title="Settings of nominations">
      <form className={classes['form']} onSubmit={submit}>
        <ReferencePicker
          references={['User']}
          value={null}
          label="Who approves"
          placeholder="Add somebody"
          error={wrong['ApproverIds']}
          onChange={(id, referred) => {
            if (id !== null && approvers.every((one) => one.Id !== id))
              setApprovers([...approvers, { Id: id, Name: referred?.Name ?? '' }])
          }}
        />
        {approvers.length === 0 ? (
          <p className={classes['quiet']}>Without anybody named, the owner of the campaign decides.</p>
        ) : (
          <ul className={classes['approvers']} aria-label="Approvers">
            {approvers.map((one) => (
              <li key={one.Id}>
                {one.Name}
                <CloseButton
                  size="sm"
                  aria-label={`Take ${one.Name ?? ''} off`}
                  onClick={() => setApprovers(approvers.filter(({ Id }) => Id !== one.Id))}
                />
              </li>
            ))}
          </ul>
        )}
        <NumberInput
          label="How many each may propose"
          description="Leave it empty for as many as they like."
          min={1}
          max={100_000}
          allowDecimal={false}
          value={quota}
          onChange={setQuota}
        />
        <DayInput label="Last day to propose" clearable value={closesOn} onChange={setClosesOn} />
        <Select
          label="What people need to be reached"
          allowDeselect={false}
          data={NEEDS}
          value={needs}
          onChange={(next) => setNeeds(next ?? needs)}
        />
        <ReferencePicker
          references={['Campaign']}
          value={previous}
          {...(plan.PreviousCampaign === null
            ? {}
            : { referred: { Id: plan.PreviousCampaign.Id, Name: plan.PreviousCampaign.Name ?? '' } })}
          onChange={setPrevious}
          label="Last year’s campaign"
          error={wrong['PreviousCampaignId']}
        />
        <RefusalNotice error={Object.keys(wrong).length > 0 ? null : save.error} />
        <Button type="submit" loading={save.isPending}>
          Save settings
        </Button>
      </form>
    </Sheet>
  )
}
