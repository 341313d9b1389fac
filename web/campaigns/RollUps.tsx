import { Tooltip } from '@mantine/core'
import type { RecordRow } from '../api/records.ts'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import classes from './RollUps.module.css'

const number = (record: RecordRow, name: string): number => Number(record[name] ?? 0)
const share = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${((part / whole) * 100).toFixed(whole < 100 ? 0 : 1)} %`

/** What a campaign came to, each figure with how it is counted. */
export function RollUps({ campaign }: { campaign: RecordRow }) {
  const currency = useCurrency()
  const [converted, responses, won, cost] = [
    number(campaign, 'NumberOfConvertedLeads'),
    number(campaign, 'NumberOfResponses'),
    number(campaign, 'AmountWonOpportunities'),
    number(campaign, 'ActualCost'),
  ]
  // A converted lead is counted as a lead and as the contact it became; people are counted once.
  const members = number(campaign, 'NumberOfLeads') + number(campaign, 'NumberOfContacts') - converted
  const money = (amount: number) => formatMoney(amount, currency)
  const figures: readonly Readonly<{
    label: string
    value: string
    note: string
    counted: string
    isValue?: boolean
  }>[] = [
    {
      label: 'Members',
      value: formatNumber(members),
      note: `${formatNumber(number(campaign, 'NumberOfContacts') - converted)} ${number(campaign, 'NumberOfContacts') - converted === 1 ? 'was a contact' : 'were contacts'} already`,
      counted: 'Every person in the campaign, once: leads, and contacts who were none.',
    },
    {
      label: 'Responses',
      value: formatNumber(responses),
      note: `${share(responses, members)} of members`,
      counted: 'Members whose status counts as a response.',
    },
    {
      label: 'Converted leads',
      value: formatNumber(converted),
      note: `${share(converted, number(campaign, 'NumberOfLeads'))} of leads`,
      counted: 'Members who came as leads and were converted into a contact.',
    },
    {
      label: 'Opportunities',
      value: formatNumber(number(campaign, 'NumberOfOpportunities')),
      note: money(number(campaign, 'AmountAllOpportunities')),
      counted:
        'Opportunities whose primary campaign source is this campaign, open and closed, with their amounts together.',
    },
    {
      label: 'Won',
      value: money(won),
      note:
        number(campaign, 'NumberOfWonOpportunities') === 1
          ? '1 opportunity'
          : `${formatNumber(number(campaign, 'NumberOfWonOpportunities'))} opportunities`,
      counted: 'The amounts of those opportunities that were won.',
      isValue: true,
    },
    {
      label: 'Cost',
      value: cost === 0 ? '—' : money(cost),
      note:
        cost === 0 ? 'not recorded' : won === 0 ? 'nothing won yet' : `${(won / cost).toFixed(1)} won for each 1 spent`,
      counted:
        'The actual cost, and the value won divided by it. Both are of this campaign alone, without its children.',
    },
  ]
  return (
    <dl className={classes['figures']}>
      {figures.map((figure) => (
        <div key={figure.label} className={classes['figure']}>
          <dt>
            <Tooltip label={figure.counted}>
              <button type="button" className={classes['label']} data-reach>
                {figure.label}
              </button>
            </Tooltip>
          </dt>
          <dd>
            <span className={classes['value']} data-value={figure.isValue}>
              {figure.value}
            </span>
            <span className={classes['note']}>{figure.note}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
