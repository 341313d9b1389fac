import { Button, UnstyledButton } from '@mantine/core'
import { IconCircle } from '@tabler/icons-react'
import { useObject } from '../api/describe.ts'
import { useRecordList, useSaveRecord } from '../api/records.ts'
import { openCreate } from '../shell/create.ts'
import { nameOf } from '../ui/fields.ts'
import { Panel } from '../ui/RecordPage.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import classes from './NextSteps.module.css'

/** What is to be done about a record, the most pressing first; `as` says which side of a task it stands on. */
export function NextSteps({ id, as }: { id: string; as: 'WhoId' | 'WhatId' }) {
  const shape = useObject('Task')
  const save = useSaveRecord('Task')
  const found = useRecordList(
    'Task',
    {
      filter: {
        and: [
          { field: as, op: 'eq', value: id },
          { field: 'IsClosed', op: 'eq', value: false },
        ],
      },
      sort: 'ActivityDate',
      fields: ['Subject', 'ActivityDate', 'IsClosed', 'OwnerId'],
    },
    10,
  )
  const tasks = found.pages?.flatMap((page) => page.records) ?? []
  const finish = (taskId: string, name: string) => {
    const set = (Status: string) =>
      save.mutate({ id: taskId, values: { Status } }, { onError: toastError, onSettled: () => void found.refetch() })
    set('Completed')
    toast(`${name} is done.`, () => set('Not Started'))
  }
  return (
    <Panel
      title="Next steps"
      actions={
        shape.may.create && (
          <Button size="compact-sm" variant="subtle" onClick={() => openCreate('Task', { [as]: id })}>
            Add task
          </Button>
        )
      }
    >
      {found.isSuccess && tasks.length === 0 && (
        <p className={classes['none']}>No next step. What is promised and has a date gets done.</p>
      )}
      <ul className={classes['steps']}>
        {tasks.map((task) => (
          <li key={task.Id} className={classes['step']}>
            <UnstyledButton
              className={classes['tick']}
              aria-label={`Complete ${nameOf(task)}`}
              disabled={!shape.may.edit}
              onClick={() => finish(task.Id, nameOf(task))}
            >
              <IconCircle size={16} stroke={1.8} />
            </UnstyledButton>
            <span className={classes['subject']}>{nameOf(task)}</span>
            <span className={classes['due']}>
              <RelativeDate value={task['ActivityDate']} due />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
