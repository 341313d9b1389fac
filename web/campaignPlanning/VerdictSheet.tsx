import { Button, Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import classes from './Plan.module.css'
import { useGoalActs, type Goal } from './planning.ts'

/** How an outcome came out that nothing measures. */
export function VerdictSheet({ campaignId, goal, onClose }: { campaignId: string; goal: Goal; onClose: () => void }) {
  const [verdict, setVerdict] = useState<'met' | 'not_met'>(goal.verdict === 'not_met' ? 'not_met' : 'met')
  const [why, setWhy] = useState(goal.said?.reason ?? '')
  const { say } = useGoalActs(campaignId)
  return (
    <Sheet
      opened
      onClose={onClose}
      title="How it came out"
      footer={
        <Button
          loading={say.isPending}
          onClick={() =>
            void say.mutateAsync({ verdict, reason: why, version: goal.version }).then(onClose, () => undefined)
          }
        >
          Save verdict
        </Button>
      }
    >
      <div className={classes['form']}>
        <RefusalNotice problems={say.error === null ? [] : problemsBesides(say.error, ['reason'])} />
        <p className={classes['sentence']}>{goal.sentence}</p>
        <Radio.Group
          label="The outcome was"
          value={verdict}
          onChange={(value) => setVerdict(value === 'met' ? 'met' : 'not_met')}
        >
          <div className={classes['radios']}>
            <Radio value="met" label="met" />
            <Radio value="not_met" label="not met" />
          </div>
        </Radio.Group>
        <Textarea
          label="Why"
          withAsterisk
          autosize
          minRows={2}
          maxLength={1000}
          value={why}
          error={fieldErrors(say.error)['reason']}
          onChange={({ currentTarget: { value } }) => setWhy(value)}
        />
      </div>
    </Sheet>
  )
}
