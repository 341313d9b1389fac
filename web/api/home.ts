import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { keys } from './queries.ts'
import { browserZone } from '../ui/dates.ts'
import type { RecordRow } from './recordRow.ts'

export type Waiting = Readonly<{ count: number; records: readonly RecordRow[] }>
/** What a new organization has of what it begins with. */
export type FirstSteps = Readonly<{
  hasLeads: boolean
  hasWebForm: boolean
  hasColleagues: boolean
  hasAgreement: boolean
}>

/** `firstResponseHours` is how fast the agreement wants a first touch; counts stop at 100. */
export type Home = Readonly<{
  /** Null once all is done, and for who does not set the organization up. */
  firstSteps: FirstSteps | null
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
