import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { keys } from '../api/queries.ts'
import type { Page } from '../api/recordRow.ts'

export type Neighbours = Readonly<{
  previous: string | undefined
  next: string | undefined
  place: number
  loaded: number
  hasMore: boolean
}>

/** The leads before and after this one in the list the person came from: the one looked at last that holds it. */
export function useNeighbours(id: string): Neighbours | undefined {
  const client = useQueryClient()
  return useMemo(() => {
    const lists = client
      .getQueryCache()
      .findAll({ queryKey: keys.lists('Lead') })
      .toSorted((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
    for (const { state } of lists) {
      const found = placeIn(state.data as InfiniteData<Page> | undefined, id)
      if (found !== undefined) return found
    }
    return undefined
  }, [client, id])
}

function placeIn(list: InfiniteData<Page> | undefined, id: string): Neighbours | undefined {
  const ids = list?.pages?.flatMap((page) => page.records.map((row) => row.Id)) ?? []
  const at = ids.indexOf(id)
  if (at < 0) return undefined
  const next = list?.pages.at(-1)?.next
  return {
    previous: ids[at - 1],
    next: ids[at + 1],
    place: at + 1,
    loaded: ids.length,
    hasMore: next !== undefined && next !== null,
  }
}
