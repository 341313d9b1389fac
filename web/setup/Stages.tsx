import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useDeleteRecord, useReorder } from '../api/keptLists.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useCreateRecord, useRecordList, useSaveRecord } from '../api/records.ts'
import { OrderedRows } from '../ui/OrderedRows.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import { SavedNumber, SavedText } from './SavedText.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useReason } from './setupApi.ts'
import classes from './Statuses.module.css'

const FIELDS = [
  'MasterLabel',
  'SortOrder',
  'IsActive',
  'IsClosed',
  'IsWon',
  'DefaultProbability',
  'ForecastCategoryName',
]
const CATEGORIES = ['Pipeline', 'Best Case', 'Most Likely', 'Commit', 'Closed', 'Omitted']

/** The steps of the sales process. */
export function Stages() {
  const reason = useReason('set_up', 'change opportunity stages')
  const stages = useRecordList('OpportunityStage', { sort: 'SortOrder', fields: FIELDS }, 200)
  const reorder = useReorder('OpportunityStage')
  const [wanted, setWanted] = useState<readonly RecordRow[]>()
  const rows = wanted ?? stages.pages?.flatMap((page) => page.records) ?? []
  const order = (next: readonly RecordRow[]) => {
    setWanted(next)
    reorder.mutate(next, { onError: toastError, onSettled: () => setWanted(undefined) })
  }
  return (
    <SetupPage section="opportunity-stages" reason={reason}>
      <p className={classes['prose']}>
        A deal takes a stage’s probability when it enters it; deals already there keep theirs. Every deal ends in one of
        two stages, won or lost, and nowhere else.
      </p>
      {stages.isPending && <GridSkeleton rows={8} />}
      {stages.isError && <RefusalNotice error={stages.error} />}
      {rows.length > 0 && (
        <div>
          <div className={classes['stageHeads']} data-fixed={reason !== undefined || undefined} aria-hidden>
            <span>Stage</span>
            <span>Probability</span>
            <span>Forecast</span>
            <span>A deal here is</span>
            <span>In use</span>
          </div>
          <OrderedRows
            label="Opportunity stages in their order"
            rows={rows}
            keyOf={(row) => row.Id}
            nameOf={(row) => String(row['MasterLabel'])}
            onOrder={order}
            isFixed={reason !== undefined}
          >
            {(row) => <Stage row={row} reason={reason} />}
          </OrderedRows>
          {reason === undefined && <AddStage />}
        </div>
      )}
    </SetupPage>
  )
}

function Stage({ row, reason }: { row: RecordRow; reason: string | undefined }) {
  const save = useSaveRecord('OpportunityStage')
  const remove = useDeleteRecord('OpportunityStage')
  const label = String(row['MasterLabel'])
  const put = (values: Readonly<Record<string, unknown>>) => save.mutateAsync({ id: row.Id, values })
  const change = (values: Readonly<Record<string, unknown>>, said: string) =>
    void put(values).then(() => toast(said), toastError)
  const drop = () => remove.mutate(row.Id, { onSuccess: () => toast(`Deleted ${label}.`), onError: toastError })
  const category = String(row['ForecastCategoryName'])
  return (
    <div className={classes['stage']}>
      <SavedText
        label={`Label of ${label}`}
        value={label}
        reason={reason}
        onSave={(next) => put({ MasterLabel: next })}
      />
      <SavedNumber
        label={`Probability of ${label}`}
        value={Number(row['DefaultProbability'])}
        reason={reason}
        min={0}
        max={100}
        suffix=" %"
        onSave={(next) => put({ DefaultProbability: next })}
      />
      <Select
        aria-label={`Forecast category of ${label}`}
        data={CATEGORIES}
        value={category}
        allowDeselect={false}
        readOnly={reason !== undefined}
        onChange={(next) =>
          next !== null &&
          next !== category &&
          change({ ForecastCategoryName: next }, `Deals at ${label} now count as ${next}.`)
        }
      />
      <WithReason
        reason={
          row['IsClosed'] === true ? 'One of the two ends. The loss reason of a lost deal says the rest.' : undefined
        }
      >
        <span>
          {row['IsWon'] === true ? (
            <StateMark state="won" />
          ) : row['IsClosed'] === true ? (
            <StateMark state="lost" />
          ) : (
            <StateMark state="working" label="In progress" />
          )}
        </span>
      </WithReason>
      {reason === undefined ? (
        <Switch
          aria-label={`${label} is in use`}
          label={<span aria-hidden>In use</span>}
          classNames={{ labelWrapper: classes['word'] ?? '' }}
          checked={row['IsActive'] === true}
          onChange={(event) =>
            change(
              { IsActive: event.currentTarget.checked },
              event.currentTarget.checked ? `${label} is in use.` : `${label} is no longer offered.`,
            )
          }
        />
      ) : (
        <span>{row['IsActive'] === true ? 'Yes' : 'No'}</span>
      )}
      {reason === undefined && (
        <ActionIcon aria-label={`Delete ${label}`} onClick={drop}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      )}
    </div>
  )
}

function AddStage() {
  const create = useCreateRecord('OpportunityStage')
  const [label, setLabel] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (label.trim() === '') return
    create.mutate(
      { values: { MasterLabel: label.trim(), DefaultProbability: 50 } },
      {
        onSuccess: () => {
          toast(`Added ${label.trim()} with a probability of 50 %.`)
          setLabel('')
        },
      },
    )
  }
  return (
    <form className={classes['add']} onSubmit={submit}>
      <TextInput
        aria-label="Label of the new stage"
        placeholder="Add a stage"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <span />
      <Button type="submit" variant="default" loading={create.isPending} disabled={label.trim() === ''}>
        Add stage
      </Button>
      <RefusalNotice error={create.error} />
    </form>
  )
}
