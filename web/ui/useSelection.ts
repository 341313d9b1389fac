import { useCallback, useMemo, useRef, useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'

export type Selection = Readonly<{
  ids: ReadonlySet<string>
  /** The chosen rows that are loaded, in their order. */
  rows: readonly RecordRow[]
  toggle: (id: string, options?: { upTo: boolean }) => void
  /** Chooses every loaded row, at most 2,000: what one call of the API takes. */
  toggleAll: () => void
  clear: () => void
  allChosen: boolean
}>

const MOST_AT_ONCE = 2000

/** Which rows are chosen; shift extends from the last one. */
export function useSelection(rows: readonly RecordRow[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set())
  const last = useRef<string>(undefined)
  const toggle = useCallback(
    (id: string, { upTo } = { upTo: false }) => {
      const between = upTo ? rangeOf(rows, last.current, id) : [id]
      last.current = id
      setIds((before) => {
        const after = new Set(before)
        const add = upTo || !before.has(id)
        for (const one of between)
          if (add) after.add(one)
          else after.delete(one)
        return after
      })
    },
    [rows],
  )
  const clear = useCallback(() => setIds((before) => (before.size === 0 ? before : new Set())), [])
  const eligible = Math.min(rows.length, MOST_AT_ONCE)
  const allChosen = eligible > 0 && ids.size >= eligible
  const toggleAll = useCallback(
    () => setIds(allChosen ? new Set() : new Set(rows.slice(0, MOST_AT_ONCE).map((row) => row.Id))),
    [allChosen, rows],
  )
  const chosen = useMemo(() => (ids.size === 0 ? [] : rows.filter((row) => ids.has(row.Id))), [ids, rows])
  return { ids, rows: chosen, toggle, toggleAll, clear, allChosen }
}

function rangeOf(rows: readonly RecordRow[], from: string | undefined, to: string): readonly string[] {
  const start = rows.findIndex((row) => row.Id === from)
  const end = rows.findIndex((row) => row.Id === to)
  if (start < 0 || end < 0) return [to]
  return rows.slice(Math.min(start, end), Math.max(start, end) + 1).map((row) => row.Id)
}
