import { Button, SegmentedControl, Select } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { CampaignPages } from '../campaigns/CampaignPages.tsx'
import { usePlace } from '../shell/place.ts'
import { paths } from '../paths.ts'
import { dayFromToday } from '../ui/dates.ts'
import { DayInput } from '../ui/DayInput.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatNumber, formatWholeMoney, useCurrency } from '../ui/Money.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import {
  dimensions,
  sumOf,
  useAttribution,
  type Attribution,
  type Dimension,
  type ModelName,
  type Question,
  type Which,
} from './attribution.ts'
import classes from './Attribution.module.css'
import { DealsSheet } from './DealsSheet.tsx'
import { ModelMatrix } from './ModelMatrix.tsx'
import { OriginBars } from './OriginBars.tsx'
import { SettingsSheet } from './SettingsSheet.tsx'

/** What campaigns and salespeople brought, under every model side by side. */
export function AttributionPage() {
  usePlace({ title: 'Attribution', up: { label: 'Campaigns', to: paths.campaigns } })
  const [question, ask] = useQuestion()
  const found = useAttribution(question)
  const beside = useAttribution(
    { ...question, measure: question.measure === 'amount' ? 'collected' : 'amount' },
    (found.data?.total.collected ?? 0) !== 0,
  )
  const [opened, open] = useState<Readonly<{ key: string; label: string; model: ModelName }>>()
  const [setting, set] = useState(false)
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <CampaignPages current="attribution" />
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Attribution</h1>
            <p className={page['headline']}>
              {found.data === undefined ? 'What brought our deals.' : <Answer found={found.data} question={question} />}
            </p>
          </div>
          <div className={page['actions']}>
            <Button
              variant="default"
              leftSection={<IconAdjustments size={16} stroke={1.8} />}
              onClick={() => set(true)}
            >
              What counts
            </Button>
          </div>
        </header>
        <Asked question={question} ask={ask} />
        {found.isPending && <GridSkeleton rows={12} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.data !== undefined && found.data.total.deals === 0 && (
          <EmptyState
            title={`No deal was ${question.which === 'won' ? 'won' : 'opened'} in this time`}
            example="A deal of €10,000 met us at a fair, read a guide and came to a webinar: evenly shared, each brought €3,333.33, and the first cent over goes to the first."
          >
            Every deal is shared among what brought it. Choose a longer time, or look at open deals.
          </EmptyState>
        )}
        {found.data !== undefined && found.data.total.deals > 0 && (
          <>
            <OriginBars found={found.data} />
            <ModelMatrix found={found.data} beside={beside.data} by={question.by} onOpen={open} />
            <p className={classes['small']}>
              {measureNotes[found.data.total.collected === 0 ? 'unpaid' : found.data.measure]}
            </p>
          </>
        )}
      </div>
      {opened !== undefined && (
        <DealsSheet question={question} of={opened} models={found.data?.models ?? []} onClose={() => open(undefined)} />
      )}
      {setting && found.data !== undefined && (
        <SettingsSheet settings={found.data.settings} onClose={() => set(false)} />
      )}
    </div>
  )
}

const measureNotes = {
  amount:
    'Shared is what was agreed; below each figure, the share of what was paid of it so far. Both add up, to the cent, which each figure tells on hover.',
  collected: 'Shared is what was paid so far, refunds taken off; below each figure, the share of what was agreed.',
  unpaid:
    'No payment of these deals is entered yet, so money stands as agreed. Enter payments on the opportunity, or import them.',
} as const

/** The answer first, as a sentence; the even model stands for all until one is looked at. */
function Answer({ found, question }: { found: Attribution; question: Question }) {
  const currency = useCurrency()
  const of = (origin: string) =>
    sumOf(
      found.origins.filter((one) => one.origin === origin).map(({ shares }) => shares),
      'even',
    )
  if (found.total.deals === 0) return <>There is nothing to share out yet.</>
  const money = (amount: number) => formatWholeMoney(amount, currency)
  const whole = found.total[found.measure]
  const percent = (amount: number) => (whole === 0 ? '' : ` (${((100 * amount) / whole).toFixed(0)} %)`)
  return (
    <>
      {formatNumber(found.total.deals)} {found.total.deals === 1 ? 'deal' : 'deals'} {verbs[question.which]},{' '}
      {money(found.total.amount)} together, {money(found.total.collected)} of it collected. Shared evenly,{' '}
      {found.measure === 'collected' && 'of the cash '}marketing brought {money(of('marketing'))}
      {percent(of('marketing'))}, sales {money(of('sales'))}
      {percent(of('sales'))}
      {of('none') === 0
        ? '; of each at least one touch is known.'
        : `; of ${money(of('none'))}${percent(of('none'))} no touch is known.`}
    </>
  )
}

const verbs: Readonly<Record<Which, string>> = { won: 'won', open: 'open', all: 'opened' }

const dimensionWords: Readonly<Record<Dimension, string>> = {
  campaign: 'Campaign',
  type: 'Campaign type',
  source: 'Source',
  origin: 'Marketing or sales',
}

function Asked({ question, ask }: { question: Question; ask: (change: Partial<Question>) => void }) {
  return (
    <div className={classes['asked']}>
      <SegmentedControl
        aria-label="Which deals"
        size="sm"
        data={[
          { value: 'won', label: 'Won' },
          { value: 'open', label: 'Open' },
          { value: 'all', label: 'All opened' },
        ]}
        value={question.which}
        onChange={(which) => ask({ which })}
      />
      <SegmentedControl
        aria-label="What is shared"
        size="sm"
        data={[
          { value: 'amount', label: 'Amount' },
          { value: 'collected', label: 'Collected' },
        ]}
        value={question.measure}
        onChange={(measure) => ask({ measure })}
      />
      <span className={classes['day']}>
        <span aria-hidden>From</span>
        <DayInput
          aria-label="From"
          w={{ base: '100%', sm: 124 }}
          value={question.from}
          maxDate={question.to}
          onChange={(from) => from !== null && ask({ from })}
        />
      </span>
      <span className={classes['day']}>
        <span aria-hidden>to</span>
        <DayInput
          aria-label="To"
          w={{ base: '100%', sm: 124 }}
          value={question.to}
          minDate={question.from}
          onChange={(to) => to !== null && ask({ to })}
        />
      </span>
      <Select
        aria-label="Put together by"
        data={dimensions.map((value) => ({ value, label: `By ${dimensionWords[value].toLowerCase()}` }))}
        value={question.by}
        allowDeselect={false}
        onChange={(by) => by !== null && ask({ by })}
      />
    </div>
  )
}

/** The question lives in the address; a year up to today unless it says otherwise. */
function useQuestion(): [Question, (change: Partial<Question>) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const day = (name: string, usual: string) =>
    typeof search[name] === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search[name]) ? search[name] : usual
  const question: Question = {
    by: dimensions.find((one) => one === search['by']) ?? 'campaign',
    which: (['won', 'open', 'all'] as const).find((one) => one === search['which']) ?? 'won',
    from: day('from', dayFromToday(-365)),
    to: day('to', dayFromToday(0)),
    measure: search['measure'] === 'collected' ? 'collected' : 'amount',
  }
  return [question, (change) => void navigate({ to: '.', search: { ...question, ...change }, replace: true })]
}
