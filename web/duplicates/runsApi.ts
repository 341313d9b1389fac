import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject } from '../api/records.ts'
import type { Verdict } from './duplicates.ts'

export type RunScope = 'Lead' | 'Contact' | 'Account' | 'LeadContact'
export type RunState = 'running' | 'paused' | 'done' | 'failed' | 'cancelled'
export type Run = Readonly<{
  Id: string
  scope: RunScope
  state: RunState
  stage: 'reading' | 'comparing' | 'grouping'
  /** How much of the work is done, 0 to 1. */
  share: number
  problem: string | null
  createdAt: string
  finishedAt: string | null
  expected: number
  records: number
  candidates: number
  compared: number
  pairs: number
  groups: number
  skippedKeys: number
  skippedRecords: number
  histogram: readonly Readonly<{ from: number; pairs: number }>[]
}>
export type Found = Readonly<{ object: string; record: RecordRow }>
export type GroupLink = Readonly<{ left: string; right: string; probability: number; reasons: readonly string[] }>
export type RunGroup = Readonly<{
  n: number
  certainty: number
  weakest: Readonly<{ left: string; right: string; probability: number }>
  merge: string | null
  refusal: string | null
  /** All records of the group; of a large one the first are listed. */
  size: number
  /** How many of those to be listed are not for this person's eyes, or are gone. */
  hidden: number
  records: readonly Found[]
  links: readonly GroupLink[]
}>
export type Estimate = Readonly<{ share: number; from: number; to: number; of: number }>
export type SampledPair = Readonly<{
  isAbove: boolean
  probability: number
  answer: Verdict | null
  reasons: readonly string[]
  left: Found
  right: Found
}>
export type Sample = Readonly<{
  pairs: readonly SampledPair[]
  precision: Estimate | null
  missed: Estimate | null
  leftApart: number
}>
export type MasterRule = 'most_complete' | 'most_recent' | 'oldest' | 'most_active'
export type BulkMerge = Readonly<{
  Id: string
  certainty: number
  masterRule: MasterRule
  state: 'running' | 'paused' | 'done' | 'failed' | 'undoing' | 'undone'
  problem: string | null
  createdAt: string
  expected: number
  merged: number
  refused: number
  undone: number
}>

const WATCH_MS = 800
const root = ['duplicate-runs'] as const
const path = (id: string) => `/duplicate-runs/${encodeURIComponent(id)}`

export const useRuns = (mayRead: boolean) =>
  useInfiniteQuery({
    enabled: mayRead,
    queryKey: root,
    queryFn: ({ pageParam, signal }) =>
      api.get<{ runs: readonly Run[]; next: string | null }>('/duplicate-runs', {
        signal,
        query: { after: pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ runs }) => runs.some((run) => run.state === 'running')) === true ? 2000 : false,
  })

/** One search; asked again and again while a worker is at it. */
export const useRun = (id: string) =>
  useQuery({
    queryKey: [...root, id],
    queryFn: ({ signal }) => api.get<Run>(path(id), { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WATCH_MS : false),
  })

export function useStartRun() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (scope: RunScope) => api.post<Run>('/duplicate-runs', { scope }),
    onSuccess: () => void client.invalidateQueries({ queryKey: root }),
  })
}

export function useRunAct(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (act: 'pause' | 'resume' | 'cancel') => api.post<Run>(`${path(id)}/acts`, { act }),
    onSuccess: () => void client.invalidateQueries({ queryKey: root }),
  })
}

export const useGroupsOfRun = (id: string, atLeast: number, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: [...root, id, 'groups', atLeast],
    queryFn: ({ pageParam, signal }) =>
      api.get<{ groups: readonly RunGroup[]; next: number | null }>(`${path(id)}/groups`, {
        signal,
        query: { after: pageParam, limit: 10, atLeast },
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled,
  })

/** Groups not merged yet and their records, and how many groups are merged, from a certainty on. */
export type Reckoning = Readonly<{ groups: number; records: number; merged: number }>

/** How many groups and records a merge from a certainty on would touch. */
export const useReckoning = (id: string, certainty: number) =>
  useQuery({
    queryKey: [...root, id, 'reckoning', certainty],
    queryFn: ({ signal }) =>
      api.get<Reckoning>(`${path(id)}/reckoning`, {
        signal,
        query: { certainty },
      }),
    placeholderData: keepPreviousData,
  })

export const useSample = (id: string, certainty: number) =>
  useQuery({
    queryKey: [...root, id, 'sample', certainty],
    queryFn: ({ signal }) => api.get<Sample>(`${path(id)}/sample`, { signal, query: { certainty } }),
    placeholderData: keepPreviousData,
  })

export function useSampling(id: string, certainty: number) {
  const client = useQueryClient()
  const keep = (sample: Sample) => client.setQueryData([...root, id, 'sample', certainty], sample)
  const draw = useMutation({
    mutationFn: () => api.post<Sample>(`${path(id)}/sample`, { certainty }),
    onSuccess: keep,
  })
  const answer = useMutation({
    mutationFn: ({ left, right, verdict }: { left: string; right: string; verdict: Verdict }) =>
      api.post<undefined>(`${path(id)}/answers`, { left, right, verdict }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...root, id, 'sample'] }),
  })
  return { draw, answer }
}

const isAtWork = ({ state }: BulkMerge): boolean => state === 'running' || state === 'undoing'

export const useBulkMerges = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: [...root, id, 'merges'],
    queryFn: async ({ signal }) =>
      (await api.get<{ merges: readonly BulkMerge[] }>(`${path(id)}/merges`, { signal })).merges,
    enabled,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(isAtWork) === true ? WATCH_MS : false),
  })

export function useBulkMerge(id: string, objectName: string) {
  const client = useQueryClient()
  const refresh = useCallback(
    () => Promise.all([client.invalidateQueries({ queryKey: [...root, id] }), refreshObject(client, objectName)]),
    [client, id, objectName],
  )
  const start = useMutation({
    mutationFn: (order: { certainty: number; masterRule: MasterRule }) =>
      api.post<BulkMerge>(`${path(id)}/merges`, order),
    onSuccess: refresh,
  })
  const act = useMutation({
    mutationFn: ({ merge, act: one }: { merge: string; act: 'pause' | 'resume' | 'undo' }) =>
      api.post<BulkMerge>(`/bulk-merges/${encodeURIComponent(merge)}/acts`, { act: one }),
    onSuccess: refresh,
  })
  return { start, act, refresh }
}

export const scopeWords: Readonly<Record<RunScope, string>> = {
  Lead: 'Leads',
  Contact: 'Contacts',
  Account: 'Accounts',
  LeadContact: 'Leads against contacts',
}

/** What a search of each scope found, as the head of its page. */
export const foundWords: Readonly<Record<RunScope, string>> = {
  Lead: 'Duplicates among leads',
  Contact: 'Duplicates among contacts',
  Account: 'Duplicates among accounts',
  LeadContact: 'Leads that are contacts already',
}
/** `0.982` → `98.2 %` */
export const percentOf = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)} %`

/** How sure a pair is; of none it is said that it is quite certain, nor quite impossible. */
export const sureness = (probability: number): string =>
  probability > 0.995 ? 'over 99 %' : probability < 0.005 ? 'under 1 %' : percentOf(probability)
