import { ActionIcon, Button, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import { allOf } from '../api/filter.ts'
import { keys } from '../api/queries.ts'
import { useDeleteRecord } from '../api/keptLists.ts'
import { type RecordRow, useCreateRecord, useRecordList, useSaveRecord } from '../api/records.ts'
import { useAnswer } from '../setup/setupApi.ts'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { Along, along } from '../ui/related.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateChips } from '../ui/StateChips.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import related from '../ui/RelatedList.module.css'
import { useMemberStatuses } from './memberStatus.ts'
import { textOf } from '../ui/textOf.ts'

const FIELDS = [
  'Status',
  'HasResponded',
  'FirstRespondedDate',
  'LeadOrContactId',
  'FirstName',
  'LastName',
  'Title',
  'Email',
  'CompanyOrAccount',
  'Type',
]

/** Who took part and where each stands; one status out of the campaign's own list. */
export function Members({ campaign }: { campaign: RecordRow }) {
  const shape = useObject('CampaignMember')
  const [chosen, setChosen] = useState('')
  const [adding, setAdding] = useState(false)
  const statuses = useMemberStatuses(campaign.Id)
  const labels = statuses.map((status) => String(status['Label']))
  const within = { field: 'CampaignId', op: 'eq', value: campaign.Id } as const
  const found = useRecordList(
    'CampaignMember',
    {
      filter: allOf(within, chosen === '' ? undefined : { field: 'Status', op: 'eq', value: chosen }),
      sort: '-CreatedDate',
      fields: FIELDS,
    },
    50,
  )
  const counts = useAnswer<{ counts: readonly { value: string; count: number; atLeast?: boolean }[] }>(
    '/campaign-members/counts',
    { field: 'Status', values: labels.join('|'), filter: { and: [within] } },
  )
  const rows = found.pages?.flatMap((page) => page.records) ?? []
  return (
    <Panel
      title="Members"
      actions={
        shape.may.create && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            Add members
          </Button>
        )
      }
    >
      {labels.length > 0 && (
        <div style={{ marginBottom: 12 }}>
          <StateChips
            label="Members by status"
            chosen={chosen}
            onChoose={setChosen}
            chips={[
              { value: '', label: 'All' },
              ...statuses.map((status) => ({
                value: String(status['Label']),
                label: String(status['Label']),
                state: status['HasResponded'] === true ? ('converted' as const) : ('planned' as const),
                ...countOf(counts.data?.counts, String(status['Label'])),
              })),
            ]}
          />
        </div>
      )}
      {adding && <AddMember campaign={campaign} onDone={() => setAdding(false)} />}
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && (
        <p className={related['empty']}>
          {chosen === ''
            ? 'Nobody is in this campaign yet. Add members here, import a list into it, or point a web form at it.'
            : `Nobody stands at ‘${chosen}’.`}
        </p>
      )}
      {rows.length > 0 && <Table rows={rows} labels={labels} campaign={campaign} />}
      {found.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={found.more}>
          Show more members
        </Button>
      )}
    </Panel>
  )
}

const countOf = (counts: readonly { value: string; count: number; atLeast?: boolean }[] | undefined, label: string) => {
  const one = counts?.find(({ value }) => value === label)
  return counts === undefined ? {} : { count: one?.count ?? 0, atLeast: one?.atLeast === true }
}

/** What is counted over members is asked anew once one of them changed. */
function useRecount(campaignId: string) {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: ['setup', '/campaign-members/counts'] })
    void client.invalidateQueries({ queryKey: keys.record('Campaign', campaignId) })
  }
}

function Table({
  rows,
  labels,
  campaign,
}: {
  rows: readonly RecordRow[]
  labels: readonly string[]
  campaign: RecordRow
}) {
  const shape = useObject('CampaignMember')
  const save = useSaveRecord('CampaignMember')
  const remove = useDeleteRecord('CampaignMember')
  const recount = useRecount(campaign.Id)
  const name = (row: RecordRow) =>
    along(row, 'LeadOrContact')?.Name ?? [row['FirstName'], row['LastName']].filter(Boolean).join(' ')
  const move = (row: RecordRow, Status: string) => {
    const before = row['Status']
    save.mutate(
      { id: row.Id, values: { Status } },
      {
        onSuccess: () => {
          toast(`${name(row)} is now ${Status}.`, () =>
            save.mutate({ id: row.Id, values: { Status: before } }, { onSuccess: recount }),
          )
          recount()
        },
        onError: toastError,
      },
    )
  }
  const takeOut = (row: RecordRow) =>
    remove.mutate(row.Id, {
      onSuccess: () => {
        toast(`${name(row)} is out of the campaign.`)
        recount()
      },
      onError: toastError,
    })
  return (
    <PlainTable
      label="Members"
      rows={rows}
      keyOf={(row) => row.Id}
      columns={[
        {
          head: 'Member',
          render: (row) => (
            <TwoLines
              first={<Along row={row} relation="LeadOrContact" />}
              second={[row['Title'], row['CompanyOrAccount']].filter(Boolean).join(' · ')}
            />
          ),
        },
        { head: 'Kind', width: '80px', render: (row) => textOf(row['Type']) },
        {
          head: 'Status',
          width: '180px',
          render: (row) =>
            shape.may.edit ? (
              <Select
                aria-label={`Status of ${name(row)}`}
                allowDeselect={false}
                data={[...labels]}
                value={String(row['Status'])}
                onChange={(next) => next !== null && next !== row['Status'] && move(row, next)}
              />
            ) : (
              String(row['Status'])
            ),
        },
        {
          head: 'Responded',
          width: '110px',
          align: 'end',
          render: (row) => <RelativeDate value={row['FirstRespondedDate']} />,
        },
        {
          head: 'Take out',
          acts: true,
          width: '40px',
          render: (row) =>
            shape.may.delete ? (
              <ActionIcon aria-label={`Take ${name(row)} out of the campaign`} onClick={() => takeOut(row)}>
                <IconX size={14} stroke={1.8} />
              </ActionIcon>
            ) : null,
        },
      ]}
    />
  )
}

function AddMember({ campaign, onDone }: { campaign: RecordRow; onDone: () => void }) {
  const create = useCreateRecord('CampaignMember')
  const recount = useRecount(campaign.Id)
  const add = (id: string | null, name: string | undefined) => {
    if (id === null) return
    create.mutate(
      { values: { CampaignId: campaign.Id, [id.startsWith('00Q') ? 'LeadId' : 'ContactId']: id } },
      {
        onSuccess: () => {
          toast(`${name ?? 'The person'} is in the campaign.`)
          recount()
        },
      },
    )
  }
  return (
    <div style={{ display: 'grid', gap: 8, maxWidth: 420, marginBottom: 12 }}>
      <div style={{ display: 'flex', gap: 8 }}>
        <div style={{ flex: 1 }}>
          <ReferencePicker
            references={['Lead', 'Contact']}
            value={null}
            placeholder="Find a lead or contact to add"
            aria-label="Lead or contact to add"
            onChange={(id, referred) => add(id, referred?.Name)}
            autoFocus
          />
        </div>
        <Button variant="default" onClick={onDone}>
          Done
        </Button>
      </div>
      <RefusalNotice error={create.error} />
    </div>
  )
}
