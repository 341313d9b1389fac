import { Button, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { isMatchable, type Matchable } from './duplicates.ts'
import classes from './Review.module.css'
import { ReviewGroups } from './ReviewGroups.tsx'
import type { Group } from './group.ts'

type GroupPage = Readonly<{ groups: readonly Group[]; next: string | null }>

const objects = [
  { value: 'Lead', label: 'Leads' },
  { value: 'Contact', label: 'Contacts' },
  { value: 'Account', label: 'Accounts' },
] as const

/** Likely duplicates found in the data, group by group: same, not the same, unsure, or merged at once. */
export function Review() {
  const { object: asked }: Readonly<{ object?: unknown }> = useSearch({ strict: false })
  const navigate = useNavigate()
  const objectName: Matchable = isMatchable(String(asked)) ? (String(asked) as Matchable) : 'Lead'
  usePlace({
    title: 'Likely duplicates',
    up: {
      label: objects.find(({ value }) => value === objectName)?.label ?? 'Leads',
      to: paths.list(objectName) ?? paths.home,
    },
  })
  const found = useGroups(objectName)
  const groups = found.data?.pages.flatMap((one) => one.groups) ?? []
  const many = objects.find(({ value }) => value === objectName)?.label.toLowerCase() ?? 'leads'
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Likely duplicates</h1>
            <p className={page['headline']}>
              The same person or company, found twice. Nothing is merged before you have compared them.
            </p>
            <p className={classes['keys']}>
              <kbd>J</kbd> <kbd>K</kbd> move, <kbd>S</kbd> <kbd>D</kbd> <kbd>U</kbd> decide, <kbd>M</kbd> compare and
              merge
            </p>
          </div>
          <div className={page['actions']}>
            <Button component={Link} to={paths.duplicateRuns} variant="default">
              Search all records
            </Button>
            <Button component={Link} to={paths.checkList} variant="default">
              Check a list
            </Button>
            <Button component={Link} to={paths.journal} search={{ kind: 'merge' }} variant="default">
              What was merged
            </Button>
            <SegmentedControl
              aria-label="Kind of record"
              value={objectName}
              onChange={(next) => void navigate({ to: '.', search: { object: next }, replace: true })}
              data={[...objects]}
              className={classes['kinds'] ?? ''}
            />
          </div>
        </header>
        {found.isPending && <GridSkeleton rows={8} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && groups.length === 0 && !found.hasNextPage && (
          <EmptyState
            title={`No likely duplicates among your ${many}`}
            example="Mira Holt of Nordwind and M. Holt of Nordwind GmbH, with the same phone number: one came from the web form, one from the trade show."
            action={
              <Button component={Link} to={paths.list(objectName) ?? paths.home} variant="default">
                Show {many}
              </Button>
            }
          >
            When two {many} look like the same, they stand here with the reasons, so that nobody calls one person twice.
          </EmptyState>
        )}
        <ReviewGroups key={objectName} objectName={objectName} groups={groups} />
        <MoreButton of={found}>Look further</MoreButton>
      </div>
    </div>
  )
}

const useGroups = (object: Matchable) =>
  useInfiniteQuery({
    queryKey: ['duplicate-groups', object],
    queryFn: ({ pageParam, signal }) =>
      api.get<GroupPage>('/duplicates', { signal, query: { object, after: pageParam, limit: 20 } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })
