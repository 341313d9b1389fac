import { useState } from 'react'
import { useAnswer } from '../setup/setupApi.ts'
import { listPath, type NominationRow } from './nominations.ts'

/** A page of nominations, and the way to those after it. */
export function useNominations(campaignId: string, view: 'mine' | 'waiting' | 'decided') {
  const [after, setAfter] = useState<readonly string[]>([])
  const found = useAnswer<{ records: readonly NominationRow[]; next: string | null }>(listPath(campaignId), {
    view,
    after: after.at(-1),
  })
  const next = found.data?.next
  return {
    found,
    rows: found.data?.records ?? [],
    more: typeof next === 'string' ? () => setAfter([...after, next]) : undefined,
    back: after.length > 0 ? () => setAfter(after.slice(0, -1)) : undefined,
  }
}
