import { useCallback } from 'react'
import { type Looking, resolveFilter } from '../../shared/relativeFilter.ts'
import type { ObjectShape } from '../api/describe.ts'
import type { Filter } from '../api/filter.ts'
import { useSession } from '../api/session.ts'
import { timeZone } from './dates.ts'

/** Puts what depends on who looks and when into a filter, so that the server can be asked: 'me', 'this week'. */
export function usePlainFilter(shape: ObjectShape): (filter: Filter | undefined) => Filter | undefined {
  const { user } = useSession()
  return useCallback(
    (filter) => {
      if (filter === undefined) return undefined
      const looking: Looking = {
        userId: user.Id,
        now: new Date(),
        timeZone: timeZone(),
        typeOf: (name) => shape.fieldNamed.get(name)?.type,
      }
      return resolveFilter(filter, looking)
    },
    [user.Id, shape],
  )
}
