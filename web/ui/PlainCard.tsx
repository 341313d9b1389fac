import type { RecordRow } from '../api/recordRow.ts'
import type { GridColumn } from './columns.tsx'
import classes from './PlainCard.module.css'

/** A row as a card on a phone: its name, and the next columns in a line. */
export function PlainCard({
  title,
  columns,
  row,
}: Readonly<{ title: string; columns: readonly GridColumn[]; row: RecordRow }>) {
  const [first, ...others] = columns
  return (
    <>
      <div className={classes['top']}>
        <span className={classes['title']}>{title}</span>
        {first !== undefined && <span className={classes['side']}>{first.render(row)}</span>}
      </div>
      <div className={classes['line']}>
        {others.map((column) => (
          <span key={column.id} className={classes['part']}>
            {column.render(row)}
          </span>
        ))}
      </div>
    </>
  )
}
