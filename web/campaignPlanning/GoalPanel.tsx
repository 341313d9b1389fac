import { useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { GoalSheet } from './GoalSheet.tsx'
import classes from './Plan.module.css'
import { useGoal, type Goal } from './planning.ts'
import { VerdictMark } from './VerdictMark.tsx'
import { VerdictSheet } from './VerdictSheet.tsx'

/** What would make this campaign a success, and whether it was one. */
export function GoalPanel({ campaign, reason }: { campaign: RecordRow; reason: string | undefined }) {
  const found = useGoal(campaign.Id)
  const [open, setOpen] = useState<'goal' | 'verdict'>()
  const goal = found.data?.goal ?? null
  return (
    <Panel
      title="Success outcome"
      actions={
        found.isSuccess && (
          <span className={classes['actions']}>
            {goal?.measure === 'said' && (
              <ReasonedButton size="compact-sm" variant="default" reason={reason} onClick={() => setOpen('verdict')}>
                Say how it came out
              </ReasonedButton>
            )}
            <ReasonedButton size="compact-sm" variant="default" reason={reason} onClick={() => setOpen('goal')}>
              {goal === null ? 'Set outcome' : 'Change outcome'}
            </ReasonedButton>
          </span>
        )
      }
    >
      {found.isPending && <GridSkeleton rows={1} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && goal === null && (
        <p className={classes['note']}>
          Say in a sentence what would make this campaign a success, and how it is measured: ‘Ten plants meet us by
          June’, ten members at Meeting Held.
        </p>
      )}
      {goal !== null && <Standing goal={goal} />}
      {open === 'goal' && <GoalSheet campaign={campaign} goal={goal} onClose={() => setOpen(undefined)} />}
      {open === 'verdict' && goal !== null && (
        <VerdictSheet campaignId={campaign.Id} goal={goal} onClose={() => setOpen(undefined)} />
      )}
    </Panel>
  )
}

function Standing({ goal }: { goal: Goal }) {
  const currency = useCurrency()
  const shown = (value: number) => (goal.measure === 'amount' ? formatMoney(value, currency) : formatNumber(value))
  const [measured, target] = [goal.measured ?? 0, goal.target ?? 0]
  const unit = { members: `people reached ‘${goal.memberStatus ?? ''}’`, won: 'deals won', amount: 'won', said: '' }[
    goal.measure
  ]
  return (
    <div className={classes['goal']}>
      <p className={classes['sentence']}>{goal.sentence}</p>
      <VerdictMark verdict={goal.verdict} />
      {goal.measure === 'said' ? (
        <p className={classes['note']}>
          {goal.said === null ? (
            'Nothing measures this one: somebody says how it came out, and why.'
          ) : (
            <>
              {goal.said.by?.Name ?? 'Somebody'}, <RelativeDate within value={goal.said.at} />: {goal.said.reason}
            </>
          )}
        </p>
      ) : (
        <>
          <progress
            className={classes['progress']}
            value={Math.min(measured, target)}
            max={target}
            aria-label={`${shown(measured)} of ${shown(target)}`}
          />
          <p className={classes['note']}>
            {shown(measured)} of {shown(target)} {unit}
            {goal.dueOn !== null && (
              <>
                , due <RelativeDate within value={goal.dueOn} />
              </>
            )}
            .
          </p>
        </>
      )}
    </div>
  )
}
