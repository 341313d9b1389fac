import { IconArrowsExchange, IconCalendarEvent, IconChecklist, IconForms, IconMail, IconNote, IconPencil, IconPhone, IconPlus, type TablerIcon } from '@tabler/icons-react'
import { useAboutPages } from '../api/records.ts'
import { Panel } from './RecordPage.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { GridSkeleton } from './Skeletons.tsx'
import { Timeline, type TimelineEntry } from './Timeline.tsx'

/** What happened to a record, newest first, a page at a time. */
export function RecordTimeline({ objectName, id }: { objectName: string; id: string }) {
  const found = useAboutPages<TimelinePage>(objectName, id, 'timeline')
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

/** A timeline's page as the API answers it; `title` is a sentence, `kind` a word such as 'call' or 'merged'. */
type TimelinePage = Readonly<{
  entries: readonly Readonly<{ id: string; at: string; kind: string; title: string; detail?: string | null }>[]
  next?: string | null
}>

const entriesOf = (page: TimelinePage): readonly TimelineEntry[] =>
  page.entries.map(({ id, at, kind, title, detail }) => {
    const icon = icons.find(([words]) => words.test(kind))?.[1]
    return { id, at, title, ...(icon === undefined ? {} : { icon }), ...(detail ? { detail } : {}) }
  })
