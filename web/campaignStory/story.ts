import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useAbout } from '../api/records.ts'

type Named = Readonly<{ Id: string; Name: string | null }>

export type StoryCampaign = Readonly<{
  campaign: Named
  type: string | null
  status: string
  responded: boolean
  since: string
  steps: readonly Readonly<{
    at: string
    kind: 'status' | 'inquiry'
    text: string
    responded: boolean
    by: Named | null
  }>[]
}>

export type Doing = Readonly<{
  at: string
  kind: 'added' | 'status' | 'inquiry' | 'mail'
  text: string
  responded: boolean
  campaign: Named | null
  by: Named | null
}>
export type PersonsWeek = Readonly<{ person: Named; company: string | null; doings: readonly Doing[] }>
export type Week = Readonly<{ days: number; isCut: boolean; people: readonly PersonsWeek[] }>

export const useCampaignStory = (objectName: 'Lead' | 'Contact', id: string) =>
  useAbout<{ campaigns: readonly StoryCampaign[] }>(objectName, id, 'campaigns')

export const useMarketingWeek = (days: number) =>
  useQuery({
    queryKey: ['marketing-week', days],
    queryFn: ({ signal }) => api.get<Week>('/marketing-week', { signal, query: { days } }),
  })
