import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { CompareChosen } from '../campaignComparison/CompareChosen.tsx'
import { BulkActions } from '../ui/BulkActions.tsx'
import { BulkBar } from '../ui/BulkBar.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { PlainTable } from '../ui/PlainTable.tsx'
import { type TreeCampaign, useTree } from './campaignApi.ts'
import { branchOf } from './RollUps.tsx'
import classes from './Tree.module.css'

const MOST_CHOSEN = 200

/** The whole tree a campaign stands in; each row with what it came to together with all below it. */
export function Tree({ campaign }: { campaign: RecordRow }) {
  const found = useTree(campaign.Id)
  const currency = useCurrency()
  const campaigns = found.data?.campaigns ?? []
  const choice = useBranches(campaigns)
  const sums = new Map(campaigns.map((one) => [one.Id, summed(campaigns, one.Id)]))
  const of = (row: TreeCampaign) => sums.get(row.Id) ?? row
  const money = (amount: number | null) => (amount === null || amount === 0 ? '—' : formatMoney(amount, currency))
  return (
    <Panel title="Campaign tree" count={campaigns.length}>
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {campaigns.length === 1 && (
        <p style={{ color: 'var(--ink-2)' }}>
          Nothing stands above or below this campaign. A course is the parent of its deliveries, a roadshow of its
          stops: choose this campaign as the parent of another, up to five levels deep, and their numbers add up here.
        </p>
      )}
      {campaigns.length > 0 && (
        <PlainTable
          label="Campaign tree"
          rows={campaigns}
          keyOf={(row) => row.Id}
          columns={[
            {
              head: 'Campaign, with all below it',
              render: (row) => (
                <span className={classes['row']} style={{ paddingLeft: (row.level - 1) * 20 }}>
                  <Checkbox
                    aria-label={`Choose ${row.name} and all below it`}
                    checked={choice.ids.has(row.Id)}
                    onChange={() => choice.toggle(row.Id)}
                  />
                  <span className={classes['name']} data-here={row.Id === campaign.Id || undefined}>
                    <RecordLink id={row.Id} name={row.name} />
                    {row.type !== null && <span className={classes['type']}> · {row.type}</span>}
                  </span>
                </span>
              ),
            },
            { head: 'Members', width: '90px', align: 'end', render: (row) => formatNumber(of(row).members) },
            { head: 'Responses', width: '90px', align: 'end', render: (row) => formatNumber(of(row).responses) },
            { head: 'Converted', width: '90px', align: 'end', render: (row) => formatNumber(of(row).converted) },
            {
              head: 'Opportunities',
              width: '110px',
              align: 'end',
              render: (row) => formatNumber(of(row).opportunities),
            },
            { head: 'Won', width: '110px', align: 'end', render: (row) => money(of(row).amountWon) },
            { head: 'Collected', width: '110px', align: 'end', render: (row) => money(of(row).collected) },
            { head: 'Cost', width: '110px', align: 'end', render: (row) => money(of(row).cost) },
          ]}
        />
      )}
      {choice.chosen.length > 0 && <TreeBulk chosen={choice.chosen} onClear={choice.clear} />}
    </Panel>
  )
}

/** Which campaigns are chosen: a box takes what stands below along; single ones can be left out afterwards. */
function useBranches(campaigns: readonly TreeCampaign[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set())
  const toggle = (id: string) => {
    const branch = branchOf(campaigns, id)
    setIds(ids.has(id) ? ids.difference(new Set(branch)) : ids.union(new Set(branch)))
  }
  return { ids, toggle, clear: () => setIds(new Set()), chosen: campaigns.filter(({ Id }) => ids.has(Id)) }
}

/** What can be done with chosen campaigns of a tree at once: change a field, compare, delete. */
function TreeBulk({ chosen, onClear }: Readonly<{ chosen: readonly TreeCampaign[]; onClear: () => void }>) {
  const shape = useObject('Campaign')
  const isTooMany = chosen.length > MOST_CHOSEN
  const ids = chosen.slice(0, MOST_CHOSEN).map(({ Id }) => Id)
  // Whole records: what is changed can be put back.
  const found = useRecordList('Campaign', { filter: { field: 'Id', op: 'in', value: ids } }, MOST_CHOSEN)
  const rows = found.pages?.flatMap((page) => page.records).filter(({ Id }) => ids.includes(Id)) ?? []
  return (
    <BulkBar count={chosen.length} noun={chosen.length === 1 ? 'campaign' : 'campaigns'} onClear={onClear}>
      {isTooMany && <span>At most {MOST_CHOSEN} at once. Choose a smaller branch.</span>}
      {!isTooMany && rows.length === ids.length && (
        <>
          <CompareChosen chosen={rows} />
          <BulkActions shape={shape} chosen={rows} onDone={onClear} />
        </>
      )}
    </BulkBar>
  )
}

type Sum = Pick<
  TreeCampaign,
  'members' | 'responses' | 'converted' | 'opportunities' | 'amountWon' | 'collected' | 'cost'
>

function summed(campaigns: readonly TreeCampaign[], top: string): Sum {
  const branch = new Set(branchOf(campaigns, top))
  const rows = campaigns.filter(({ Id }) => branch.has(Id))
  const sum = (value: (row: TreeCampaign) => number | null) => rows.reduce((total, row) => total + (value(row) ?? 0), 0)
  return {
    members: sum((row) => row.members),
    responses: sum((row) => row.responses),
    converted: sum((row) => row.converted),
    opportunities: sum((row) => row.opportunities),
    amountWon: sum((row) => row.amountWon),
    collected: sum((row) => row.collected),
    cost: sum((row) => row.cost),
  }
}
