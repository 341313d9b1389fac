import { ActionIcon, Checkbox, Select } from '@mantine/core'
import { IconListDetails, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { PlainTable, type TableColumn, TwoLines } from '../ui/PlainTable.tsx'
import { Along } from '../ui/related.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { textOf } from '../ui/textOf.ts'
import type { Selection } from '../ui/useSelection.ts'
import { MemberSheet } from './MemberSheet.tsx'
import classes from './MemberTable.module.css'
import { useLabelsOf } from './memberStatus.ts'
import { memberName, useMemberMoves } from './useMemberMoves.ts'

/** Members one below the other: chosen, moved, looked into, taken out. */
export function MemberTable({
  rows,
  selection,
  showCampaign,
}: Readonly<{
  rows: readonly RecordRow[]
  selection: Selection
  showCampaign: boolean
}>) {
  const shape = useObject('CampaignMember')
  const labels = useLabelsOf(rows.map((row) => textOf(row['CampaignId'])))
  const { move, takeOut } = useMemberMoves()
  const [open, setOpen] = useState<RecordRow>()
  const columns: readonly TableColumn<RecordRow>[] = [
    {
      head: 'Member',
      render: (row) => (
        <span className={classes['who']}>
          <Checkbox
            aria-label={`Choose ${memberName(row)}`}
            checked={selection.ids.has(row.Id)}
            onChange={() => selection.toggle(row.Id)}
          />
          <TwoLines
            first={<Along row={row} relation="LeadOrContact" />}
            second={[row['Title'], row['CompanyOrAccount']].filter(Boolean).map(textOf).join(' · ')}
          />
        </span>
      ),
    },
    ...(showCampaign
      ? [{ head: 'Campaign', width: '180px', render: (row: RecordRow) => <Along row={row} relation="Campaign" /> }]
      : []),
    { head: 'Kind', width: '80px', render: (row) => textOf(row['Type']) },
    {
      head: 'Status',
      width: '190px',
      render: (row) =>
        shape.may.edit ? (
          <Select
            aria-label={`Status of ${memberName(row)}`}
            allowDeselect={false}
            data={[...new Set([...(labels.get(textOf(row['CampaignId'])) ?? []), textOf(row['Status'])])]}
            value={textOf(row['Status'])}
            onChange={(next) => next !== null && move(row, next)}
          />
        ) : (
          textOf(row['Status'])
        ),
    },
    { head: 'Since', width: '110px', align: 'end', render: (row) => <RelativeDate value={row['StatusSince']} /> },
    {
      head: 'Responded',
      width: '110px',
      align: 'end',
      render: (row) => <RelativeDate value={row['FirstRespondedDate']} />,
    },
    {
      head: 'What to do',
      acts: true,
      width: '72px',
      render: (row) => (
        <span className={classes['acts']}>
          <ActionIcon aria-label={`Look into the membership of ${memberName(row)}`} onClick={() => setOpen(row)}>
            <IconListDetails size={16} stroke={1.8} />
          </ActionIcon>
          {shape.may.delete && (
            <ActionIcon aria-label={`Take ${memberName(row)} out of the campaign`} onClick={() => takeOut(row)}>
              <IconX size={14} stroke={1.8} />
            </ActionIcon>
          )}
        </span>
      ),
    },
  ]
  return (
    <>
      <PlainTable label="Members" rows={rows} keyOf={(row) => row.Id} columns={columns} />
      {open !== undefined && <MemberSheet id={open.Id} name={memberName(open)} onClose={() => setOpen(undefined)} />}
    </>
  )
}
