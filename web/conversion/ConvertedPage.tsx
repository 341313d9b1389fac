import { Button } from '@mantine/core'
import { IconBuilding, IconCircleCheckFilled, IconTrophy, IconUsers, type TablerIcon } from '@tabler/icons-react'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { nameOf } from '../ui/fields.ts'
import { Link, useGo } from '../ui/Link.tsx'
import page from '../ui/RecordPage.module.css'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import classes from './Convert.module.css'
import { type Conversion, withoutCriteria } from './conversion.ts'
import { UndoConversion } from './ConvertedNotice.tsx'
import { textOf } from '../ui/textOf.ts'

/** What a lead became: the three records, the way to each, and the undo. */
export function ConvertedPage({ lead, conversion }: { lead: RecordRow; conversion: Conversion }) {
  const go = useGo()
  const { account, contact, opportunity, created, undo } = conversion
  const main = opportunity === null ? paths.contact(contact.Id) : paths.opportunity(opportunity.Id)
  useCommands([
    { id: 'record.back', group: 'This page', label: 'Back to leads', keys: 'Escape', run: () => go(paths.leads) },
  ])
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>
              <IconCircleCheckFilled size={24} aria-hidden className={classes['done']} />
              {nameOf(lead)} is converted
            </h1>
            <p className={page['headline']}>
              Done <RelativeDate within value={conversion.convertedAt} /> by {conversion.convertedBy.Name ?? 'somebody'}
              . The lead stays readable and locked.
              {!conversion.criteriaMet && ` ${withoutCriteria(conversion.overrideReason)}`}
            </p>
          </div>
          <div className={page['actions']}>
            <UndoConversion lead={lead} conversion={conversion} size="sm" onUndone={() => go(paths.lead(lead.Id))} />
            <Button component={Link} to={main}>
              {opportunity === null ? 'Open contact' : 'Open opportunity'}
            </Button>
          </div>
        </header>
        <div className={classes['columns']}>
          <Became kind="Account" icon={IconBuilding} record={account} isNew={created.account} />
          <Became kind="Contact" icon={IconUsers} record={contact} isNew={created.contact} />
          {opportunity === null ? (
            <p className={classes['note']}>No opportunity was wanted. When a sale comes up, open it on the account.</p>
          ) : (
            <Became kind="Opportunity" icon={IconTrophy} record={opportunity} isNew={created.opportunity} />
          )}
        </div>
        <p className={classes['sentence']}>
          {undo.isPossible
            ? 'It can be undone while nothing was built on it: what was made goes to the recycle bin, blanks that were filled are blank again, and the lead reopens.'
            : `It can no longer be undone. ${undo.obstacles.map(({ sentence }) => sentence).join(' ')}`}
        </p>
        <NextLead leadId={lead.Id} />
      </div>
    </div>
  )
}

function Became({
  kind,
  icon: Icon,
  record,
  isNew,
}: Readonly<{
  kind: 'Account' | 'Contact' | 'Opportunity'
  icon: TablerIcon
  record: Readonly<{ Id: string; Name: string | null }>
  isNew: boolean
}>) {
  return (
    <Link to={paths.record(record.Id, kind) ?? paths.home} className={classes['became']}>
      <Icon size={20} stroke={1.6} aria-hidden className={classes['icon']} />
      <span className={classes['words']}>
        <span className={classes['aside']}>{isNew ? `New ${kind.toLowerCase()}` : `${kind}, as it was`}</span>
        <span className={classes['name']}>{record.Name ?? kind}</span>
      </span>
    </Link>
  )
}

/** The next call, so that nobody has to go looking for it. */
function NextLead({ leadId }: { leadId: string }) {
  const next = useRecordList(
    'Lead',
    {
      filter: { field: 'IsConverted', op: 'eq', value: false },
      sort: '-CreatedDate',
      fields: ['Id', 'Name', 'Company'],
    },
    2,
  )
  const lead = next.pages?.flatMap(({ records }) => records).find(({ Id }) => Id !== leadId)
  if (lead === undefined) return null
  return (
    <p className={classes['note']}>
      Next:{' '}
      <Link to={paths.lead(lead.Id)} className={classes['link']}>
        {nameOf(lead)} of {textOf(lead['Company'])}
      </Link>
    </p>
  )
}
