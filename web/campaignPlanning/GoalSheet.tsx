import { Button, NumberInput, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { DayInput } from '../ui/DayInput.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { textOf } from '../ui/textOf.ts'
import classes from './Plan.module.css'
import { measures, useGoalActs, type Goal, type GoalDraft, type Measure } from './planning.ts'

const measureWords: Readonly<Record<Measure, string>> = {
  members: 'People who reach a status, such as Meeting Held',
  won: 'Deals won with this campaign as primary source',
  amount: 'Amount won with this campaign as primary source',
  said: 'Nothing: somebody says it, with a reason',
}

/** Says what would make a campaign a success, and what measures it. */
export function GoalSheet({
  campaign,
  goal,
  onClose,
}: {
  campaign: RecordRow
  goal: Goal | null
  onClose: () => void
}) {
  const statuses = useRecordList('CampaignMemberStatus', {
    filter: { field: 'CampaignId', op: 'eq', value: campaign.Id },
    sort: 'SortOrder',
    fields: ['Label'],
  })
  const labels = statuses.pages?.flatMap((page) => page.records.map((row) => textOf(row['Label']))) ?? []
  const [draft, setDraft] = useState<GoalDraft>(
    goal ?? {
      sentence: '',
      measure: 'members',
      memberStatus: campaign['Type'] === 'Business Development' ? 'Meeting Held' : null,
      target: null,
      dueOn: null,
    },
  )
  const { set: save, remove } = useGoalActs(campaign.Id)
  const error = save.error ?? remove.error
  const errors = fieldErrors(error)
  const set = (change: Partial<GoalDraft>) => setDraft({ ...draft, ...change })
  const { sentence, measure, memberStatus, target, dueOn } = draft
  return (
    <Sheet
      opened
      onClose={onClose}
      title="Success outcome"
      footer={
        <>
          {goal !== null && (
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() => void remove.mutateAsync().then(onClose, () => undefined)}
            >
              Take outcome away
            </Button>
          )}
          <Button
            loading={save.isPending}
            onClick={() =>
              void save.mutateAsync({ sentence, measure, memberStatus, target, dueOn }).then(onClose, () => undefined)
            }
          >
            Save outcome
          </Button>
        </>
      }
    >
      <div className={classes['form']}>
        <RefusalNotice
          problems={error === null ? [] : problemsBesides(error, ['sentence', 'target', 'memberStatus'])}
        />
        <Textarea
          label="The outcome, in a sentence"
          withAsterisk
          autosize
          minRows={2}
          maxLength={1000}
          placeholder="Ten plants meet us by June."
          value={sentence}
          error={errors['sentence']}
          onChange={({ currentTarget: { value } }) => set({ sentence: value })}
          data-autofocus
        />
        <Select
          label="Measured by"
          data={measures.map((value) => ({ value, label: measureWords[value] }))}
          value={measure}
          allowDeselect={false}
          onChange={(value) => value !== null && set({ measure: value })}
        />
        {measure === 'members' && (
          <Select
            label="The status that counts"
            data={labels}
            value={memberStatus}
            error={errors['memberStatus']}
            onChange={(value) => set({ memberStatus: value })}
          />
        )}
        {measure !== 'said' && (
          <NumberInput
            label="Target"
            min={0}
            thousandSeparator=","
            value={target ?? ''}
            error={errors['target']}
            onChange={(value) => set({ target: value === '' ? null : Number(value) })}
          />
        )}
        <DayInput
          label="Due"
          description="The end of the campaign, unless you say."
          clearable
          value={dueOn}
          onChange={(day) => set({ dueOn: day })}
        />
      </div>
    </Sheet>
  )
}
