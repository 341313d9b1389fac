import { useMemo } from 'react'
import { Chart } from '../ui/Chart.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { formatCents, formatMoney, formatNumber, formatWholeMoney, useCurrency } from '../ui/Money.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { costBars, rowHeight } from './charts.ts'
import classes from './Compare.module.css'
import { costs, type Compared, type CostOf } from './comparison.ts'
import { Numbers } from './Numbers.tsx'

const words: Readonly<Record<CostOf, string>> = {
  member: 'Cost per member',
  response: 'Cost per response',
  qualified: 'Cost per qualified lead',
  opportunity: 'Cost per opportunity',
  won: 'Cost per won deal',
}

/** What one of each step cost: the campaign's actual cost divided by how many. */
export function CostPerStep({ campaigns }: { campaigns: readonly Compared[] }) {
  const currency = useCurrency()
  const money = (amount: number | null) =>
    amount === null ? '—' : formatMoney(Math.round(amount * 100) / 100, currency)
  return (
    <Panel title="What each step cost">
      <p className={classes['note']}>
        Actual cost divided by people, or by deals their people took part in after they came in. Qualified: converted
        with the agreement’s criteria met. No bar: no cost is recorded, or nobody took the step.
      </p>
      <div className={classes['multiples']}>
        {costs.map((of) => (
          <CostChart key={of} of={of} campaigns={campaigns} />
        ))}
      </div>
      <Numbers
        what="Costs in numbers"
        heads={[
          'Campaign',
          'Cost',
          'Members',
          'Responded',
          'Qualified',
          'Opportunities',
          'Won',
          'Won amount',
          'Collected',
          `Cash for each ${formatMoney(1, currency)} spent`,
          ...costs.map((of) => words[of]),
        ]}
        rows={campaigns.map((one) => ({
          key: one.campaign.Id,
          cells: [
            <RecordLink key="name" id={one.campaign.Id} name={one.campaign.Name} />,
            money(one.cost),
            ...[one.members, one.responded, one.people.qualified, one.opportunities, one.won].map(formatNumber),
            money(one.wonAmount),
            money(one.collected),
            one.cost === null || one.cost === 0 ? '—' : formatCents(one.collected / one.cost, currency),
            ...costs.map((of) => money(one.costPer[of])),
          ],
        }))}
      />
    </Panel>
  )
}

function CostChart({ of, campaigns }: { of: CostOf; campaigns: readonly Compared[] }) {
  const currency = useCurrency()
  const phone = usePhone()
  const option = useMemo(
    () =>
      costBars(
        campaigns.map(({ campaign }) => campaign.Name),
        campaigns.map(({ costPer }) => costPer[of]),
        (value) => (value >= 100 ? formatWholeMoney(value, currency) : formatCents(value, currency)),
        phone ? 110 : 150,
      ),
    [campaigns, of, currency, phone],
  )
  return (
    <figure className={classes['figure']}>
      <figcaption>{words[of]}</figcaption>
      <Chart
        label={`${words[of]} of ${campaigns.length} campaigns; the numbers stand in the table below`}
        height={campaigns.length * rowHeight + 8}
        option={option}
      />
    </figure>
  )
}
