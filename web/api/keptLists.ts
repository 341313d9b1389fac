import { useQueryClient } from '@tanstack/react-query'
import { useMutation } from './mutation.ts'
import { api } from './client.ts'
import { ApiError } from './errors.ts'
import { collectionOf, resourceOf } from './objects.ts'
import type { RecordRow } from './recordRow.ts'
import { refreshObject, type Saved } from './records.ts'

/** Deletes one record; a refusal is thrown with its rule and its way on, and nothing vanishes before the server agreed. */
export function useDeleteRecord(objectName: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete<unknown>(resourceOf(objectName, id)),
    onSuccess: () => refreshObject(client, objectName),
  })
}

/** Gives records of a list people keep in order (statuses, stages) their places, the first first. */
export function useReorder(objectName: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (rows: readonly RecordRow[]) => {
      const { results } = await api.patch<{ results: readonly Saved[] }>(
        collectionOf(objectName),
        rows.map((row, at) => ({ Id: row.Id, SortOrder: at + 1 })),
      )
      const refused = results.find((result) => !result.success)
      if (refused !== undefined) throw new ApiError(422, refused.errors)
    },
    onSettled: () => refreshObject(client, objectName),
  })
}
