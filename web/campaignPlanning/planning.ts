import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { keys } from '../api/queries.ts'
import { refreshObject, useAbout } from '../api/records.ts'

type Named = Readonly<{ Id: string; Name: string | null }>
export const measures = ['members', 'won', 'amount', 'said'] as const
export type Measure = (typeof measures)[number]
export type Verdict = 'met' | 'not_met' | 'open'

export type Goal = Readonly<{
  sentence: string
  measure: Measure
  memberStatus: string | null
  target: number | null
  dueOn: string | null
  measured: number | null
  verdict: Verdict
  said: Readonly<{ reason: string; at: string; by: Named | null }> | null
  version: number
}>

export type Planned = Readonly<{
  Id: string
  Name: string
  Type: string | null
  Status: string | null
  Parent: Named | null
  Owner: Named
  StartDate: string | null
  EndDate: string | null
  BudgetedCost: number | null
  ActualCost: number | null
  notInMonths: Readonly<{ budgeted: number; actual: number }>
  months: readonly Readonly<{ month: string; budgeted: number; actual: number }>[]
  ExpectedRevenue: number | null
  ExpectedResponse: number | null
  addressed: number
  members: number
  responses: number
  opportunities: number
  won: number
  wonAmount: number
  collected: number
  goal: Goal | null
}>

export const usePlan = (range: Readonly<{ from: string; to: string }>) =>
  useInfiniteQuery({
    queryKey: ['object', 'Campaign', 'plan', range],
    queryFn: ({ pageParam, signal }) =>
      api.get<{ campaigns: readonly Planned[]; next: string | null }>('/campaign-plan', {
        signal,
        query: { ...range, after: pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })

export const useGoal = (campaignId: string) => useAbout<{ goal: Goal | null }>('Campaign', campaignId, 'goal')

export type GoalDraft = Pick<Goal, 'sentence' | 'measure' | 'memberStatus' | 'target' | 'dueOn'>

/** Sets an outcome, says a verdict, or takes the outcome away; the page then shows how it stands. */
export function useGoalActs(campaignId: string) {
  const client = useQueryClient()
  const onSuccess = (answer: { goal: Goal | null }) => {
    client.setQueryData(keys.about('Campaign', campaignId, 'goal', {}), answer)
    void client.invalidateQueries({ queryKey: ['object', 'Campaign', 'plan'] })
  }
  const address = `/campaigns/${campaignId}/goal`
  return {
    set: useMutation({ mutationFn: (draft: GoalDraft) => api.patch<{ goal: Goal | null }>(address, draft), onSuccess }),
    say: useMutation({
      mutationFn: (said: { verdict: 'met' | 'not_met'; reason: string; version: number }) =>
        api.post<{ goal: Goal | null }>(`${address}/verdict`, said),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: () => api.delete<{ goal: Goal | null }>(address), onSuccess }),
  }
}

export type CostDraft = Readonly<{
  Month: string
  BudgetedCost: number | null
  ActualCost: number | null
  Note: string | null
}>

/** Writes a line of costs; the campaign's totals follow. */
export function useCostActs(campaignId: string) {
  const client = useQueryClient()
  const onSuccess = async () => {
    await Promise.all([refreshObject(client, 'CampaignCost'), refreshObject(client, 'Campaign')])
  }
  return {
    save: useMutation({
      mutationFn: ({ id, draft }: { id: string | undefined; draft: CostDraft }) =>
        id === undefined
          ? api.post('/campaign-costs', { CampaignId: campaignId, ...draft })
          : api.patch(`/campaign-costs/${id}`, draft),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (id: string) => api.delete(`/campaign-costs/${id}`), onSuccess }),
  }
}

/** Campaigns in the order of their tree, each with how deep it stands; a parent outside the plan counts as none. */
export function inTreeOrder(campaigns: readonly Planned[]): readonly Readonly<{ campaign: Planned; depth: number }>[] {
  const here = new Set(campaigns.map(({ Id }) => Id))
  const below = Map.groupBy(campaigns, ({ Parent }) => (Parent !== null && here.has(Parent.Id) ? Parent.Id : ''))
  const walk = (id: string, depth: number): { campaign: Planned; depth: number }[] =>
    depth > 10
      ? []
      : (below.get(id) ?? []).flatMap((campaign) => [{ campaign, depth }, ...walk(campaign.Id, depth + 1)])
  return walk('', 0)
}
