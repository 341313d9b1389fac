import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import type { GridColumn } from './columns.tsx'
import classes from './DataGrid.module.css'
import { GridHeader } from './GridHeader.tsx'
import { GridRow, LoadingRow } from './GridRow.tsx'
import { recallScroll, rememberScroll } from './scrollMemory.ts'
import type { GridCursor } from './useGridCursor.ts'
import { usePhone } from './usePhone.ts'
import type { Selection } from './useSelection.ts'
import { useStable } from './useStable.ts'

export type DataGridProps = Readonly<{
  label: string
  columns: readonly GridColumn[]
  rows: readonly RecordRow[]
  /** Whether the server has more rows; `onMore` is called before the end is reached. */
  hasMore: boolean
  onMore: () => void
  /** How many rows there are in all, where known; read out, and -1 otherwise. */
  total?: number | undefined
  sort: string
  onSort: (sort: string) => void
  selection?: Selection | undefined
  cursor: GridCursor
  onOpen: (row: RecordRow) => void
  addressOf: (row: RecordRow) => string | undefined
  /** How a row reads on a phone. */
  renderCard: (row: RecordRow) => ReactNode
  compact?: boolean
  /** Shown while older rows stay on the screen and newer ones are fetched. */
  stale?: boolean
}>

const CHECK_WIDTH = 40
const CARD_HEIGHT = 72
const LOADING_ROWS = 12

/**
 * Rows and columns for any number of records: draws only what is seen, asks for the next page before it is needed,
 * and comes back to where it was. On a phone the rows are cards.
 */
export function DataGrid(props: DataGridProps) {
  const { columns, rows, hasMore, onMore, selection, cursor, compact = false } = props
  const phone = usePhone()
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = phone ? CARD_HEIGHT : compact ? 28 : 36
  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? LOADING_ROWS : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 14,
    initialOffset: recallScroll,
    onChange: (instance) => rememberScroll(instance.scrollOffset ?? 0),
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  const seen = virtual.getVirtualItems()
  const end = seen.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && end >= rows.length - 60) onMore()
  }, [end, hasMore, onMore, rows.length])
  useEffect(() => {
    if (cursor.index >= 0) virtual.scrollToIndex(cursor.index, { align: 'auto' })
  }, [virtual, cursor.index])
  const firstSeen = virtual.range?.startIndex ?? 0
  useEffect(() => cursor.seeFrom(firstSeen), [cursor, firstSeen])
  const template = `${selection === undefined ? '' : `${CHECK_WIDTH}px `}${columns.map((column) => `minmax(${column.width}px, ${column.width}fr)`).join(' ')}`
  const minWidth = columns.reduce((sum, column) => sum + column.width, selection === undefined ? 0 : CHECK_WIDTH) + 24
  const active = rows[cursor.index]
  const toggle = useStable((rowId: string, options: { upTo: boolean }) => selection?.toggle(rowId, options))
  const renderCard = useStable(props.renderCard)
  const press = (event: MouseEvent) => {
    const index = rowPressed(event)
    const row = index === undefined ? undefined : rows[index]
    if (index === undefined || row === undefined) return
    cursor.moveTo(index)
    if (event.shiftKey && selection !== undefined) return selection.toggle(row.Id, { upTo: true })
    const address = props.addressOf(row)
    if ((event.metaKey || event.ctrlKey) && address !== undefined) globalThis.open(address, '_blank', 'noopener')
    else props.onOpen(row)
  }
  return (
    <div
      ref={scroller}
      className={classes['scroller']}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={hasMore ? (props.total ?? -1) : rows.length + 1}
      aria-colcount={columns.length + (selection === undefined ? 0 : 1)}
      aria-multiselectable={selection !== undefined}
      aria-activedescendant={active === undefined ? undefined : `${id}-${active.Id}`}
      aria-busy={props.stale === true}
      data-phone={phone || undefined}
      onClick={press}
      onKeyDown={(event) => {
        if (event.key === 'Home') cursor.moveTo(0)
        if (event.key === 'End') cursor.moveTo(rows.length - 1)
      }}
      style={{ '--template': template, '--min-width': phone ? '0' : `${minWidth}px`, '--row': `${rowHeight}px` }}
    >
      {!phone && <GridHeader columns={columns} sort={props.sort} onSort={props.onSort} selection={selection} />}
      <div className={classes['rows']} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {seen.map(({ index, start }) => {
          const row = rows[index]
          return row === undefined ? (
            <LoadingRow key={`loading-${index}`} start={start} columns={columns.length} />
          ) : (
            <GridRow
              key={row.Id}
              id={`${id}-${row.Id}`}
              row={row}
              index={index}
              start={start}
              columns={columns}
              phone={phone}
              active={index === cursor.index}
              chosen={selection?.ids.has(row.Id)}
              onToggle={toggle}
              renderCard={renderCard}
            />
          )
        })}
      </div>
    </div>
  )
}

/** The index of the row a press fell on; undefined when it fell on something that answers by itself. */
function rowPressed(event: MouseEvent): number | undefined {
  if (
    event.defaultPrevented ||
    !(event.target instanceof Element) ||
    event.target.closest('a, button, input, label') !== null
  )
    return undefined
  const index = event.target.closest<HTMLElement>('[data-index]')?.dataset['index']
  return index === undefined ? undefined : Number(index)
}
