import { lazy } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import type { RecordTab } from '../ui/RecordTabs.tsx'
import { useFitting } from './useFitting.ts'

const Board = lazy(async () => ({ default: (await import('./Board.tsx')).Board }))
const Members = lazy(async () => ({ default: (await import('./Members.tsx')).Members }))
const Tree = lazy(async () => ({ default: (await import('./Tree.tsx')).Tree }))

const Sessions = lazy(async () => ({ default: (await import('../sessions/SessionsTab.tsx')).SessionsTab }))
const Nominations = lazy(async () => ({ default: (await import('../nominations/NominationsTab.tsx')).NominationsTab }))

const InfluenceTab = lazy(async () => ({ default: (await import('../attribution/InfluenceTab.tsx')).InfluenceTab }))
const PlanTab = lazy(async () => ({ default: (await import('../campaignPlanning/PlanTab.tsx')).PlanTab }))

// Another room adds its own by a line; each is loaded when it is opened.
const campaignTabs: readonly RecordTab[] = [
  { id: 'members', label: 'Members', show: (campaign) => <Members campaign={campaign} /> },
  { id: 'board', label: 'Board', show: (campaign) => <Board campaign={campaign} /> },
  { id: 'tree', label: 'Tree', show: (campaign) => <Tree campaign={campaign} /> },
  { id: 'sessions', label: 'Event', show: (campaign) => <Sessions campaign={campaign} /> },
  { id: 'nominations', label: 'Nominations', show: (campaign) => <Nominations campaign={campaign} /> },
  { id: 'plan', label: 'Plan', show: (campaign) => <PlanTab campaign={campaign} /> },
  { id: 'influence', label: 'Influence', show: (campaign) => <InfluenceTab campaignId={campaign.Id} /> },
]

/** What a campaign's page has beside its overview: an event and nominations only where they fit. */
export function useCampaignTabs(campaign: RecordRow): readonly RecordTab[] {
  const { sessions, nominations } = useFitting(campaign)
  return campaignTabs.filter(({ id }) => (id !== 'sessions' || sessions) && (id !== 'nominations' || nominations))
}
