import { useSearch } from '@tanstack/react-router'
import type { RecordRow } from '../api/records.ts'
import { useOverview } from '../nominations/nominations.ts'
import { useEvent } from '../sessions/event.ts'
import { textOf } from '../ui/textOf.ts'

// By the names an organization starts with; a campaign of any other type is set up by its menu.
const comeTo = new Set(['event', 'trade show', 'webinar', 'training', 'conference', 'seminar', 'workshop', 'roadshow'])
const proposedFor = new Set(['gift or greeting', 'gift', 'business development', 'invitation'])

/** What only some campaigns are: something people come to, something people are proposed for. */
export type Fitting = Readonly<Record<'sessions' | 'nominations', boolean>>

/** A campaign is one by its type, by what was set up on it, or while somebody looks at where that is done. */
export function useFitting(campaign: RecordRow): Fitting {
  const { tab }: Readonly<{ tab?: unknown }> = useSearch({ strict: false })
  const type = textOf(campaign['Type']).toLowerCase()
  const isEvent = comeTo.has(type)
  const isProposedFor = proposedFor.has(type)
  const event = useEvent(campaign.Id, !isEvent)
  const overview = useOverview(campaign.Id, !isProposedFor)
  return {
    sessions: isEvent || tab === 'sessions' || (event.data?.plan ?? null) !== null,
    nominations: isProposedFor || tab === 'nominations' || (overview.data?.plan ?? null) !== null,
  }
}
