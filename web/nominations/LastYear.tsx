import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useAnswer } from '../setup/setupApi.ts'
import { Link } from '../ui/Link.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { Flags } from './Flags.tsx'
import { marks } from './marks.ts'
import { WhoLink } from './Mine.tsx'
import {
  listPath,
  propose,
  told,
  useNominationNews,
  type LastYearRow,
  type NominationPlan,
  type Overview,
} from './nominations.ts'
import { Paging } from './Paging.tsx'
import classes from './Nominations.module.css'

/** Who was in last year's campaign beside what they are in this one; 'got it last year, not this year' is one tick away. */
export function LastYear({ plan, overview }: Readonly<{ plan: NominationPlan; overview: Overview }>) {
  const [missing, setMissing] = useState(true)
  const [mine, setMine] = useState(false)
  const [after, setAfter] = useState<readonly string[]>([])
  const path = `${listPath(plan.CampaignId)}/previous`
  const found = useAnswer<{ records: readonly LastYearRow[]; next: string | null }>(path, {
    missing: String(missing),
    mine: String(mine),
    after: after.at(-1),
  })
  const refresh = useNominationNews(plan.CampaignId)
  const rows = found.data?.records ?? []
  const next = found.data?.next
  const mayPropose = overview.mayPropose && !plan.IsClosed
  const again = (of: readonly LastYearRow[]) =>
    propose(
      plan.CampaignId,
      of.map(({ Who }) => ({ WhoId: Who.Id, Reason: 'Was in it last year' })),
    ).then(async ({ results }) => {
      await refresh()
      toast(told(results, (count) => `${count === 1 ? '1 person is' : `${count} people are`} proposed again.`))
    }, toastError)
  const free = rows.filter(({ NowState }) => NowState === null)
  if (plan.PreviousCampaign === null)
    return (
      <Panel title="Last year">
        <p className={classes['quiet']}>
          There is no campaign of this type before this one. Name the one to compare with in the settings of the
          nominations.
        </p>
      </Panel>
    )
  return (
    <Panel
      title="Last year"
      actions={
        mayPropose &&
        missing &&
        free.length > 0 && (
          <Button size="compact-sm" onClick={() => void again(free)}>
            Propose {free.length === 1 ? '1 person' : `all ${free.length}`} again
          </Button>
        )
      }
    >
      <div className={classes['filters']}>
        <span>
          Compared with <Link to={paths.campaign(plan.PreviousCampaign.Id)}>{plan.PreviousCampaign.Name}</Link>
        </span>
        <Checkbox
          label="Got it last year, not this year"
          checked={missing}
          onChange={(event) => setMissing(event.currentTarget.checked)}
        />
        <Checkbox label="Only my people" checked={mine} onChange={(event) => setMine(event.currentTarget.checked)} />
      </div>
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isSuccess && rows.length === 0 && (
        <p className={classes['quiet']}>
          {missing ? 'Everybody from last year is in this one as well.' : 'Nobody was in it last year.'}
        </p>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Last year"
          rows={rows}
          keyOf={(row) => row.Who.Id}
          columns={[
            { head: 'Who', render: (row) => <TwoLines first={<WhoLink row={row} />} second={row.Company} /> },
            { head: 'Last year', width: '130px', render: (row) => row.Status },
            {
              head: 'This year',
              width: '220px',
              render: (row) => (
                <>
                  {row.NowState === null ? (row.NowStatus ?? 'Not proposed') : <StateMark {...marks[row.NowState]} />}
                  <Flags flags={row.Flags} />
                </>
              ),
            },
            { head: 'Owner', width: '140px', render: (row) => row.Owner?.Name ?? '' },
            {
              head: 'Propose',
              acts: true,
              width: '130px',
              render: (row) =>
                mayPropose && row.NowState === null ? (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Propose ${row.Who.Name ?? ''} again`}
                    onClick={() => void again([row])}
                  >
                    Propose again
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      <Paging
        back={after.length > 0 ? () => setAfter(after.slice(0, -1)) : undefined}
        more={typeof next === 'string' ? () => setAfter([...after, next]) : undefined}
      />
    </Panel>
  )
}
