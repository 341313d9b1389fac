import { Checkbox } from '@mantine/core'
import { type RecordRow, useRecordList } from '../api/records.ts'
import { nameOf } from '../ui/fields.ts'
import { Panel } from '../ui/RecordPage.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import { useFinishTask } from './activities.ts'
import classes from './NextSteps.module.css'

/** What is planned with a lead, the most pressing first; a press marks it done. */
export function NextSteps({ leadId, reason }: { leadId: string; reason: string | undefined }) {
  const tasks = useRecordList('Task', {
    filter: {
      and: [
        { field: 'WhoId', op: 'eq', value: leadId },
        { field: 'IsClosed', op: 'eq', value: false },
      ],
    },
    sort: 'ActivityDate',
    fields: ['Id', 'Subject', 'ActivityDate', 'Priority', 'OwnerId', 'IsClosed'],
  })
  const finish = useFinishTask(leadId)
  const done = (task: RecordRow) =>
    finish.mutate(
      { id: task.Id, done: true },
      {
        onSuccess: () => toast(`Done: ${nameOf(task)}.`, () => finish.mutate({ id: task.Id, done: false })),
        onError: toastError,
      },
    )
  const rows = tasks.pages?.flatMap((page) => page.records) ?? []
  return (
    <Panel title="Next steps" {...(rows.length === 0 ? {} : { count: rows.length })}>
      {tasks.isError && <RefusalNotice error={tasks.error} />}
      {tasks.isSuccess && rows.length === 0 && (
        <p className={classes['empty']}>
          Nothing is planned. A lead without a next step is forgotten: end the call with a day, or plan a task.
        </p>
      )}
      <ul className={classes['tasks']}>
        {rows.map((task) => (
          <li key={task.Id} className={classes['task']}>
            <WithReason reason={reason}>
              <Checkbox
                size="xs"
                aria-label={`Mark done: ${nameOf(task)}`}
                checked={false}
                aria-disabled={reason !== undefined}
                onChange={() => reason === undefined && done(task)}
              />
            </WithReason>
            <span className={classes['subject']}>{nameOf(task)}</span>
            <RelativeDate value={task['ActivityDate']} due />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
