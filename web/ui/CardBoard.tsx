import { Button, Menu } from '@mantine/core'
import { IconArrowsRightLeft } from '@tabler/icons-react'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Filter } from '../api/filter.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import classes from './CardBoard.module.css'
import { RefusalNotice } from './RefusalNotice.tsx'
import { textOf } from './textOf.ts'

/** A value of the field a board is sorted by, in words, and what stands beside it: a count. */
export type BoardColumn = Readonly<{ value: string; label?: string; note?: string; isMarked?: boolean }>

export type CardBoardProps = Readonly<{
  /** What the board is, to who hears it: 'Members by status'. */
  label: string
  objectName: string
  /** The field that says in which column a record stands. */
  field: string
  columns: readonly BoardColumn[]
  /** Which records the board is about. */
  filter?: Filter
  sort: string
  /** The fields the cards need besides. */
  fields: readonly string[]
  mayMove: boolean
  nameOf: (row: RecordRow) => string
  /** What a card says, in two lines. */
  face: (row: RecordRow) => ReactNode
  /** What stands in the head of a column beside its name; the rows are all of it, or undefined while there are more. */
  noteOf?: (rows: readonly RecordRow[] | undefined) => string
  onPut: (row: RecordRow, value: string) => void
  empty: string
}>

/**
 * Records as cards under the values of one field: drag a card to another column, press the left and right arrow keys on it,
 * or choose from its menu.
 */
export function CardBoard(props: CardBoardProps) {
  const { label, columns, field, nameOf } = props
  const [said, setSaid] = useState('')
  const put = (row: RecordRow, value: string) => {
    setSaid(`${nameOf(row)} moves to ${columns.find((one) => one.value === value)?.label ?? value}.`)
    props.onPut(row, value)
  }
  const cards = useRef(new Map<string, RecordRow>())
  const follow = useFollowing()
  const { setBoard, over } = useDragging(cards, field, nameOf, put)
  return (
    <div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, also while no card in it takes the keys. */}
      <div ref={setBoard} className={classes['board']} role="group" aria-label={label} tabIndex={0}>
        {columns.map((column) => (
          <Column
            {...props}
            key={column.value}
            column={column}
            isOver={over === column.value}
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
function useDragging(
  cards: Cards,
  field: string,
  nameOf: (row: RecordRow) => string,
  onDrop: (row: RecordRow, value: string) => void,
) {
  const [over, setOver] = useState<string>()
  const [board, setBoard] = useState<HTMLDivElement | null>(null)
  const dropped = useEffectEvent(onDrop)
  const named = useEffectEvent(nameOf)
  useEffect(() => {
    if (board === null) return undefined
    let held: RecordRow | undefined
    const within = (event: DragEvent, name: 'card' | 'column'): string | undefined => {
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
      held = cards.current.get(within(event, 'card') ?? '')
      event.dataTransfer?.setData('text/plain', held === undefined ? '' : named(held))
    })
    listen('dragover', (event) => {
      const value = within(event, 'column')
      const takes = held !== undefined && value !== undefined && held[field] !== value
      if (takes) event.preventDefault()
      setOver(takes ? value : undefined)
    })
    listen('drop', (event) => {
      event.preventDefault()
      const value = within(event, 'column')
      if (held !== undefined && value !== undefined) dropped(held, value)
      end()
    })
    listen('dragend', end)
    return () => stop.abort()
  }, [board, cards, field])
  return { setBoard, over }
}

const PAGE = 60

type ColumnProps = CardBoardProps &
  Readonly<{
    column: BoardColumn
    isOver: boolean
    /** The rows behind the cards, by their ids, for who drags one. */
    cards: Cards
    follow: Following
  }>

function Column(props: ColumnProps) {
  const { column, objectName, field, filter, sort, fields, isOver, cards, noteOf, empty } = props
  const { value, label = value, isMarked = false } = column
  const standing = { field, op: 'eq', value } as const
  const found = useRecordList(
    objectName,
    { filter: filter === undefined ? standing : { and: [filter, standing] }, sort, fields },
    PAGE,
  )
  // A card that was moved leaves at once, before the list is asked again.
  const rows = found.pages?.flatMap((page) => page.records).filter((row) => row[field] === value) ?? []
  useEffect(() => {
    for (const row of found.pages?.flatMap((page) => page.records) ?? []) cards.current.set(row.Id, row)
  }, [found.pages, cards])
  const note = column.note ?? (found.isSuccess ? noteOf?.(found.hasNextPage ? undefined : rows) : undefined)
  return (
    <section
      className={classes['column']}
      aria-label={note === undefined ? label : `${label}, ${note}`}
      data-column={value}
      data-over={isOver || undefined}
    >
      <h2 className={classes['head']} data-marked={isMarked || undefined}>
        {label}
        <span className={classes['count']}>{note}</span>
      </h2>
      {found.isError && <RefusalNotice error={found.error} />}
      <ul className={classes['cards']}>
        {rows.map((row) => (
          <Card {...props} key={row.Id} row={row} />
        ))}
      </ul>
      {found.isSuccess && rows.length === 0 && <p className={classes['empty']}>{empty}</p>}
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
  columns,
  field,
  mayMove,
  nameOf,
  face,
  onPut,
  follow,
}: ColumnProps & Readonly<{ row: RecordRow }>) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (follow.arrived(row.Id)) button.current?.focus()
  }, [follow, row.Id])
  const at = columns.findIndex(({ value }) => value === textOf(row[field]))
  const onKey = (event: KeyboardEvent) => {
    const next = columns[at + (event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : columns.length)]
    if (next === undefined) return
    event.preventDefault()
    follow.begin(row.Id)
    onPut(row, next.value)
  }
  return (
    <li className={classes['card']} draggable={mayMove} data-card={row.Id}>
      <span className={classes['who']}>{face(row)}</span>
      {mayMove && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <button
              type="button"
              className={classes['move']}
              aria-label={`Move ${nameOf(row)}`}
              ref={button}
              onKeyDown={onKey}
              title="Move, or press the left and right arrow keys"
            >
              <IconArrowsRightLeft size={14} stroke={1.8} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {columns
              .filter(({ value }) => value !== row[field])
              .map(({ value, label = value }) => (
                <Menu.Item key={value} onClick={() => onPut(row, value)}>
                  {label}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  )
}

/** The two lines of a card: a name, and under it what tells it from others. */
export function CardFace({ first, second }: Readonly<{ first: ReactNode; second: ReactNode }>) {
  return (
    <>
      <span className={classes['name']}>{first}</span>
      <span className={classes['what']}>{second}</span>
    </>
  )
}
