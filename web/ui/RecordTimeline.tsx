import { IconArrowsExchange, IconCalendarEvent, IconChecklist, IconForms, IconMail, IconNote, IconPencil, IconPhone, IconPlus, type TablerIcon } from '@tabler/icons-react'
import { useAboutPages } from '../api/records.ts'
import { Panel } from './RecordPage.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { GridSkeleton } from './Skeletons.tsx'
import { Timeline, type TimelineEntry } from './Timeline.tsx'

/** What happened to a record, newest first, a page at a time. */
export function RecordTimeline({ objectName, id }: { objectName: string; id: string }) {
  const found = useAboutPages(objectName, id, 'timeline')
  const entries = found.data?.pages.flatMap(entriesOf) ?? []
  return (
    <Panel title="Timeline">
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && (
        <Timeline entries={entries} onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined} empty="Nothing has happened here yet. Calls, mails, changes and responses will stand here by day." />
      )}
    </Panel>
  )
}

const icons: readonly (readonly [RegExp, TablerIcon])[] = [
  [/call|phone/i, IconPhone],
  [/mail/i, IconMail],
  [/task/i, IconChecklist],
  [/event|meeting/i, IconCalendarEvent],
  [/note/i, IconNote],
  [/form|inquiry|member|response/i, IconForms],
  [/convert|merge/i, IconArrowsExchange],
  [/creat/i, IconPlus],
  [/chang|updat|save/i, IconPencil],
]

type Loose = Readonly<Record<string, unknown>>

function entriesOf(page: unknown): readonly TimelineEntry[] {
  const { entries, records } = page as { entries?: readonly Loose[]; records?: readonly Loose[] }
  return (entries ?? records ?? []).map((raw, at) => {
    const text = (...names: readonly string[]) => names.map((name) => raw[name]).find((value) => typeof value === 'string' && value !== '')
    const kind = String(text('kind', 'type') ?? '')
    const icon = icons.find(([words]) => words.test(kind))?.[1]
    return {
      id: String(text('id', 'Id') ?? at),
      at: String(text('at', 'occurredAt', 'CreatedDate') ?? ''),
      title: String(text('title', 'sentence', 'Subject') ?? kind),
      ...(icon === undefined ? {} : { icon }),
      ...(text('detail', 'Description') === undefined ? {} : { detail: String(text('detail', 'Description')) }),
    }
  })
}
