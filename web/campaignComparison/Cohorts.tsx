import { SegmentedControl } from '@mantine/core'
import dayjs from 'dayjs'
import { useMemo, useState } from 'react'
import { Chart } from '../ui/Chart.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { colourOf, tailLines } from './charts.ts'
import classes from './Compare.module.css'
import { outcomes, outcomeWords, rateWords, type Compared, type Outcome, type TailRate } from './comparison.ts'
import { Numbers } from './Numbers.tsx'

const quarterWords = (day: string): string => `Q${Math.floor(dayjs(day).month() / 3) + 1} ${dayjs(day).format('YYYY')}`

/** What people became 3 to 24 months after they came in; a cohort that is too young says so. */
export function Cohorts({ campaigns, months }: { campaigns: readonly Compared[]; months: readonly number[] }) {
  const [outcome, choose] = useState<Outcome>('opportunity')
  const phone = usePhone()
  const option = useMemo(() => tailLines(campaigns, months, outcome, phone), [campaigns, months, outcome, phone])
  const isAnythingOld = campaigns.some((one) => one.tails[outcome].some(({ reached }) => reached !== null))
  const heads = ['Came in', 'Members', ...months.map((month) => `${month} months`)]
  return (
    <Panel
      title="What people became with time"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="What became of them"
          data={outcomes.map((value) => ({ value, label: outcomeWords[value] }))}
          value={outcome}
          onChange={(value) => choose(outcomes.find((one) => one === value) ?? 'opportunity')}
        />
      }
    >
      <p className={classes['note']}>
        People are followed from the day they came in, by the quarter of it. A point counts only quarters whose last
        person has had that long; where there is none, the line ends: it is not yet known, not nothing.
      </p>
      {isAnythingOld ? (
        <>
          <Chart
            label={`${outcomeWords[outcome]} by months since people came in; the numbers stand in the tables below`}
            height={phone ? 260 : 320}
            option={option}
          />
          {phone && (
            <ul className={classes['legend']}>
              {campaigns.map(({ campaign }, at) => (
                <li key={campaign.Id}>
                  <i style={{ background: colourOf(at) }} aria-hidden />
                  {campaign.Name}
                </li>
              ))}
            </ul>
          )}
        </>
      ) : (
        <p className={classes['note']}>Nobody in these campaigns has been here for three months yet.</p>
      )}
      {campaigns.map((one) => (
        <div key={one.campaign.Id} className={classes['cohort']}>
          <h3>{one.campaign.Name}</h3>
          <Numbers
            what={`Cohorts of ${one.campaign.Name}`}
            heads={heads}
            rows={[
              ...one.cohorts.map((cohort) => ({
                key: cohort.quarter,
                cells: [quarterWords(cohort.quarter), formatNumber(cohort.members), ...cohort.tails[outcome].map(cell)],
              })),
              { key: 'all', cells: ['All old enough', formatNumber(one.members), ...one.tails[outcome].map(cell)] },
            ]}
          />
        </div>
      ))}
    </Panel>
  )
}

const cell = ({ reached }: TailRate) =>
  reached === null ? <span className={classes['notYet']}>not yet</span> : rateWords(reached)
