import { Button } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { objectOfPrefix } from '../../shared/ids.ts'
import { useObject } from '../api/describe.ts'
import { refreshObject, useRecordList } from '../api/records.ts'
import { openCreate } from '../shell/create.ts'
import { nameOf } from '../ui/fields.ts'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { Spent } from './Spent.tsx'
import { TaskTick, useFinish } from './TaskTick.tsx'
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
  const meetings = useMeetings(id, as)
  const against = shape.may.edit ? reason : 'Your role may read tasks, but not complete them.'
  const tasks = found.pages?.flatMap((page) => page.records) ?? []
  // What was done stands in the record's story.
  const finish = useFinish(() => void refreshObject(client, objectOfPrefix(id.slice(0, 3)) ?? 'Task'))
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
      {!found.isError && !meetings.isError && tasks.length + meetings.rows.length === 0 && (
        // As high while nothing is known yet, so that what stands below stays where it is.
        <p className={classes['none']}>{found.isSuccess && meetings.isSuccess && empty}</p>
      )}
      <ul className={classes['steps']}>
        {tasks.map((task) => (
          <li key={task.Id} className={classes['step']}>
            <TaskTick task={task} onFinish={finish} reason={against} className={classes['tick']} />
            <span className={classes['subject']}>{nameOf(task)}</span>
            <span className={classes['due']}>
              <RelativeDate value={task['ActivityDate']} due />
            </span>
          </li>
        ))}
        {meetings.rows.map((meeting) => (
          <li key={meeting.Id} className={classes['step']}>
            <IconCalendarEvent size={16} stroke={1.8} className={classes['meeting']} aria-label="Meeting" />
            <span className={classes['subject']}>{nameOf(meeting)}</span>
            <span className={classes['due']}>
              <RelativeDate value={meeting['StartDateTime']} />
            </span>
          </li>
        ))}
      </ul>
      <Spent id={id} />
    </Panel>
  )
}

/** Meetings that are not over, the next one first. */
function useMeetings(id: string, as: 'WhoId' | 'WhatId') {
  const [opened] = useState(() => new Date().toISOString())
  const { isSuccess, isError, pages } = useRecordList(
    'Event',
    {
      filter: {
        and: [
          { field: as, op: 'eq', value: id },
          { field: 'EndDateTime', op: 'ge', value: opened },
        ],
      },
      sort: 'StartDateTime',
      fields: ['Subject', 'StartDateTime'],
    },
    5,
  )
  return { isSuccess, isError, rows: pages?.flatMap((page) => page.records) ?? [] }
}
