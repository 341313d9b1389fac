import { UnstyledButton } from '@mantine/core'
import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import { api } from '../api/client.ts'
import { resourceOf } from '../api/objects.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { type HistoryPage, useSaveRecord } from '../api/records.ts'
import { nameOf } from '../ui/fields.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import classes from './TaskTick.module.css'

export type Finish = (task: RecordRow) => void

/** Completes an open task and opens a done one again as it was, each with a way back; `onSettled` follows every save. */
export function useFinish(onSettled?: () => void): Finish {
  const { mutateAsync: save } = useSaveRecord('Task')
  return (task) => {
    const closed = task['IsClosed'] === true
    const set = async (open: boolean): Promise<void> => {
      try {
        await save({ id: task.Id, values: { Status: open ? await statusBefore(task.Id) : COMPLETED } })
      } catch (error) {
        toastError(error)
      }
      onSettled?.()
    }
    const first = set(closed)
    const back = () => first.then(() => set(!closed))
    toast(closed ? `${nameOf(task)} is open again.` : `${nameOf(task)} is done.`, back)
  }
}

const COMPLETED = 'Completed'

/** Where a task stood before it was done, which its history knows; one that was written down as done was never begun. */
async function statusBefore(id: string): Promise<string> {
  const { entries } = await api.get<HistoryPage>(`${resourceOf('Task', id)}/history`)
  const completion = entries.find(({ field, newValue }) => field === 'Status' && newValue === COMPLETED)
  return completion?.oldValue ?? 'Not Started'
}

/** The circle before a task: ticked when it is done, and a click changes that. */
export function TaskTick({
  task,
  onFinish,
  reason,
  hint,
  className = '',
}: Readonly<{
  task: RecordRow
  onFinish: Finish
  /** Why it cannot be changed. */
  reason?: string | undefined
  /** What a click does, where a key does it too. */
  hint?: string | undefined
  /** Where it stands in its line. */
  className?: string | undefined
}>) {
  const closed = task['IsClosed'] === true
  const Icon = closed ? IconCircleCheck : IconCircle
  return (
    <WithReason reason={reason ?? hint}>
      <UnstyledButton
        className={`${classes['tick']} ${className}`}
        data-closed={closed || undefined}
        aria-label={closed ? `Open ${nameOf(task)} again` : `Complete ${nameOf(task)}`}
        aria-disabled={reason !== undefined}
        onClick={() => reason === undefined && onFinish(task)}
      >
        <Icon size={18} stroke={1.8} />
      </UnstyledButton>
    </WithReason>
  )
}
