import { Button, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { dayFromToday } from '../ui/dates.ts'
import { formatMoney, useCurrency } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { textOf } from '../ui/textOf.ts'
import { ReasonedButton } from '../ui/WithReason.tsx'
import classes from './Plan.module.css'
import { useCostActs, type CostDraft } from './planning.ts'
import { monthWords } from './range.ts'

type Editing = Readonly<{ id: string | undefined; draft: CostDraft }>

const amount = (row: RecordRow, name: string): number | null => (typeof row[name] === 'number' ? row[name] : null)

/** A campaign's costs month by month; they and what stands in no month come to the totals of the campaign. */
export function Costs({ campaign, reason }: { campaign: RecordRow; reason: string | undefined }) {
  const currency = useCurrency()
  const [editing, edit] = useState<Editing>()
  const found = useRecordList('CampaignCost', {
    filter: { field: 'CampaignId', op: 'eq', value: campaign.Id },
    sort: 'Month',
    fields: ['Month', 'BudgetedCost', 'ActualCost', 'Note'],
  })
  const lines = found.pages?.flatMap((page) => page.records) ?? []
  const money = (value: number | null) => (value === null ? '—' : formatMoney(value, currency))
  const rest = (name: string) =>
    Math.round(
      ((amount(campaign, name) ?? 0) - lines.reduce((sum, line) => sum + (amount(line, name) ?? 0), 0)) * 100,
    ) / 100
  const rows = [
    ...lines.map((line) => ({
      key: line.Id,
      line,
      what: monthWords(textOf(line['Month']).slice(0, 7), true),
      note: textOf(line['Note']),
      budgeted: amount(line, 'BudgetedCost'),
      actual: amount(line, 'ActualCost'),
    })),
    ...(rest('BudgetedCost') === 0 && rest('ActualCost') === 0
      ? []
      : [
          {
            key: 'rest',
            line: undefined,
            what: 'In no month yet',
            note: 'What of the totals no line accounts for',
            budgeted: rest('BudgetedCost'),
            actual: rest('ActualCost'),
          },
        ]),
    {
      key: 'total',
      line: undefined,
      what: 'Together',
      note: 'The campaign’s budgeted and actual cost',
      budgeted: amount(campaign, 'BudgetedCost'),
      actual: amount(campaign, 'ActualCost'),
    },
  ]
  return (
    <Panel
      title="Costs by month"
      actions={
        <ReasonedButton
          size="compact-sm"
          variant="default"
          reason={reason}
          onClick={() =>
            edit({
              id: undefined,
              draft: { Month: dayFromToday(0).slice(0, 7), BudgetedCost: null, ActualCost: null, Note: null },
            })
          }
        >
          Add cost
        </ReasonedButton>
      }
    >
      {found.isPending && <GridSkeleton rows={3} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && (
        <PlainTable
          label="Costs by month"
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            {
              head: 'Month',
              render: ({ what, note, key }) => (
                <TwoLines first={key === 'total' ? <strong>{what}</strong> : what} second={note} />
              ),
            },
            { head: 'Budgeted', width: '130px', align: 'end', render: ({ budgeted }) => money(budgeted) },
            { head: 'Actual', width: '130px', align: 'end', render: ({ actual }) => money(actual) },
            {
              head: 'Change',
              acts: true,
              width: '90px',
              render: ({ line, budgeted, actual, note }) =>
                line !== undefined && (
                  <ReasonedButton
                    size="compact-sm"
                    variant="default"
                    reason={reason}
                    onClick={() =>
                      edit({
                        id: line.Id,
                        draft: {
                          Month: textOf(line['Month']).slice(0, 7),
                          BudgetedCost: budgeted,
                          ActualCost: actual,
                          Note: note === '' ? null : note,
                        },
                      })
                    }
                  >
                    Change
                  </ReasonedButton>
                ),
            },
          ]}
        />
      )}
      <p className={classes['note']}>
        A line takes from what stands in no month first, and raises the total by what goes beyond it. A total set by
        hand or by a program changes only what stands in no month.
      </p>
      {editing !== undefined && (
        <CostSheet campaignId={campaign.Id} editing={editing} onClose={() => edit(undefined)} />
      )}
    </Panel>
  )
}

function CostSheet({ campaignId, editing, onClose }: { campaignId: string; editing: Editing; onClose: () => void }) {
  const [draft, setDraft] = useState(editing.draft)
  const { save, remove } = useCostActs(campaignId)
  const error = save.error ?? remove.error
  const errors = fieldErrors(error)
  const set = (change: Partial<CostDraft>) => setDraft({ ...draft, ...change })
  const submit = async () => {
    await save.mutateAsync({ id: editing.id, draft: { ...draft, Month: `${draft.Month}-01` } })
    onClose()
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={editing.id === undefined ? 'Add cost' : 'Change cost'}
      footer={
        <>
          {editing.id !== undefined && (
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() => void remove.mutateAsync(editing.id ?? '').then(onClose, () => undefined)}
            >
              Remove cost
            </Button>
          )}
          <Button loading={save.isPending} onClick={() => void submit().catch(() => undefined)}>
            Save cost
          </Button>
        </>
      }
    >
      <div className={classes['form']}>
        <RefusalNotice
          problems={error === null ? [] : problemsBesides(error, ['Month', 'BudgetedCost', 'ActualCost', 'Note'])}
        />
        <TextInput
          label="Month"
          type="month"
          withAsterisk
          value={draft.Month}
          error={errors['Month']}
          onChange={({ currentTarget: { value } }) => set({ Month: value })}
          data-autofocus
        />
        <Cost label="Budgeted" name="BudgetedCost" draft={draft} errors={errors} set={set} />
        <Cost label="Actual" name="ActualCost" draft={draft} errors={errors} set={set} />
        <TextInput
          label="What for"
          maxLength={255}
          placeholder="Stand and travel"
          value={draft.Note ?? ''}
          error={errors['Note']}
          onChange={({ currentTarget: { value } }) => set({ Note: value === '' ? null : value })}
        />
      </div>
    </Sheet>
  )
}

/** What of a month's cost was meant or spent; nothing typed is nothing said. */
function Cost({
  label,
  name,
  draft,
  errors,
  set,
}: Readonly<{
  label: string
  name: 'BudgetedCost' | 'ActualCost'
  draft: CostDraft
  errors: Readonly<Record<string, string>>
  set: (change: Partial<CostDraft>) => void
}>) {
  return (
    <NumberInput
      label={label}
      min={0}
      decimalScale={2}
      thousandSeparator=","
      value={draft[name] ?? ''}
      error={errors[name]}
      onChange={(value) => set({ [name]: value === '' ? null : Number(value) })}
    />
  )
}
