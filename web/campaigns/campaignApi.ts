import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import type { Filter } from '../api/filter.ts'
import { keys } from '../api/queries.ts'
import { refreshObject, useAbout } from '../api/records.ts'

/** How many members stand, or stood, at a status. */
export type Standing = Readonly<{
  status: string
  members: number
  hasResponded: boolean
  isDefault: boolean
  /** False for a status that is no longer in the list. */
  isListed: boolean
}>

export type StandingBelow = Omit<Standing, 'isDefault'> &
  Readonly<{
    /** Whether every one of these campaigns that has members has it in its list. */
    isEverywhere: boolean
  }>

/** What campaigns came to; money in the org's currency. */
export type RollUp = Readonly<{
  members: number
  leads: number
  contacts: number
  converted: number
  responses: number
  opportunities: number
  won: number
  amountAll: number
  amountWon: number
  collected: number
  cost: number | null
  budget: number | null
  expectedRevenue: number | null
}>

export type TreeCampaign = RollUp &
  Readonly<{
    Id: string
    ParentId: string | null
    name: string
    type: string | null
    status: string | null
    level: number
  }>

/** Work on more members than a request waits for. */
export type Work = Readonly<{
  id: string
  what: 'add' | 'move' | 'remove'
  status: string | null
  total: number
  seen: number
  done: number
  problem: string | null
  finishedAt: string | null
}>

export type Carried = Readonly<{ total: number; done: number; left?: number; workId: string | null }>

export const useStandings = (campaignId: string, asAt = '') =>
  useAbout<{ asAt: string; standings: readonly Standing[] }>(
    'Campaign',
    campaignId,
    'standings',
    asAt === '' ? {} : { asAt },
  )

/** The same of a campaign and all below it together. */
export const useTreeStandings = (campaignId: string) =>
  useAbout<{ standings: readonly StandingBelow[] }>('Campaign', campaignId, 'tree/standings')

export const useRollUps = (campaignId: string) =>
  useAbout<{ own: RollUp; tree: RollUp & Readonly<{ campaigns: number }> }>('Campaign', campaignId, 'roll-ups')

export type RollUpsOfOne = Readonly<{ Id: string; own: RollUp; tree: RollUp & Readonly<{ campaigns: number }> }>

/** What each of several campaigns came to, by their ids. */
export function useRollUpsOf(campaignIds: readonly string[]): ReadonlyMap<string, RollUpsOfOne> | undefined {
  const ids = campaignIds.join(',')
  const found = useQuery({
    queryKey: [...keys.object('Campaign'), 'roll-ups', ids],
    queryFn: ({ signal }) =>
      api.get<{ rollUps: readonly RollUpsOfOne[] }>('/campaigns/roll-ups', { signal, query: { ids } }),
    enabled: ids !== '',
    placeholderData: keepPreviousData,
  })
  return useMemo(() => found.data && new Map(found.data.rollUps.map((one) => [one.Id, one])), [found.data])
}

export const useTree = (campaignId: string) =>
  useAbout<{ campaigns: readonly TreeCampaign[] }>('Campaign', campaignId, 'tree')

/** Everybody in a choice at once: by the conditions of a list, or by their ids. */
export type Choice = Readonly<{
  object?: 'Lead' | 'Contact'
  filter?: Filter
  q?: string
  ids?: readonly string[]
  memberOf?: string
  /** Of a segment, without those of another. */
  segment?: string
  exceptSegment?: string
  /** Members of all campaigns below as well. */
  below?: boolean
  /** Of members to move: only those whose campaign has the status in its list. */
  whereListed?: boolean
}>

type Order = Readonly<{ campaignId: string; of: Choice; status?: string }>

/** Asks anew for everything that is counted or listed of campaigns and their members. */
export function useRefreshMembers(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await refreshObject(client, 'CampaignMember')
    await refreshObject(client, 'Campaign')
  }
}

function useOrder(send: (order: Order) => Promise<Carried>) {
  const refresh = useRefreshMembers()
  return useMutation({ mutationFn: send, onSuccess: refresh })
}

export const useAddMany = () =>
  useOrder(({ campaignId, of, status }) =>
    api.post<Carried>(`/campaigns/${campaignId}/members`, { ...of, ...(status === undefined ? {} : { status }) }),
  )

export const useMoveMany = () =>
  useOrder(({ campaignId, of, status }) => api.patch<Carried>(`/campaigns/${campaignId}/members`, { ...of, status }))

export const useRemoveMany = () =>
  useOrder(({ campaignId, of }) => api.post<Carried>(`/campaigns/${campaignId}/members/removal`, of))

export const membersOf = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'member' : 'members'}`

/** What an order on many members came to, as a sentence. */
export const saidOf = (carried: Carried, done: string): string =>
  carried.workId === null
    ? `${membersOf(carried.done)} ${done}.${leftOf(carried)}`
    : `${membersOf(carried.total)}: this goes on by itself, and the campaign says how far it is.`

const leftOf = ({ left = 0 }: Carried): string =>
  left === 0
    ? ''
    : left === 1
      ? ' 1 stays where it is: its campaign has no such status.'
      : ` ${left.toLocaleString('en')} stay where they are: their campaigns have no such status.`
