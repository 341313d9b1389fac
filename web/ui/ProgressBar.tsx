import { Progress } from '@mantine/core'
import { formatNumber } from './Money.tsx'
import classes from './ProgressBar.module.css'

/** Long work: how far it is, what failed, and what comes after. `total` unknown shows a moving bar. */
export function ProgressBar({
  done,
  total,
  failed = 0,
  noun,
  note,
}: Readonly<{
  done: number
  total?: number | undefined
  failed?: number
  /** What is counted, in the plural: 'rows'. */
  noun: string
  /** What a person may do meanwhile: 'You can close this tab; the import goes on.' */
  note?: string
}>) {
  const percent = total === undefined || total === 0 ? 100 : Math.min(100, (done / total) * 100)
  const figures = total === undefined ? formatNumber(done) : `${formatNumber(done)} of ${formatNumber(total)}`
  return (
    <div className={classes['progress']}>
      <div className={classes['line']}>
        <span className="number">
          {figures} {noun}
        </span>
        {failed > 0 && (
          <span className={classes['failed']}>
            {formatNumber(failed)} {failed === 1 ? 'needs' : 'need'} a look
          </span>
        )}
        {total !== undefined && <span className={classes['percent']}>{Math.floor(percent)} %</span>}
      </div>
      <Progress
        value={percent}
        size={6}
        radius={3}
        animated={total === undefined}
        striped={total === undefined}
        aria-label={`${figures} ${noun}`}
      />
      {note !== undefined && <p className={classes['note']}>{note}</p>}
    </div>
  )
}
