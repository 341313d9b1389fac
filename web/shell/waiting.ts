import { useHome } from '../api/home.ts'

/** How much waits for this person: overdue and due tasks, new leads, leads nobody has touched. 0 until it is known. */
export function useWaiting(): number {
  const { data } = useHome()
  if (data === undefined) return 0
  return data.tasksOverdue.count + data.tasksDueToday.count + data.untouchedLeads.count
}
