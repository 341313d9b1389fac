import { lazy } from 'react'
import type { RecordTab } from '../ui/RecordTabs.tsx'

const Members = lazy(async () => ({ default: (await import('./Members.tsx')).Members }))

/** What a campaign's page has beside its overview. Another room adds its own by a line; each is loaded when it is opened. */
export const campaignTabs: readonly RecordTab[] = [
  { id: 'members', label: 'Members', show: (campaign) => <Members campaign={campaign} /> },
]
