import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import type { RecordRow } from '../api/recordRow.ts'
import { AddAll, type AllOf } from '../campaigns/AddAll.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import { chipsOf } from '../ui/ListStates.tsx'
import { ObjectList } from '../ui/ObjectList.tsx'
import { LeadBulk } from './LeadBulk.tsx'
import { LeadCard } from './LeadCard.tsx'
import { leadColumns } from './leadColumns.tsx'
import classes from './Leads.module.css'

/** Everybody who showed interest and is not qualified yet. */
export function Leads() {
  return (
    <ObjectList
      objectName="Lead"
      columns={[
        'Name',
        'Status',
        'Vetting',
        'LastActivityDate',
        'NextStepDate',
        'OwnerId',
        'LeadSource',
        'CreatedDate',
      ]}
      ownColumns={leadColumns}
      chips={chips}
      moreFields={moreFields}
      renderCard={(lead) => <LeadCard lead={lead} />}
      bulk={bulk}
      ofAll={ofAll}
      actions={
        <Button
          component={Link}
          to={paths.duplicates}
          variant="default"
          className={classes['duplicates'] ?? ''}
          aria-label="Review likely duplicates"
          title="Review likely duplicates"
        >
          <IconCopy size={16} stroke={1.8} aria-hidden />
        </Button>
      }
      usualSort="-CreatedDate"
      empty={{
        for: 'A lead is a person who showed interest and is not qualified yet. They come from web forms, imports, and by hand.',
        example:
          'Mira Holt of Nordwind asked for a price on Tuesday. She is a lead until you know budget, authority, need and timeline.',
      }}
    />
  )
}

const moreFields = ['Name', 'Company', 'Status', 'CreatedDate', 'OwnerId', 'IsConverted', 'NextStepDate']
const chips = chipsOf('Status')
const bulk = (chosen: readonly RecordRow[], clear: () => void) => <LeadBulk chosen={chosen} onDone={clear} />
const ofAll = (all: AllOf) => <AddAll object="Lead" all={all} />
