import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './errors.ts'

/** The keys of everything the server told us. Records of one object share a root, so that one call refreshes them all. */
export const keys = {
  session: ['session'] as const,
  home: ['home'] as const,
  describe: (objectName: string) => ['describe', objectName] as const,
  views: (objectName: string) => ['views', objectName] as const,
  object: (objectName: string) => ['object', objectName] as const,
  lists: (objectName: string) => ['object', objectName, 'list'] as const,
  list: (objectName: string, query: object) => ['object', objectName, 'list', query] as const,
  counts: (objectName: string, query: object) => ['object', objectName, 'counts', query] as const,
  record: (objectName: string, id: string) => ['object', objectName, 'record', id] as const,
  /** What hangs on one record: timeline, history, related, duplicates… It falls with the record. */
  about: (objectName: string, id: string, what: string, query: object = {}) =>
    ['object', objectName, 'record', id, what, query] as const,
}

/** The one cache. Refused calls are not repeated; unreached and overloaded ones are, twice. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      // The server may be on this very machine, and answer though the browser knows of no network.
      queries: {
        networkMode: 'always',
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        retry: mayRepeat,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })

const mayRepeat = (failures: number, error: unknown): boolean =>
  failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503)
