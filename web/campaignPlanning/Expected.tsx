import type { RecordRow } from '../api/recordRow.ts'
import { useRollUps } from '../campaigns/campaignApi.ts'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import { PlainTable } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'

const number = (record: RecordRow, name: string): number | null =>
  typeof record[name] === 'number' ? record[name] : null

/** What was expected of a campaign, and what came. */
export function Expected({ campaign }: { campaign: RecordRow }) {
  const currency = useCurrency()
  const members =
    (number(campaign, 'NumberOfLeads') ?? 0) -
    (number(campaign, 'NumberOfConvertedLeads') ?? 0) +
    (number(campaign, 'NumberOfContacts') ?? 0)
  const addressed = number(campaign, 'NumberSent') ?? members
  const percent = number(campaign, 'ExpectedResponse')
  const money = (amount: number | null) => (amount === null ? '—' : formatMoney(amount, currency))
  const reached = (actual: number, expected: number | null) =>
    expected === null || expected === 0 ? '—' : `${((100 * actual) / expected).toFixed(0)} %`
  const responses = useRollUps(campaign.Id).data?.own.responses ?? 0
  const expectedResponses = percent === null ? null : Math.round((addressed * percent) / 100)
  const won = number(campaign, 'AmountWonOpportunities') ?? 0
  const collected = number(campaign, 'AmountCollected') ?? 0
  const isCashKnown = won === 0 || collected !== 0
  const revenue = number(campaign, 'ExpectedRevenue')
  const rows = [
    {
      what: `Responses of ${formatNumber(addressed)} ${number(campaign, 'NumberSent') === null ? 'members' : 'addressed'}`,
      expected:
        expectedResponses === null ? '—' : `${formatNumber(expectedResponses)} (${formatNumber(percent ?? 0)} %)`,
      actual: `${formatNumber(responses)}${addressed === 0 ? '' : ` (${((100 * responses) / addressed).toFixed(1)} %)`}`,
      reached: reached(responses, expectedResponses),
    },
    {
      what: 'Revenue, as won with this campaign as primary source',
      expected: money(revenue),
      actual: money(won),
      reached: reached(won, revenue),
    },
    {
      what: 'Cash, as collected of it',
      expected: money(revenue),
      actual: isCashKnown ? money(collected) : 'no payment recorded yet',
      reached: isCashKnown ? reached(collected, revenue) : '—',
    },
  ]
  return (
    <Panel title="Expected and actual">
      <PlainTable
        label="Expected and actual"
        rows={rows}
        keyOf={({ what }) => what}
        columns={[
          { head: 'What', render: ({ what }) => what },
          { head: 'Expected', width: '160px', align: 'end', render: ({ expected }) => expected },
          { head: 'Actual', width: '160px', align: 'end', render: ({ actual }) => actual },
          { head: 'Reached', width: '90px', align: 'end', render: (row) => row.reached },
        ]}
      />
    </Panel>
  )
}
