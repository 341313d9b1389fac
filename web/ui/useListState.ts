import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { type Filter, readFilter } from '../api/filter.ts'

/** What a list's address holds: the view it came from, state, words, filter, sort, columns, and the record open in the edit sheet. */
export type ListState = Readonly<{
  /** The id of the saved view it came from; '' without one. */
  view: string
  state: string
  q: string
  filter: Filter | undefined
  sort: string
  columns: readonly string[] | undefined
  edit: string | undefined
}>

/** The list's state out of the address, and a way to change parts of it. Changes replace the entry, but opening does not. */
export function useListState(): readonly [ListState, (change: Partial<ListState>) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const state = useMemo(() => readListState(search), [search])
  const change = useCallback(
    (part: Partial<ListState>) =>
      void navigate({
        to: '.',
        search: (before: Readonly<Record<string, unknown>>) => writeListState(before, part),
        replace: !('edit' in part),
      }),
    [navigate],
  )
  return [state, change]
}

export function readListState(search: Readonly<Record<string, unknown>>): ListState {
  const text = (name: string) =>
    typeof search[name] === 'string' || typeof search[name] === 'number' ? String(search[name]) : ''
  const columns = text('columns').split(',').filter(Boolean)
  return {
    view: text('view'),
    state: text('state'),
    q: text('q'),
    filter: readFilter(search['filter']),
    sort: text('sort'),
    columns: columns.length === 0 ? undefined : columns,
    edit: text('edit') || undefined,
  }
}

/** Empty parts leave the address, so that the plain list has the plain address. */
export function writeListState(
  before: Readonly<Record<string, unknown>>,
  part: Partial<ListState>,
): Record<string, unknown> {
  const after: Record<string, unknown> = { ...before }
  for (const [name, value] of Object.entries(part)) after[name] = Array.isArray(value) ? value.join(',') : value
  for (const [name, value] of Object.entries(after))
    if (value === undefined || value === '' || value === null) delete after[name]
  return after
}
