import { Button, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useObject } from '../api/describe.ts'
import { problemsOf } from '../api/errors.ts'
import { useDeleteRecord, useReorder } from '../api/keptLists.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useCreateRecord, useSaveRecord } from '../api/records.ts'
import { OrderedRows } from '../ui/OrderedRows.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { saidOf, useMoveMany, useRefreshMembers } from './campaignApi.ts'
import { useMemberStatuses } from './memberStatus.ts'
import classes from './MemberStatuses.module.css'
import { StatusHeads, StatusRow } from './StatusRow.tsx'

/** The campaign's own list of places a member can stand; changed where it is seen. */
export function MemberStatuses({ campaign }: { campaign: RecordRow }) {
  const shape = useObject('CampaignMemberStatus')
  const statuses = useMemberStatuses(campaign.Id)
  const reorder = useReorder('CampaignMemberStatus')
  const reason = shape.may.edit ? undefined : 'Your role may read campaigns, but not change their statuses.'
  const order = (rows: readonly RecordRow[]) => reorder.mutate(rows, { onError: toastError })
  return (
    <Panel title="Member statuses">
      <p className={classes['note']}>
        Where a member can stand. A response is what counts as interest: who ever stood there has responded. The default
        is for new members.
      </p>
      <StatusHeads />
      <OrderedRows
        label="Member statuses in their order"
        rows={statuses}
        keyOf={(row) => row.Id}
        nameOf={(row) => String(row['Label'])}
        onOrder={order}
        isFixed={reason !== undefined}
      >
        {(row) => (
          <Status
            row={row}
            reason={reason}
            campaignId={campaign.Id}
            others={statuses.filter(({ Id }) => Id !== row.Id).map((one) => String(one['Label']))}
          />
        )}
      </OrderedRows>
      {shape.may.create && <AddStatus campaignId={campaign.Id} />}
    </Panel>
  )
}

type StatusProps = Readonly<{
  row: RecordRow
  reason: string | undefined
  campaignId: string
  others: readonly string[]
}>

function Status({ row, reason, campaignId, others }: StatusProps) {
  const save = useSaveRecord('CampaignMemberStatus')
  const remove = useDeleteRecord('CampaignMemberStatus')
  const refresh = useRefreshMembers()
  const [inUse, setInUse] = useState<unknown>()
  const label = String(row['Label'])
  // A new label goes to the members, and who responded follows from the list.
  const put = (values: Readonly<Record<string, unknown>>) => save.mutateAsync({ id: row.Id, values }).then(refresh)
  const change = (values: Readonly<Record<string, unknown>>, said: string) =>
    void put(values).then(() => toast(said), toastError)
  // Awaited, not called back: the row is gone from the page before anybody could be told.
  const drop = () =>
    void remove.mutateAsync(row.Id).then(
      async () => {
        toast(`Deleted ${label}.`)
        await refresh()
      },
      (error: unknown) => (isInUse(error) ? setInUse(error) : toastError(error)),
    )
  return (
    <>
      <StatusRow
        label={label}
        hasResponded={row['HasResponded'] === true}
        isDefault={row['IsDefault'] === true}
        reason={reason}
        onLabel={(Label) => put({ Label })}
        onResponse={(HasResponded) =>
          change(
            { HasResponded },
            HasResponded ? `${label} now counts as a response.` : `${label} no longer counts as a response.`,
          )
        }
        onDefault={() => change({ IsDefault: true }, `New members now start as ${label}.`)}
        onDrop={drop}
      />
      {inUse !== undefined && (
        <MoveFirst
          campaignId={campaignId}
          label={label}
          others={others}
          refusal={inUse}
          onClose={() => setInUse(undefined)}
          onMoved={() => {
            setInUse(undefined)
            drop()
          }}
        />
      )}
    </>
  )
}

const isInUse = (error: unknown): boolean => problemsOf(error).some(({ code }) => code === 'member_status_in_use')

/** The way on from a status somebody stands at: its members move, then it goes. */
function MoveFirst({
  campaignId,
  label,
  others,
  refusal,
  onClose,
  onMoved,
}: Readonly<{
  campaignId: string
  label: string
  others: readonly string[]
  refusal: unknown
  onClose: () => void
  onMoved: () => void
}>) {
  const [to, setTo] = useState<string | null>(null)
  const move = useMoveMany()
  const start = () =>
    to !== null &&
    move.mutate(
      { campaignId, of: { filter: { field: 'Status', op: 'eq', value: label } }, status: to },
      {
        onSuccess: (carried) => {
          toast(saidOf(carried, `moved to ${to}`))
          if (carried.workId === null) onMoved()
          else onClose()
        },
      },
    )
  return (
    <Sheet
      opened
      onClose={onClose}
      title={`Delete ${label}`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={to === null} loading={move.isPending} onClick={start}>
            Move members and delete {label}
          </Button>
        </>
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        <RefusalNotice problems={problemsOf(refusal).map((problem) => ({ ...problem, way: undefined }))} />
        <Select label="Move its members to" data={[...others]} value={to} onChange={setTo} allowDeselect={false} />
        <RefusalNotice error={move.error} />
      </div>
    </Sheet>
  )
}

function AddStatus({ campaignId }: { campaignId: string }) {
  const create = useCreateRecord('CampaignMemberStatus')
  const refresh = useRefreshMembers()
  const [label, setLabel] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (label.trim() !== '')
      create.mutate(
        { values: { CampaignId: campaignId, Label: label.trim() } },
        {
          onSettled: refresh,
          onSuccess: () => setLabel(''),
        },
      )
  }
  return (
    <form className={classes['add']} onSubmit={submit}>
      <TextInput
        aria-label="Label of the new status"
        placeholder="Add a status"
        maxLength={40}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={label.trim() === ''} loading={create.isPending}>
        Add
      </Button>
      <RefusalNotice error={create.error} />
    </form>
  )
}
