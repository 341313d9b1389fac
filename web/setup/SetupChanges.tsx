import { Button, Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { TextLink } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { Backups } from './Backups.tsx'
import { sectionOf, useReasonAgainstSection } from './sections.ts'
import { areaLabels, doneTo, isArea, type SetupChange, type SetupChangePage, valueWords } from './setupChange.ts'
import { SetupPage } from './SetupPage.tsx'
import classes from './SetupChanges.module.css'

/** Who changed what in Setup, by person and page; and when the last backup was made. */
export function SetupChanges() {
  const closed = useReasonAgainstSection('changes')
  const { area: askedArea, user: askedUser }: Readonly<{ area?: unknown; user?: unknown }> = useSearch({
    strict: false,
  })
  const area = isArea(askedArea) ? askedArea : undefined
  const user = typeof askedUser === 'string' ? askedUser : undefined
  const navigate = useNavigate()
  const show = (search: Readonly<{ area?: string | undefined; user?: string | undefined }>) =>
    void navigate({
      to: paths.setupSection('changes'),
      search: Object.fromEntries(Object.entries({ area, user, ...search }).filter(([, value]) => value !== undefined)),
      replace: true,
    })
  const found = useSetupChanges({ area, user }, closed === undefined)
  const changes = found.data?.pages.flatMap((page) => page.changes) ?? []
  const isAsked = area !== undefined || user !== undefined
  return (
    <SetupPage section="changes">
      <Backups />
      <div className={classes['tools']}>
        <ReferencePicker
          references={['User']}
          value={user ?? null}
          aria-label="Changed by"
          placeholder="Changed by anybody"
          alsoInactive
          onChange={(id) => show({ user: id ?? undefined })}
        />
        <Select
          aria-label="Page of Setup"
          placeholder="On every page"
          clearable
          searchable
          value={area ?? null}
          data={Object.entries(areaLabels).map(([value, label]) => ({ value, label }))}
          onChange={(next) => show({ area: next ?? undefined })}
        />
      </div>
      {found.isPending && closed === undefined && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && changes.length === 0 && (
        <EmptyState
          title={isAsked ? 'No such change' : 'Nothing was changed yet'}
          example="Ines Falk, yesterday: Settings changed, currency: USD → EUR."
          {...(isAsked && {
            action: (
              <Button variant="default" onClick={() => show({ area: undefined, user: undefined })}>
                Show every change
              </Button>
            ),
          })}
        >
          Whatever somebody changes in Setup stands here, with who did it and when.
        </EmptyState>
      )}
      {changes.length > 0 && <Changes changes={changes} />}
      <MoreButton of={found}>Show earlier ones</MoreButton>
    </SetupPage>
  )
}

function Changes({ changes }: { changes: readonly SetupChange[] }) {
  return (
    <PlainTable
      label="Setup changes"
      rows={changes}
      keyOf={({ Id }) => Id}
      columns={[
        { head: 'What', render: (one) => <What change={one} /> },
        { head: 'Page', width: '180px', render: ({ area }) => <Page area={area} /> },
        { head: 'Who', width: '170px', render: ({ by }) => by?.Name ?? 'A command on the server' },
        { head: 'When', width: '120px', render: ({ at }) => <RelativeDate value={at} /> },
      ]}
    />
  )
}

function What({ change }: { change: SetupChange }) {
  const { name, count, values } = change
  return (
    <span>
      <TwoLines
        first={doneTo(change)}
        second={values.length > 0 ? undefined : [name, count > 1 && `and ${count - 1} more`].filter(Boolean).join(' ')}
      />
      {values.map((value) => (
        <span key={value.name} className={classes['value']}>
          {valueWords(value)}
        </span>
      ))}
    </span>
  )
}

function Page({ area }: { area: SetupChange['area'] }) {
  const label = areaLabels[area]
  return sectionOf(area) === undefined ? label : <TextLink to={paths.setupSection(area)}>{label}</TextLink>
}

const useSetupChanges = (query: Readonly<{ area: string | undefined; user: string | undefined }>, mayRead: boolean) =>
  useInfiniteQuery({
    queryKey: ['setup', '/setup-changes', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<SetupChangePage>('/setup-changes', { signal, query: { ...query, after: pageParam } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    enabled: mayRead,
  })
