import type { RecordRow } from '../api/records.ts'
import { RecordLink } from '../ui/Link.tsx'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { PlainTable } from '../ui/PlainTable.tsx'
import { type TreeCampaign, useTree } from './campaignApi.ts'
import { branchOf } from './RollUps.tsx'

/** The whole tree a campaign stands in; each row with what it came to together with all below it. */
export function Tree({ campaign }: { campaign: RecordRow }) {
  const found = useTree(campaign.Id)
  const currency = useCurrency()
  const campaigns = found.data?.campaigns ?? []
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
                <span style={{ paddingLeft: (row.level - 1) * 20, fontWeight: row.Id === campaign.Id ? 600 : 400 }}>
                  <RecordLink id={row.Id} name={row.name} />
                  {row.type !== null && <span style={{ color: 'var(--ink-3)' }}> · {row.type}</span>}
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
    </Panel>
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
