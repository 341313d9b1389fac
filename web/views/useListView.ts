import { useEffect, useState } from 'react'
import { type ListView, useViews } from '../api/views.ts'
import type { ListState } from '../ui/useListState.ts'
import { isBare, stateOfView, viewOfAll } from './views.ts'

/**
 * The views of a list and the one it shows. A list opened without anything in its address opens with the person's
 * own choice; an address that names a view and nothing else becomes that view's filter, order and columns.
 */
export function useListView(objectName: string, state: ListState, change: (part: Partial<ListState>) => void) {
  const { data: views, isError } = useViews(objectName)
  // A view opens once: whoever clears its filter wants it gone.
  const [opened, setOpened] = useState<string>()
  const bare = isBare(state)
  const named = views?.find(({ Id }) => Id === state.view)
  const wanted = !bare ? undefined : state.view === '' ? views?.find((view) => view.Default) : named
  const isOpening = wanted !== undefined && (state.view === '' || (opened !== wanted.Id && says(wanted)))
  if (!isOpening && views !== undefined && opened !== state.view) setOpened(state.view)
  useEffect(() => {
    if (isOpening && wanted !== undefined) change(stateOfView(wanted))
  }, [isOpening, wanted, change])
  return {
    views: views ?? [],
    current: named ?? (views === undefined ? undefined : viewOfAll(views)),
    /** Whether what is to be shown is not known yet. */
    isOpening: isOpening || (views === undefined && !isError && bare),
  }
}

const says = ({ Filter, Sort, Columns }: ListView): boolean => Filter !== null || Sort !== null || Columns !== null
