import { useRollUpsOf } from '../campaigns/campaignApi.ts'
import { RecordLink } from '../ui/Link.tsx'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import type { Planned } from './planning.ts'
import { VerdictMark } from './VerdictMark.tsx'

type Row = Readonly<{ campaign: Planned; depth: number }>

/** What campaigns were to cost and bring, against what they did; those with others below them count these with them. */
export function PlanTable({ rows: own }: { rows: readonly Row[] }) {
  const rows = useWithBelow(own)
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
          render: ({ campaign, depth, below }) => (
            <span style={{ display: 'block', paddingLeft: depth * 16 }}>
              <TwoLines
                first={<RecordLink id={campaign.Id} name={campaign.Name} />}
                second={[campaign.Type, below === 0 ? '' : `with the ${formatNumber(below)} below it`]
                  .filter(Boolean)
                  .join(' · ')}
              />
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
          render: ({ campaign: { collected, wonAmount, ActualCost: cost } }) =>
            wonAmount > 0 && collected === 0 ? (
              <TwoLines first="—" second="no payment recorded yet" />
            ) : (
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

const MOST_ASKED = 200

/** Rows above others with the numbers of their whole branch, however much of it is in sight. */
function useWithBelow(rows: readonly Row[]): readonly (Row & Readonly<{ below: number }>)[] {
  const tops = rows.filter(({ depth }, at) => (rows[at + 1]?.depth ?? 0) > depth)
  const came = useRollUpsOf(tops.slice(0, MOST_ASKED).map(({ campaign }) => campaign.Id))
  return rows.map((row) => {
    const tree = came?.get(row.campaign.Id)?.tree
    if (tree === undefined) return { ...row, below: 0 }
    const { responses, won, collected, cost, budget, expectedRevenue, members, amountWon, campaigns } = tree
    return {
      ...row,
      below: campaigns - 1,
      campaign: {
        ...row.campaign,
        responses,
        won,
        collected,
        ActualCost: cost,
        BudgetedCost: budget,
        ExpectedRevenue: expectedRevenue,
        ExpectedResponse: null,
        addressed: members,
        wonAmount: amountWon,
      },
    }
  })
}
