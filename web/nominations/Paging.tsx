import { Button } from '@mantine/core'
import classes from './Nominations.module.css'

export function Paging({ back, more }: Readonly<{ back: (() => void) | undefined; more: (() => void) | undefined }>) {
  if (back === undefined && more === undefined) return null
  return (
    <div className={classes['actions']}>
      {back !== undefined && (
        <Button variant="subtle" size="compact-sm" onClick={back}>
          Earlier
        </Button>
      )}
      {more !== undefined && (
        <Button variant="subtle" size="compact-sm" onClick={more}>
          Later
        </Button>
      )}
    </div>
  )
}
