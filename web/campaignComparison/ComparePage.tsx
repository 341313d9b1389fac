import { Button, Switch } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CampaignPages } from '../campaigns/CampaignPages.tsx'
import { useRecordList } from '../api/records.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { nameOf } from '../ui/fields.ts'
import { formatCents, formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import page from '../ui/RecordPage.module.css'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { useReferredName } from '../ui/useReferredName.ts'
import { Cohorts } from './Cohorts.tsx'
import classes from './Compare.module.css'
import { FEWEST, MOST, useComparison, type Compared } from './comparison.ts'
import { Conversion } from './Conversion.tsx'
import { CostPerStep } from './CostPerStep.tsx'

/** Campaigns side by side: what each step cost, how many took it, and what people became with time. */
export function ComparePage() {
  usePlace({ title: 'Compare campaigns', up: { label: 'Campaigns', to: paths.campaigns } })
  const [{ ids, tree }, ask] = useAsked()
  const found = useComparison(ids, tree)
  const campaigns = ids.length < FEWEST ? [] : (found.data?.campaigns ?? [])
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <CampaignPages current="compare" />
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Compare campaigns</h1>
            <p className={page['headline']}>
              {campaigns.length >= FEWEST ? <Answer campaigns={campaigns} /> : `Choose ${FEWEST} to ${MOST}.`}
            </p>
          </div>
        </header>
        <Chosen ids={ids} campaigns={campaigns} onChange={(next) => ask({ ids: next })} />
        <Switch
          label="Count what stands below a campaign with it"
          checked={tree}
          onChange={({ currentTarget }) => ask({ tree: currentTarget.checked })}
        />
        {ids.length < FEWEST && <Suggested ids={ids} onChoose={(next) => ask({ ids: next })} />}
        {ids.length >= FEWEST && found.isPending && <GridSkeleton rows={14} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {campaigns.length > 0 && found.data !== undefined && (
          <>
            <CostPerStep campaigns={campaigns} />
            <Conversion campaigns={campaigns} />
            <Cohorts campaigns={campaigns} months={found.data.months} />
          </>
        )}
      </div>
    </div>
  )
}

/** The answer first: who won the most for what was spent, or whose people bought most often. */
function Answer({ campaigns }: { campaigns: readonly Compared[] }) {
  const currency = useCurrency()
  const returning = campaigns
    .flatMap((one) => (one.cost === null || one.cost === 0 ? [] : [{ one, times: one.wonAmount / one.cost }]))
    .toSorted((a, b) => b.times - a.times)
  const [best] = returning
  if (best === undefined || best.times === 0)
    return <>{formatNumber(campaigns.length)} campaigns. None of them has both a cost and a won deal yet.</>
  return (
    <>
      {best.one.campaign.Name} returned most for what it cost: its people brought{' '}
      {formatMoney(best.one.wonAmount, currency)} in {formatNumber(best.one.won)} won{' '}
      {best.one.won === 1 ? 'deal' : 'deals'} for {formatMoney(best.one.cost ?? 0, currency)},
      {formatCents(best.times, currency)} for each {formatMoney(1, currency)} spent;{' '}
      {formatMoney(best.one.collected, currency)} of it is collected. A deal two campaigns had a part in counts in both.
    </>
  )
}

function Chosen({
  ids,
  campaigns,
  onChange,
}: Readonly<{ ids: readonly string[]; campaigns: readonly Compared[]; onChange: (ids: readonly string[]) => void }>) {
  return (
    <div className={classes['chosen']}>
      {ids.map((id) => (
        <ChosenOne
          key={id}
          id={id}
          name={campaigns.find(({ campaign }) => campaign.Id === id)?.campaign.Name}
          onRemove={() => onChange(ids.filter((one) => one !== id))}
        />
      ))}
      {ids.length < MOST && (
        <span className={classes['picker']}>
          <ReferencePicker
            references={['Campaign']}
            aria-label="Add a campaign"
            placeholder="Add a campaign"
            value={null}
            onChange={(id) => id !== null && !ids.includes(id) && onChange([...ids, id])}
          />
        </span>
      )}
    </div>
  )
}

function ChosenOne({ id, name, onRemove }: Readonly<{ id: string; name: string | undefined; onRemove: () => void }>) {
  const known = useReferredName(name === undefined ? ['Campaign'] : [], id)
  const shown = name ?? known ?? 'Campaign'
  return (
    <span className={classes['chip']}>
      <span className={classes['chipName']} title={shown}>
        {shown}
      </span>
      <button type="button" aria-label={`Leave out ${shown}`} data-reach onClick={onRemove}>
        <IconX size={14} aria-hidden />
      </button>
    </span>
  )
}

/** Who has chosen none yet is offered the latest. */
function Suggested({ ids, onChoose }: { ids: readonly string[]; onChoose: (ids: readonly string[]) => void }) {
  const latest = useRecordList('Campaign', { sort: '-StartDate', fields: ['Name', 'Type'] }, 12)
  const rows = (latest.pages?.[0]?.records ?? []).filter(({ Id }) => !ids.includes(Id))
  return (
    <EmptyState
      title="Which campaigns?"
      example="Three fairs: who paid least for a qualified lead, and whose visitors still buy after 18 months?"
    >
      Choose them here, by name above, or in the list of campaigns with the boxes at the left.
      <span className={classes['suggested']}>
        {rows.map((row) => (
          <Button
            key={row.Id}
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChoose([...ids, row.Id])}
          >
            {nameOf(row)}
          </Button>
        ))}
      </span>
    </EmptyState>
  )
}

type Asked = Readonly<{ ids: readonly string[]; tree: boolean }>

function useAsked(): [Asked, (change: Partial<Asked>) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const text = typeof search['ids'] === 'string' ? search['ids'] : ''
  const asked: Asked = {
    ids: [...new Set(text.split(',').filter((id) => /^701\w{12,15}$/.test(id)))].slice(0, MOST),
    tree: search['tree'] === true,
  }
  return [
    asked,
    (change) => {
      const next = { ...asked, ...change }
      void navigate({
        to: '.',
        search: { ids: next.ids.join(','), ...(next.tree ? { tree: true } : {}) },
        replace: true,
      })
    },
  ]
}
