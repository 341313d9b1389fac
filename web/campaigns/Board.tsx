import { Button, Menu } from '@mantine/core'
import { IconArrowsRightLeft } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
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
  const [said, setSaid] = useState('')
  const { move } = useMemberMoves()
  const standings = found.data?.standings.filter(({ isListed }) => isListed) ?? []
  const put = (row: RecordRow, status: string) => {
    setSaid(`${memberName(row)} moves to ${status}.`)
    move(row, status)
  }
  const cards = useRef(new Map<string, RecordRow>())
  const follow = useFollowing()
  const { setBoard, over } = useDragging(cards, put)
  if (found.isPending) return <GridSkeleton rows={6} />
  if (found.isError) return <RefusalNotice error={found.error} />
  return (
    <div>
      <Works campaignId={campaign.Id} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, also while no card in it takes the keys. */}
      <div ref={setBoard} className={classes['board']} role="group" aria-label="Members by status" tabIndex={0}>
        {standings.map((standing) => (
          <Column
            key={standing.status}
            campaign={campaign}
            standing={standing}
            labels={standings.map(({ status }) => status)}
            isOver={over === standing.status}
            cards={cards}
            onPut={put}
            follow={follow}
          />
        ))}
      </div>
      <p className={classes['said']} aria-live="polite">
        {said}
      </p>
    </div>
  )
}

/** The card that was moved by key: whoever moved it goes on with it in the column it came to. */
type Following = Readonly<{ begin: (id: string) => void; arrived: (id: string) => boolean }>

function useFollowing(): Following {
  const held = useRef<string>(undefined)
  return useMemo(
    () => ({
      begin: (id: string) => {
        held.current = id
      },
      arrived: (id: string) => {
        const isIt = held.current === id
        if (isIt) held.current = undefined
        return isIt
      },
    }),
    [],
  )
}

type Cards = RefObject<Map<string, RecordRow>>

/** A card is dragged from one column to another: told by what the browser drags, wherever on the board it is. */
function useDragging(cards: Cards, onDrop: (row: RecordRow, status: string) => void) {
  const [over, setOver] = useState<string>()
  const [board, setBoard] = useState<HTMLDivElement | null>(null)
  const dropped = useEffectEvent(onDrop)
  useEffect(() => {
    if (board === null) return undefined
    let held: RecordRow | undefined
    const within = (event: DragEvent, name: 'member' | 'status'): string | undefined => {
      const part = event.target instanceof Element ? event.target.closest(`[data-${name}]`) : null
      return part?.getAttribute(`data-${name}`) ?? undefined
    }
    const stop = new AbortController()
    const listen = (type: 'dragstart' | 'dragover' | 'drop' | 'dragend', heard: (event: DragEvent) => void) =>
      board.addEventListener(type, heard, { signal: stop.signal })
    const end = () => {
      held = undefined
      setOver(undefined)
    }
    listen('dragstart', (event) => {
      held = cards.current.get(within(event, 'member') ?? '')
      event.dataTransfer?.setData('text/plain', held === undefined ? '' : memberName(held))
    })
    listen('dragover', (event) => {
      const status = within(event, 'status')
      const takes = held !== undefined && status !== undefined && held['Status'] !== status
      if (takes) event.preventDefault()
      setOver(takes ? status : undefined)
    })
    listen('drop', (event) => {
      event.preventDefault()
      const status = within(event, 'status')
      if (held !== undefined && status !== undefined) dropped(held, status)
      end()
    })
    listen('dragend', end)
    return () => stop.abort()
  }, [board, cards])
  return { setBoard, over }
}

type ColumnProps = Readonly<{
  campaign: RecordRow
  standing: Standing
  labels: readonly string[]
  isOver: boolean
  /** The rows behind the cards, by their ids, for who drags one. */
  cards: Cards
  onPut: (row: RecordRow, status: string) => void
  follow: Following
}>

function Column({ campaign, standing, labels, isOver, cards, onPut, follow }: ColumnProps) {
  const { status, members, hasResponded } = standing
  const { may } = useObject('CampaignMember')
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
  useEffect(() => {
    for (const row of found.pages?.flatMap((page) => page.records) ?? []) cards.current.set(row.Id, row)
  }, [found.pages, cards])
  return (
    <section
      className={classes['column']}
      aria-label={`${status}, ${members.toLocaleString('en')}`}
      data-status={status}
      data-over={isOver || undefined}
    >
      <h2 className={classes['head']} data-responded={hasResponded || undefined}>
        {status}
        <span className={classes['count']}>{members.toLocaleString('en')}</span>
      </h2>
      {found.isError && <RefusalNotice error={found.error} />}
      <ul className={classes['cards']}>
        {rows.map((row) => (
          <Card key={row.Id} row={row} labels={labels} mayMove={may.edit} onPut={onPut} follow={follow} />
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
  onPut,
  follow,
}: Readonly<{
  row: RecordRow
  labels: readonly string[]
  mayMove: boolean
  onPut: (row: RecordRow, status: string) => void
  follow: Following
}>) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (follow.arrived(row.Id)) button.current?.focus()
  }, [follow, row.Id])
  const at = labels.indexOf(textOf(row['Status']))
  const name = memberName(row)
  const onKey = (event: KeyboardEvent) => {
    const next = labels[at + (event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : labels.length)]
    if (next === undefined) return
    event.preventDefault()
    follow.begin(row.Id)
    onPut(row, next)
  }
  return (
    <li className={classes['card']} draggable={mayMove} data-member={row.Id}>
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
              ref={button}
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
