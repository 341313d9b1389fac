import { Button, Menu } from '@mantine/core'
import { IconArrowsRightLeft } from '@tabler/icons-react'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { useObject } from '../api/describe.ts'
import { type RecordRow, useRecordList } from '../api/records.ts'
import { Along } from '../ui/related.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { textOf } from '../ui/textOf.ts'
import classes from './Board.module.css'
import { type Standing, useStandings } from './campaignApi.ts'
import { memberName, useMemberMoves } from './useMemberMoves.ts'
import { Works } from './Works.tsx'

/**
 * Members under the statuses they stand at: drag a card to another column, press the left and right arrow keys on it, or
 * choose from its menu.
 */
export function Board({ campaign }: { campaign: RecordRow }) {
  const found = useStandings(campaign.Id)
  const [held, setHeld] = useState<RecordRow>()
  const [said, setSaid] = useState('')
  const { move } = useMemberMoves()
  const standings = found.data?.standings.filter(({ isListed }) => isListed) ?? []
  const put = (row: RecordRow, status: string) => {
    setSaid(`${memberName(row)} moves to ${status}.`)
    move(row, status)
  }
  if (found.isPending) return <GridSkeleton rows={6} />
  if (found.isError) return <RefusalNotice error={found.error} />
  return (
    <div>
      <Works campaignId={campaign.Id} />
      <div className={classes['board']} role="group" aria-label="Members by status" tabIndex={0}>
        {standings.map((standing) => (
          <Column
            key={standing.status}
            campaign={campaign}
            standing={standing}
            labels={standings.map(({ status }) => status)}
            held={held}
            onHold={setHeld}
            onPut={put}
          />
        ))}
      </div>
      <p className={classes['said']} aria-live="polite">
        {said}
      </p>
    </div>
  )
}

type ColumnProps = Readonly<{
  campaign: RecordRow
  standing: Standing
  labels: readonly string[]
  held: RecordRow | undefined
  onHold: (row: RecordRow | undefined) => void
  onPut: (row: RecordRow, status: string) => void
}>

function Column({ campaign, standing, labels, held, onHold, onPut }: ColumnProps) {
  const { status, members, hasResponded } = standing
  const { may } = useObject('CampaignMember')
  const [over, setOver] = useState(false)
  const found = useRecordList(
    'CampaignMember',
    {
      filter: {
        and: [
          { field: 'CampaignId', op: 'eq', value: campaign.Id },
          { field: 'Status', op: 'eq', value: status },
        ],
      },
      sort: '-CreatedDate',
      fields: ['Status', 'LeadOrContactId', 'FirstName', 'LastName', 'Title', 'CompanyOrAccount'],
    },
    30,
  )
  const rows = found.pages?.flatMap((page) => page.records) ?? []
  const takes = may.edit && held !== undefined && held['Status'] !== status
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (takes) onPut(held, status)
    onHold(undefined)
  }
  return (
    <section
      className={classes['column']}
      aria-label={`${status}, ${members.toLocaleString('en')}`}
      data-over={(over && takes) || undefined}
      onDragOver={(event) => {
        if (!takes) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <h2 className={classes['head']} data-responded={hasResponded || undefined}>
        {status}
        <span className={classes['count']}>{members.toLocaleString('en')}</span>
      </h2>
      {found.isError && <RefusalNotice error={found.error} />}
      <ul className={classes['cards']}>
        {rows.map((row) => (
          <Card key={row.Id} row={row} labels={labels} mayMove={may.edit} onHold={onHold} onPut={onPut} />
        ))}
      </ul>
      {found.isSuccess && rows.length === 0 && <p className={classes['empty']}>Nobody stands here.</p>}
      {found.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={found.more}>
          Show more
        </Button>
      )}
    </section>
  )
}

function Card({
  row,
  labels,
  mayMove,
  onHold,
  onPut,
}: Readonly<{
  row: RecordRow
  labels: readonly string[]
  mayMove: boolean
  onHold: (row: RecordRow | undefined) => void
  onPut: (row: RecordRow, status: string) => void
}>) {
  const at = labels.indexOf(textOf(row['Status']))
  const name = memberName(row)
  const onKey = (event: KeyboardEvent) => {
    const next = labels[at + (event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : labels.length)]
    if (next === undefined) return
    event.preventDefault()
    onPut(row, next)
  }
  return (
    <li
      className={classes['card']}
      draggable={mayMove}
      data-member={row.Id}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', name)
        event.dataTransfer.effectAllowed = 'move'
        onHold(row)
      }}
      onDragEnd={() => onHold(undefined)}
    >
      <span className={classes['who']}>
        <span className={classes['name']}>
          <Along row={row} relation="LeadOrContact" />
        </span>
        <span className={classes['what']}>
          {[row['Title'], row['CompanyOrAccount']].filter(Boolean).map(textOf).join(' · ')}
        </span>
      </span>
      {mayMove && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <button
              type="button"
              className={classes['move']}
              aria-label={`Move ${name}`}
              onKeyDown={onKey}
              title="Move, or press the left and right arrow keys"
            >
              <IconArrowsRightLeft size={14} stroke={1.8} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {labels
              .filter((label) => label !== row['Status'])
              .map((label) => (
                <Menu.Item key={label} onClick={() => onPut(row, label)}>
                  {label}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  )
}
