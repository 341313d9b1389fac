import { Button, SegmentedControl, Tooltip } from '@mantine/core'
import { useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { type RollUp, useRollUps, useTree } from './campaignApi.ts'
import classes from './RollUps.module.css'

type Opens = Readonly<{ to?: string; search: Readonly<Record<string, unknown>> }>
type Figure = Readonly<{
  label: string
  value: string
  note: string
  counted: string
  isValue?: boolean
  /** Shown on a phone before somebody asks for all. */
  isFirst?: boolean
  /** The list that holds exactly what was counted. */
  opens?: Opens
}>

const share = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${((part / whole) * 100).toFixed(whole < 100 ? 0 : 1)} %`

const signed = (part: number): string => `${part >= 0 ? '+' : '−'}${Math.abs(part * 100).toFixed(0)} %`

/** What a campaign came to, alone or with everything below it: each figure with how it is counted, and opening its rows. */
export function RollUps({ campaign }: { campaign: RecordRow }) {
  const currency = useCurrency()
  const found = useRollUps(campaign.Id)
  const tree = useTree(campaign.Id)
  const [wantsTree, setWantsTree] = useState(true)
  const [wantsAll, setWantsAll] = useState(false)
  const isShort = usePhone() && !wantsAll
  const below = branchOf(tree.data?.campaigns ?? [], campaign.Id)
  const hasTree = (found.data?.tree.campaigns ?? 1) > 1
  const ofTree = hasTree && wantsTree
  const numbers = ofTree ? found.data?.tree : found.data?.own
  const figures = figuresOf(numbers ?? NOTHING, currency, {
    ids: ofTree ? below : [campaign.Id],
    where: ofTree ? 'this campaign and all below it' : 'this campaign',
    ofTree,
  })
  const shown = isShort ? figures.filter(({ isFirst }) => isFirst) : figures
  return (
    <section aria-label="What it came to">
      {hasTree && (
        <SegmentedControl
          size="xs"
          mb={8}
          aria-label="Which campaigns are counted"
          value={ofTree ? 'tree' : 'own'}
          onChange={(next) => setWantsTree(next === 'tree')}
          data={[
            { value: 'tree', label: `With the ${(found.data?.tree.campaigns ?? 2) - 1} below it` },
            { value: 'own', label: 'This campaign alone' },
          ]}
        />
      )}
      <dl className={classes['figures']} aria-busy={found.isPending}>
        {shown.map((figure) => (
          <One key={figure.label} figure={figure} isKnown={numbers !== undefined} />
        ))}
      </dl>
      {isShort && (
        <Button variant="subtle" fullWidth onClick={() => setWantsAll(true)}>
          {figures
            .filter(({ isFirst }) => !isFirst)
            .map(({ label }, at) => (at === 0 ? label : label.toLowerCase()))
            .join(', ')}
        </Button>
      )}
    </section>
  )
}

function One({ figure, isKnown }: { figure: Figure; isKnown: boolean }) {
  const { label, value, note, counted, isValue, opens } = figure
  const shown = isKnown ? value : '…'
  return (
    <div className={classes['figure']}>
      <dt>
        <Tooltip label={counted} multiline w={300}>
          <button type="button" className={classes['label']} data-reach>
            {label}
          </button>
        </Tooltip>
      </dt>
      <dd>
        <span className={classes['value']} data-value={isValue}>
          {opens === undefined || !isKnown ? (
            shown
          ) : (
            <Link
              to={opens.to ?? '.'}
              search={opens.search}
              className={classes['opens']}
              aria-label={`${label}: ${value}`}
            >
              {shown}
            </Link>
          )}
        </span>
        <span className={classes['note']}>{isKnown ? note : ''}</span>
      </dd>
    </div>
  )
}

type Counted = Readonly<{ ids: readonly string[]; where: string; ofTree: boolean }>

function figuresOf(numbers: RollUp, currency: string, { ids, where, ofTree }: Counted): readonly Figure[] {
  const { members, leads, converted, responses, opportunities, won, amountAll, amountWon, collected, cost } = numbers
  const money = (amount: number) => formatMoney(amount, currency)
  const membersOf = (show?: string): Opens => ({
    search: { tab: 'members', ...(ofTree ? { of: 'tree' } : {}), ...(show === undefined ? {} : { show }) },
  })
  const deals = (more: readonly object[] = []): Opens => ({
    to: paths.opportunities,
    search: { filter: { and: [{ field: 'CampaignId', op: 'in', value: ids }, ...more] } },
  })
  const already = members - leads
  const isCashKnown = amountWon === 0 || collected !== 0
  const gain = cost === null || cost === 0 ? undefined : (amountWon - cost) / cost
  return [
    {
      label: 'Members',
      isFirst: true,
      value: formatNumber(members),
      note: `${formatNumber(already)} ${already === 1 ? 'was a contact' : 'were contacts'} already`,
      counted: `Every person in ${where}, once a campaign: leads, and contacts who were none. People in the recycle bin count until they are removed for good.`,
      opens: membersOf(),
    },
    {
      label: 'Responses',
      isFirst: true,
      value: formatNumber(responses),
      note: members === 0 ? 'nobody is in it yet' : `${share(responses, members)} of members`,
      counted: `Members of ${where} who ever stood at a status that counts as a response, each once. Who responded and moved on has still responded.`,
      opens: membersOf('responses'),
    },
    {
      label: 'Converted leads',
      value: formatNumber(converted),
      note: leads === 0 ? 'nobody came as a lead' : `${share(converted, leads)} of ${formatNumber(leads)} leads`,
      counted: `Members of ${where} who came as leads and were converted into a contact.`,
      opens: membersOf('converted'),
    },
    {
      label: 'Opportunities',
      isFirst: true,
      value: formatNumber(opportunities),
      note: money(amountAll),
      counted: `Opportunities whose primary campaign source is ${where}, open and closed, with their amounts together.`,
      opens: deals(),
    },
    {
      label: 'Won',
      isFirst: true,
      value: money(amountWon),
      note: won === 1 ? '1 opportunity' : `${formatNumber(won)} opportunities`,
      counted: 'The amounts of those opportunities that were won.',
      isValue: amountWon > 0,
      opens: deals([{ field: 'IsWon', op: 'eq', value: true }]),
    },
    {
      label: 'Collected',
      value: isCashKnown ? money(collected) : '—',
      note:
        amountWon === 0
          ? 'nothing won yet'
          : isCashKnown
            ? `${share(collected, amountWon)} of what was won`
            : 'no payment recorded yet',
      counted:
        'What was paid for those opportunities so far, refunds taken off. It is known once a payment is recorded on one.',
      isValue: collected > 0,
      opens: deals([{ field: 'Collected', op: 'gt', value: 0 }]),
    },
    {
      label: 'Cost',
      value: cost === null || cost === 0 ? '—' : money(cost),
      note:
        cost === null || cost === 0
          ? 'not recorded'
          : gain === undefined || amountWon === 0
            ? 'nothing won yet'
            : `return ${signed(gain)}, ${isCashKnown ? `${signed((collected - cost) / cost)} in cash` : 'cash not known yet'}`,
      counted: `The actual cost of ${where}; of a bought list without one, the cost per name times its members. The return is what was won less the cost, divided by the cost; in cash, what was collected less the cost.`,
    },
  ]
}

const NOTHING: RollUp = {
  members: 0,
  leads: 0,
  contacts: 0,
  converted: 0,
  responses: 0,
  opportunities: 0,
  won: 0,
  amountAll: 0,
  amountWon: 0,
  collected: 0,
  cost: null,
  budget: null,
  expectedRevenue: null,
}

/** The ids of a campaign and of all below it, out of its whole tree. */
export function branchOf(
  campaigns: readonly Readonly<{ Id: string; ParentId: string | null }>[],
  top: string,
): readonly string[] {
  const ids = new Set([top])
  // Parents come before their children.
  for (const { Id, ParentId } of campaigns) if (ParentId !== null && ids.has(ParentId)) ids.add(Id)
  return [...ids]
}
