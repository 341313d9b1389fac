import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { refreshObject } from '../api/records.ts'
import { type ImportAct, type ImportOptions, type ImportRow, isAtWork, type Preview } from './importRow.ts'

const WATCH_MS = 700
const key = (id: string) => ['import', id] as const

/** Imports, the newest first; watched while one of them is at work. */
export const useImports = () =>
  useInfiniteQuery({
    queryKey: ['imports'],
    queryFn: ({ pageParam, signal }) =>
      api.get<{ imports: readonly ImportRow[]; next: string | null }>('/imports', {
        signal,
        query: { after: pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.imports.some((one) => isAtWork(one.state))) === true ? 2000 : false,
  })

/** One import; asked again and again while a worker is at it. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: key(id),
    queryFn: ({ signal }) => api.get<ImportRow>(`/imports/${id}`, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data !== undefined && isAtWork(state.data.state) ? WATCH_MS : false),
  })

/** What it would do; tried anew after every choice. */
export const usePreview = (one: ImportRow) =>
  useQuery({
    queryKey: [...key(one.Id), 'preview', one.object, one.mapping, one.options],
    queryFn: ({ signal }) => api.get<Preview>(`/imports/${one.Id}/preview`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  })

/** Takes a file in and says what is understood of it. */
export function useUpload() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (file: File) => {
      const body = new FormData()
      body.append('file', file, file.name)
      return api.post<ImportRow>('/imports', body)
    },
    onSuccess: (one) => {
      client.setQueryData(key(one.Id), one)
      void client.invalidateQueries({ queryKey: ['imports'] })
    },
  })
}

export type Choices = Readonly<{
  object?: string
  mapping?: readonly Readonly<{ column: string; field: string | null; by?: string }>[]
  options?: ImportOptions
}>

/** Changes what a file is taken for. */
export function useChoose(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (choices: Choices) => api.patch<ImportRow>(`/imports/${id}`, choices),
    onSuccess: (one) => client.setQueryData(key(id), one),
  })
}

/** Starts, pauses, cancels or undoes. */
export function useAct(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (act: Exclude<ImportAct, 'change'>) => api.post<ImportRow>(`/imports/${id}/${act}`),
    onSuccess: (one) => {
      client.setQueryData(key(id), one)
      void client.invalidateQueries({ queryKey: ['imports'] })
      if (one.object !== null) void refreshObject(client, one.object)
    },
  })
}
