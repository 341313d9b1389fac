import type { ReactNode } from 'react'
import classes from './PlainTable.module.css'

export type TableColumn<T> = Readonly<{
  head: string
  render: (row: T) => ReactNode
  align?: 'end'
  /** A CSS width; the first column takes what is left. */
  width?: string
  /** Buttons: no heading is seen, and on a phone they stand at the foot of the row. */
  acts?: boolean
}>

/** A short table of anything: on a phone each row is a block, its cells under each other with their headings. */
export function PlainTable<T>({
  label,
  columns,
  rows,
  keyOf,
  isFaint,
}: Readonly<{
  label: string
  columns: readonly TableColumn<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
  isFaint?: (row: T) => boolean
}>) {
  return (
    <div className={classes['frame']} tabIndex={-1}>
      <table className={classes['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.head}
                scope="col"
                data-align={column.align}
                style={column.width === undefined ? {} : { width: column.width }}
              >
                {column.acts === true ? <span className={classes['unseen']}>{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-faint={isFaint?.(row) === true || undefined}>
              {columns.map((column, at) => (
                <td
                  key={column.head}
                  data-align={column.align}
                  data-head={at === 0 || column.acts === true ? undefined : column.head}
                  data-acts={column.acts}
                >
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A name with a fainter line under it: the first cell of most tables. */
export function TwoLines({ first, second }: { first: ReactNode; second?: ReactNode }) {
  return (
    <span className={classes['two']}>
      <span className={classes['first']}>{first}</span>
      {second !== undefined && second !== null && second !== '' && <span className={classes['second']}>{second}</span>}
    </span>
  )
}
