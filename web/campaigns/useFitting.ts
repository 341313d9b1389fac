import { useSearch } from '@tanstack/react-router'
import { attendedWords } from '../../shared/attendedWords.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useOverview } from '../nominations/nominations.ts'
import { useEvent } from '../sessions/event.ts'
import { useStandings } from './campaignApi.ts'

/** What only some campaigns are: something people come to, something people are proposed for. */
export type Fitting = Readonly<Record<'sessions' | 'nominations', boolean>>

/**
 * A campaign is one by what was set up on it, by where its members can stand (somebody attends, somebody is proposed), or
 * while somebody looks at where it is set up. Its type may bear any name.
 */
export function useFitting(campaign: RecordRow): Fitting {
  const { tab }: Readonly<{ tab?: unknown }> = useSearch({ strict: false })
  const standings = useStandings(campaign.Id).data?.standings
  const labels = standings?.filter(({ isListed }) => isListed).map(({ status }) => status.toLowerCase())
  const isComeTo = labels?.some((label) => attendedWords.includes(label)) === true
  const isProposedFor = labels?.includes('proposed') === true
  const event = useEvent(campaign.Id, labels !== undefined && !isComeTo)
  const overview = useOverview(campaign.Id, labels !== undefined && !isProposedFor)
  return {
    sessions: isComeTo || tab === 'sessions' || (event.data?.plan ?? null) !== null,
    nominations: isProposedFor || tab === 'nominations' || (overview.data?.plan ?? null) !== null,
  }
}
