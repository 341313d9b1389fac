import { keepPreviousData, useInfiniteQuery, useIsMutating, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { refreshObject } from '../api/records.ts'
import { type Choices, chosenIn } from './choosing.ts'
import { type ImportAct, type ImportRow, isAtWork, type Preview } from './importRow.ts'

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

/** What it would do; tried anew after every choice, once none is on its way any more. */
export function usePreview(one: ImportRow) {
  const isChoosing = useIsMutating({ mutationKey: key(one.Id) }) > 0
  const preview = useQuery({
    enabled: !isChoosing,
    queryKey: [...key(one.Id), 'preview', one.object, one.mapping, one.options],
    queryFn: ({ signal }) => api.get<Preview>(`/imports/${one.Id}/preview`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  })
  return { ...preview, isStale: isChoosing || preview.isFetching }
}

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

// What is chosen of an import, and what is done with it, reaches the server in the order in which it was said.
const inOrder = (id: string) => ({ mutationKey: key(id), scope: { id: `import ${id}` } })

/** Changes what a file is taken for: the page shows it at once, and asks for the preview when the server has it. */
export function useChoose(id: string) {
  const client = useQueryClient()
  const isLast = () => client.isMutating({ mutationKey: key(id) }) === 1
  return useMutation({
    ...inOrder(id),
    mutationFn: (choices: Choices) => api.patch<ImportRow>(`/imports/${id}`, choices),
    onMutate: async (choices) => {
      await client.cancelQueries({ queryKey: key(id) })
      client.setQueryData<ImportRow>(key(id), (one) => one && chosenIn(one, choices))
    },
    onSuccess: (one) => {
      if (isLast()) client.setQueryData(key(id), one)
    },
    onError: () => client.invalidateQueries({ queryKey: key(id), exact: true }),
  })
}

/** Starts, pauses, cancels or undoes. */
export function useAct(id: string) {
  const client = useQueryClient()
  return useMutation({
    ...inOrder(id),
    mutationFn: (act: Exclude<ImportAct, 'change'>) => api.post<ImportRow>(`/imports/${id}/${act}`),
    onSuccess: (one) => {
      client.setQueryData(key(id), one)
      void client.invalidateQueries({ queryKey: ['imports'] })
      if (one.object !== null) void refreshObject(client, one.object)
    },
  })
}
