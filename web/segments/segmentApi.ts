import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SegmentCondition } from '../../shared/segmentCondition.ts'
import { api } from '../api/client.ts'
import { useMutation } from '../api/mutation.ts'
import { type Carried, useRefreshMembers } from '../campaigns/campaignApi.ts'

export type Segment = Readonly<{
  Id: string
  Name: string
  Description: string | null
  Condition: SegmentCondition
  /** The condition in one line, in words. */
  Summary: string
  Owner: Readonly<{ Id: string; Name: string | null }>
  MayChange: boolean
  Version: number
  LastModifiedDate: string
}>

export type WholeSegment = Segment &
  Readonly<{
    /** The segments that ask for this one; while there are any, it stays. */
    AskedForBy: readonly string[]
    /** What the condition refers to, by id. */
    Names: Readonly<Record<string, string>>
  }>

export type SegmentPerson = Readonly<{
  Id: string
  Type: 'Lead' | 'Contact'
  Name: string
  Title: string | null
  Company: string | null
  Email: string | null
  Owner: Readonly<{ Id: string; Name: string | null }>
  CreatedDate: string
}>

export type HowMany = Readonly<{ leads: number; contacts: number; already?: number }>

export type Reason = Readonly<{ holds: boolean; sentence: string; found: string | null; parts: readonly Reason[] }>

const root = ['segments'] as const

export const useSegments = () =>
  useQuery({
    queryKey: [...root, 'list'],
    queryFn: ({ signal }) =>
      api.get<{ segments: readonly Segment[]; next: string | null; mayCreate: boolean }>('/segments', { signal }),
  })

export const useSegment = (id: string | undefined) =>
  useQuery({
    queryKey: [...root, 'one', id],
    queryFn: ({ signal }) => api.get<WholeSegment>(`/segments/${id}`, { signal }),
    enabled: id !== undefined,
  })

/** Who fits a condition while it is being written: how many, and the newest of them. */
export const usePreview = (condition: SegmentCondition, segmentId: string | undefined) =>
  useQuery({
    queryKey: [...root, 'preview', condition, segmentId],
    queryFn: ({ signal }) =>
      api.post<HowMany & Readonly<{ people: readonly SegmentPerson[] }>>(
        '/segments/preview',
        { Condition: condition, ...(segmentId === undefined ? {} : { SegmentId: segmentId }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const usePeople = (id: string, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: [...root, 'people', id],
    queryFn: ({ signal, pageParam }) =>
      api.get<{ people: readonly SegmentPerson[]; next: string | null }>(`/segments/${id}/people`, {
        signal,
        query: { after: pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
    retry: false,
  })

export const useHowMany = (id: string | null, campaignId: string | undefined) =>
  useQuery({
    queryKey: [...root, 'count', id, campaignId],
    queryFn: ({ signal }) => api.get<HowMany>(`/segments/${id}/count`, { signal, query: { campaign: campaignId } }),
    enabled: id !== null,
    staleTime: 0,
    retry: false,
  })

export const useWhy = (id: string, personId: string | undefined) =>
  useQuery({
    queryKey: [...root, 'why', id, personId],
    queryFn: ({ signal }) =>
      api.get<{ Id: string; isIn: boolean; why: Reason }>(`/segments/${id}/why`, {
        signal,
        query: { person: personId },
      }),
    enabled: personId !== undefined,
    retry: false,
  })

export type SegmentParts = Readonly<{ Name: string; Description: string | null; Condition: SegmentCondition }>

/** Keeps a new segment, or what was changed of one as long as nobody else changed it meanwhile. */
export function useSaveSegment(segment: Segment | undefined) {
  const refresh = useRefreshSegments()
  return useMutation({
    mutationFn: (parts: SegmentParts) =>
      segment === undefined
        ? api.post<Segment>('/segments', parts)
        : api.patch<Segment>(`/segments/${segment.Id}`, parts, { ifMatch: `"${segment.Version}"` }),
    onSuccess: refresh,
  })
}

export function useRefreshSegments(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: root })
}

export const deleteSegment = (id: string) => api.delete<undefined>(`/segments/${id}`)

/** Puts everybody of a segment into a campaign, leads and contacts alike; who is in already stays as they are. */
export function useAddSegment() {
  const refreshMembers = useRefreshMembers()
  const refresh = useRefreshSegments()
  return useMutation({
    mutationFn: async ({
      campaignId,
      ...of
    }: Readonly<{ campaignId: string; segment: string; exceptSegment?: string; status?: string }>) => {
      const [leads, contacts] = [
        await api.post<Carried>(`/campaigns/${campaignId}/members`, { object: 'Lead', ...of }),
        await api.post<Carried>(`/campaigns/${campaignId}/members`, { object: 'Contact', ...of }),
      ]
      return {
        total: leads.total + contacts.total,
        done: leads.done + contacts.done,
        workId: leads.workId ?? contacts.workId,
      }
    },
    onSettled: async () => {
      await refreshMembers()
      await refresh()
    },
  })
}

/** '1,234 leads and 56 contacts'. */
export function peopleWords({ leads, contacts }: HowMany): string {
  const said = [
    ...(leads > 0 ? [`${leads.toLocaleString('en')} ${leads === 1 ? 'lead' : 'leads'}`] : []),
    ...(contacts > 0 ? [`${contacts.toLocaleString('en')} ${contacts === 1 ? 'contact' : 'contacts'}`] : []),
  ]
  return said.length === 0 ? 'nobody' : said.join(' and ')
}
