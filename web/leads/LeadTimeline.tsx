import { Select } from '@mantine/core'
import {
  IconArrowsExchange,
  IconArrowsJoin,
  IconCalendarEvent,
  IconChecklist,
  IconForms,
  IconMail,
  IconNote,
  IconPhone,
  IconPlus,
  IconSpeakerphone,
  IconTransitionRight,
  IconUser,
  type TablerIcon,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useAboutPages } from '../api/records.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { Timeline, type TimelineEntry } from '../ui/Timeline.tsx'
import classes from './LeadTimeline.module.css'

type Kind =
  | 'call'
  | 'campaign'
  | 'campaign_status'
  | 'conversion'
  | 'conversion_undone'
  | 'created'
  | 'event'
  | 'inquiry'
  | 'mail'
  | 'merge'
  | 'note'
  | 'owner'
  | 'status'
  | 'task'
type Entry = Readonly<{
  id: string
  kind: Kind
  at: string
  title: string
  detail: string | null
  by: Readonly<{ Name: string | null }> | null
  href: string | null
}>
type TimelinePage = Readonly<{ entries: readonly Entry[] }>

/** What happened with a person, by day, newest first; one kind at a time on request. */
export function LeadTimeline({ id }: { id: string }) {
  const [group, setGroup] = useState<string>('all')
  const found = useAboutPages('Lead', id, 'timeline')
  const entries = found.data?.pages.flatMap((page) => (page as TimelinePage).entries) ?? []
  const shown = entries.filter(({ kind }) => group === 'all' || groupOf[kind] === group)
  return (
    <Panel
      title="Timeline"
      actions={
        <Select
          aria-label="Show in the timeline"
          size="xs"
          w={150}
          variant="filled"
          data={groups}
          value={group}
          onChange={(next) => setGroup(next ?? 'all')}
          allowDeselect={false}
        />
      }
    >
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && (
        <Timeline
          entries={shown.map(entryOf)}
          onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
          empty={
            group === 'all'
              ? 'Nothing has happened here yet. Calls, mails, changes and responses will stand here by day.'
              : 'Nothing of this kind yet.'
          }
        />
      )}
    </Panel>
  )
}

const groups = [
  { value: 'all', label: 'Everything' },
  { value: 'talk', label: 'Calls, mails, meetings' },
  { value: 'task', label: 'Tasks' },
  { value: 'note', label: 'Notes' },
  { value: 'campaign', label: 'Responses' },
  { value: 'change', label: 'Changes' },
]

const groupOf: Readonly<Record<Kind, string>> = {
  call: 'talk',
  mail: 'talk',
  event: 'talk',
  task: 'task',
  note: 'note',
  inquiry: 'campaign',
  campaign: 'campaign',
  campaign_status: 'campaign',
  created: 'change',
  status: 'change',
  owner: 'change',
  merge: 'change',
  conversion: 'change',
  conversion_undone: 'change',
}

const icons: Readonly<Record<Kind, TablerIcon>> = {
  call: IconPhone,
  mail: IconMail,
  event: IconCalendarEvent,
  task: IconChecklist,
  note: IconNote,
  inquiry: IconForms,
  campaign: IconSpeakerphone,
  campaign_status: IconSpeakerphone,
  created: IconPlus,
  status: IconTransitionRight,
  owner: IconUser,
  merge: IconArrowsJoin,
  conversion: IconArrowsExchange,
  conversion_undone: IconArrowsExchange,
}

const rooms: readonly string[] = [paths.leads, paths.contacts, paths.accounts, paths.opportunities, paths.campaigns]

function entryOf({ id, kind, at, title, detail, by, href }: Entry): TimelineEntry {
  // Tasks and notes have no page of their own; a record does.
  const to =
    href !== null && rooms.some((room) => href.startsWith(`${room}/`)) && groupOf[kind] !== 'change' ? href : undefined
  const who = by?.Name ?? null
  return {
    id,
    at,
    icon: icons[kind],
    title:
      to === undefined ? (
        title
      ) : (
        <Link to={to} className={classes['link']}>
          {title}
        </Link>
      ),
    ...(detail === null && who === null ? {} : { detail: [detail, who].filter((part) => part !== null).join(' · ') }),
  }
}
