import { Button, Progress } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { Link } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RecordSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { BulkMerging } from './BulkMerging.tsx'
import { RunGroups } from './RunGroups.tsx'
import { type Run as RunRow, foundWords, percentOf, scopeWords, useRun, useRunAct } from './runsApi.ts'
import { runLooks } from './runLooks.ts'
import classes from './Runs.module.css'

/** One search through all records: how far it is, what it found, and merging in bulk. */
export function Run() {
  const { id = '' } = useParams({ strict: false })
  const found = useRun(id)
  usePlace({
    title: found.data === undefined ? 'Search' : scopeWords[found.data.scope],
    up: { label: 'Searches', to: paths.duplicateRuns },
  })
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        {found.isPending && <RecordSkeleton />}
        {found.isError && (
          <>
            <h1 className={page['title']}>This search cannot be shown</h1>
            <RefusalNotice
              error={found.error}
              actions={
                <Button component={Link} to={paths.duplicateRuns} size="compact-sm" variant="default">
                  Back to searches
                </Button>
              }
            />
          </>
        )}
        {found.data !== undefined && <Shown run={found.data} />}
      </div>
    </div>
  )
}

function Shown({ run }: { run: RunRow }) {
  return (
    <>
      <header className={page['header']}>
        <div className={page['who']}>
          <div className={page['titleLine']}>
            <h1 className={page['title']}>{foundWords[run.scope]}</h1>
            <StateMark {...runLooks[run.state]} />
          </div>
          {run.state === 'done' && <p className={page['headline']}>{summary(run)}</p>}
        </div>
      </header>
      {run.problem !== null && <RefusalNotice problems={[{ code: 'run_problem', message: run.problem }]} />}
      {run.state !== 'done' && run.state !== 'cancelled' && <Working run={run} />}
      {run.state === 'cancelled' && <p className={classes['faint']}>It was cancelled. Nothing was changed by it.</p>}
      {run.state === 'done' && (
        <>
          <Figures run={run} />
          {run.groups > 0 && <BulkMerging run={run} />}
          <RunGroups run={run} />
        </>
      )}
    </>
  )
}

const summary = ({ groups, records }: RunRow): string =>
  groups === 0
    ? `No two of ${formatNumber(records)} records look like one.`
    : `${formatNumber(groups)} ${groups === 1 ? 'group' : 'groups'} of records that are probably one, among ${formatNumber(records)}.`

const stageWords = {
  reading: 'Reading records',
  comparing: 'Comparing pairs',
  grouping: 'Making groups',
} as const

function Working({ run }: { run: RunRow }) {
  const act = useRunAct(run.Id)
  const [asking, setAsking] = useState(false)
  const isRunning = run.state === 'running'
  const counted =
    run.stage === 'reading'
      ? `${formatNumber(run.records)} of ${formatNumber(run.expected)}`
      : `${formatNumber(run.compared)} pairs compared`
  return (
    <section className={classes['bar']} aria-label="Progress">
      <div className={classes['barLine']}>
        <span>
          {isRunning ? stageWords[run.stage] : 'It rests where it is'}: {counted}
        </span>
        <span>{percentOf(run.share)}</span>
      </div>
      <Progress value={run.share * 100} size={6} radius={3} aria-label={`${percentOf(run.share)} done`} />
      <p className={classes['faint']}>
        {isRunning ? 'You can close this tab; it goes on, after a restart too.' : 'What was compared is kept.'}
      </p>
      <div className={classes['acts']}>
        {isRunning ? (
          <Button variant="default" loading={act.isPending} onClick={() => act.mutate('pause')}>
            Pause search
          </Button>
        ) : (
          <Button loading={act.isPending} onClick={() => act.mutate('resume')}>
            Go on with search
          </Button>
        )}
        <Button variant="default" onClick={() => setAsking(true)}>
          Cancel search
        </Button>
      </div>
      <RefusalNotice error={act.error} />
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Cancel this search?"
        consequences={['What it found so far is given up. No record was changed by it.']}
        verb="Cancel search"
        onConfirm={() => act.mutateAsync('cancel')}
      />
    </section>
  )
}

function Figures({ run }: { run: RunRow }) {
  const figures = [
    ['Records read', run.records],
    ['Pairs compared', run.compared],
    ['Pairs at 20 % and above', run.pairs],
    ['Groups', run.groups],
  ] as const
  return (
    <>
      <dl className={classes['figures']}>
        {figures.map(([word, count]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {run.skippedKeys > 0 && (
        <p className={classes['faint']}>
          {formatNumber(run.skippedKeys)} traits are shared by more than a hundred records each, such as a switchboard’s
          number, and brought nobody together by themselves.
        </p>
      )}
    </>
  )
}
