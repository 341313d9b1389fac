import { Button, UnstyledButton } from '@mantine/core'
import { IconCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { objectOfPrefix } from '../../shared/ids.ts'
import { useObject } from '../api/describe.ts'
import { refreshObject, useRecordList, useSaveRecord } from '../api/records.ts'
import { openCreate } from '../shell/create.ts'
import { nameOf } from '../ui/fields.ts'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import classes from './NextSteps.module.css'

/** What is to be done about a record, the most pressing first; `as` says which side of a task it stands on. */
export function NextSteps({
  id,
  as,
  reason,
  empty = 'No next step. What is promised and has a date gets done.',
}: Readonly<{
  id: string
  as: 'WhoId' | 'WhatId'
  /** Why nothing is changed about the record. */
  reason?: string | undefined
  empty?: string
}>) {
  const shape = useObject('Task')
  const client = useQueryClient()
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
  const against = shape.may.edit ? reason : 'Your role may read tasks, but not complete them.'
  const tasks = found.pages?.flatMap((page) => page.records) ?? []
  const finish = (taskId: string, name: string) => {
    const set = (Status: string) =>
      save.mutate(
        { id: taskId, values: { Status } },
        {
          onError: toastError,
          // What was done stands in the record's story.
          onSettled: () => void refreshObject(client, objectOfPrefix(id.slice(0, 3)) ?? 'Task'),
        },
      )
    set('Completed')
    toast(`${name} is done.`, () => set('Not Started'))
  }
  return (
    <Panel
      title="Next steps"
      actions={
        shape.may.create &&
        reason === undefined && (
          <Button size="compact-sm" variant="subtle" onClick={() => openCreate('Task', { [as]: id })}>
            Add task
          </Button>
        )
      }
    >
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && tasks.length === 0 && <p className={classes['none']}>{empty}</p>}
      <ul className={classes['steps']}>
        {tasks.map((task) => (
          <li key={task.Id} className={classes['step']}>
            <WithReason reason={against}>
              <UnstyledButton
                className={classes['tick']}
                aria-label={`Complete ${nameOf(task)}`}
                aria-disabled={against !== undefined}
                onClick={() => against === undefined && finish(task.Id, nameOf(task))}
              >
                <IconCircle size={16} stroke={1.8} />
              </UnstyledButton>
            </WithReason>
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
