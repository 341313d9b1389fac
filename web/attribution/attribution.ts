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
  measure: Measure
  total: Readonly<{ deals: number; amount: number; collected: number }>
  origins: readonly Readonly<{ origin: Origin; shares: Shares }>[]
  groups: readonly Group[]
}>

export const dimensions = ['campaign', 'type', 'source', 'origin'] as const
export type Dimension = (typeof dimensions)[number]
export type Which = 'won' | 'open' | 'all'
/** What of the deals is shared: what was agreed, or what was paid of it. */
export type Measure = 'amount' | 'collected'
export type Question = Readonly<{ by: Dimension; which: Which; from: string; to: string; measure: Measure }>

export type Deal = Readonly<{
  Id: string
  Name: string
  Account: Named | null
  Owner: Named
  StageName: string
  Amount: number | null
  Collected: number
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
  /** Of what was collected; null while nothing was. */
  collectedShares: Shares | null
  weights: Readonly<Record<Exclude<ModelName, 'primary'>, number>>
}>

export type Path = Readonly<{
  amount: number
  collected: number
  models: readonly Model[]
  settings: Settings
  primary: Readonly<{ label: string; campaign: Named | null; isKnown: boolean }>
  touches: readonly Touch[]
}>

export type Influence = Deals &
  Readonly<{
    models: readonly Model[]
    totals: readonly Readonly<{
      which: 'won' | 'open' | 'lost'
      deals: number
      amount: number
      collected: number
      shares: Shares
    }>[]
  }>

export const useAttribution = (question: Question, isWanted = true) =>
  useQuery({
    enabled: isWanted,
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

export const useInfluence = (campaignId: string, model: ModelName, measure: Measure) =>
  useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: ['object', 'Campaign', 'record', campaignId, 'attribution', { model, measure }],
      queryFn: ({ pageParam, signal }) =>
        api.get<Influence>(`/campaigns/${campaignId}/attribution`, {
          signal,
          query: { model, measure, after: pageParam, limit: 50 },
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
