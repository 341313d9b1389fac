import { memo, type ReactNode } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import type { GridColumn } from './columns.tsx'
import classes from './DataGrid.module.css'
import { nameOf } from './fields.ts'

type GridRowProps = Readonly<{
  id: string
  row: RecordRow
  index: number
  /** Px from the top of all rows. */
  start: number
  columns: readonly GridColumn[]
  phone: boolean
  active: boolean
  /** Undefined where rows cannot be chosen. */
  chosen: boolean | undefined
  onToggle: (id: string, options: { upTo: boolean }) => void
  renderCard: (row: RecordRow) => ReactNode
}>

/** One row of a grid. Remembered between scroll steps: only rows that come into sight are drawn. */
export const GridRow = memo(function GridRow({
  id,
  row,
  index,
  start,
  columns,
  phone,
  active,
  chosen,
  onToggle,
  renderCard,
}: GridRowProps) {
  return (
    <div
      id={id}
      role="row"
      className={classes['row']}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-active={active || undefined}
      data-index={index}
      style={{ transform: `translateY(${start}px)` }}
    >
      {chosen !== undefined && (
        <div role="gridcell" className={classes['check']}>
          <input
            type="checkbox"
            className={classes['box']}
            checked={chosen}
            tabIndex={-1}
            aria-label={`Select ${nameOf(row)}`}
            onChange={(event) =>
              onToggle(row.Id, { upTo: event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey })
            }
          />
        </div>
      )}
      {phone ? (
        <div role="gridcell" className={classes['card']}>
          {renderCard(row)}
        </div>
      ) : (
        columns.map((column) => (
          <div key={column.id} role="gridcell" className={classes['cell']} data-align={column.align}>
            <div className={classes['content']}>{column.render(row)}</div>
          </div>
        ))
      )}
    </div>
  )
})

/** Where a row will be, in its shape, while its page is on the way. */
export function LoadingRow({ start, columns }: { start: number; columns: number }) {
  return (
    <div role="row" aria-hidden className={classes['row']} data-loading style={{ transform: `translateY(${start}px)` }}>
      <div className={classes['check']} />
      {Array.from({ length: columns }, (_, column) => (
        <div key={column} className={classes['cell']}>
          <span className={classes['bone']} />
        </div>
      ))}
    </div>
  )
}
