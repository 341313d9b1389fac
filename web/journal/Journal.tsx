import { SegmentedControl } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMutation } from '../api/mutation.ts'
import { objectOfPrefix } from '../../shared/ids.ts'
import { api } from '../api/client.ts'
import { refreshObject } from '../api/records.ts'
import { reasonAgainst, useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { useReferredName } from '../ui/useReferredName.ts'
import { ReasonedButton } from '../ui/WithReason.tsx'
import classes from './Journal.module.css'

type Named = Readonly<{ Id: string; Name: string | null }>
type Entry = Readonly<{
  Id: string
  kind: 'merge' | 'conversion'
  object: string
  at: string
  by: Named | null
  record: Named
  others: readonly Named[]
  undone: Readonly<{ at: string; by: Named | null; reason: string | null }> | null
  mayBeUndone: boolean
  uncheckedBecause: string | null
  staysBecause: string | null
}>

const kinds = [
  { value: 'all', label: 'All' },
  { value: 'merge', label: 'Merged' },
  { value: 'conversion', label: 'Converted' },
  { value: 'unqualified', label: 'Not vetted' },
] as const
const emptyWords = {
  all: 'Nothing was merged or converted yet',
  merge: 'Nothing was merged yet',
  conversion: 'Nothing was converted yet',
  unqualified: 'Nothing was converted without being vetted',
} as const

/** What was merged and converted, of one record or of all, with an undo as long as it can be undone. */
export function Journal() {
  const { record, kind: asked }: Readonly<{ record?: unknown; kind?: unknown }> = useSearch({ strict: false })
  const navigate = useNavigate()
  const kind = kinds.find(({ value }) => value === asked)?.value ?? 'all'
  const id = typeof record === 'string' ? record : undefined
  const name = useReferredName(id === undefined ? [] : [objectOfPrefix(id.slice(0, 3)) ?? ''], id)
  const up = id === undefined ? undefined : paths.record(id)
  usePlace({
    title: 'Merged and converted',
    up: up === undefined ? { label: 'Leads', to: paths.leads } : { label: name ?? 'Record', to: up },
  })
  const found = useJournal(id, kind)
  const [asking, setAsking] = useState<Entry>()
  const undo = useUndo()
  const entries = found.data?.pages.flatMap((one) => one.entries) ?? []
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Merged and converted{name === undefined ? '' : `: ${name}`}</h1>
            <p className={page['headline']}>
              Both can be taken back while nothing was built on them; where that is over, it says why.
            </p>
          </div>
          <SegmentedControl
            aria-label="What to show"
            value={kind}
            onChange={(next) =>
              void navigate({
                to: '.',
                search: { ...(id !== undefined && { record: id }), ...(next !== 'all' && { kind: next }) },
                replace: true,
              })
            }
            data={[...kinds]}
          />
        </header>
        {found.isPending && <GridSkeleton rows={6} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && entries.length === 0 && (
          <EmptyState
            title={emptyWords[kind]}
            example="Two leads of Mira Holt were merged on Tuesday by Ines Falk; both can be had back from here."
          >
            Every merge and every conversion stands here, with who did it and whether it can be undone.
          </EmptyState>
        )}
        {entries.length > 0 && <Entries entries={entries} onUndo={setAsking} />}
        <MoreButton of={found}>Show earlier ones</MoreButton>
      </div>
      <Confirm
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking?.kind === 'merge' ? 'Undo this merge?' : 'Undo this conversion?'}
        consequences={asking === undefined ? [] : consequencesOf(asking)}
        verb={asking?.kind === 'merge' ? 'Undo merge' : 'Undo conversion'}
        grave={false}
        onConfirm={async () => {
          if (asking === undefined) return
          await undo.mutateAsync(asking)
          toast(asking.kind === 'merge' ? 'The merge is undone.' : 'The conversion is undone; the lead is open again.')
        }}
      />
    </div>
  )
}

function Entries({ entries, onUndo }: { entries: readonly Entry[]; onUndo: (entry: Entry) => void }) {
  const session = useSession()
  const refused = {
    merge: reasonAgainst(session, 'merge', 'undo merges'),
    conversion: reasonAgainst(session, 'convert', 'undo conversions'),
  }
  return (
    <PlainTable
      label="Merged and converted"
      rows={entries}
      keyOf={(one) => one.Id}
      isFaint={(one) => one.undone !== null}
      columns={[
        { head: 'What', width: '46%', render: (one) => <What entry={one} /> },
        {
          head: 'When and who',
          width: '170px',
          render: (one) => <TwoLines first={<RelativeDate value={one.at} />} second={one.by?.Name ?? 'Assay'} />,
        },
        { head: 'Now', render: (one) => <Now entry={one} mayUndo={refused[one.kind] === undefined} /> },
        {
          head: 'Undo',
          acts: true,
          width: '90px',
          render: (one) =>
            one.undone === null && (
              <ReasonedButton
                size="compact-sm"
                variant="default"
                reason={one.staysBecause ?? refused[one.kind]}
                onClick={() => onUndo(one)}
              >
                Undo
              </ReasonedButton>
            ),
        },
      ]}
    />
  )
}

function What({ entry: { kind, record, others, uncheckedBecause } }: { entry: Entry }) {
  const main = <RecordLink id={record.Id} name={record.Name ?? 'No name'} />
  const rest = (
    <span className={classes['others']}>
      {others.map((other, at) => (
        <span key={other.Id}>
          {at > 0 && ', '}
          {kind === 'merge' ? (other.Name ?? 'No name') : <RecordLink id={other.Id} name={other.Name ?? 'No name'} />}
        </span>
      ))}
    </span>
  )
  return kind === 'merge' ? (
    <TwoLines first={<>{rest}, merged into</>} second={main} />
  ) : (
    <div>
      <TwoLines first={<>{main} converted into</>} second={rest} />
      {uncheckedBecause !== null && (
        <p className={classes['unchecked']}>
          Without the criteria met: {uncheckedBecause === '' ? 'no reason given' : uncheckedBecause}
        </p>
      )}
    </div>
  )
}

function Now({ entry: { undone, staysBecause }, mayUndo }: { entry: Entry; mayUndo: boolean }) {
  if (undone !== null) {
    return (
      <span>
        Undone <RelativeDate within value={undone.at} />
        {undone.by !== null && ` by ${undone.by.Name ?? ''}`}
        {undone.reason !== null && `: ${undone.reason}`}
      </span>
    )
  }
  return <span className={classes['now']}>{staysBecause ?? (mayUndo ? 'Can be undone.' : 'Others can undo it.')}</span>
}

function consequencesOf({ kind, record, others }: Entry): readonly string[] {
  if (kind === 'merge') {
    const many = others.length === 1 ? 'comes' : 'come'
    return [
      `${others.map(({ Name }) => Name ?? 'No name').join(', ')} ${many} back with everything that was theirs.`,
      `${record.Name ?? 'The record'} gets the values it had before, but where somebody changed them since.`,
    ]
  }
  return [
    `The lead ${record.Name ?? ''} is open again, with the status it had.`,
    'What the conversion made goes to the recycle bin; blanks it filled are blank again.',
    'Tasks, meetings, notes and campaign memberships go back to the lead.',
  ]
}

const useJournal = (record: string | undefined, kind: string) =>
  useInfiniteQuery({
    queryKey: ['journal', record ?? '', kind],
    queryFn: ({ pageParam, signal }) =>
      api.get<{ entries: readonly Entry[]; next: string | null }>('/journal', {
        signal,
        query: { record, after: pageParam, kind: kind === 'all' ? undefined : kind },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  })

function useUndo() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ kind, Id, record }: Entry) =>
      api.delete<unknown>(kind === 'merge' ? `/merges/${Id}` : `/leads/${record.Id}/conversion`),
    onSuccess: async (_, { object }) => {
      await client.invalidateQueries({ queryKey: ['journal'] })
      for (const name of new Set([object, 'Account', 'Contact', 'Opportunity'])) void refreshObject(client, name)
    },
  })
}
