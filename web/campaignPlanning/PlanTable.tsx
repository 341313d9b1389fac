import { RecordLink } from '../ui/Link.tsx'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import type { Planned } from './planning.ts'
import { VerdictMark } from './VerdictMark.tsx'

/** What campaigns were to cost and bring, against what they did. */
export function PlanTable({ rows }: { rows: readonly Readonly<{ campaign: Planned; depth: number }>[] }) {
  const currency = useCurrency()
  const money = (amount: number | null) => (amount === null ? '—' : formatMoney(amount, currency))
  const percent = (part: number, whole: number) => (whole === 0 ? '—' : `${((100 * part) / whole).toFixed(1)} %`)
  return (
    <PlainTable
      label="Plan and result"
      rows={rows}
      keyOf={({ campaign }) => campaign.Id}
      columns={[
        {
          head: 'Campaign',
          render: ({ campaign, depth }) => (
            <span style={{ display: 'block', paddingLeft: depth * 16 }}>
              <TwoLines first={<RecordLink id={campaign.Id} name={campaign.Name} />} second={campaign.Type} />
            </span>
          ),
        },
        {
          head: 'Spent of budget',
          width: '150px',
          align: 'end',
          render: ({ campaign }) => (
            <TwoLines
              first={money(campaign.ActualCost)}
              second={campaign.BudgetedCost === null ? 'no budget' : `of ${money(campaign.BudgetedCost)}`}
            />
          ),
        },
        {
          head: 'Responses',
          width: '170px',
          align: 'end',
          render: ({ campaign }) => (
            <TwoLines
              first={`${formatNumber(campaign.responses)} of ${formatNumber(campaign.addressed)}`}
              second={`${percent(campaign.responses, campaign.addressed)}${campaign.ExpectedResponse === null ? '' : `, ${formatNumber(campaign.ExpectedResponse)} % expected`}`}
            />
          ),
        },
        {
          head: 'Won',
          width: '170px',
          align: 'end',
          render: ({ campaign }) => (
            <TwoLines
              first={money(campaign.wonAmount)}
              second={`${formatNumber(campaign.won)} won${campaign.ExpectedRevenue === null ? '' : `, ${money(campaign.ExpectedRevenue)} expected`}`}
            />
          ),
        },
        {
          head: 'Collected',
          width: '140px',
          align: 'end',
          render: ({ campaign: { collected, ActualCost: cost } }) => (
            <TwoLines
              first={money(collected)}
              second={cost === null || cost === 0 ? 'no cost' : `${(collected / cost).toFixed(1)} for each 1 spent`}
            />
          ),
        },
        {
          head: 'Success outcome',
          width: '220px',
          render: ({ campaign: { goal } }) =>
            goal === null ? '' : <TwoLines first={<VerdictMark verdict={goal.verdict} />} second={goal.sentence} />,
        },
      ]}
    />
  )
}
