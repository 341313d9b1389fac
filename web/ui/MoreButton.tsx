import { Button } from '@mantine/core'
import type { ReactNode } from 'react'

type Pages = Readonly<{ hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }>

/** At the foot of what comes page by page: brings the next one, and is gone after the last. Inside a panel it is `small`. */
export function MoreButton({
  of: { hasNextPage, isFetchingNextPage, fetchNextPage },
  small = false,
  children,
}: Readonly<{ of: Pages; small?: boolean; children: ReactNode }>) {
  if (!hasNextPage) return null
  return (
    <Button
      {...(small ? { variant: 'subtle', size: 'compact-sm' } : { variant: 'default' })}
      style={{ justifySelf: 'start' }}
      loading={isFetchingNextPage}
      onClick={() => void fetchNextPage()}
    >
      {children}
    </Button>
  )
}
