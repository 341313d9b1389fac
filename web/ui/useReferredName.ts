import { useQuery } from '@tanstack/react-query'
import { objectOfPrefix } from '../../shared/ids.ts'
import { ME } from '../../shared/relativeFilter.ts'
import { api } from '../api/client.ts'
import { resourceOf } from '../api/objects.ts'
import { keys } from '../api/queries.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { nameOf } from './fields.ts'

/** The name behind an id that stands alone, as in a filter; undefined until it is known. */
export function useReferredName(referenceTo: readonly string[], id: unknown): string | undefined {
  const objectName =
    typeof id === 'string' && id !== ME ? (objectOfPrefix(id.slice(0, 3)) ?? referenceTo[0]) : undefined
  const found = useQuery({
    queryKey: keys.record(objectName ?? '', String(id)),
    queryFn: ({ signal }) => api.get<RecordRow>(resourceOf(objectName ?? '', String(id)), { signal }),
    enabled: objectName !== undefined && referenceTo.length > 0,
  })
  if (id === ME) return 'me'
  return found.data === undefined ? undefined : nameOf(found.data)
}
