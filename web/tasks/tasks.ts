import type { RecordRow } from '../api/recordRow.ts'
import { dayFromToday } from '../ui/dates.ts'

export type Due = 'overdue' | 'today' | 'later' | 'undated'

export const dueOrder: readonly Due[] = ['overdue', 'today', 'later', 'undated']
export const dueWords: Readonly<Record<Due, string>> = {
  overdue: 'Overdue',
  today: 'Today',
  later: 'Later',
  undated: 'Without a date',
}

/** When a task is due, seen from a day (`YYYY-MM-DD`, in the person's own time zone). */
export function dueOf(task: RecordRow, today: string = dayFromToday(0)): Due {
  const day = task['ActivityDate']
  if (typeof day !== 'string' || day === '') return 'undated'
  return day < today ? 'overdue' : day === today ? 'today' : 'later'
}
