import type { RecordRow } from '../api/recordRow.ts'
import { useAboutPages } from '../api/records.ts'
import { PlainTable } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { stateOf } from '../ui/states.ts'
import { type StageChange, stageStays } from './stageStays.ts'

type HistoryPage = Readonly<{ entries: readonly StageChange[]; next: string | null }>

const rightNow = (): string => new Date().toISOString()

/** How long the deal stood in each stage, the latest first. */
export function StageHistory({ deal }: { deal: RecordRow }) {
  const found = useAboutPages<HistoryPage>('Opportunity', deal.Id, 'history')
  const changes = found.data?.pages.flatMap((page) => page.entries) ?? []
  const stays = stageStays(changes, {
    stage: String(deal['StageName']),
    createdAt: String(deal['CreatedDate']),
    now: rightNow(),
  })
  return (
    <Panel title="History of stages">
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && (
        <PlainTable
          label="History of stages"
          rows={stays}
          keyOf={(stay) => stay.from}
          columns={[
            { head: 'Stage', render: (stay) => <StateMark state={stateOf(stay.stage)} label={stay.stage} /> },
            { head: 'Since', width: '120px', render: (stay) => <RelativeDate value={stay.from} /> },
            { head: 'Moved by', width: '160px', render: (stay) => stay.by ?? '—' },
            { head: 'Days', width: '70px', align: 'end', render: (stay) => stay.days.toLocaleString('en') },
          ]}
        />
      )}
    </Panel>
  )
}
