import { Skeleton } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type HistoryPage, useAboutPages } from '../api/records.ts'
import { type ChangeWords, useChangeWords } from './changeWords.ts'
import { Panel } from './RecordPage.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { StoryTimeline, tellsAll } from './StoryTimeline.tsx'
import { Timeline, type TimelineEntry } from './Timeline.tsx'

/** What happened to a record, newest first, a page at a time: its whole story, or what changed in it. */
export function RecordTimeline({ objectName, id }: { objectName: string; id: string }) {
  return tellsAll(objectName) ? (
    <StoryTimeline objectName={objectName} id={id} />
  ) : (
    <Changes objectName={objectName} id={id} />
  )
}

function Changes({ objectName, id }: { objectName: string; id: string }) {
  const wordsOf = useChangeWords(objectName)
  const found = useAboutPages<HistoryPage>(objectName, id, 'history')
  const changes = found.data?.pages.flatMap((page) => page.entries) ?? []
  return <Pages title="Changes" found={found} entries={changes.map((change, at) => changeOf(wordsOf, change, at))} />
}

function changeOf(
  wordsOf: ChangeWords,
  { field, oldValue, newValue, at, by }: HistoryPage['entries'][number],
  position: number,
): TimelineEntry {
  const { label, from, to } = wordsOf(field, oldValue, newValue)
  return {
    id: String(position),
    at,
    icon: IconPencil,
    title: `${by?.Name ?? 'Assay'} changed ${label.toLowerCase()}`,
    detail: `${from} → ${to}`,
  }
}

type Found = Readonly<{
  isPending: boolean
  isError: boolean
  isSuccess: boolean
  error: unknown
  hasNextPage: boolean
  fetchNextPage: () => unknown
}>

function Pages({ title, found, entries }: { title: string; found: Found; entries: readonly TimelineEntry[] }) {
  return (
    <Panel title={title}>
      {found.isPending && [0, 1, 2, 3].map((line) => <Skeleton key={line} height={28} mb={8} />)}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && (
        <Timeline
          entries={entries}
          onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
          empty="Nothing yet. What happens will stand here by day."
        />
      )}
    </Panel>
  )
}
