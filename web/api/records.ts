import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { useCallback } from 'react'
import { useMutation } from './mutation.ts'
import { api } from './client.ts'
import { ApiError } from './errors.ts'
import type { Filter } from './filter.ts'
import { collectionOf, resourceOf } from './objects.ts'
import { patchRecordInCache, removeRecordsFromCache, withOptimism } from './optimistic.ts'
import { keys } from './queries.ts'
import type { Page, RecordRow } from './recordRow.ts'

export type ListQuery = Readonly<{ filter?: Filter; sort?: string; fields?: readonly string[]; q?: string }>
export type ValueCount = Readonly<{ value: string | null; count: number; atLeast?: boolean }>
/** The answer for one record of a list, in the order of the input. */
export type Saved = Readonly<{
  id: string | null
  success: boolean
  created?: boolean
  errors: readonly { code: string; message: string; field?: string }[]
}>

// A small first page shows at once; whoever scrolls gets the API's largest.
const FIRST_PAGE_ROWS = 60
const PAGE_ROWS = 200

export const listOptions = (objectName: string, query: ListQuery, first = FIRST_PAGE_ROWS) =>
  infiniteQueryOptions({
    queryKey: keys.list(objectName, { ...query, first }),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>(collectionOf(objectName), {
        signal,
        query: {
          ...query,
          fields: query.fields?.join(','),
          limit: pageParam === '' ? first : PAGE_ROWS,
          after: pageParam,
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    // Coming back to a list shows it as it was left, at once; its first pages are fetched anew behind it.
    staleTime: 15_000,
    // Comparing every page with its like from before would cost more than drawing the rows.
    structuralSharing: false,
  })

/** A list that grows by key as it is scrolled: `pages` so far, `more()` for the next. `first` is the first page's size. */
export function useRecordList(objectName: string, query: ListQuery, first = FIRST_PAGE_ROWS) {
  const found = useInfiniteQuery({ ...listOptions(objectName, query, first), placeholderData: keepPreviousData })
  const { fetchNextPage, hasNextPage, isFetching } = found
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetching])
  return { ...found, pages: found.data?.pages, more }
}

export const recordOptions = (objectName: string, id: string) =>
  queryOptions({
    queryKey: keys.record(objectName, id),
    queryFn: ({ signal }) => api.get<RecordRow>(resourceOf(objectName, id), { signal }),
  })

/** One record, whole. Suspends; a missing one throws ApiError 404 into the page's error boundary. */
export const useRecord = (objectName: string, id: string): RecordRow =>
  useSuspenseQuery(recordOptions(objectName, id)).data

/** How many records have each value of a field; counting stops at 10,000 (`atLeast`). */
export const useCounts = (objectName: string, field: string, query: Pick<ListQuery, 'filter' | 'q'> = {}) =>
  useQuery({
    queryKey: keys.counts(objectName, { field, ...query }),
    queryFn: async ({ signal }) =>
      (
        await api.get<{ counts: readonly ValueCount[] }>(`${collectionOf(objectName)}/counts`, {
          signal,
          query: { field, ...query },
        })
      ).counts,
    placeholderData: keepPreviousData,
  })

/** How many records match, up to 10,000 (`atLeast` beyond). */
export const useCount = (objectName: string, query: Pick<ListQuery, 'filter' | 'q'> = {}) =>
  useQuery({
    queryKey: keys.counts(objectName, query),
    queryFn: ({ signal }) =>
      api.get<Omit<ValueCount, 'value'>>(`${collectionOf(objectName)}/count`, { signal, query: { ...query } }),
    placeholderData: keepPreviousData,
  })

export const aboutOptions = <T>(
  objectName: string,
  id: string,
  what: string,
  query: Readonly<Record<string, string>> = {},
) =>
  queryOptions({
    queryKey: keys.about(objectName, id, what, query),
    queryFn: ({ signal }) => api.get<T>(`${resourceOf(objectName, id)}/${what}`, { signal, query }),
  })

/** Anything that hangs on a record and comes whole: `useAbout<Matches>('Lead', id, 'duplicates')`. */
export const useAbout = <T>(...asked: Parameters<typeof aboutOptions>) => useQuery(aboutOptions<T>(...asked))

/** What changed in a record, the newest first: `useAboutPages<HistoryPage>('Task', id, 'history')`. */
export type HistoryPage = Readonly<{
  entries: readonly Readonly<{
    field: string
    oldValue: string | null
    newValue: string | null
    at: string
    by: Readonly<{ Id: string; Name: string | null }> | null
  }>[]
  next: string | null
}>

/** Anything that hangs on a record and is paged by key: timeline, history. */
export const useAboutPages = <T extends Readonly<{ next?: string | null }>>(
  objectName: string,
  id: string,
  what: string,
) =>
  useInfiniteQuery({
    queryKey: keys.about(objectName, id, what, { paged: true }),
    queryFn: ({ pageParam, signal }) =>
      api.get<T>(`${resourceOf(objectName, id)}/${what}`, { signal, query: { limit: 50, after: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })

export type Change = Readonly<{
  id: string
  values: Readonly<Record<string, unknown>>
  /** False: a duplicate rule's alert is shown before it is saved; true: it was, and the person saves anyway. */
  allowDuplicates?: boolean
}>

/** Saves fields of one record: shown at once, taken back when the server refuses. Resolves to the record as it is now. */
export function useSaveRecord(objectName: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, values, allowDuplicates }: Change) =>
      api.patch<RecordRow>(resourceOf(objectName, id), values, { query: { allowDuplicates } }),
    ...withOptimism(client, objectName, ({ id, values }: Change) => patchRecordInCache(client, objectName, id, values)),
  })
}

export type Creation = Readonly<{ values: Readonly<Record<string, unknown>>; allowDuplicates?: boolean }>

/** Creates one record; resolves to it, with `duplicates` beside where the object has them. */
export function useCreateRecord(objectName: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ values, allowDuplicates }: Creation) =>
      api.post<RecordRow & { duplicates?: readonly unknown[] }>(collectionOf(objectName), values, {
        query: { allowDuplicates },
      }),
    onSuccess: () => refreshObject(client, objectName),
  })
}

/** Changes up to 2,000 records with one call; answers in order, each its own success or errors. */
export function useSaveRecords(objectName: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (rows: readonly RecordRow[]) =>
      api.patch<{ results: readonly Saved[] }>(collectionOf(objectName), rows),
    onSuccess: () => refreshObject(client, objectName),
  })
}

/** Moves up to 2,000 records to the recycle bin. */
export function useDeleteRecords(objectName: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      api.delete<{ results: readonly Saved[] }>(collectionOf(objectName), { query: { ids: ids.join(',') } }),
    onSuccess: (_, ids) => {
      removeRecordsFromCache(client, objectName, ids)
      return refreshObject(client, objectName)
    },
  })
}

/** Takes records out of the recycle bin again: the undo of a deletion. */
export function useRestoreRecords(objectName: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      const { results } = await api.post<{ results: readonly Saved[] }>('/recycle-bin/restoration', { ids })
      const refused = results.flatMap(({ errors }) => errors)
      if (refused.length > 0) throw new ApiError(422, refused)
    },
    onSettled: () => refreshObject(client, objectName),
  })
}

/**
 * Fetches anew what is on the screen of an object. A list scrolled far is cut back to its first page first: fetching
 * hundreds of pages again, one after the other, would block the list for seconds.
 */
export async function refreshObject(client: ReturnType<typeof useQueryClient>, objectName: string): Promise<void> {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.lists(objectName) })) {
    const pages = pageCount(query.state.data)
    if (pages > 5) await client.resetQueries({ queryKey: query.queryKey, exact: true })
  }
  await client.invalidateQueries({ queryKey: keys.object(objectName) })
  await client.invalidateQueries({ queryKey: keys.home })
}

const pageCount = (cached: unknown): number =>
  typeof cached === 'object' && cached !== null && 'pages' in cached && Array.isArray(cached.pages)
    ? cached.pages.length
    : 0
