import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { certain } from '../../shared/likelihood.ts'
import { api } from '../api/client.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { useCall } from '../setup/setupApi.ts'
import { usePlace } from '../shell/place.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { nameOf } from '../ui/fields.ts'
import { Link, RecordLink } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { percent } from './DuplicatesPanel.tsx'
import type { Matchable } from './duplicates.ts'
import { Facts } from './Facts.tsx'
import { reasonAgainstMerge } from './mayMerge.ts'
import classes from './Reported.module.css'

type ReportedSet = Readonly<{
  Id: string
  object: Matchable
  reportedAt: string
  rule: Readonly<{ Id: string; label: string }>
  records: readonly Readonly<{
    object: Matchable
    record: RecordRow
    probability: number | null
    reasons: readonly string[]
  }>[]
  /** Behind which more are. */
  next: string | null
}>

const KEY = ['reported-duplicates'] as const

/** What duplicate rules put aside to be looked at, the newest first. */
export function Reported() {
  usePlace({ title: 'Reported duplicates', up: { label: 'Likely duplicates', to: paths.duplicates } })
  const found = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) =>
      api.get<{ sets: readonly ReportedSet[]; next: string | null }>('/duplicates/reported', {
        signal,
        query: { after: pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const sets = found.data?.pages.flatMap((one) => one.sets) ?? []
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Reported duplicates</h1>
            <p className={page['headline']}>Saved although a rule found them alike. Compare them, or take them off.</p>
          </div>
          <Button component={Link} to={paths.setupSection('duplicate-rules')} variant="default">
            Duplicate rules
          </Button>
        </header>
        {found.isPending && <GridSkeleton rows={6} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && sets.length === 0 && !found.hasNextPage && (
          <EmptyState
            title="Nothing is reported"
            example="Mira Holt of Nordwind was saved on Tuesday, and looks like M. Holt of Nordwind GmbH: same mobile number."
            action={
              <Button component={Link} to={paths.duplicates} variant="default">
                Review likely duplicates
              </Button>
            }
          >
            A duplicate rule that reports puts records together here when they are saved and look the same.
          </EmptyState>
        )}
        {sets.map((set) => (
          <Set key={set.Id} set={set} />
        ))}
        <MoreButton of={found}>Show more</MoreButton>
      </div>
    </div>
  )
}

function Set({ set }: { set: ReportedSet }) {
  const more = useInfiniteQuery({
    queryKey: [...KEY, set.Id],
    queryFn: ({ pageParam, signal }) =>
      api.get<ReportedSet>(`/duplicates/reported/${set.Id}`, { signal, query: { after: pageParam } }),
    initialPageParam: set.next ?? '',
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: false,
  })
  const records = [...set.records, ...(more.data?.pages.flatMap((one) => one.records) ?? [])]
  const hasMore = more.data === undefined ? set.next !== null : more.hasNextPage
  const client = useQueryClient()
  const reason = reasonAgainstMerge(useSession(), set.object)
  const settle = useCall(() => api.delete(`/duplicates/reported/${set.Id}`))
  const same = records.filter(({ object }) => object === set.object).map(({ record }) => record.Id)
  const takeOff = () =>
    settle.mutate(undefined, {
      onSettled: () => client.invalidateQueries({ queryKey: KEY }),
      onSuccess: () => {
        toast('Taken off the list. The records stay as they are.')
      },
      onError: toastError,
    })
  return (
    <section className={classes['set']} aria-label={`Reported by ${set.rule.label}`}>
      <p className={classes['head']}>
        <span>
          {set.rule.label}, <RelativeDate value={set.reportedAt} />
        </span>
        <span className={classes['acts']}>
          {same.length > 1 && (
            <Button
              component={Link}
              to={paths.merge(set.object)}
              search={{ ids: same.slice(0, 10).join(',') }}
              size="compact-sm"
              variant="default"
            >
              Compare {Math.min(same.length, 10)} {set.object.toLowerCase()}s
            </Button>
          )}
          <ReasonedButton
            size="compact-sm"
            variant="subtle"
            color="gray"
            reason={reason}
            loading={settle.isPending}
            onClick={takeOff}
          >
            Take off the list
          </ReasonedButton>
        </span>
      </p>
      <ul className={classes['records']}>
        {records.map(({ object, record, probability, reasons }) => (
          <li key={record.Id}>
            <span className={classes['name']}>
              <RecordLink id={record.Id} name={nameOf(record)} objectName={object} />
              {object !== set.object && <span className={classes['faint']}>{object}</span>}
              <span className={classes['faint']}>
                {probability === null ? 'saved' : percent({ probability, isCertain: probability >= certain })}
              </span>
            </span>
            <Facts record={record} />
            {reasons.length > 0 && <span className={classes['faint']}>{reasons.join(' · ')}</span>}
          </li>
        ))}
        {hasMore && (
          <li>
            <Button
              size="compact-sm"
              variant="subtle"
              loading={more.isFetching}
              onClick={() => void (more.data === undefined ? more.refetch() : more.fetchNextPage())}
            >
              Show more than these {records.length}
            </Button>
          </li>
        )}
        {more.isError && <RefusalNotice error={more.error} />}
      </ul>
    </section>
  )
}
