import { IconAlertTriangle } from '@tabler/icons-react'
import { flagWords, type Flag } from './nominations.ts'
import classes from './Nominations.module.css'

/** What an approver should know before they say yes. */
export function Flags({ flags }: Readonly<{ flags: readonly Flag[] }>) {
  if (flags.length === 0) return null
  return (
    <span className={classes['flags']}>
      {flags.map((flag) => (
        <span key={flag} className={classes['flag']}>
          <IconAlertTriangle size={14} stroke={2} aria-hidden />
          {flagWords[flag]}
        </span>
      ))}
    </span>
  )
}
