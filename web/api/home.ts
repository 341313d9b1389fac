import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { keys } from './queries.ts'
import { browserZone } from '../ui/dates.ts'
import type { RecordRow } from './recordRow.ts'

export type Waiting = Readonly<{ count: number; records: readonly RecordRow[] }>
/** `firstResponseHours` is how fast the agreement wants a first touch; counts stop at 100. */
export type Home = Readonly<{
  firstResponseHours: number
  tasksOverdue: Waiting
  tasksDueToday: Waiting
  newLeads: Waiting
  untouchedLeads: Waiting
}>

/** What waits for the person at the screen: counts, and the first few records of each. */
export const useHome = () =>
  useQuery({
    queryKey: keys.home,
    queryFn: ({ signal }) => api.get<Home>('/home', { signal, query: { timeZone: browserZone() } }),
    refetchInterval: 60_000,
  })
