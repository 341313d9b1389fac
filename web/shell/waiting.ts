import { useHome } from '../api/home.ts'
import { useSession } from '../api/session.ts'

/** How much waits for this person: overdue and due tasks, and leads nobody has touched, for who may touch them. 0 until it is known. */
export function useWaiting(): number {
  const { may } = useSession()
  const { data } = useHome()
  if (data === undefined) return 0
  const untouched = may['Lead']?.edit === true ? data.untouchedLeads.count : 0
  return data.tasksOverdue.count + data.tasksDueToday.count + untouched
}
