import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import { keys } from './queries.ts'
import type { Page, RecordRow } from './recordRow.ts'

type Before = readonly (readonly [QueryKey, unknown])[]

/**
 * A change shown before the server has agreed: `show` writes into the cache; a refusal puts back what was there.
 * Spread into useMutation: `...withOptimism(client, 'Lead', (change) => patchRecordInCache(…))`.
 */
export const withOptimism = <T>(client: QueryClient, objectName: string, show: (change: T) => void) => ({
  onMutate: async (change: T): Promise<Before> => {
    const queryKey = keys.object(objectName)
    await client.cancelQueries({ queryKey: keys.lists(objectName) })
    const before = client.getQueriesData({ queryKey })
    show(change)
    return before
  },
  onError: (_error: unknown, _change: T, before: Before | undefined) => {
    for (const [key, value] of before ?? []) client.setQueryData(key, value)
    // What was saved since stands in none of what was put back.
    void client.invalidateQueries({ queryKey: keys.object(objectName) })
  },
  onSuccess: (saved: unknown) => {
    if (isRecord(saved)) patchRecordInCache(client, objectName, saved.Id, saved)
    void client.invalidateQueries({ queryKey: [...keys.object(objectName), 'counts'] })
    if (isRecord(saved)) void client.invalidateQueries({ queryKey: keys.record(objectName, saved.Id) })
  },
})

/** Writes values into a record wherever it is cached: its page and every list it is in. */
export function patchRecordInCache(
  client: QueryClient,
  objectName: string,
  id: string,
  values: Readonly<Record<string, unknown>>,
): void {
  client.setQueryData<RecordRow>(keys.record(objectName, id), (record) => record && { ...record, ...values })
  eachList(client, objectName, (page) =>
    page.records.some((row) => row.Id === id)
      ? { ...page, records: page.records.map((row) => (row.Id === id ? { ...row, ...values } : row)) }
      : page,
  )
}

/** Takes records out of every cached list, so that they vanish at once. */
export function removeRecordsFromCache(client: QueryClient, objectName: string, ids: readonly string[]): void {
  const gone = new Set(ids)
  eachList(client, objectName, (page) => ({ ...page, records: page.records.filter((row) => !gone.has(row.Id)) }))
}

function eachList(client: QueryClient, objectName: string, change: (page: Page) => Page): void {
  client.setQueriesData<InfiniteData<Page>>(
    { queryKey: keys.lists(objectName) },
    (cached) => cached && { ...cached, pages: cached.pages.map(change) },
  )
}

const isRecord = (saved: unknown): saved is RecordRow =>
  typeof saved === 'object' && saved !== null && 'Id' in saved && typeof saved.Id === 'string'
