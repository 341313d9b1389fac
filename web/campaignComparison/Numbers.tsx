import type { ReactNode } from 'react'
import classes from './Compare.module.css'

/** A chart's figures as a table, folded until somebody wants them. */
export function Numbers({
  what,
  heads,
  rows,
}: Readonly<{
  what: string
  heads: readonly string[]
  rows: readonly Readonly<{ key: string; cells: readonly ReactNode[] }>[]
}>) {
  return (
    <details className={classes['numbers']}>
      <summary>The numbers</summary>
      <div className={classes['frame']} tabIndex={-1}>
        <table aria-label={what}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {cells.map((cell, at) =>
                  at === 0 ? (
                    <th key={heads[at]} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={heads[at]}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
