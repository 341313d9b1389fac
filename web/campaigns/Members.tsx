import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useObject } from '../api/describe.ts'
import { allOf, type Filter } from '../api/filter.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateChips } from '../ui/StateChips.tsx'
import { useSelection } from '../ui/useSelection.ts'
import related from '../ui/RelatedList.module.css'
import { AddMembers } from './AddMembers.tsx'
import { type Standing, useStandings, useTree, useTreeStandings } from './campaignApi.ts'
import { type Label, MemberBulk } from './MemberBulk.tsx'
import { isShown, memberFilters, type Shown } from './memberFilters.ts'
import classes from './Members.module.css'
import { MembersThen } from './MembersThen.tsx'
import { MemberTable } from './MemberTable.tsx'
import { branchOf } from './RollUps.tsx'
import { Works } from './Works.tsx'

const FIELDS = [
  'Status',
  'HasResponded',
  'FirstRespondedDate',
  'StatusSince',
  'LeadOrContactId',
  'FirstName',
  'LastName',
  'Title',
  'Email',
  'CompanyOrAccount',
  'Type',
  'CampaignId',
]

/** What the address says of the list: a status, a number's rows, the whole tree, or a day of the past. */
type Asked = Readonly<{ status: string; show: Shown | undefined; isTree: boolean; asAt: string }>

function useAsked(): Asked {
  const { status, show, of, asAt }: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  return {
    status: typeof status === 'string' ? status : '',
    show: isShown(show) ? show : undefined,
    isTree: of === 'tree',
    asAt: typeof asAt === 'string' ? asAt : '',
  }
}

/** Who takes part and where each stands; one status out of the campaign's own list. */
export function Members({ campaign }: { campaign: RecordRow }) {
  const asked = useAsked()
  const navigate = useNavigate()
  const ask = (part: Readonly<Record<string, unknown>>) =>
    void navigate({ to: '.', search: { tab: 'members', ...part }, replace: true })
  if (asked.asAt !== '')
    return <MembersThen campaign={campaign} day={asked.asAt} status={asked.status} onToday={() => ask({})} />
  const View = asked.isTree ? MembersBelow : MembersHere
  return <View campaign={campaign} asked={asked} onAsk={ask} />
}

type View = Readonly<{ campaign: RecordRow; asked: Asked; onAsk: (part: Readonly<Record<string, unknown>>) => void }>

function MembersHere(view: View) {
  const standings = useStandings(view.campaign.Id).data?.standings ?? []
  const labels = standings.filter(({ isListed }) => isListed).map(({ status }) => ({ status, isEverywhere: true }))
  return <MembersNow {...view} of={[view.campaign.Id]} standings={standings} labels={labels} />
}

/** Those of the campaign and of all below it; each campaign has its own list, and people move where theirs has the status. */
function MembersBelow(view: View) {
  const standings = useTreeStandings(view.campaign.Id).data?.standings ?? []
  const tree = useTree(view.campaign.Id)
  const labels = standings
    .filter(({ isListed }) => isListed)
    .toSorted((one, other) => Number(other.isEverywhere) - Number(one.isEverywhere))
  const peopled = standings.filter(({ members }) => members > 0)
  return (
    <MembersNow
      {...view}
      of={branchOf(tree.data?.campaigns ?? [], view.campaign.Id)}
      standings={peopled}
      labels={labels}
    />
  )
}

function MembersNow({
  campaign,
  asked: { status, show, isTree },
  onAsk,
  of,
  standings,
  labels,
}: View &
  Readonly<{
    of: readonly string[]
    standings: readonly Omit<Standing, 'isDefault'>[]
    /** Where members can be moved to. */
    labels: readonly Label[]
  }>) {
  const shape = useObject('CampaignMember')
  const [adding, setAdding] = useState(false)
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words.trim(), 150)
  const chosen = useMemo(
    (): Filter | undefined =>
      allOf(
        status === '' ? undefined : { field: 'Status', op: 'eq', value: status },
        show === undefined ? undefined : memberFilters[show].filter,
      ),
    [status, show],
  )
  const within: Filter = isTree
    ? { field: 'CampaignId', op: 'in', value: of }
    : { field: 'CampaignId', op: 'eq', value: campaign.Id }
  const whole = allOf(within, chosen) ?? within
  const found = useRecordList(
    'CampaignMember',
    { filter: whole, ...(q === '' ? {} : { q }), sort: '-CreatedDate', fields: FIELDS },
    50,
  )
  const rows = useMemo(() => found.pages?.flatMap((page) => page.records) ?? [], [found.pages])
  const selection = useSelection(rows)
  const total = standings.reduce((sum, one) => sum + one.members, 0)
  return (
    <Panel
      title={isTree ? 'Members of this campaign and all below it' : 'Members'}
      actions={
        <span className={classes['tools']}>
          <TextInput
            size="xs"
            aria-label="Find members by name or company"
            placeholder="Find"
            leftSection={<IconSearch size={14} stroke={1.8} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {shape.may.create && (
            <Button size="compact-md" variant="default" onClick={() => setAdding(true)}>
              Add members
            </Button>
          )}
        </span>
      }
    >
      <Works campaignId={campaign.Id} />
      {(show !== undefined || isTree) && (
        <p className={related['empty']}>
          {show === undefined ? 'Everybody' : `Only those ${memberFilters[show].label}`}
          {isTree ? ', of the whole tree. ' : '. '}
          <Button variant="subtle" size="compact-sm" onClick={() => onAsk({})}>
            Show all of this campaign
          </Button>
        </p>
      )}
      {standings.length > 0 && (
        <div style={{ marginBottom: 12 }}>
          <StateChips
            label="Members by status"
            wraps
            chosen={status}
            onChoose={(next) =>
              onAsk({
                ...(isTree ? { of: 'tree' } : {}),
                ...(next === '' ? {} : { status: next }),
                ...(show ? { show } : {}),
              })
            }
            chips={[
              { value: '', label: 'All', count: total },
              ...standings.map((one) => ({
                value: one.status,
                label: one.status,
                state: one.hasResponded ? ('converted' as const) : ('planned' as const),
                count: one.members,
              })),
            ]}
          />
        </div>
      )}
      {adding && <AddMembers campaign={campaign} onClose={() => setAdding(false)} />}
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && q !== '' && (
        <p className={related['empty']}>Nobody here is found by “{q}”.</p>
      )}
      {found.isSuccess && rows.length === 0 && q === '' && (
        <p className={related['empty']}>
          {status === '' && show === undefined
            ? 'Nobody is in this campaign yet. Add members here, import a list into it, or point a web form at it.'
            : status === ''
              ? `Nobody ${memberFilters[show ?? 'responses'].label.replace('who ', '')} yet.`
              : `Nobody stands at ‘${status}’.`}
        </p>
      )}
      {rows.length > 0 && <MemberTable rows={rows} selection={selection} showCampaign={isTree} />}
      {found.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={found.more}>
          Show more members
        </Button>
      )}
      <MemberBulk
        campaign={campaign}
        selection={selection}
        labels={labels}
        list={{ whole, filter: chosen, q: q === '' ? undefined : q }}
        below={isTree}
        total={
          show === undefined && q === ''
            ? (standings.find((one) => one.status === status)?.members ?? total)
            : undefined
        }
      />
    </Panel>
  )
}
