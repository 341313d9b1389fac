import { useMemo } from 'react'
import { Chart } from '../ui/Chart.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { rateDots, rowHeight } from './charts.ts'
import classes from './Compare.module.css'
import { outcomeWords, rateWords, type Compared } from './comparison.ts'
import { Numbers } from './Numbers.tsx'

const steps = ['responded', 'qualified', 'opportunity', 'won'] as const
type Step = (typeof steps)[number]

/** What share of the members took each step, with the interval in which it lies. */
export function Conversion({ campaigns }: { campaigns: readonly Compared[] }) {
  return (
    <Panel title="What share of the members took each step">
      <p className={classes['note']}>
        The line is the 95 % interval: where two lines overlap much, the difference may be chance. Few people make long
        lines.
      </p>
      <div className={classes['multiples']}>
        {steps.map((step) => (
          <StepChart key={step} step={step} campaigns={campaigns} />
        ))}
      </div>
      <Numbers
        what="Conversion in numbers"
        heads={['Campaign', ...steps.map((step) => outcomeWords[step])]}
        rows={campaigns.map((one) => ({
          key: one.campaign.Id,
          cells: [
            <RecordLink key="name" id={one.campaign.Id} name={one.campaign.Name} />,
            ...steps.map((step) => rateWords(rateAt(one, step))),
          ],
        }))}
      />
    </Panel>
  )
}

const rateAt = (one: Compared, step: Step) =>
  one.steps.find((found) => found.step === step)?.ofMembers ?? { count: 0, of: 0, rate: null, low: null, high: null }

function StepChart({ step, campaigns }: { step: Step; campaigns: readonly Compared[] }) {
  const phone = usePhone()
  const option = useMemo(
    () =>
      rateDots(
        campaigns.map(({ campaign }) => campaign.Name),
        campaigns.map((one) => rateAt(one, step)),
        phone ? 110 : 150,
      ),
    [campaigns, step, phone],
  )
  return (
    <figure className={classes['figure']}>
      <figcaption>{outcomeWords[step]}</figcaption>
      <Chart
        label={`Share of members: ${outcomeWords[step]}; the numbers stand in the table below`}
        height={campaigns.length * rowHeight + 28}
        option={option}
      />
    </figure>
  )
}
