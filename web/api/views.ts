import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from './mutation.ts'
import { api } from './client.ts'
import type { Filter } from './filter.ts'
import { keys } from './queries.ts'

/** A saved list view. Its filter may say `$me` and `THIS_WEEK`; null stands for what is usual. */
export type ListView = Readonly<{
  Id: string
  Object: string
  Name: string
  Filter: Filter | null
  Sort: string | null
  Columns: readonly string[] | null
  Shared: boolean
  Standard: boolean
  Default: boolean
  MayChange: boolean
  Owner: Readonly<{ Id: string; Name: string | null }> | null
}>

export type ViewParts = Readonly<Pick<ListView, 'Filter' | 'Sort' | 'Columns'>>

const viewsQuery = (objectName: string) =>
  queryOptions({
    queryKey: keys.views(objectName),
    queryFn: async ({ signal }) =>
      (await api.get<{ views: readonly ListView[] }>('/views', { signal, query: { object: objectName } })).views,
    staleTime: 5 * 60_000,
  })

export const useViews = (objectName: string) => useQuery(viewsQuery(objectName))

/** What changes the views of an object; afterwards they are read anew. */
export function useViewCall<Given, Answer>(objectName: string, call: (given: Given) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: call,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.views(objectName) }),
  })
}

export const keepView = (view: ViewParts & Readonly<{ Object: string; Name: string; Shared: boolean }>) =>
  api.post<ListView>('/views', view)

export const changeView = ({ Id, ...parts }: Readonly<{ Id: string }> & Partial<Omit<ListView, 'Id'>>) =>
  api.patch<ListView>(`/views/${Id}`, parts)

export const deleteView = ({ Id }: Readonly<{ Id: string }>) => api.delete<undefined>(`/views/${Id}`)

export const openListWith = ({ Id }: Readonly<{ Id: string }>) => api.post<undefined>(`/views/${Id}/default`)

export const openListAsUsual = ({ Id }: Readonly<{ Id: string }>) => api.delete<undefined>(`/views/${Id}/default`)
