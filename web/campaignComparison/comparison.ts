import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export const outcomes = ['qualified', 'opportunity', 'won'] as const
export type Outcome = (typeof outcomes)[number]
export type Rate = Readonly<{ count: number; of: number; rate: number | null; low: number | null; high: number | null }>
export type TailRate = Readonly<{ months: number; reached: Rate | null }>
type Tails = Readonly<Record<Outcome, readonly TailRate[]>>
export const costs = ['member', 'response', 'qualified', 'opportunity', 'won'] as const
export type CostOf = (typeof costs)[number]

export type Compared = Readonly<{
  campaign: Readonly<{
    Id: string
    Name: string
    Type: string | null
    StartDate: string | null
    EndDate: string | null
  }>
  campaigns: number
  cost: number | null
  members: number
  responded: number
  people: Readonly<Record<Outcome, number>>
  opportunities: number
  won: number
  amount: number
  wonAmount: number
  collected: number
  steps: readonly Readonly<{ step: 'responded' | Outcome; ofMembers: Rate; ofStepBefore: Rate }>[]
  costPer: Readonly<Record<CostOf, number | null>>
  cohorts: readonly Readonly<{ quarter: string; members: number; tails: Tails }>[]
  tails: Tails
}>

export const FEWEST = 2
export const MOST = 10

export const useComparison = (ids: readonly string[], tree: boolean) =>
  useQuery({
    queryKey: ['object', 'Campaign', 'comparison', ids, tree],
    queryFn: ({ signal }) =>
      api.get<{ months: readonly number[]; campaigns: readonly Compared[] }>('/campaign-comparison', {
        signal,
        query: { ids: ids.join(','), tree },
      }),
    enabled: ids.length >= FEWEST,
    placeholderData: keepPreviousData,
  })

export const outcomeWords: Readonly<Record<Outcome | 'responded', string>> = {
  responded: 'Responded',
  qualified: 'Qualified',
  opportunity: 'In an opportunity',
  won: 'In a won deal',
}

export const percentOf = (rate: number | null): string =>
  rate === null ? '—' : `${(100 * rate).toFixed(rate < 0.1 ? 1 : 0)} %`

/** The share, how many of how many, and the interval where so few make the share uncertain. */
export const rateWords = ({ count, of, rate, low, high }: Rate): string =>
  `${percentOf(rate)}, ${count.toLocaleString('en')} of ${of.toLocaleString('en')}${low === null || high === null ? '' : `, 95 % between ${percentOf(low)} and ${percentOf(high)}`}`
