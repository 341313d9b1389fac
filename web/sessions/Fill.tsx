import classes from './Sessions.module.css'

/** How full something is: a bar where there is an end to it, and the numbers in words beside it. */
export function Fill({
  taken,
  waiting,
  capacity,
  of,
}: Readonly<{ taken: number; waiting: number; capacity: number | null; of: string }>) {
  const share = capacity === null ? 0 : Math.min(taken / capacity, 1)
  const words =
    capacity === null
      ? `${taken.toLocaleString('en')} ${of}`
      : `${taken.toLocaleString('en')} of ${capacity.toLocaleString('en')}`
  return (
    <span className={classes['fill']}>
      {capacity !== null && (
        <span className={classes['bar']} aria-hidden>
          <span className={classes['level']} data-full={share >= 1 || undefined} style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <span className={classes['figures']}>
        {words}
        {waiting > 0 && <span className={classes['waiting']}>{`${waiting.toLocaleString('en')} waiting`}</span>}
      </span>
    </span>
  )
}
