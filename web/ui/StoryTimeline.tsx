import { Select } from '@mantine/core'
import {
  IconArrowsExchange,
  IconArrowsJoin,
  IconCalendarEvent,
  IconChecklist,
  IconForms,
  IconListCheck,
  IconMail,
  IconNote,
  IconPencil,
  IconPhone,
  IconPlus,
  IconSpeakerphone,
  IconTransitionRight,
  IconUser,
  type TablerIcon,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useAboutPages } from '../api/records.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { type ChangeWords, useChangeWords } from './changeWords.ts'
import { Link } from './Link.tsx'
import { Panel } from './RecordPage.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { GridSkeleton } from './Skeletons.tsx'
import { Timeline, type TimelineEntry } from './Timeline.tsx'
import classes from './StoryTimeline.module.css'

type Kind =
  | 'call'
  | 'campaign'
  | 'campaign_status'
  | 'change'
  | 'conversion'
  | 'conversion_undone'
  | 'created'
  | 'event'
  | 'evidence'
  | 'inquiry'
  | 'mail'
  | 'merge'
  | 'note'
  | 'owner'
  | 'stage'
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
  change: Readonly<{ field: string; from: string | null; to: string | null }> | null
}>
type TimelinePage = Readonly<{ entries: readonly Entry[]; next: string | null }>

/** Objects of which everything that happened is told, and not only what changed. */
export type TellingObject = 'Lead' | 'Contact' | 'Account' | 'Opportunity'
export const tellsAll = (objectName: string): objectName is TellingObject =>
  ['Lead', 'Contact', 'Account', 'Opportunity'].includes(objectName)

/** What happened with a person, a company or a deal, by day, newest first; one kind at a time on request. */
export function StoryTimeline({ objectName, id }: { objectName: TellingObject; id: string }) {
  const [group, setGroup] = useState<string>('all')
  const found = useAboutPages<TimelinePage>(objectName, id, 'timeline')
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? []
  const wordsOf = useChangeWords(objectName)
  const shown = entries.filter(({ kind }) => group === 'all' || groupOf[kind] === group)
  return (
    <Panel
      title="Timeline"
      actions={
        <Select
          aria-label="Show in the timeline"
          size="xs"
          w={150}
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
          entries={shown.map((entry) => entryOf({ ...entry, title: titleOf(entry, wordsOf) }, id))}
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
  { value: 'evidence', label: 'What was learned' },
  { value: 'campaign', label: 'Responses' },
  { value: 'change', label: 'Changes' },
]

const groupOf: Readonly<Record<Kind, string>> = {
  call: 'talk',
  mail: 'talk',
  event: 'talk',
  task: 'task',
  note: 'note',
  evidence: 'evidence',
  inquiry: 'campaign',
  campaign: 'campaign',
  campaign_status: 'campaign',
  change: 'change',
  created: 'change',
  status: 'change',
  stage: 'change',
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
  evidence: IconListCheck,
  inquiry: IconForms,
  campaign: IconSpeakerphone,
  campaign_status: IconSpeakerphone,
  created: IconPlus,
  change: IconPencil,
  stage: IconTransitionRight,
  status: IconTransitionRight,
  owner: IconUser,
  merge: IconArrowsJoin,
  conversion: IconArrowsExchange,
  conversion_undone: IconArrowsExchange,
}

const rooms: readonly string[] = [
  paths.leads,
  paths.contacts,
  paths.accounts,
  paths.opportunities,
  paths.campaigns,
  paths.imports,
]

const titleOf = ({ title, change }: Entry, wordsOf: ChangeWords): string => {
  if (change === null) return title
  const { label, from, to } = wordsOf(change.field, change.from, change.to)
  return `${label}: ${from} → ${to}`
}

function entryOf({ id, kind, at, title, detail, by, href }: Entry, recordId: string): TimelineEntry {
  const who = by?.Name ?? null
  return {
    id,
    at,
    icon: icons[kind],
    title: <Title kind={kind} title={title} href={href} recordId={recordId} />,
    ...(detail === null && who === null ? {} : { detail: [detail, who].filter((part) => part !== null).join(' · ') }),
  }
}

/** Tasks and notes have no page of their own; a record does, and what can be undone stands in the journal. */
function Title({
  kind,
  title,
  href,
  recordId,
}: Readonly<{ kind: Kind; title: string; href: string | null; recordId: string }>) {
  const { permissions } = useSession()
  if (kind === 'merge' || kind === 'conversion' || kind === 'conversion_undone') {
    return (
      <Link to={paths.journal} search={{ record: recordId }} className={classes['link']}>
        {title}
      </Link>
    )
  }
  const leads =
    href !== null &&
    !href.endsWith(recordId) &&
    rooms.some((room) => href.startsWith(`${room}/`)) &&
    (!href.startsWith(`${paths.imports}/`) || permissions.includes('import')) &&
    (groupOf[kind] !== 'change' || kind === 'created')
  return leads ? (
    <Link to={href} className={classes['link']}>
      {title}
    </Link>
  ) : (
    title
  )
}
