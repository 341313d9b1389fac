import { Button, SegmentedControl, UnstyledButton } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { openCreate } from '../shell/create.ts'
import { usePlace } from '../shell/place.ts'
import { EditSheet } from '../ui/EditSheet.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { nameOf } from '../ui/fields.ts'
import { RecordLink } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { type Finish, TaskTick, useFinish } from './TaskTick.tsx'
import { dueOf, dueOrder, dueWords } from './tasks.ts'
import classes from './Tasks.module.css'
import { textOf } from '../ui/textOf.ts'

const FIELDS = [
  'Subject',
  'ActivityDate',
  'Status',
  'Priority',
  'Type',
  'IsClosed',
  'WhoId',
  'WhatId',
  'OwnerId',
  'CompletedDateTime',
]

/** What I have to do: overdue, today, later; done with one key. */
export function Tasks() {
  usePlace({ title: 'Tasks' })
  const { user } = useSession()
  const shape = useObject('Task')
  const { show, edit }: { show?: string; edit?: string } = useSearch({ strict: false })
  const navigate = useNavigate()
  const done = show === 'done'
  const search = (part: { show?: string; edit?: string }) =>
    void navigate({ to: paths.tasks, search: { ...(done ? { show: 'done' } : {}), ...part }, replace: true })
  const found = useRecordList('Task', {
    filter: {
      and: [
        { field: 'OwnerId', op: 'eq', value: user.Id },
        { field: 'IsClosed', op: 'eq', value: done },
      ],
    },
    sort: done ? '-CompletedDateTime' : 'ActivityDate',
    fields: FIELDS,
  })
  const tasks = found.pages?.flatMap((page) => page.records) ?? []
  const groups = done
    ? [{ title: 'Done', tasks }]
    : dueOrder.map((due) => ({
        title: dueWords[due],
        tasks: tasks.filter((task) => dueOf(task) === due),
        pressing: due === 'overdue',
      }))
  const inOrder = groups.flatMap((group) => group.tasks)
  const finish = useFinish()
  const cursor = useTaskKeys(inOrder, shape.may.edit, finish, (task) => search({ edit: task.Id }))
  return (
    <div className={classes['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        <header className={classes['head']}>
          <h1 className={classes['title']}>Tasks</h1>
          <SegmentedControl
            size="xs"
            aria-label="Which tasks"
            value={done ? 'done' : 'open'}
            data={[
              { value: 'open', label: 'Open' },
              { value: 'done', label: 'Done' },
            ]}
            onChange={(next) =>
              void navigate({ to: paths.tasks, search: next === 'done' ? { show: 'done' } : {}, replace: true })
            }
          />
          <span className={classes['space']} />
          <ReasonedButton
            reason={shape.may.create ? undefined : 'Your role may read tasks, but not create them.'}
            onClick={() => openCreate('Task')}
          >
            Create task
          </ReasonedButton>
        </header>
        {found.isPending && <GridSkeleton rows={8} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && tasks.length === 0 && (
          <EmptyState
            title={done ? 'Nothing done yet' : 'Nothing to do'}
            example="Call Mira Holt at Nordwind about the pump refit, on Tuesday."
          >
            {done
              ? 'What you finish stands here, the latest first.'
              : 'What you promised stands here by its day. A call that ends in ‘definite maybe’ leaves its follow-up here by itself.'}
          </EmptyState>
        )}
        {groups.map(
          (group) =>
            group.tasks.length > 0 && (
              <section key={group.title} aria-label={group.title}>
                <h2 className={classes['group']} data-pressing={('pressing' in group && group.pressing) || undefined}>
                  {'pressing' in group && group.pressing && <IconClockExclamation size={16} stroke={2} aria-hidden />}
                  {group.title}{' '}
                  <span className={classes['count']}>
                    {group.tasks.length}
                    {found.hasNextPage ? '+' : ''}
                  </span>
                </h2>
                <ul className={classes['tasks']}>
                  {group.tasks.map((task) => (
                    <TaskLine
                      key={task.Id}
                      task={task}
                      active={task.Id === cursor}
                      mayEdit={shape.may.edit}
                      onFinish={finish}
                      onEdit={() => search({ edit: task.Id })}
                    />
                  ))}
                </ul>
              </section>
            ),
        )}
        {found.hasNextPage && (
          <Button variant="subtle" onClick={found.more}>
            Show more tasks
          </Button>
        )}
        {edit !== undefined && (
          <EditSheet
            shape={shape}
            id={edit}
            fields={[
              'Subject',
              'ActivityDate',
              'Status',
              'Priority',
              'Type',
              'Cost',
              'WhoId',
              'WhatId',
              'OwnerId',
              'Description',
            ]}
            onClose={() => search({})}
          />
        )}
      </div>
    </div>
  )
}

function useTaskKeys(
  tasks: readonly RecordRow[],
  mayEdit: boolean,
  finish: Finish,
  edit: (task: RecordRow) => void,
): string | undefined {
  const reason = mayEdit ? undefined : 'Your role may not change tasks.'
  const [at, setAt] = useState(0)
  const index = Math.min(at, tasks.length - 1)
  const task = tasks[index]
  const move = (step: number) => setAt(Math.max(0, Math.min(tasks.length - 1, index + step)))
  useCommands([
    { id: 'tasks.next', group: 'List', label: 'Next task', keys: 'j', palette: false, run: () => move(1) },
    { id: 'tasks.before', group: 'List', label: 'Task before', keys: 'k', palette: false, run: () => move(-1) },
    {
      id: 'tasks.finish',
      group: 'This page',
      label: 'Complete task',
      keys: 'd',
      reason,
      run: () => task !== undefined && finish(task),
    },
    {
      id: 'tasks.edit',
      group: 'This page',
      label: 'Edit task',
      keys: 'e',
      reason,
      run: () => task !== undefined && edit(task),
    },
  ])
  return task?.Id
}

function TaskLine({
  task,
  active,
  mayEdit,
  onFinish,
  onEdit,
}: Readonly<{ task: RecordRow; active: boolean; mayEdit: boolean; onFinish: Finish; onEdit: () => void }>) {
  const closed = task['IsClosed'] === true
  return (
    <li className={classes['task']} data-active={active || undefined} data-closed={closed || undefined}>
      <TaskTick
        task={task}
        onFinish={onFinish}
        reason={mayEdit ? undefined : 'Your role may read tasks, but not change them.'}
        className={classes['tick']}
        hint={closed ? 'Open it again' : 'Complete task (D)'}
      />
      <UnstyledButton className={classes['subject']} onClick={onEdit}>
        {nameOf(task)}
        {task['Priority'] === 'High' && <span className={classes['high']}>High</span>}
      </UnstyledButton>
      <span className={classes['about']}>
        {['Who', 'What'].map((relation) => (
          <About key={relation} record={task[relation]} />
        ))}
      </span>
      <span className={classes['due']}>
        <RelativeDate value={closed ? task['CompletedDateTime'] : task['ActivityDate']} due={!closed} />
      </span>
    </li>
  )
}

function About({ record }: { record: unknown }) {
  if (
    typeof record !== 'object' ||
    record === null ||
    !('Id' in record) ||
    !('Name' in record) ||
    typeof record.Id !== 'string'
  )
    return null
  return <RecordLink id={record.Id} name={textOf(record.Name)} />
}
