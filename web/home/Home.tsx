import { IconClockExclamation } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { WeekGlance } from '../campaignStory/WeekGlance.tsx'
import { type Home as HomeShape, useHome, type Waiting } from '../api/home.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject } from '../api/records.ts'
import { useSession } from '../api/session.ts'
import { peopleIn, useWaiting, WaitingCard, type WaitingCampaign } from '../nominations/WaitingCard.tsx'
import { paths, standardViews } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { type Finish, TaskTick, useFinish } from '../tasks/TaskTick.tsx'
import { onTheWall } from '../ui/dates.ts'
import { nameOf } from '../ui/fields.ts'
import { Link } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { RecordSkeleton } from '../ui/Skeletons.tsx'
import { textOf } from '../ui/textOf.ts'
import { FirstSteps } from './FirstSteps.tsx'
import classes from './Home.module.css'

/** What waits for me, the most pressing first. */
export function Home() {
  usePlace({ title: 'Home' })
  const { user, may } = useSession()
  const client = useQueryClient()
  const finish = useFinish(() => void refreshObject(client, 'Task'))
  const onFinish = may['Task']?.edit === true ? finish : undefined
  const home = useHome()
  const approvals = useWaiting()
  return (
    <div className={classes['page']}>
      <h1 className={classes['title']}>{greeting(user.Name)}</h1>
      {home.data !== undefined && <p className={classes['answer']}>{answerOf(home.data, approvals)}</p>}
      {home.isPending && <RecordSkeleton />}
      {home.isError && <RefusalNotice error={home.error} />}
      {home.data?.firstSteps && <FirstSteps steps={home.data.firstSteps} />}
      {home.data !== undefined && (
        <div className={classes['columns']}>
          <div className={classes['column']}>
            <WaitingCard campaigns={approvals} />
            <Group
              title="Overdue tasks"
              waiting={home.data.tasksOverdue}
              empty="Nothing is overdue."
              date="ActivityDate"
              to={paths.tasks}
              onFinish={onFinish}
              pressing
            />
            <Group
              title="Due today"
              waiting={home.data.tasksDueToday}
              empty="Nothing is due today."
              date="ActivityDate"
              to={paths.tasks}
              onFinish={onFinish}
            />
          </div>
          <div className={classes['column']}>
            <Group
              title="My new leads"
              waiting={home.data.newLeads}
              empty="No new lead came to you."
              date="CreatedDate"
              to={paths.leads}
              view={standardViews.myOpenLeads}
            />
            <Group
              title={`Untouched for more than ${home.data.firstResponseHours} hours`}
              waiting={home.data.untouchedLeads}
              empty="Every lead was touched in time."
              date="CreatedDate"
              to={paths.leads}
              view={standardViews.untouchedLeads}
            />
            <WeekGlance />
          </div>
        </div>
      )}
    </div>
  )
}

function Group({
  title,
  waiting,
  empty,
  date,
  pressing = false,
  to,
  view,
  onFinish,
}: Readonly<{
  title: string
  waiting: Waiting
  empty: string
  date: string
  pressing?: boolean
  to?: string
  view?: string
  /** Of tasks, for who may complete them. */
  onFinish?: Finish | undefined
}>) {
  return (
    <section className={classes['group']} aria-label={title}>
      <h2 className={classes['head']}>
        {pressing && waiting.count > 0 && (
          <IconClockExclamation size={16} stroke={2} aria-hidden className={classes['pressing']} />
        )}
        {title} <span className={classes['count']}>{counted(waiting.count)}</span>
      </h2>
      {waiting.records.length === 0 && <p className={classes['empty']}>{empty}</p>}
      <ul className={classes['records']}>
        {waiting.records.map((record) => (
          <li key={record.Id} className={classes['record']}>
            {onFinish !== undefined && <TaskTick task={record} onFinish={onFinish} className={classes['tick']} />}
            <Line record={record} date={date} list={to} />
          </li>
        ))}
      </ul>
      {to !== undefined && waiting.count > waiting.records.length && (
        <Link to={to} search={view === undefined ? {} : { view }} className={classes['more']}>
          Show all{waiting.count < COUNTED ? ` ${String(waiting.count)}` : ''}
        </Link>
      )}
    </section>
  )
}

function Line({ record, date, list }: { record: RecordRow; date: string; list: string | undefined }) {
  const about = aboutOf(record)
  const to = paths.record(about?.id ?? record.Id) ?? list
  const words = (
    <>
      <span className={classes['name']}>{nameOf(record)}</span>
      <span className={classes['about']}>{about?.name ?? textOf(record['Company'])}</span>
      <span className={classes['date']}>
        <RelativeDate value={record[date]} />
      </span>
    </>
  )
  return to === undefined ? (
    <span className={classes['line']}>{words}</span>
  ) : (
    <Link to={to} className={classes['line']}>
      {words}
    </Link>
  )
}

/** Whom or what a task is about. */
function aboutOf(record: RecordRow): { id: string; name: string } | undefined {
  for (const relation of ['Who', 'What']) {
    const along = record[relation]
    if (typeof along === 'object' && along !== null && 'Id' in along && 'Name' in along && along.Id !== null) {
      return { id: textOf(along.Id), name: textOf(along.Name) }
    }
  }
  return undefined
}

const greeting = (name: string): string => `${partOfDay(onTheWall(new Date()).hour())}, ${name.split(' ')[0] ?? name}`
const partOfDay = (hour: number): string => (hour < 11 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening')

// Counting stops here.
const COUNTED = 100
const counted = (count: number): string => (count >= COUNTED ? `${String(COUNTED - 1)}+` : String(count))

/** The answer first, as a sentence. */
function answerOf(
  { tasksOverdue, tasksDueToday, untouchedLeads }: HomeShape,
  approvals: readonly WaitingCampaign[],
): string {
  const part = (count: number, one: string, many: string) =>
    count === 0
      ? []
      : [`${count >= COUNTED ? `more than ${String(COUNTED - 1)}` : String(count)} ${count === 1 ? one : many}`]
  const parts = [
    ...part(tasksOverdue.count, 'task is overdue', 'tasks are overdue'),
    ...(tasksOverdue.count > 0
      ? part(tasksDueToday.count, 'is due today', 'are due today')
      : part(tasksDueToday.count, 'task is due today', 'tasks are due today')),
    ...part(peopleIn(approvals), 'person waits for your approval', 'people wait for your approval'),
    ...part(untouchedLeads.count, 'lead waits too long for a first touch', 'leads wait too long for a first touch'),
  ]
  if (parts.length === 0) return 'Nothing waits for you.'
  const last = parts.pop() ?? ''
  const sentence = `${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}.`
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
