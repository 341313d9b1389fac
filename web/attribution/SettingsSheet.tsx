import { Button, NumberInput, Radio, TagsInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { reasonAgainst, useSession } from '../api/session.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import type { Settings } from './attribution.ts'
import classes from './Attribution.module.css'

/** What attribution counts; whoever may not change it reads it. */
export function SettingsSheet({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const [form, setForm] = useState(settings)
  const session = useSession()
  const client = useQueryClient()
  const reason = reasonAgainst(session, 'set_up', 'change what attribution counts')
  const save = useMutation({
    mutationFn: () => api.patch<Settings>('/attribution/settings', form),
    onSuccess: async () => {
      toast('Every share is worked out anew.')
      onClose()
      await client.invalidateQueries({ queryKey: ['attribution'] })
      await client.invalidateQueries({ queryKey: ['object', 'Opportunity'] })
    },
  })
  const errors = fieldErrors(save.error)
  const set = (change: Partial<Settings>) => setForm({ ...form, ...change })
  const readOnly = reason !== undefined
  return (
    <Sheet
      opened
      onClose={onClose}
      title="What counts"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonedButton reason={reason} loading={save.isPending} onClick={() => save.mutate()}>
            Save settings
          </ReasonedButton>
        </>
      }
    >
      <div className={classes['form']}>
        {save.isError && <RefusalNotice problems={problemsBesides(save.error, ['windowDays', 'halfLifeDays'])} />}
        <Radio.Group
          label="A touch is"
          value={form.counts}
          onChange={(counts) => !readOnly && set({ counts: counts === 'memberships' ? counts : 'responses' })}
        >
          <div className={classes['radios']}>
            <Radio value="responses" label="a response: a member who answered, or an inquiry" readOnly={readOnly} />
            <Radio
              value="memberships"
              label="any membership: being put into a campaign is enough"
              readOnly={readOnly}
            />
          </div>
        </Radio.Group>
        <NumberInput
          label="Days before the opportunity from which touches count"
          description="0 counts them however old they are."
          min={0}
          max={3650}
          value={form.windowDays}
          error={errors['windowDays']}
          readOnly={readOnly}
          onChange={(value) => set({ windowDays: Number(value) })}
        />
        <NumberInput
          label="Half-life of time decay, in days"
          description="A touch that many days further back weighs half as much."
          min={1}
          max={3650}
          value={form.halfLifeDays}
          error={errors['halfLifeDays']}
          readOnly={readOnly}
          onChange={(value) => set({ halfLifeDays: Number(value) })}
        />
        <TagsInput
          label="Lead sources that salespeople bring about"
          value={[...form.salesSources]}
          readOnly={readOnly}
          onChange={(salesSources) => set({ salesSources })}
        />
        <TagsInput
          label="Campaign types that salespeople bring about"
          value={[...form.salesCampaignTypes]}
          readOnly={readOnly}
          onChange={(salesCampaignTypes) => set({ salesCampaignTypes })}
        />
      </div>
    </Sheet>
  )
}
