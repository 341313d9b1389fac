import { ActionIcon, Button } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { nameOf } from '../ui/fields.ts'
import { Link, RecordLink } from '../ui/Link.tsx'
import { formatMoney, formatNumber, useCurrency } from '../ui/Money.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { stateOf } from '../ui/states.ts'
import { textOf } from '../ui/textOf.ts'
import { type RollUp, useRollUpsOf } from './campaignApi.ts'
import classes from './CampaignTrees.module.css'

const FIELDS = ['Name', 'Type', 'Status', 'ParentId']

/** All campaigns as trees: those without a parent, each with what stands below it. */
export function CampaignTrees() {
  usePlace({ title: 'Campaign trees', up: { label: 'Campaigns', to: paths.campaigns } })
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Campaign trees</h1>
            <p className={page['headline']}>
              Courses with their deliveries, roadshows with their stops. Each number counts a campaign together with all
              that stands below it.
            </p>
          </div>
          <div className={page['actions']}>
            <Button component={Link} to={paths.campaigns} variant="default">
              Show as a list
            </Button>
          </div>
        </header>
        <Branch parent={undefined} />
      </div>
    </div>
  )
}

function Branch({ parent }: { parent: string | undefined }) {
  const found = useRecordList('Campaign', {
    filter: parent === undefined ? { field: 'ParentId', op: 'isNull' } : { field: 'ParentId', op: 'eq', value: parent },
    sort: parent === undefined ? '-CreatedDate' : 'Name',
    fields: FIELDS,
  })
  const rows = found.pages?.flatMap((one) => one.records) ?? []
  const came = useRollUpsOf(rows.map(({ Id }) => Id))
  if (found.isPending) return <GridSkeleton rows={3} />
  if (found.isError) return <RefusalNotice error={found.error} />
  if (rows.length === 0)
    return (
      <p className={classes['none']}>
        {parent === undefined ? 'There is no campaign yet.' : 'Nothing stands below it.'}
      </p>
    )
  return (
    <>
      <ul className={classes['branch']} data-top={parent === undefined || undefined}>
        {rows.map((row) => (
          <Twig key={row.Id} row={row} came={came?.get(row.Id)?.tree} isTop={parent === undefined} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={found.more}>
          Show more campaigns
        </Button>
      )}
    </>
  )
}

function Twig({ row, came, isTop }: Readonly<{ row: RecordRow; came: RollUp | undefined; isTop: boolean }>) {
  const [open, setOpen] = useState(isTop)
  return (
    <li>
      <div className={classes['twig']}>
        <ActionIcon
          aria-label={open ? `Fold ${nameOf(row)}` : `Show what stands below ${nameOf(row)}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconChevronRight size={16} style={{ transform: open ? 'rotate(90deg)' : 'none' }} />
        </ActionIcon>
        <div className={classes['about']}>
          <RecordLink id={row.Id} name={nameOf(row)} />
          <span className={classes['what']}>{textOf(row['Type'])}</span>
          {row['Status'] ? <StateMark state={stateOf(row['Status'])} label={textOf(row['Status'])} /> : null}
          {came !== undefined && <Came id={row.Id} came={came} />}
        </div>
      </div>
      {open && <Branch parent={row.Id} />}
    </li>
  )
}

/** What a campaign and all below it came to, as on its own page; each number opens its rows. */
function Came({ id, came: { members, responses, amountWon } }: Readonly<{ id: string; came: RollUp }>) {
  const currency = useCurrency()
  const rows = (search: Readonly<Record<string, unknown>>) => ({
    to: paths.campaign(id),
    search: { tab: 'members', of: 'tree', ...search },
    className: classes['opens'],
  })
  return (
    <span className={classes['came']}>
      <Link {...rows({})}>
        {formatNumber(members)} {members === 1 ? 'member' : 'members'}
      </Link>
      <Link {...rows({ show: 'responses' })}>{formatNumber(responses)} responded</Link>
      <span>{amountWon === 0 ? 'nothing won yet' : `${formatMoney(amountWon, currency)} won`}</span>
    </span>
  )
}
