import { useCallback, useMemo, useRef, useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { useCommands } from '../shell/commands.ts'
import type { Selection } from './useSelection.ts'

export type GridCursor = Readonly<{
  index: number
  moveTo: (index: number) => void
  /** Told by the grid: the first row in sight, where the keys begin. */
  seeFrom: (index: number) => void
}>

/** The row the keyboard is at: J and K (or arrows) move, X selects, E edits, Enter opens, Esc lets go. */
export function useGridCursor({
  rows,
  selection,
  onOpen,
  onEdit,
}: Readonly<{
  rows: readonly RecordRow[]
  selection?: Selection | undefined
  onOpen: (row: RecordRow) => void
  onEdit?: ((row: RecordRow) => void) | undefined
}>): GridCursor {
  const { index, moveTo, by, seeFrom } = useSteps(rows.length)
  const row = rows[index]
  const list = { group: 'List', palette: false } as const
  useCommands([
    { ...list, id: 'list.next-arrow', label: 'Next row', keys: 'ArrowDown', run: () => by(1) },
    { ...list, id: 'list.previous-arrow', label: 'Previous row', keys: 'ArrowUp', run: () => by(-1) },
    { ...list, id: 'list.next', label: 'Next row', keys: 'j', run: () => by(1) },
    { ...list, id: 'list.previous', label: 'Previous row', keys: 'k', run: () => by(-1) },
    { ...list, id: 'list.open', label: 'Open row', keys: 'Enter', run: () => row !== undefined && onOpen(row) },
    ...(selection === undefined
      ? []
      : [
          {
            ...list,
            id: 'list.select',
            label: 'Select row',
            keys: 'x',
            run: () => row !== undefined && selection.toggle(row.Id),
          },
          {
            ...list,
            id: 'list.extend',
            label: 'Select up to row',
            keys: 'shift+x',
            run: () => row !== undefined && selection.toggle(row.Id, { upTo: true }),
          },
          { ...list, id: 'list.all', label: 'Select all loaded rows', keys: '*', run: selection.toggleAll },
          {
            ...list,
            id: 'list.clear',
            label: 'Let go',
            keys: 'Escape',
            run: () => (selection.ids.size > 0 ? selection.clear() : moveTo(-1)),
          },
        ]),
    ...(onEdit === undefined
      ? []
      : [{ ...list, id: 'list.edit', label: 'Edit row', keys: 'e', run: () => row !== undefined && onEdit(row) }]),
  ])
  return useMemo(() => ({ index, moveTo, seeFrom }), [index, moveTo, seeFrom])
}

/** Steps over so many rows, from the first in sight; -1 until somebody takes one. */
function useSteps(count: number) {
  const [wanted, moveTo] = useState(-1)
  const firstSeen = useRef(0)
  const by = useCallback(
    (step: number) => {
      // Whoever scrolled down and then takes to the keys is not thrown back to the top.
      const first = firstSeen.current
      // Enter is the row's from here on, and no more the link's or button's that was pressed before.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      moveTo((before) => Math.max(0, Math.min(count - 1, before < 0 ? first : before + step)))
    },
    [count],
  )
  const seeFrom = useCallback((first: number) => {
    firstSeen.current = first
  }, [])
  return { index: Math.min(wanted, count - 1), moveTo, by, seeFrom }
}
