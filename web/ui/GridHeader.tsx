import { UnstyledButton } from '@mantine/core'
import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react'
import type { GridColumn } from './columns.tsx'
import classes from './DataGrid.module.css'
import type { Selection } from './useSelection.ts'

/** The head of a grid: pressing a column sorts by it, again turns it round, a third time leaves it. */
export function GridHeader({
  columns,
  sort,
  onSort,
  selection,
}: Readonly<{
  columns: readonly GridColumn[]
  sort: string
  onSort: (sort: string) => void
  selection: Selection | undefined
}>) {
  return (
    <div role="rowgroup" className={classes['head']}>
      <div role="row" className={classes['headRow']} aria-rowindex={1}>
        {selection !== undefined && (
          <div role="columnheader" className={classes['check']}>
            <input
              type="checkbox"
              className={classes['box']}
              ref={(box) => {
                if (box !== null) box.indeterminate = !selection.allChosen && selection.ids.size > 0
              }}
              aria-label={selection.allChosen ? 'Select none' : 'Select all loaded rows'}
              checked={selection.allChosen}
              onChange={selection.toggleAll}
            />
          </div>
        )}
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
    </div>
  )
}

function HeaderCell({ column, sort, onSort }: { column: GridColumn; sort: string; onSort: (sort: string) => void }) {
  const by = column.sort
  if (by === undefined) {
    return (
      <div role="columnheader" className={classes['headCell']} data-align={column.align}>
        <span className={classes['headText']}>{column.header}</span>
      </div>
    )
  }
  const direction = sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : 'none'
  const next = direction === 'none' ? by : direction === 'ascending' ? `-${by}` : ''
  return (
    <div role="columnheader" className={classes['headCell']} data-align={column.align} aria-sort={direction}>
      <UnstyledButton className={classes['sort']} onClick={() => onSort(next)}>
        <span className={classes['headText']}>{column.header}</span>
        {direction === 'ascending' && <IconArrowNarrowUp size={14} aria-hidden />}
        {direction === 'descending' && <IconArrowNarrowDown size={14} aria-hidden />}
      </UnstyledButton>
    </div>
  )
}
