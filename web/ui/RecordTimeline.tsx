import { Skeleton } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type ObjectShape, useObject } from '../api/describe.ts'
import { useAboutPages } from '../api/records.ts'
import { plainText } from './fields.ts'
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

type By = Readonly<{ Id: string; Name: string | null }> | null

type HistoryPage = Readonly<{
  entries: readonly Readonly<{ field: string; oldValue: unknown; newValue: unknown; at: string; by: By }>[]
  next: string | null
}>

function Changes({ objectName, id }: { objectName: string; id: string }) {
  const shape = useObject(objectName)
  const found = useAboutPages<HistoryPage>(objectName, id, 'history')
  const changes = found.data?.pages.flatMap((page) => page.entries) ?? []
  return <Pages title="Changes" found={found} entries={changes.map((change, at) => changeOf(shape, change, at))} />
}

function changeOf(
  shape: ObjectShape,
  { field, oldValue, newValue, at, by }: HistoryPage['entries'][number],
  position: number,
): TimelineEntry {
  const known = shape.fieldNamed.get(field)
  const words = (value: unknown) => (known === undefined ? String(value) : plainText(known, value))
  return {
    id: String(position),
    at,
    icon: IconPencil,
    title: `${by?.Name ?? 'Assay'} changed ${(known?.label ?? field).toLowerCase()}`,
    detail: `${words(oldValue)} → ${words(newValue)}`,
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
