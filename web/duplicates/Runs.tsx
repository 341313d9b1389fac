import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link, TextLink, useGo } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable } from '../ui/PlainTable.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { reasonAgainstMerge } from './mayMerge.ts'
import { type Run, type RunScope, scopeWords, useRuns, useStartRun } from './runsApi.ts'
import { runLooks } from './runLooks.ts'

const scopes: readonly RunScope[] = ['Lead', 'Contact', 'Account', 'LeadContact']

/** Searches through all records, the newest first, and how to start one. */
export function Runs() {
  usePlace({ title: 'Search all records', up: { label: 'Likely duplicates', to: paths.duplicates } })
  const reason = reasonAgainstMerge(useSession(), 'Lead')
  const go = useGo()
  const found = useRuns(reason === undefined)
  const start = useStartRun()
  const runs = found.data?.pages.flatMap((one) => one.runs) ?? []
  const starter =
    reason === undefined ? (
      <Menu position="bottom-end">
        <Menu.Target>
          <Button loading={start.isPending} rightSection={<IconChevronDown size={14} aria-hidden />}>
            Search all records
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {scopes.map((scope) => (
            <Menu.Item
              key={scope}
              onClick={() => start.mutate(scope, { onSuccess: (run) => go(paths.duplicateRun(run.Id)) })}
            >
              {scopeWords[scope]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    ) : (
      <ReasonedButton reason={reason}>Search all records</ReasonedButton>
    )
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Search all records for duplicates</h1>
            <p className={page['headline']}>
              Everything is compared with everything. You see the groups, check a sample, and merge in bulk from a
              certainty you choose.
            </p>
          </div>
          <div className={page['actions']}>
            <Button component={Link} to={paths.checkList} variant="default">
              Check a list
            </Button>
            {starter}
          </div>
        </header>
        <RefusalNotice error={start.error} />
        {reason !== undefined && <p className={page['headline']}>{reason}</p>}
        {found.isPending && reason === undefined && <GridSkeleton rows={5} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && runs.length === 0 && (
          <EmptyState
            title="Nothing searched yet"
            action={starter}
            example="182,400 leads read, 9,310 groups found; 8,720 of them at 98 % and more, merged in one go and undone with one button if need be."
          >
            A search reads all records you may see and compares them in the background; you can go on working, and pause
            it. It changes nothing by itself.
          </EmptyState>
        )}
        {runs.length > 0 && <Table runs={runs} />}
        <MoreButton of={found}>Show earlier searches</MoreButton>
      </div>
    </div>
  )
}

function Table({ runs }: { runs: readonly Run[] }) {
  return (
    <PlainTable
      label="Searches for duplicates"
      rows={runs}
      keyOf={({ Id }) => Id}
      columns={[
        {
          head: 'Searched',
          render: ({ Id, scope }) => <TextLink to={paths.duplicateRun(Id)}>{scopeWords[scope]}</TextLink>,
        },
        { head: 'State', width: '160px', render: ({ state }) => <StateMark {...runLooks[state]} /> },
        { head: 'Records', align: 'end', width: '120px', render: ({ records }) => formatNumber(records) },
        { head: 'Groups', align: 'end', width: '120px', render: ({ groups }) => formatNumber(groups) },
        { head: 'Started', width: '160px', render: ({ createdAt }) => <RelativeDate value={createdAt} /> },
      ]}
    />
  )
}
