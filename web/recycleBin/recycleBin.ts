import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import { useMutation } from '../api/mutation.ts'
import { refreshObject, type Saved } from '../api/records.ts'

/** A record in the recycle bin. */
export type Binned = Readonly<{
  Id: string
  object: string
  label: string
  Name: string | null
  deletedAt: string
  deletedBy: Readonly<{ Id: string; Name: string | null }> | null
}>

type Page = Readonly<{ records: readonly Binned[]; next: string | null }>

const PATH = '/recycle-bin'
const KEY = ['recycle-bin'] as const

export const standardKinds = [
  { value: 'Lead', label: 'Leads' },
  { value: 'Contact', label: 'Contacts' },
  { value: 'Account', label: 'Accounts' },
  { value: 'Opportunity', label: 'Opportunities' },
  { value: 'Campaign', label: 'Campaigns' },
  { value: 'Payment', label: 'Payments' },
  { value: 'Task', label: 'Tasks' },
  { value: 'Event', label: 'Events' },
  { value: 'Note', label: 'Notes' },
  { value: 'ContentDocument', label: 'Files' },
] as const

export const nounOf = (count: number): string => (count === 1 ? 'record' : 'records')

/** What was deleted, of one object or of all, the latest first. */
export const useBin = (object: string | null, named: string) =>
  useInfiniteQuery({
    queryKey: [...KEY, object ?? '', named],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>(PATH, {
        signal,
        query: { object: object ?? undefined, q: named === '' ? undefined : named, after: pageParam || undefined },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  })

/** Takes records out of the recycle bin; throws what was said of those that stay. */
export const useRestoration = () => useAct('restoration')

/** Removes records for good; throws what was said of those that stay. */
export const useRemoval = () => useAct('removal')

function useAct(way: 'restoration' | 'removal') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (some: readonly Binned[]) => {
      const { results } = await api.post<{ results: readonly Saved[] }>(`${PATH}/${way}`, {
        ids: some.map(({ Id }) => Id),
      })
      const refused = results.flatMap(({ errors }) => errors)
      if (refused.length > 0) throw new ApiError(422, refused)
    },
    onSettled: async (_answer, _error, some) => {
      await client.invalidateQueries({ queryKey: KEY })
      for (const name of new Set(some.map(({ object }) => object))) void refreshObject(client, name)
    },
  })
}
