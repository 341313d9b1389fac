import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { marks } from './marks.ts'
import { WhoLink } from './Mine.tsx'
import type { NominationPlan } from './nominations.ts'
import { Paging } from './Paging.tsx'
import { useNominations } from './useNominations.ts'
import classes from './Nominations.module.css'

/** What was decided, by whom, and where each stands in the campaign now. */
export function Decided({ plan }: Readonly<{ plan: NominationPlan }>) {
  const { found, rows, more, back } = useNominations(plan.CampaignId, 'decided')
  return (
    <Panel title="Decided">
      {found.isPending && <GridSkeleton rows={3} />}
      {found.isSuccess && rows.length === 0 && <p className={classes['quiet']}>Nothing is decided yet.</p>}
      {rows.length > 0 && (
        <PlainTable
          label="Decided"
          rows={rows}
          keyOf={(row) => row.Id}
          columns={[
            { head: 'Who', render: (row) => <TwoLines first={<WhoLink row={row} />} second={row.Company} /> },
            {
              head: 'Decision',
              width: '240px',
              render: (row) => <TwoLines first={<StateMark {...marks[row.State]} />} second={row.DecisionReason} />,
            },
            {
              head: 'By',
              width: '200px',
              render: (row) => (
                <TwoLines first={row.DecidedBy?.Name ?? ''} second={`proposed by ${row.ProposedBy.Name ?? ''}`} />
              ),
            },
            { head: 'Status now', width: '120px', render: (row) => row.Status ?? '' },
            { head: 'When', width: '110px', align: 'end', render: (row) => <RelativeDate value={row.DecidedAt} /> },
          ]}
        />
      )}
      <Paging back={back} more={more} />
    </Panel>
  )
}
