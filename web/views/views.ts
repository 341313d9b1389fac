import { allOf, conditionsOf, type Filter, readFilter } from '../api/filter.ts'
import type { ListView, ViewParts } from '../api/views.ts'
import type { ListState } from '../ui/useListState.ts'

/** The parts of a list's address that a view stands for. */
export const stateOfView = (view: ListView): Partial<ListState> => ({
  view: view.Id,
  filter: view.Filter ?? undefined,
  sort: view.Sort ?? '',
  columns: view.Columns ?? undefined,
  state: '',
  q: '',
})

/** Whether an address says nothing of its own: then the view decides what is shown. */
export const isBare = ({ filter, sort, columns, state, q }: ListState): boolean =>
  filter === undefined && sort === '' && columns === undefined && state === '' && q === ''

/** What would be kept of a list as it stands; `chosen` is the filter behind its chip. */
export const partsOfList = (state: ListState, chosen: Filter | undefined): ViewParts => ({
  Filter: allOf(state.filter, chosen) ?? null,
  Sort: state.sort || null,
  Columns: state.columns ?? null,
})

/** Whether a list shows something else than its view says. Columns count where the view names its own. */
export const isChanged = (view: ViewParts, now: ViewParts): boolean =>
  conditionWords(view.Filter) !== conditionWords(now.Filter) ||
  (view.Sort ?? '') !== (now.Sort ?? '') ||
  (view.Columns !== null && view.Columns.join() !== now.Columns?.join())

// Read as an address is, so that the order of the parts makes no difference.
const conditionWords = (filter: Filter | null): string =>
  JSON.stringify(conditionsOf(readFilter(filter)).map(readFilter))

/** The view of everything, which a list shows when nobody chose one. */
export const viewOfAll = (views: readonly ListView[]): ListView | undefined =>
  views.find(({ Standard, Filter }) => Standard && Filter === null)
