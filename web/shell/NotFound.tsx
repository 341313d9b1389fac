import { Button } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { paths } from '../paths.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link } from '../ui/Link.tsx'
import { usePlace } from './place.ts'
import { palette } from './palette.ts'

/** Nothing lives at this address. */
export function NotFound({ children }: { children?: ReactNode }) {
  usePlace({ title: 'Not found' })
  return (
    <EmptyState
      icon={IconMapQuestion}
      title="There is nothing at this address"
      level={1}
      action={
        <>
          <Button onClick={palette.open}>Search records</Button>
          <Button variant="default" component={Link} to={paths.home}>
            Go home
          </Button>
        </>
      }
    >
      {children ?? 'The record may have been deleted or merged into another one, or the address is mistyped.'}
    </EmptyState>
  )
}
