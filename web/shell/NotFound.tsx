import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { IconMapQuestion } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { objectOfPrefix } from '../../shared/ids.ts'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link } from '../ui/Link.tsx'
import { usePlace } from './place.ts'
import { palette } from './palette.ts'

/** Nothing lives at this address. */
export function NotFound({ children }: { children?: ReactNode }) {
  usePlace({ title: 'Not found' })
  const became = useBecame()
  return (
    <EmptyState
      icon={IconMapQuestion}
      title="There is nothing at this address"
      level={1}
      action={
        <>
          {became !== undefined && (
            <Button component={Link} to={paths.record(became.Id) ?? paths.home}>
              Open {became.Name ?? 'what it became'}
            </Button>
          )}
          <Button variant={became === undefined ? 'filled' : 'default'} onClick={palette.open}>
            Search records
          </Button>
          <Button variant="default" component={Link} to={paths.home}>
            Go home
          </Button>
        </>
      }
    >
      {became === undefined
        ? children
        : `What was here is one with ${became.Name ?? 'another record'} now. Its journal can take that back.`}
      {became === undefined &&
        children === undefined &&
        'The record may have been deleted or merged into another one, or the address is mistyped.'}
    </EmptyState>
  )
}

type Named = Readonly<{ Id: string; Name: string | null }>
type Merged = Readonly<{ kind: string; record: Named; others: readonly Named[]; undone: unknown }>

/** The record that the one of this address was merged into, as bookmarks and old mails still lead to the one that went. */
function useBecame(): Named | undefined {
  const id = useLocation().pathname.split('/').at(-1) ?? ''
  const { data } = useQuery({
    queryKey: ['journal', 'became', id],
    queryFn: ({ signal }) =>
      api.get<{ entries: readonly Merged[] }>('/journal', { signal, query: { record: id, limit: 10 } }),
    enabled: id.length === 18 && mergeable.has(objectOfPrefix(id.slice(0, 3)) ?? ''),
    retry: false,
  })
  return data?.entries.find(
    ({ kind, undone, others }) => kind === 'merge' && undone === null && others.some(({ Id }) => Id === id),
  )?.record
}

const mergeable: ReadonlySet<string> = new Set(['Lead', 'Contact', 'Account'])
