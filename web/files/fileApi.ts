import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api, apiAddress } from '../api/client.ts'

/** A file kept with a record. */
export type KeptFile = Readonly<{
  Id: string
  Name: string
  /** Bytes. */
  Size: number
  CreatedDate: string
  CreatedBy: Readonly<{ Id: string; Name: string | null }> | null
}>

type Page = Readonly<{ files: readonly KeptFile[]; next: string | null }>

const keyOf = (recordId: string) => ['files', recordId] as const

export const useFiles = (recordId: string) =>
  useInfiniteQuery({
    queryKey: keyOf(recordId),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>(`/records/${recordId}/files`, { query: { after: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  })

/** Keeps files one after the other; each is sent as plain bytes, whatever it says it is. */
export const useKeepFiles = (recordId: string) =>
  useChange(recordId, async (files: readonly File[]) => {
    for (const file of files) {
      const bytes = new Blob([file], { type: 'application/octet-stream' })
      await api.post(`/records/${recordId}/files`, bytes, { query: { name: file.name } })
    }
  })

export const useRemoveFile = (recordId: string) =>
  useChange(recordId, (fileId: string) => api.delete(`/records/${recordId}/files/${fileId}`))

export const useRestoreFile = (recordId: string) =>
  useChange(recordId, (fileId: string) => api.post(`/records/${recordId}/files/${fileId}/restoration`))

function useChange<T>(recordId: string, mutationFn: (what: T) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: keyOf(recordId) }) })
}

/** Where a file is downloaded from. */
export const fileAddress = (fileId: string): string => apiAddress(`/files/${fileId}/content`)
