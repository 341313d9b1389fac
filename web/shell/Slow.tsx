import { useIsSlow } from '../api/slow.ts'
import classes from './Slow.module.css'

/** Says that the server is waited for, where the page would only stand still. */
export function Slow() {
  const isSlow = useIsSlow()
  return (
    <div role="status" className={classes['slow']} data-shown={isSlow}>
      {isSlow && 'The server takes long to answer. What you typed stays; you need not press again.'}
    </div>
  )
}
