import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useAbout } from '../api/records.ts'

export type ModelName = 'primary' | 'first' | 'last' | 'even' | 'uShaped' | 'wShaped' | 'timeDecay' | 'fullPath'
export type Model = Readonly<{ name: ModelName; label: string; formula: string; source: string }>
export type Shares = Readonly<Record<ModelName, number>>
export type Origin = 'marketing' | 'sales' | 'none'
type Named = Readonly<{ Id: string; Name: string | null }>

export type Settings = Readonly<{
  windowDays: number
  halfLifeDays: number
  counts: 'responses' | 'memberships'
  salesSources: readonly string[]
  salesCampaignTypes: readonly string[]
}>

export type Group = Readonly<{
  key: string
  label: string
  campaign: Named | null
  origin: Origin
  deals: number
  shares: Shares
}>

export type Attribution = Readonly<{
  models: readonly Model[]
  settings: Settings
  total: Readonly<{ deals: number; amount: number }>
  origins: readonly Readonly<{ origin: Origin; shares: Shares }>[]
  groups: readonly Group[]
  cash: Readonly<{ known: boolean; because: string }>
}>

export const dimensions = ['campaign', 'type', 'source', 'origin'] as const
export type Dimension = (typeof dimensions)[number]
export type Which = 'won' | 'open' | 'all'
export type Question = Readonly<{ by: Dimension; which: Which; from: string; to: string }>

export type Deal = Readonly<{
  Id: string
  Name: string
  Account: Named | null
  Owner: Named
  StageName: string
  Amount: number | null
  CloseDate: string
  IsWon: boolean
  shares: Shares
}>
type Deals = Readonly<{ deals: readonly Deal[]; next: string | null }>

export type Touch = Readonly<{
  at: string
  label: string
  type: string | null
  campaign: Named | null
  source: string | null
  origin: Exclude<Origin, 'none'>
  person: Named | null
  milestones: readonly ('first' | 'lead' | 'opportunity' | 'close' | 'last')[]
  shares: Shares
  weights: Readonly<Record<Exclude<ModelName, 'primary'>, number>>
}>

export type Path = Readonly<{
  amount: number
  models: readonly Model[]
  settings: Settings
  primary: Readonly<{ label: string; campaign: Named | null; isKnown: boolean }>
  touches: readonly Touch[]
}>

export type Influence = Deals &
  Readonly<{
    models: readonly Model[]
    totals: readonly Readonly<{ which: 'won' | 'open' | 'lost'; deals: number; amount: number; shares: Shares }>[]
  }>

export const useAttribution = (question: Question) =>
  useQuery({
    ...queryOptions({
      queryKey: ['attribution', question],
      queryFn: ({ signal }) => api.get<Attribution>('/attribution', { signal, query: question }),
    }),
    placeholderData: keepPreviousData,
  })

/** The deals behind one figure. */
export const useDealsBehind = (question: Question, of: Readonly<{ key: string; model: ModelName }>) =>
  useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: ['attribution', question, of],
      queryFn: ({ pageParam, signal }) =>
        api.get<Deals>('/attribution/deals', { signal, query: { ...question, ...of, after: pageParam, limit: 50 } }),
      initialPageParam: '',
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )

export const usePath = (opportunityId: string) => useAbout<Path>('Opportunity', opportunityId, 'attribution')

export const useInfluence = (campaignId: string, model: ModelName) =>
  useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: ['object', 'Campaign', 'record', campaignId, 'attribution', { model }],
      queryFn: ({ pageParam, signal }) =>
        api.get<Influence>(`/campaigns/${campaignId}/attribution`, {
          signal,
          query: { model, after: pageParam, limit: 50 },
        }),
      initialPageParam: '',
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )

export const originWords: Readonly<Record<Origin, string>> = {
  marketing: 'Marketing',
  sales: 'Sales',
  none: 'No touch known',
}

/** Kept whole in cents, so that sums shown are sums of what is shown. */
export const sumOf = (shares: readonly Shares[], model: ModelName): number =>
  shares.reduce((cents, one) => cents + Math.round(one[model] * 100), 0) / 100
