import { ActionIcon, Button, Radio, Select, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useDeleteRecord, useReorder } from '../api/keptLists.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useCreateRecord, useRecordList, useSaveRecord } from '../api/records.ts'
import { OrderedRows } from '../ui/OrderedRows.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { isState, stateLook } from '../ui/states.ts'
import { Term } from '../ui/Term.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import { SavedText } from './SavedText.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useReason } from './setupApi.ts'
import classes from './Statuses.module.css'

const STATES = ['open', 'working', 'nurturing', 'converted', 'unqualified'] as const
const stateMeans: Readonly<Record<(typeof STATES)[number], string>> = {
  open: 'nobody has spoken to them yet',
  working: 'somebody is finding out whether they qualify',
  nurturing: 'not now, but perhaps later',
  converted: 'became account, contact and opportunity; only conversion leads here',
  unqualified: 'closed with a reason; can be opened again',
}

/** The org's words for where a lead stands: order, state, default. */
export function LeadStatuses() {
  const reason = useReason('set_up', 'change lead statuses')
  const statuses = useRecordList(
    'LeadStatus',
    { sort: 'SortOrder', fields: ['MasterLabel', 'SortOrder', 'IsDefault', 'State'] },
    200,
  )
  const reorder = useReorder('LeadStatus')
  const [wanted, setWanted] = useState<readonly RecordRow[]>()
  const rows = wanted ?? statuses.pages?.flatMap((page) => page.records) ?? []
  const order = (next: readonly RecordRow[]) => {
    setWanted(next)
    reorder.mutate(next, { onError: toastError, onSettled: () => setWanted(undefined) })
  }
  return (
    <SetupPage section="lead-statuses" reason={reason}>
      <p className={classes['prose']}>
        A <Term of="lead">lead</Term> moves through five states. Name as many statuses in each as your work needs. New
        leads start in the default one.
      </p>
      {statuses.isPending && <GridSkeleton rows={5} />}
      {statuses.isError && <RefusalNotice error={statuses.error} />}
      {rows.length > 0 && (
        <div>
          <div className={classes['heads']} data-fixed={reason !== undefined || undefined} aria-hidden>
            <span>Status</span>
            <span>State behind it</span>
            <span>Default</span>
          </div>
          <OrderedRows
            label="Lead statuses in their order"
            rows={rows}
            keyOf={(row) => row.Id}
            nameOf={(row) => String(row['MasterLabel'])}
            onOrder={order}
            isFixed={reason !== undefined}
          >
            {(row) => <Status row={row} reason={reason} />}
          </OrderedRows>
          {reason === undefined && <AddStatus />}
        </div>
      )}
    </SetupPage>
  )
}

function Status({ row, reason }: { row: RecordRow; reason: string | undefined }) {
  const save = useSaveRecord('LeadStatus')
  const remove = useDeleteRecord('LeadStatus')
  const label = String(row['MasterLabel'])
  const change = (values: Readonly<Record<string, unknown>>, said: string) =>
    save.mutate({ id: row.Id, values }, { onSuccess: () => toast(said), onError: toastError })
  const drop = () => remove.mutate(row.Id, { onSuccess: () => toast(`Deleted ${label}.`), onError: toastError })
  return (
    <div className={classes['status']}>
      <SavedText
        label={`Label of ${label}`}
        value={label}
        reason={reason}
        maxLength={255}
        onSave={(next) => save.mutateAsync({ id: row.Id, values: { MasterLabel: next } })}
      />
      <StateSelect
        label={`State behind ${label}`}
        value={String(row['State'])}
        reason={reason}
        onChange={(state) => change({ State: state }, `${label} now belongs to the state ${state}.`)}
      />
      <WithReason reason={reason ?? (row['IsDefault'] === true ? 'New leads start here' : undefined)}>
        <Radio
          aria-label={`${label} is the default`}
          label={<span aria-hidden>Default</span>}
          classNames={{ labelWrapper: classes['word'] ?? '' }}
          checked={row['IsDefault'] === true}
          disabled={reason !== undefined}
          onChange={() => change({ IsDefault: true }, `New leads now start as ${label}.`)}
        />
      </WithReason>
      {reason === undefined && (
        <ActionIcon aria-label={`Delete ${label}`} onClick={drop}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      )}
    </div>
  )
}

function StateSelect({
  label,
  value,
  reason,
  onChange,
}: Readonly<{ label: string; value: string; reason?: string | undefined; onChange: (state: string) => void }>) {
  const look = isState(value) ? stateLook[value] : stateLook.open
  return (
    <Select
      aria-label={label}
      allowDeselect={false}
      readOnly={reason !== undefined}
      data={STATES.map((state) => ({ value: state, label: stateLook[state].word }))}
      value={value}
      onChange={(next) => next !== null && next !== value && onChange(next)}
      leftSection={<look.icon size={14} stroke={2} color={look.colour} aria-hidden />}
      comboboxProps={{ width: 300, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <span>
          {option.label}
          <span className={classes['means']}>
            {STATES.filter((state) => state === option.value).map((state) => stateMeans[state])}
          </span>
        </span>
      )}
    />
  )
}

function AddStatus() {
  const create = useCreateRecord('LeadStatus')
  const [label, setLabel] = useState('')
  const [state, setState] = useState<string>('working')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (label.trim() === '') return
    create.mutate(
      { values: { MasterLabel: label.trim(), State: state } },
      {
        onSuccess: () => {
          toast(`Added ${label.trim()}.`)
          setLabel('')
        },
      },
    )
  }
  return (
    <form className={classes['add']} onSubmit={submit}>
      <TextInput
        aria-label="Label of the new status"
        placeholder="Add a status"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <StateSelect label="State of the new status" value={state} onChange={setState} />
      <Button type="submit" variant="default" loading={create.isPending} disabled={label.trim() === ''}>
        Add status
      </Button>
      <RefusalNotice error={create.error} />
    </form>
  )
}
