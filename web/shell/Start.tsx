import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { problemsOf } from '../api/errors.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ListSkeleton } from '../ui/Skeletons.tsx'
import classes from './Start.module.css'

/** The frame's shape while we learn who is there. */
export function StartPending() {
  return (
    <div className={classes['frame']}>
      <div className={classes['navigation']} />
      <div className={classes['page']}>
        <div className={classes['bar']} />
        <ListSkeleton />
      </div>
    </div>
  )
}

/** The server did not tell who is there. */
export function Unreachable({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <main>
      <EmptyState
        level={1}
        icon={IconPlugConnectedX}
        title="Assay cannot be reached"
        action={
          <Button
            onClick={() => {
              reset()
              globalThis.location.reload()
            }}
          >
            Try again
          </Button>
        }
      >
        {problemsOf(error)[0]?.message}
      </EmptyState>
    </main>
  )
}
