import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { collectionOf } from '../api/objects.ts'
import { keys } from '../api/queries.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject, useAbout } from '../api/records.ts'
import { rowMarks } from '../ui/rowMarks.ts'

/** Objects whose records may be duplicates of each other. */
export type Matchable = 'Lead' | 'Contact' | 'Account'
export const isMatchable = (objectName: string): objectName is Matchable =>
  objectName === 'Lead' || objectName === 'Contact' || objectName === 'Account'

/** A record that is probably the same; `probability` from 0 to 1, reasons as sentences, the strongest first. */
export type Match = Readonly<{
  object: Matchable
  record: RecordRow
  probability: number
  isCertain: boolean
  reasons: readonly string[]
}>
export type Matches = Readonly<{ matches: readonly Match[] }>
export type Verdict = 'same' | 'not_same' | 'unsure'
export type Pair = Readonly<{ left: string; right: string; verdict: Verdict }>

export const useDuplicates = (objectName: Matchable, id: string) => useAbout<Matches>(objectName, id, 'duplicates')

/** Likely duplicates of what is being typed; asked for once there is enough to go by. */
export const useDuplicatesOfDraft = (
  objectName: Matchable,
  values: Readonly<Record<string, unknown>>,
  enabled: boolean,
) =>
  useQuery({
    queryKey: ['draft-duplicates', objectName, values],
    queryFn: ({ signal }) => api.post<Matches>(`${collectionOf(objectName)}/duplicates`, values, { signal }),
    enabled,
    placeholderData: (before) => before,
    staleTime: 10_000,
  })

/** Remembers which pairs are the same and which are not. */
export function useDecide(objectName: Matchable) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (verdicts: readonly Pair[]) => api.post<undefined>('/duplicates/verdicts', { verdicts }),
    onSuccess: () => {
      marks.forget()
      return client.invalidateQueries({ queryKey: keys.object(objectName) })
    },
  })
}

export type MergeRequest = Readonly<{
  master: string
  losers: readonly string[]
  values: Readonly<Record<string, unknown>>
}>

/** Merges 2 to 10 records; resolves to the master, with the id of the merge for its undo. */
export function useMerge(objectName: Matchable) {
  const client = useQueryClient()
  const refresh = () => {
    marks.forget()
    return Promise.all([
      refreshObject(client, objectName),
      client.invalidateQueries({ queryKey: ['duplicate-groups'] }),
    ])
  }
  const merge = useMutation({
    mutationFn: (request: MergeRequest) =>
      api.post<RecordRow & { merge: string }>(`${collectionOf(objectName)}/merge`, request),
    onSuccess: () => void refresh(),
  })
  const undo = async (mergeId: string) => {
    await api.delete<unknown>(`/merges/${encodeURIComponent(mergeId)}`)
    await refresh()
  }
  return { merge, undo }
}

export type Mark = Readonly<{ Id: string; count: number; isCertain: boolean }>

const marks = rowMarks(100, async (ids) => {
  const answer = await api.get<{ marks: readonly Mark[] }>('/leads/duplicates', { query: { ids: ids.join(',') } })
  return new Map(answer.marks.map((mark) => [mark.Id, mark]))
})

/** How many likely duplicates a lead in a list has. */
export const useDuplicateMark = marks.useMark
