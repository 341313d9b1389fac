import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CampaignPages } from '../campaigns/CampaignPages.tsx'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { dayFromToday } from '../ui/dates.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { Calendar } from './Calendar.tsx'
import classes from './Plan.module.css'
import { inTreeOrder, usePlan, type Planned } from './planning.ts'
import { PlanTable } from './PlanTable.tsx'
import { moved, rangeOf, rangeWords, type Span } from './range.ts'

type Asked = Readonly<{ view: 'calendar' | 'results'; month: string; span: Span }>

/** The marketing calendar: which campaigns are on, what they cost, and what they were to bring against what they did. */
export function PlanPage() {
  usePlace({ title: 'Campaign plan', up: { label: 'Campaigns', to: paths.campaigns } })
  const [asked, ask] = useAsked()
  const phone = usePhone()
  const range = rangeOf(asked.month, asked.span)
  const found = usePlan({ from: range.from, to: range.to })
  const campaigns = found.data?.pages.flatMap((one) => one.campaigns) ?? []
  const rows = inTreeOrder(campaigns)
  const words = rangeWords(range, asked.span)
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <CampaignPages current="plan" />
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Campaign plan {words}</h1>
            <p className={page['headline']}>
              {found.isSuccess ? (
                <Answer campaigns={campaigns} isAll={!found.hasNextPage} />
              ) : (
                'What is on, what it costs, and what it brings.'
              )}
            </p>
          </div>
        </header>
        <div className={classes['asked']}>
          <div className={classes['steps']}>
            <ActionIcon
              variant="default"
              aria-label="Earlier"
              onClick={() => ask({ month: moved(asked.month, asked.span, -1) })}
            >
              <IconChevronLeft size={16} />
            </ActionIcon>
            <Button variant="default" onClick={() => ask({ month: dayFromToday(0).slice(0, 7) })}>
              Today
            </Button>
            <ActionIcon
              variant="default"
              aria-label="Later"
              onClick={() => ask({ month: moved(asked.month, asked.span, 1) })}
            >
              <IconChevronRight size={16} />
            </ActionIcon>
          </div>
          <SegmentedControl
            aria-label="How long"
            data={[
              { value: '3', label: 'Quarter' },
              { value: '12', label: 'Year' },
            ]}
            value={String(asked.span)}
            onChange={(span) => ask({ span: span === '3' ? 3 : 12 })}
          />
          <SegmentedControl
            aria-label="View"
            data={[
              { value: 'calendar', label: phone ? 'List' : 'Calendar' },
              { value: 'results', label: 'Plan and result' },
            ]}
            value={asked.view}
            onChange={(view) => ask({ view: view === 'results' ? view : 'calendar' })}
          />
        </div>
        {found.isPending && <GridSkeleton rows={12} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && rows.length === 0 && (
          <EmptyState
            title={`Nothing is planned for ${words}`}
            example="Spring fair, 2 to 5 March: €29,000 in February and March, 8 % should respond, €260,000 should follow."
          >
            Campaigns stand here from their start to their end, with their costs month by month.
          </EmptyState>
        )}
        {rows.length > 0 && asked.view === 'calendar' && <Calendar rows={rows} range={range} />}
        {rows.length > 0 && asked.view === 'results' && <PlanTable rows={rows} />}
        <MoreButton of={found}>Show more campaigns</MoreButton>
      </div>
    </div>
  )
}

function Answer({ campaigns, isAll }: { campaigns: readonly Planned[]; isAll: boolean }) {
  const currency = useCurrency()
  const sum = (of: 'budgeted' | 'actual') =>
    campaigns.reduce((total, { months }) => total + months.reduce((inside, month) => inside + month[of], 0), 0)
  const verdict = (which: 'met' | 'not_met' | 'open') => campaigns.filter(({ goal }) => goal?.verdict === which).length
  const goals = campaigns.filter(({ goal }) => goal !== null).length
  return (
    <>
      {isAll ? '' : 'At least '}
      {formatNumber(campaigns.length)} {campaigns.length === 1 ? 'campaign' : 'campaigns'}. In these months{' '}
      {formatMoney(sum('budgeted'), currency)} budgeted, {formatMoney(sum('actual'), currency)} spent.
      {goals > 0 &&
        ` Of ${goals} success ${goals === 1 ? 'outcome' : 'outcomes'} ${verdict('met')} met, ${verdict('not_met')} not met, ${verdict('open')} open.`}
    </>
  )
}

function useAsked(): [Asked, (change: Partial<Asked>) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const asked: Asked = {
    view: search['view'] === 'results' ? 'results' : 'calendar',
    month:
      typeof search['month'] === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(search['month'])
        ? search['month']
        : dayFromToday(0).slice(0, 7),
    span: search['span'] === 3 ? 3 : 12,
  }
  return [asked, (change) => void navigate({ to: '.', search: { ...asked, ...change }, replace: true })]
}
